"""What may answer: the operations of upstreams with what each of them answers.

In:  a workspace.
Out: Candidates; values of contracts with their members, two levels deep.
How: an operation that answers one schema of JSON; what answers nothing has nothing to be made of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bffgen.compose.success import Success, success
from bffgen.model import schema
from bffgen.model.api import Api, Operation
from bffgen.model.client import Upstream, Workspace, is_write
from bffgen.model.media import is_within
from bffgen.model.shapes import held, solid


@dataclass(frozen=True, slots=True)
class Value:
    """A schema at a place of a contract."""

    api: Api
    pointer: str

    @property
    def types(self) -> frozenset[str]:
        """Give its JSON types, null apart."""
        return schema.types(self.api.meaning, self.pointer) - {"null"}

    def members(self) -> dict[str, "Value"]:
        """Give the properties that are declared."""
        here = solid(self.api.meaning, self.pointer)
        found = schema.declared(self.api.meaning, here)
        return {name: Value(self.api, places[0]) for name, places in found.items()}

    def element(self) -> "Value | None":
        """Give what an array holds."""
        inside = held(self.api.meaning, self.pointer) if self.types == {"array"} else None
        return None if inside is None else Value(self.api, inside)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An upstream operation that may answer."""

    upstream: Upstream
    operation: Operation
    answer: Value

    @property
    def call(self) -> str:
        """Name it as a composition does."""
        name = self.operation.operation_id
        return f"{self.upstream.name}{f'.{name}' if name else f' {self.operation.key}'}"

    @property
    def is_write(self) -> bool:
        """Say whether it changes something."""
        return is_write(self.operation, self.upstream)


def candidates_of(workspace: Workspace) -> Iterator[Candidate]:
    """Give what may answer, in the order of the workspace."""
    for upstream in workspace.upstreams:
        for operation in upstream.api.operations:
            found = success(upstream.api, operation)
            if isinstance(found, Success) and len(found.pointers) == 1:
                yield Candidate(upstream, operation, Value(upstream.api, found.pointers[0]))


def without_json(workspace: Workspace, types: Sequence[str]) -> Iterator[Candidate]:
    """Give the operations whose answer could stand for one without JSON.

    Args:
        types: of bytes that are passed on; none of an answer without a body, for which any does.
    """
    for upstream in workspace.upstreams:
        for operation in upstream.api.operations:
            found = success(upstream.api, operation)
            if not isinstance(found, Success):
                continue
            theirs = found.media_types
            if not types or (theirs and all(is_within(each, types) for each in theirs)):
                yield Candidate(upstream, operation, Value(upstream.api, found.response.pointer))


def leaves(answer: Value) -> Iterator[tuple[tuple[str, ...], Value]]:
    """Give the values of an answer that are no objects or lists, two levels deep."""
    for name, each in answer.members().items():
        if is_plain(each):
            yield (name,), each
        for inner, deeper in each.members().items() if "object" in each.types else ():
            if is_plain(deeper):
                yield (name, inner), deeper


def is_plain(value: Value) -> bool:
    """Say whether it is neither an object nor a list."""
    return not value.types & {"object", "array"}

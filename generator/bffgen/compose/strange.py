"""Which of a client's uses the contract that they are held against does not have.

In:  a UsedUpstream, the upstream by its contract in use.
Out: Strange, each with where it stands in the file and the names that there are.
How: ways are walked as far as the contract goes; what a missing operation reads and sends
     is not looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bffgen.compose.walked import walked
from bffgen.model import schema
from bffgen.model.api import Api, MediaType, Operation
from bffgen.model.client import Upstream
from bffgen.model.lineage import Way, dotted
from bffgen.model.place import tokens
from bffgen.model.template import nameless, names_in
from bffgen.model.uses import ALL_BELOW, Use, UsedUpstream

_PATH: Final = "path"
# Kind, name and the names that there are.
_Missing: TypeAlias = tuple[str, str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strange:
    """A name that the contract does not have.

    Attributes:
        at: below the upstream's entry in the file.
        kind: `operation`, `status`, `property`, `header` or `parameter`.
        known: the names that there are.
    """

    at: tuple[str | int, ...]
    kind: str
    name: str
    known: tuple[str, ...]


def strange(used: UsedUpstream, upstream: Upstream) -> Iterator[Strange]:
    """Give what a file of uses names and the contract does not."""
    answered = {nameless(each.key): each for each in upstream.api.operations}
    asked = {nameless(each.key): each for each in upstream.requests.operations}
    for number, use in enumerate(used.uses):
        called = answered.get(use.operation)
        if called is None:
            at = ("uses", number, "operation")
            yield Strange(at=at, kind="operation", name=use.operation, known=tuple(answered))
            continue
        for key, told in (
            ("reads", _reads(use, called, upstream.api)),
            ("sends", _sends(use, asked[use.operation], upstream.requests)),
        ):
            for index, found in enumerate(told):
                if found is not None:
                    kind, name, known = found
                    where = ("uses", number, key, index)
                    yield Strange(at=where, kind=kind, name=name, known=tuple(known))


def _reads(use: Use, called: Operation, api: Api) -> Iterator[_Missing | None]:
    for text in use.reads:
        _, status, *rest = tokens(text.removeprefix("#"))
        response = called.response(status)
        if not rest:
            yield None  # a status may be told apart that nobody has declared
        elif response is None:
            yield "status", status, [each.status for each in called.responses]
        elif rest[0] == "headers":
            known = [each.name for each in response.headers]
            is_there = rest[1].lower() in map(str.lower, known)
            yield None if is_there else ("header", rest[1], known)
        else:
            yield _missing(api, response.content, tuple(rest[1:]))


def _sends(use: Use, asked: Operation, api: Api) -> Iterator[_Missing | None]:
    for text in use.sends:
        first, *rest = tokens(text.removeprefix("#"))
        if first == "body":
            content = asked.body.content if asked.body is not None else ()
            yield _missing(api, content, tuple(rest))
            continue
        location, name = rest[0], rest[1]
        known = [each.name for each in asked.parameters if each.location == location]
        is_there = name in known
        if location == _PATH:
            known = [str(number + 1) for number in range(len(names_in(asked.path)))]
            is_there = name in known
        elif location == "header":
            is_there = name.lower() in map(str.lower, known)
        yield None if is_there else ("parameter", name, known)


def _missing(api: Api, content: Sequence[MediaType], way: Way) -> _Missing | None:
    """Say which step of a way leads nowhere in any representation."""
    way = way[:-1] if way[-1:] == (ALL_BELOW,) else way
    pointers = [each.schema_pointer for each in content if each.schema_pointer is not None]
    above = pointers
    for length in range(1, len(way) + 1):
        ends = [end for each in pointers for end in walked(api, each, way[:length]).ends]
        if not ends:
            known = [name for end in above for name in schema.declared(api.meaning, end)]
            return "property", dotted(way[:length]), tuple(dict.fromkeys(known))
        above = ends
    return None

"""Whether a build says that it neither sends nor decodes a place of its contract.

In:  what its event says (`unused`), what it says that it reads and sends; a finding, the operation
     that meets it and the place; the contract that was frozen.
Out: who says so; the empty text where nobody does.
How: what is read is read with all that is below it, behind `$ref` as well, and with all that it
     lies in. In every doubt the place is used: a list that names what the contract does not have,
     an answer that it does not speak of, a finding about more than a property, a parameter or a
     header (RELEASES.md 6 and 8).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bffgen.govern.positions import covers, met
from bffgen.govern.target import chosen, pointers, value_at, written_at
from bffgen.model.canonical import Json
from bffgen.model.comparison import ChangeFinding
from bffgen.model.place import join, parent, tokens
from bffgen.model.reads import BuildReads, OperationReads, Teller
from bffgen.model.tree import references

# Findings about one member, of which lists of what is used say something.
_OF_ANSWERS: Final = frozenset(("response-property-removed", "response-header-removed"))
_OF_REQUESTS: Final = frozenset(
    ("request-property-removed", "request-parameter-removed", "request-enum-value-removed")
)


def disowned(
    unused: Iterable[str],
    build: BuildReads | None,
    finding: ChangeFinding,
    operation: str,
    place: str,
    document: Json,
    uses: "Uses | None" = None,
) -> str:
    """Say by what a build disowns a place, wherever the operation meets it.

    Args:
        uses: kept from one question about a contract to the next.
    """
    said = tuple(unused)
    if said and all(
        any(covers(target, operation, each) for target in said)
        for each in met(operation, place, document, finding.direction)
    ):
        return "its event"
    if build is None:
        return ""
    used = build.operation(operation)
    if used is None:
        # Tests need not ask all that an app does; a manifest has all of it.
        return "its manifest" if build.teller is Teller.MANIFEST else ""
    uses = uses or Uses()
    if finding.rule in _OF_ANSWERS:
        is_used = uses.read(used, operation, document).meets(place)
    elif finding.rule in _OF_REQUESTS and used.sends is not None:
        is_used = uses.sent(used, operation, document).meets(place)
    else:
        is_used = True
    return "" if is_used else f"its {build.teller}"


@dataclass(frozen=True, slots=True)
class _Used:
    """What is used of one contract.

    Attributes:
        reached: places that are used with all that is in them.
        around: places that are used as what lies around one.
        is_all: something is named that the contract does not have, so that all may be used.
    """

    reached: frozenset[str]
    around: frozenset[str] = frozenset()
    is_all: bool = False

    def meets(self, place: str) -> bool:
        """Say whether a place is one of those, in one, or around one."""
        if self.is_all or place in self.around:
            return True
        while place and place not in self.reached:
            place = parent(place)
        return place in self.reached


class Uses:
    """What builds use of the operations of one contract; each is looked for once."""

    def __init__(self) -> None:
        """Start with none."""
        self._found: dict[tuple[OperationReads, str, str], _Used] = {}

    def read(self, used: OperationReads, operation: str, document: Json) -> _Used:
        """Give what is used of the answers of an operation."""
        key = (used, operation, "read")
        if key not in self._found:
            read = _used(used.reads, operation, document)
            others = _unspoken(used, operation, document)
            self._found[key] = replace(read, reached=read.reached | others)
        return self._found[key]

    def sent(self, used: OperationReads, operation: str, document: Json) -> _Used:
        """Give what is used of the requests of an operation."""
        key = (used, operation, "sent")
        if key not in self._found:
            self._found[key] = _used(used.sends or (), operation, document)
        return self._found[key]


def _unspoken(used: OperationReads, operation: str, document: Json) -> frozenset[str]:
    """Give all that the answers are made of that a build does not speak of, headers as well."""
    if used.statuses is None:
        return frozenset()
    written = written_at(operation, document) or ""
    others = [each for each in _statuses(operation, document) if each not in used.statuses]
    return _reached(document, [join(written, "responses", each) for each in others])


def _statuses(operation: str, document: Json) -> Iterator[str]:
    written = written_at(operation, document)
    answers = value_at(document, join(written, "responses")) if written is not None else None
    yield from answers if isinstance(answers, dict) else ()


def _used(targets: Iterable[str], operation: str, document: Json) -> _Used:
    """Give what targets are with what lies around them; of one that is not there, all."""
    used: list[str] = []
    around: set[str] = set()
    seen: set[tuple[str, ...]] = set()
    for target in targets:
        pointer = target.removeprefix("#")
        found = pointers(operation, pointer, document)
        if not found:
            return _Used(frozenset(), is_all=True)
        used += found
        above = tuple(tokens(pointer)[:-1])
        while len(above) > 1 and above not in seen:
            seen.add(above)
            around.update(pointers(operation, join("", *above), document))
            above = above[:-1]
    return _Used(_reached(document, used), frozenset(around))


def _reached(document: Json, found: Iterable[str]) -> frozenset[str]:
    """Give places with those that lie behind references and discriminators, at any depth."""
    reached: set[str] = set()
    work = list(found)
    while work:
        here = work.pop()
        if here not in reached:
            reached.add(here)
            work += chosen(here, document)
            work += references(value_at(document, here))
    return frozenset(reached)

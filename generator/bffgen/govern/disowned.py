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
from typing import Final

from bffgen.govern.positions import covers, met
from bffgen.govern.target import chosen, lies_at, pointers, value_at, written_at
from bffgen.model.canonical import Json
from bffgen.model.comparison import ChangeFinding
from bffgen.model.place import join, tokens
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
) -> str:
    """Say by what a build disowns a place, wherever the operation meets it."""
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
    if finding.rule in _OF_ANSWERS:
        is_used = _is_read(used, operation, place, document)
    elif finding.rule in _OF_REQUESTS and used.sends is not None:
        is_used = _meets(used.sends, operation, place, document)
    else:
        is_used = True
    return "" if is_used else f"its {build.teller}"


def _is_read(used: OperationReads, operation: str, place: str, document: Json) -> bool:
    if used.statuses is not None:
        others = [each for each in _statuses(operation, document) if each not in used.statuses]
        if any(lies_at(place, each) for each in _all_of(others, operation, document)):
            return True
    return _meets(used.reads, operation, place, document)


def _statuses(operation: str, document: Json) -> Iterator[str]:
    written = written_at(operation, document)
    answers = value_at(document, join(written, "responses")) if written is not None else None
    yield from answers if isinstance(answers, dict) else ()


def _all_of(statuses: Iterable[str], operation: str, document: Json) -> frozenset[str]:
    """Give all that answers are made of, headers as well."""
    written = written_at(operation, document) or ""
    return _reached(document, [join(written, "responses", status) for status in statuses])


def _meets(targets: Iterable[str], operation: str, place: str, document: Json) -> bool:
    """Say whether a place is one of those, in one, or around one; of what is not there, yes."""
    used: list[str] = []
    around: set[str] = set()
    for target in targets:
        pointer = target.removeprefix("#")
        found = pointers(operation, pointer, document)
        if not found:
            return True
        used += found
        *above, _ = tokens(pointer)
        while len(above) > 1:
            around.update(pointers(operation, join("", *above), document))
            above.pop()
    return place in around or any(lies_at(place, each) for each in _reached(document, used))


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

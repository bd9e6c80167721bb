"""Find names that come back: gone from the newest release, once published, and in the candidate.

In:  the candidate's document, that of the newest release, those of older ones.
Out: Returned: a name with the releases that had it; whether it means the same is asked of the
     comparison (PITFALLS 44).
How: only the outermost of names that lie in each other, so that an operation that comes back is one
     and not as many as it has properties.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bffgen.govern.names import Name, names_of, outermost
from bffgen.model.canonical import Json, plain_bytes, read_json
from bffgen.model.comparison import ChangeFinding
from bffgen.model.finding import Effect


@dataclass(frozen=True, slots=True)
class Returned:
    """A name that was gone.

    Attributes:
        versions: that had it, newest first.
        before: the name as the newest of them has it.
    """

    name: Name
    versions: tuple[str, ...]
    before: Name


def returned(
    candidate: Json, newest: Json, older: Iterable[tuple[str, bytes]]
) -> tuple[Returned, ...]:
    """Find the names that come back.

    Args:
        older: (version, contract.json) of all production releases but the newest, newest first; one
            is read only where a name that the newest release lacks stands in it as a text.
    """
    known = names_of(newest)
    fresh = {key: name for key, name in names_of(candidate).items() if key not in known}
    wanted = tuple(outermost(fresh))
    if not wanted:
        return ()
    had: dict[str, list[tuple[str, Name]]] = {}
    texts = {each.key: _text(each) for each in wanted}
    for version, raw in older:
        maybe = [each for each in wanted if texts[each.key] in raw]
        names = names_of(read_json(raw)) if maybe else {}
        for each in maybe:
            if each.key in names:
                had.setdefault(each.key, []).append((version, names[each.key]))
    return tuple(
        Returned(each, tuple(version for version, _ in had[each.key]), had[each.key][0][1])
        for each in wanted
        if each.key in had
    )


def _text(name: Name) -> bytes:
    """Give what stands in canonical JSON wherever the name does; of an operation a part of it."""
    if name.kind == "enum value":
        return name.word.encode()
    if name.kind != "operation":
        return plain_bytes(name.word)
    method, _, path = name.word.partition(" ")
    return plain_bytes(method.lower() if "{" in path else path)


def means_otherwise(each: Returned, findings: Iterable[ChangeFinding]) -> bool:
    """Say whether a comparison of both sides, in either order, tells two meanings of a name.

    Args:
        findings: of the newest release that had the name and the candidate.
    """
    return any(
        finding.effect is not Effect.SAFE and finding.breaks == "wire" and _is_about(finding, each)
        for finding in findings
    )


def _is_about(finding: ChangeFinding, each: Returned) -> bool:
    if each.name.kind == "operation":
        return any(operation == each.name.word for operation, _ in finding.operations)
    places = (mark.place.pointer for mark in finding.marks)
    return any(_lies_in(place, each.name.pointer) or _lies_in(place, each.before.pointer)
               for place in places)  # fmt: skip


def _lies_in(place: str, pointer: str) -> bool:
    return place == pointer or place.startswith(f"{pointer}/")

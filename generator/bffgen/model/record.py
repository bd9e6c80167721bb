"""What came of comparing two contracts, before anybody says how it is told; as JSON and back.

In:  nothing; `tasks/comparing.py` makes these values, and keeps them between two runs.
Out: Record.
How: it hangs on the bytes of both sides and on what peers do, so it can be kept by their digests.
     What is read back is taken apart as strictly as it was written: anything else is a ValueError,
     and then the sides are compared again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from bffgen.model.canonical import Json
from bffgen.model.comparison import (
    Answer,
    ChangeFinding,
    Class,
    NoWitness,
    Payload,
    Request,
    Side,
    Witness,
)
from bffgen.model.finding import Effect, Finding, Mark
from bffgen.model.place import On, Place, Span
from bffgen.model.rule import Breaks, Direction

SideName: TypeAlias = Literal["baseline", "revision"]
_T = TypeVar("_T")

# What a text may be, where not every text is one.
_SIDES: Final[tuple[SideName, ...]] = get_args(SideName)
_ONS: Final[tuple[On, ...]] = get_args(On)
_DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)
_ANSWERS: Final[tuple[Answer, ...]] = get_args(Answer)
_CLASSES: Final[tuple[Class, ...]] = get_args(Class)
_BREAKS: Final[tuple[Breaks, ...]] = get_args(Breaks)


class File(NamedTuple):
    """A file that was read.

    Attributes:
        path: in the tree of files of its side; name: as it is printed.
        digest: SHA-256 of its bytes, hex.
    """

    side: SideName
    path: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Two sides, compared.

    Attributes:
        findings: of every class, sorted.
        asked: distinct questions put to the proof engine.
        reasons: why questions were left open.
        doubts: what is only odd about what was read.
        files: those of both sides.
        spans: where the findings and doubts are printed.
    """

    baseline: Side
    revision: Side
    findings: tuple[ChangeFinding, ...]
    asked: int
    reasons: tuple[str, ...]
    doubts: tuple[Finding, ...]
    files: tuple[File, ...]
    spans: dict[tuple[Place, On], Span | None] = field(hash=False)


def written(record: Record) -> Json:
    """Write a record as JSON."""
    return {
        "baseline": _side(record.baseline),
        "revision": _side(record.revision),
        "findings": [_change(each) for each in record.findings],
        "asked": record.asked,
        "reasons": [*record.reasons],
        "doubts": [_finding(each) for each in record.doubts],
        "files": [[*each] for each in record.files],
        "spans": [
            [place.document, place.pointer, on, None if span is None else _span(span)]
            for (place, on), span in record.spans.items()
        ],
    }


def read(value: Json) -> Record:
    """Read what `written` wrote; ValueError for anything else."""
    try:
        return _record(_Object(value))
    except (KeyError, TypeError, IndexError) as fault:
        raise ValueError(f"no record: {fault}") from None


def _side(side: Side) -> Json:
    return [side.name, side.title, side.version, side.digest, _place(side.root)]


def _place(place: Place) -> Json:
    return [place.document, place.pointer]


def _span(span: Span) -> Json:
    return [span.line, span.column, span.width, span.text]


def _mark(mark: Mark) -> Json:
    return [_place(mark.place), mark.on, mark.offset, mark.width, mark.label]


def _finding(each: Finding) -> dict[str, Json]:
    return {
        "rule": each.rule,
        "effect": str(each.effect),
        "marks": [_mark(mark) for mark in each.marks],
        "facts": [[name, fact] for name, fact in each.facts],
        "notes": [[name, text] for name, text in each.notes],
    }


def _change(each: ChangeFinding) -> Json:
    return {
        **_finding(each),
        "direction": each.direction,
        "where": each.where,
        "coordinate": each.coordinate,
        "before": each.before,
        "after": each.after,
        "witness": _witness(each.witness),
        "operations": [[name, answer] for name, answer in each.operations],
        "class": each.class_,
        "rests_on": [*each.rests_on],
        "breaks": each.breaks,
        "reason": each.reason,
    }


def _witness(witness: Witness) -> Json:
    match witness:
        case Payload(value=value, sender=sender, receiver=receiver, carrier=carrier):
            return ["payload", value, sender, receiver, carrier]
        case Request(line=line, headers=headers, before=before, after=after):
            return ["request", line, [*headers], before, after]
        case NoWitness(why=why):
            return ["none", why]


class _Object:
    """An object of a JSON value, member by member; raises where one is of another type."""

    def __init__(self, value: Json) -> None:
        if not isinstance(value, dict):
            raise TypeError("not an object")
        self._value = value

    def json(self, name: str) -> Json:
        return self._value[name]

    def text(self, name: str) -> str:
        return _text(self._value[name])

    def whole(self, name: str) -> int:
        return _whole(self._value[name])

    def each(self, name: str, read: Callable[[Json], _T]) -> tuple[_T, ...]:
        return tuple(map(read, _list(self._value[name])))


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _one_of(known: Iterable[_T], value: Json) -> _T:
    for each in known:
        if each == value:
            return each
    raise TypeError(f"none of {known}")


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _record(told: _Object) -> Record:
    return Record(
        baseline=_read_side(told.json("baseline")),
        revision=_read_side(told.json("revision")),
        findings=told.each("findings", _read_change),
        asked=told.whole("asked"),
        reasons=told.each("reasons", _text),
        doubts=told.each("doubts", _read_finding),
        files=told.each("files", _read_file),
        spans=dict(told.each("spans", _read_spot)),
    )


def _read_file(value: Json) -> File:
    side, path, name, digest = _texts(value)
    return File(_one_of(_SIDES, side), path, name, digest)


def _read_side(value: Json) -> Side:
    name, title, version, digest, root = _list(value)
    return Side(
        name=_text(name),
        title=_text(title),
        version=_text(version),
        digest=_text(digest),
        root=_read_place(root),
    )


def _read_place(value: Json) -> Place:
    document, pointer = _texts(value)
    return Place(document=document, pointer=pointer)


def _read_spot(value: Json) -> tuple[tuple[Place, On], Span | None]:
    document, pointer, on, span = _list(value)
    place = Place(document=_text(document), pointer=_text(pointer))
    found = None
    if span is not None:
        line, column, width, text = _list(span)
        found = Span(
            line=_whole(line), column=_whole(column), width=_whole(width), text=_text(text)
        )
    return (place, _one_of(_ONS, on)), found


def _read_mark(value: Json) -> Mark:
    place, on, offset, width, label = _list(value)
    return Mark(
        place=_read_place(place),
        on=_one_of(_ONS, on),
        offset=_whole(offset),
        width=None if width is None else _whole(width),
        label=_text(label),
    )


def _read_fact(value: Json) -> tuple[str, str | int]:
    name, fact = _list(value)
    return _text(name), fact if isinstance(fact, str) else _whole(fact)


def _read_pair(value: Json) -> tuple[str, str]:
    name, text = _texts(value)
    return name, text


def _read_answer(value: Json) -> tuple[str, Answer]:
    name, answer = _texts(value)
    return name, _one_of(_ANSWERS, answer)


def _read_finding(value: Json) -> Finding:
    told = _Object(value)
    return Finding(
        rule=told.text("rule"),
        effect=Effect(told.text("effect")),
        marks=told.each("marks", _read_mark),
        facts=told.each("facts", _read_fact),
        notes=told.each("notes", _read_pair),
    )


def _read_change(value: Json) -> ChangeFinding:
    told, plain = _Object(value), _read_finding(value)
    return ChangeFinding(
        rule=plain.rule,
        effect=plain.effect,
        marks=plain.marks,
        facts=plain.facts,
        notes=plain.notes,
        direction=_one_of(_DIRECTIONS, told.json("direction")),
        where=told.text("where"),
        coordinate=told.text("coordinate"),
        before=told.json("before"),
        after=told.json("after"),
        witness=_read_witness(_list(told.json("witness"))),
        operations=told.each("operations", _read_answer),
        class_=_one_of(_CLASSES, told.json("class")),
        rests_on=told.each("rests_on", _text),
        breaks=_one_of(_BREAKS, told.json("breaks")),
        reason=told.text("reason"),
    )


def _read_witness(value: list[Json]) -> Witness:
    match value:
        case ["payload", shown, sender, receiver, str(carrier)]:
            return Payload(
                value=shown,
                sender=_one_of(_SIDES, sender),
                receiver=_one_of(_SIDES, receiver),
                carrier=carrier,
            )
        case ["request", str(line), headers, str(before), str(after)]:
            return Request(line=line, headers=_texts(headers), before=before, after=after)
        case ["none", str(why)]:
            return NoWitness(why=why)
        case _:
            raise TypeError("no witness")

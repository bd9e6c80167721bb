"""Read the events of a client: one dated fact a file.

In:  the parsed mapping of a file of `events/`, its place.
Out: an Event; findings for what does not fit. Which releases, channels and parties there are is
     asked where all files are known (`contract/verify.py`).
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bffgen.contract.fields import Fields
from bffgen.contract.flow import flow
from bffgen.contract.yaml import read_document
from bffgen.model.calendar import written
from bffgen.model.canonical import Json
from bffgen.model.event import (
    FORMAT,
    Consented,
    Deployed,
    Deprecated,
    Event,
    Kind,
    MinVersion,
    Notified,
    Renewed,
    Retired,
    Shipped,
    Withdrawn,
    Yanked,
)
from bffgen.model.finding import Finding, finding
from bffgen.model.place import Place
from bffgen.model.policy import Period
from bffgen.model.release import Stage

# Of a file's name that come from what an event is about; a name of Linux has 255 bytes.
_LETTERS: Final = 100
_NO_FILE: Final = re.compile(r"[^A-Za-z0-9._]+")
_METHODS: Final = "GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE|QUERY"
_TARGET: Final = re.compile(rf"release \S+|({_METHODS}) /[^\s#]*(#(/[^\s]*)?)?")


def read_event(file: Fields) -> Event | None:
    """Read one event; None where something in it does not fit."""
    known = len(file.faults)
    file.demand("format")
    file.choice("format", (FORMAT,))
    file.demand("event")
    chosen = file.choice("event", Kind)
    file.demand("at")
    at = file.instant("at")
    by = file.text("by") or ""
    if chosen is None:
        # Which keys belong is said by a word that is not known: one fault, one finding.
        file.knows(file)
        return None
    made = _READERS[Kind(chosen)](file, at or datetime.min, by)
    file.done()
    return None if at is None or len(file.faults) > known else made


@dataclass(frozen=True, slots=True)
class EventFile:
    """An event as a file that is not there yet."""

    path: str
    content: bytes


def written_event(
    kind: Kind, at: datetime, by: str, members: Mapping[str, Json], folder: str, name: str
) -> EventFile | tuple[Finding, ...]:
    """Write an event, and read it as everybody will.

    Args:
        members: of its kind; those that are None are left out.
        folder: of the client's events.
        name: what it is about; letters, digits, `.`, `_` and `-` of it enter the file's name.

    Returns:
        The file; or what does not fit.
    """
    said = {key: value for key, value in members.items() if value is not None}
    lines = [f"format: {FORMAT}", f"event: {kind}", f"at: {flow(written(at))}", f"by: {flow(by)}"]
    lines += [f"{key}: {flow(value)}" for key, value in said.items()]
    content = "".join(f"{line}\n" for line in lines).encode()
    word = _NO_FILE.sub("-", name).strip("-").lower()[:_LETTERS].rstrip("-.") or "event"
    path = f"{folder}/{at.date().isoformat()}-{kind}-{word}.yaml"
    value = read_document(content, path)
    if isinstance(value, tuple):
        return value
    faults: list[Finding] = []
    read_event(Fields.of(value, Place(document=path), faults))
    return tuple(faults) if faults else EventFile(path, content)


def apart(path: str, taken: Collection[str]) -> str:
    """Give a name that no file has: two facts of one kind about one thing on one day."""
    if path not in taken:
        return path
    stem = path.removesuffix(".yaml")
    names = (f"{stem}-{number}.yaml" for number in range(2, len(taken) + 3))
    return next(each for each in names if each not in taken)


def _shipped(file: Fields, at: datetime, by: str) -> Event:
    stage = file.choice("stage", Stage)
    return Shipped(
        at=at,
        by=by,
        channel=file.required_text("channel"),
        build=file.quoted("build"),
        release=file.quoted("release"),
        stage=Stage(stage or Stage.PRODUCTION),
        identifies=file.flag("identifies"),
        unused=tuple(target for target in _targets(file, "unused")),
        place=file.place,
    )


def _deployed(file: Fields, at: datetime, by: str) -> Event:
    file.demand("serves")
    serves = tuple(text for text, _ in file.texts("serves"))
    if file.raw("serves") == []:
        file.refuse("serves", "no release where the one that is served belongs")
    return Deployed(at=at, by=by, serves=serves, place=file.place)


def _deprecated(file: Fields, at: datetime, by: str) -> Event:
    file.demand("sunset")
    file.demand("announced")
    announced, sunset = file.day("announced"), file.day("sunset")
    return Deprecated(
        at=at,
        by=by,
        target=_target(file),
        announced=announced or at.date(),
        sunset=sunset or at.date(),
        replacement=file.text("replacement") or "",
        release=file.text("release") or "",
        notice=tuple(sorted(_notice(file))),
        notified=tuple(_notified(file)),
        place=file.place,
    )


def _withdrawn(file: Fields, at: datetime, by: str) -> Event:
    file.demand("announced")
    return Withdrawn(
        at=at,
        by=by,
        target=_target(file),
        announced=file.day("announced") or at.date(),
        reason=file.text("reason") or "",
        place=file.place,
    )


def _consented(file: Fields, at: datetime, by: str) -> Event:
    file.demand("sunset")
    return Consented(
        at=at,
        by=by,
        target=_target(file),
        party=file.required_text("party"),
        sunset=file.day("sunset") or at.date(),
        reference=file.text("reference") or "",
        place=file.place,
    )


def _min_version(file: Fields, at: datetime, by: str) -> Event:
    file.demand("effective")
    return MinVersion(
        at=at,
        by=by,
        channel=file.required_text("channel"),
        builds_below=file.quoted("builds_below"),
        effective=file.instant("effective") or at,
        enforced_by=file.text("enforced_by") or "",
        place=file.place,
    )


def _renewed(file: Fields, at: datetime, by: str) -> Event:
    file.demand("until")
    until = file.day("until")
    if until is not None and until < at.date():
        problem = f"`{until.isoformat()}` where a day from {at.date().isoformat()} on belongs"
        file.refuse("until", problem)
    return Renewed(
        at=at,
        by=by,
        channel=file.required_text("channel"),
        build=file.quoted("build"),
        until=until or at.date(),
        place=file.place,
    )


def _retired(file: Fields, at: datetime, by: str) -> Event:
    because = file.text("because") or ""
    return Retired(at=at, by=by, release=file.quoted("release"), because=because, place=file.place)


def _yanked(file: Fields, at: datetime, by: str) -> Event:
    reason = file.text("reason") or ""
    return Yanked(at=at, by=by, release=file.quoted("release"), reason=reason, place=file.place)


def _notice(file: Fields) -> list[tuple[str, Period]]:
    """Take what was owed: a span of each party, or one span of a client that has no parties."""
    if "notice" not in file:
        return []
    if isinstance(file.raw("notice"), str):
        span = file.period("notice")
        return [("", span)] if span is not None else []
    owed = file.mapping("notice")
    assert owed is not None
    spans = [(party, owed.period(party)) for party in owed]
    return [(party, span) for party, span in spans if span is not None]


def _notified(file: Fields) -> list[Notified]:
    told = []
    for number, value in enumerate(file.several("notified")):
        one = Fields.of(value, file.at("notified").at(number), file.faults)
        one.demand("date")
        party, how, day = one.required_text("party"), one.text("how") or "", one.day("date")
        one.done()
        if party and day is not None:
            told.append(Notified(party=party, how=how, day=day))
    return told


def _target(file: Fields) -> str:
    text = file.required_text("target")
    if text and not _TARGET.fullmatch(text):
        file.refuse("target", _no_target(text))
    return text


def _targets(file: Fields, key: str) -> list[str]:
    found = file.texts(key)
    for text, place in found:
        if not _TARGET.fullmatch(text):
            file.faults.append(finding("input-schema", place, problem=_no_target(text)))
    return [text for text, _ in found]


def _no_target(text: str) -> str:
    return (
        f"`{text}` where an operation such as `GET /orders`, a place in one such as "
        "`GET /orders#/response/200/note`, or `release 1.0.0` belongs"
    )


_READERS: Final[dict[Kind, Callable[[Fields, datetime, str], Event]]] = {
    Kind.BUILD: _shipped,
    Kind.DEPLOY: _deployed,
    Kind.DEPRECATE: _deprecated,
    Kind.WITHDRAW: _withdrawn,
    Kind.CONSENT: _consented,
    Kind.MIN_VERSION: _min_version,
    Kind.RENEW: _renewed,
    Kind.RETIRE: _retired,
    Kind.YANK: _yanked,
}

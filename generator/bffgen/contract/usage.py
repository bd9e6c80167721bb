"""Read `evidence/usage.json`: counts of use, as `bffgen usage import` wrote them.

In:  the file's bytes and path.
Out: Usage; or findings for what does not fit.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from bffgen.contract.fields import Fields, kind
from bffgen.contract.yaml import read_document
from bffgen.model.calendar import read_day
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, finding, stops
from bffgen.model.place import Place
from bffgen.model.usage import FORMAT, ChannelUse, Counted, PartyUse, Usage

SOURCES: Final = ("prometheus-json", "csv", "otel-json")
COUNTS: Final = ("devices", "calls")


def read_usage(content: bytes, path: str, client: str) -> Usage | tuple[Finding, ...]:
    """Read the counts of a client."""
    value = read_document(content, path)
    if isinstance(value, tuple):
        return value
    faults: list[Finding] = []
    file = Fields.of(value, Place(document=path), faults)
    file.demand("format")
    file.choice("format", (FORMAT,))
    whose = file.required_text("client")
    if whose and whose != client:
        file.refuse("client", f"`{whose}` in the folder of `{client}`")
    source, digest = _source(file)
    file.demand("window")
    window = file.mapping("window")
    first, last = _window(window) if window is not None else (date.min, date.min)
    usage = Usage(
        client=client,
        source=source,
        source_sha256=digest,
        first=first,
        last=last,
        coverage=_coverage(file),
        channels=tuple(_channels(file)),
        parties=tuple(_parties(file)),
        place=file.place,
    )
    file.done()
    return tuple(faults) if stops(faults) else usage


def _source(file: Fields) -> tuple[str, str]:
    file.demand("source")
    fields = file.mapping("source")
    if fields is None:
        return "", ""
    fields.demand("kind")
    found = fields.choice("kind", SOURCES) or "", fields.required_text("sha256")
    fields.done()
    return found


def _window(fields: Fields) -> tuple[date, date]:
    fields.demand("from")
    fields.demand("to")
    first, last = fields.day("from"), fields.day("to")
    fields.done()
    if first is None or last is None:
        return date.min, date.min
    if last < first:
        fields.refuse("to", f"`{last.isoformat()}` before the first day of the window")
    return first, last


def _coverage(file: Fields) -> Decimal:
    file.demand("coverage")
    value = file.raw("coverage")
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return Decimal(str(value)) * 100
    if "coverage" in file:
        file.refuse("coverage", f"{kind(value)} where a share from 0 to 1 belongs")
    return Decimal(0)


def _channels(file: Fields) -> Iterator[ChannelUse]:
    """Take `builds`, `unknown` and the totals, each by channel."""
    totals = {f"{each}_by_day": file.mapping(f"{each}_by_day") for each in COUNTS}
    builds, unknown = file.mapping("builds"), file.mapping("unknown")
    named = (each for each in (builds, unknown, *totals.values()) if each is not None)
    for channel in sorted({name for each in named for name in each}):
        total = next((key for key, each in totals.items() if each and channel in each), None)
        fields = totals[total] if total is not None else None
        of_builds = builds.mapping(channel) if builds is not None else None
        of_unknown = unknown.mapping(channel) if unknown is not None else None
        yield ChannelUse(
            channel=channel,
            counts=(total or f"{COUNTS[0]}_by_day").removesuffix("_by_day"),
            builds=tuple(_builds(of_builds)),
            unknown=Counted() if of_unknown is None else _counted(of_unknown),
            total_by_day=tuple(_by_day(fields, channel)) if fields is not None else (),
        )


def _builds(of_channel: Fields | None) -> Iterator[tuple[str, Counted]]:
    if of_channel is None:
        return
    for build in sorted(of_channel):
        counted = of_channel.mapping(build)
        if counted is not None:
            yield build, _counted(counted)


def _counted(fields: Fields) -> Counted:
    by_day = [_by_day(fields, f"{each}_by_day") for each in COUNTS]
    found = Counted(
        by_day=tuple(next((each for each in map(tuple, by_day) if each), ())),
        calls=tuple(_counts(fields, "calls")),
        sent=tuple(_counts(fields, "sent")),
    )
    fields.done()
    return found


def _parties(file: Fields) -> Iterator[PartyUse]:
    for name, value, place in sorted(file.items("parties"), key=lambda each: each[0]):
        fields = Fields.of(value, place, file.faults)
        last_seen = fields.day("last_seen")
        calls = tuple(_counts(fields, "calls"))
        yield PartyUse(party=name, last_seen=last_seen, calls=calls)
        fields.done()


def _by_day(fields: Fields, key: str) -> Iterator[tuple[date, int]]:
    for text, number in _counts(fields, key):
        try:
            yield read_day(text), number
        except ValueError:
            problem = f"`{text}` where a day such as `2026-12-15` belongs"
            fields.faults.append(finding("input-schema", fields.at(key).at(text), problem=problem))


def _counts(fields: Fields, key: str) -> Iterator[tuple[str, int]]:
    for name, value, place in sorted(fields.items(key), key=lambda each: each[0]):
        if _is_count(value):
            yield name, int(str(value))
        else:
            problem = f"{kind(value)} where a count from 0 belongs"
            fields.faults.append(finding("input-schema", place, problem=problem))


def _is_count(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0

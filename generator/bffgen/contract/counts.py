"""Import counts of use: from a CSV of a store, from what Prometheus or OpenTelemetry exports.

In:  the bytes of an export, of which kind it is, the client with its channels and builds.
Out: the members of usage.json; or findings for what does not fit.
How: nothing is fetched; what names no known build or channel is counted as unknown, so that every
     share stays an upper bound (PITFALLS 24). The same export gives the same bytes.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from bffgen.contract.fields import kind
from bffgen.model.calendar import read_day
from bffgen.model.canonical import Json, JsonFault, read_json
from bffgen.model.finding import Finding, finding
from bffgen.model.place import Place
from bffgen.model.usage import FORMAT

# What a generated BFF calls the counter of places that stood in requests; any other is of calls.
SENT: Final = "bff_usage_fields"
_OTHER: Final = ("", "other", "unknown")
_COLUMNS: Final = ("day", "channel", "build", "devices")


class Form(StrEnum):
    """What is imported."""

    CSV = "csv"
    PROMETHEUS = "prometheus-json"
    OTEL = "otel-json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One number.

    Attributes:
        what: `devices`, or `calls` of an operation, or `sent` of a place.
        day: None where the export counts a whole window at once.
        of: the operation or the place; empty for devices.
    """

    what: str
    day: date | None
    channel: str
    build: str
    party: str
    of: str
    number: int


@dataclass(slots=True)
class _Table:
    """Counts as they are added up."""

    by_day: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    calls: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    sent: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    parties: dict[str, Counter[str]] = field(default_factory=dict)
    seen: dict[str, date] = field(default_factory=dict)


def read_counts(content: bytes, form: Form, path: str) -> tuple[Count, ...] | tuple[Finding, ...]:
    """Read an export."""
    faults: list[Finding] = []
    reader = {Form.CSV: _of_csv, Form.PROMETHEUS: _of_prometheus, Form.OTEL: _of_otel}[form]
    found = tuple(reader(content, Place(document=path), faults))
    if not found and not faults:
        faults.append(_refused(Place(document=path), "an export without a single count"))
    return tuple(faults) or found


def usage_of(
    counts: Sequence[Count],
    form: Form,
    content: bytes,
    client: str,
    builds: Mapping[str, Sequence[str]],
    ids: Mapping[str, str],
) -> Json:
    """Put counts together as usage.json has them.

    Args:
        builds: known builds by channel.
        ids: party by the id that it calls with.
    """
    table = _Table()
    first_channel = next(iter(builds)) if len(builds) == 1 else ""
    for each in counts:
        _add(table, each, builds, ids, first_channel)
    days = sorted({each.day for each in counts if each.day is not None})
    window: dict[str, Json] = {"from": days[0].isoformat(), "to": days[-1].isoformat()}
    word = "devices" if any(each.what == "devices" for each in counts) else "calls"
    channels = sorted({channel for channel, _ in table.by_day})
    totals = {channel: _total(table, channel) for channel in channels}
    known = {
        channel: sorted(
            {build for at, build in (*table.by_day, *table.calls, *table.sent)
             if at == channel and build}
        )
        for channel in channels
    }  # fmt: skip
    unknown = {channel: table.by_day.get((channel, ""), Counter()) for channel in channels}
    strange = {key[0] for key in (*table.calls, *table.sent) if not key[1]}
    whole = sum(sum(each.values()) for each in totals.values())
    lost = sum(sum(each.values()) for each in unknown.values())
    return {
        "format": FORMAT,
        "client": client,
        "source": {"kind": str(form), "sha256": sha256(content).hexdigest()},
        "window": window,
        "coverage": round(1 - lost / whole, 4) if whole else 0,
        "builds": {
            channel: {build: _build(table, channel, build, word) for build in named}
            for channel, named in known.items()
            if named
        },
        "unknown": {
            channel: _build(table, channel, "", word)
            for channel, each in unknown.items()
            if each or channel in strange
        },
        f"{word}_by_day": {channel: _sorted(each) for channel, each in totals.items()},
        "parties": {
            party: {
                **({"last_seen": table.seen[party].isoformat()} if party in table.seen else {}),
                "calls": _sorted(each),
            }
            for party, each in sorted(table.parties.items())
        },
    }


def _add(
    table: _Table,
    each: Count,
    builds: Mapping[str, Sequence[str]],
    ids: Mapping[str, str],
    first_channel: str,
) -> None:
    channel = each.channel if each.channel not in _OTHER else first_channel
    build = each.build if each.build in builds.get(channel, ()) else ""
    key = channel or "unknown", build
    if each.what == "sent":
        table.sent.setdefault(key, Counter())[each.of] += each.number
        return
    if each.day is not None:
        table.by_day.setdefault(key, Counter())[each.day.isoformat()] += each.number
    if each.what == "calls":
        table.calls.setdefault(key, Counter())[each.of] += each.number
        if ids or each.party:
            party = ids.get(each.party, "other")
            table.parties.setdefault(party, Counter())[each.of] += each.number
            if each.day is not None and each.number:
                table.seen[party] = max(table.seen.get(party, each.day), each.day)


def _total(table: _Table, channel: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for (at, _), each in table.by_day.items():
        if at == channel:
            total.update(each)
    return total


def _build(table: _Table, channel: str, build: str, word: str) -> Json:
    key = channel, build
    made: dict[str, Json] = {f"{word}_by_day": _sorted(table.by_day.get(key, Counter()))}
    if key in table.calls:
        made["calls"] = _sorted(table.calls[key])
    if key in table.sent:
        made["sent"] = _sorted(table.sent[key])
    return made


def _sorted(counter: Counter[str]) -> Json:
    return dict(sorted(counter.items()))


# -- the kinds of exports


def _of_csv(content: bytes, place: Place, faults: list[Finding]) -> Iterator[Count]:
    """Read `day,channel,build,devices` (or `calls`, with `operation`); the head names columns."""
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        head = [each.strip().lower() for each in rows.fieldnames or ()]
        number = "devices" if "devices" in head else "calls"
        missing = [each for each in ("day", "build", number) if each not in head]
        if missing:
            known = ", ".join(f"`{each}`" for each in _COLUMNS)
            problem = (
                f"no column `{missing[0]}`; a CSV has the columns {known}, commas between them"
            )
            faults.append(_refused(place, problem))
            return
        for row in rows:
            line = rows.line_num
            if None in row:
                problem = "more fields than the head has: 4,321 is written 4321"
                faults.append(_refused(_row(place, line), problem))
                continue
            cells = {key.strip().lower(): (value or "").strip() for key, value in row.items()}
            day, count = _day(cells["day"]), _plain(cells[number])
            if day is None or count is None:
                what = cells["day"] if day is None else cells[number]
                found = f"`{what}`" if what else "nothing"
                wanted = "a day such as `2026-12-01`" if day is None else "a whole count from 0"
                problem = f"{found} where {wanted} belongs"
                faults.append(_refused(_row(place, line), problem))
                continue
            yield Count(
                what=number,
                day=day,
                channel=cells.get("channel", ""),
                build=cells["build"],
                party=cells.get("party", ""),
                of=cells.get("operation", ""),
                number=count,
            )
    except (UnicodeDecodeError, csv.Error) as fault:
        faults.append(_refused(place, f"this is no CSV: {fault}"))


def _row(place: Place, line: int) -> Place:
    """Give the place of a row: `/LINE`, as rows have no other name."""
    return Place(document=place.document, pointer=f"/{line}")


def _of_prometheus(content: bytes, place: Place, faults: list[Finding]) -> Iterator[Count]:
    """Read the answer of `/api/v1/query_range`: a matrix of counters by day."""
    value = _json(content, place, faults)
    data = value.get("data") if isinstance(value, dict) else None
    series = data.get("result") if isinstance(data, dict) else None
    if not isinstance(series, list):
        if value is not None:
            faults.append(_refused(place, "no `data.result` of a Prometheus query"))
        return
    for number, each in enumerate(series):
        labels = each.get("metric") if isinstance(each, dict) else None
        values = each.get("values", [each.get("value")]) if isinstance(each, dict) else None
        if not isinstance(labels, dict) or not isinstance(values, list):
            where = place.at("data", "result", number)
            faults.append(_refused(where, f"{kind(each)} where a series belongs"))
            continue
        said = {str(key): str(text) for key, text in labels.items()}
        for point in values:
            if not (isinstance(point, list) and len(point) == 2):
                where = place.at("data", "result", number)
                faults.append(_refused(where, "a value that is no pair of an instant and a number"))
                break
            count = _whole(str(point[1]))
            day = _moment(point[0]) if isinstance(point[0], int | float) else None
            if count is None or day is None:
                where = place.at("data", "result", number)
                faults.append(_refused(where, "a sample that is no count at a time in seconds"))
                break
            yield _labelled(said, said.get("__name__", ""), day, count)


def _of_otel(content: bytes, place: Place, faults: list[Finding]) -> Iterator[Count]:
    """Read an export of OTLP/JSON: sums with data points that carry attributes."""
    value = _json(content, place, faults)
    resources = value.get("resourceMetrics") if isinstance(value, dict) else None
    if not isinstance(resources, list):
        if value is not None:
            faults.append(_refused(place, "no `resourceMetrics` of an OTLP export"))
        return
    for metric in _metrics(resources):
        points = metric.get("sum")
        listed = points.get("dataPoints") if isinstance(points, dict) else None
        for point in listed if isinstance(listed, list) else ():
            if not isinstance(point, dict):
                continue
            said = _attributes(point.get("attributes"))
            count = _whole(str(point.get("asInt", point.get("asDouble", ""))))
            nanos = str(point.get("timeUnixNano", ""))
            is_time = nanos.isascii() and nanos.isdecimal() and len(nanos) < 25
            day = _moment(int(nanos[:-9] or 0)) if is_time else None
            if count is None or day is None:
                faults.append(_refused(place, "a data point that is no count at a time"))
                return
            name = str(metric.get("name", "")).replace(".", "_")
            yield _labelled(said, name, day, count)


def _metrics(resources: list[Json]) -> Iterator[dict[str, Json]]:
    for resource in resources:
        scopes = resource.get("scopeMetrics") if isinstance(resource, dict) else None
        for scope in scopes if isinstance(scopes, list) else ():
            metrics = scope.get("metrics") if isinstance(scope, dict) else None
            yield from (
                each for each in (metrics if isinstance(metrics, list) else ())
                if isinstance(each, dict)
            )  # fmt: skip


def _attributes(listed: Json) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in listed if isinstance(listed, list) else ():
        value = each.get("value") if isinstance(each, dict) else None
        if isinstance(each, dict) and isinstance(value, dict):
            found[str(each.get("key"))] = str(next(iter(value.values()), ""))
    return found


def _labelled(said: Mapping[str, str], name: str, day: date, count: int) -> Count:
    is_sent = name.startswith(SENT) or "field" in said
    return Count(
        what="sent" if is_sent else "calls",
        day=day,
        channel=said.get("channel", ""),
        build=said.get("build", ""),
        party=said.get("party", said.get("client_id", "")),
        of=said.get("field", "") if is_sent else said.get("operation", ""),
        number=count,
    )


def _json(content: bytes, place: Place, faults: list[Finding]) -> Json:
    try:
        return read_json(content)
    except JsonFault as fault:
        faults.append(finding("input-json-syntax", place, problem=fault.message))
        return None


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None


def _plain(text: str) -> int | None:
    """Read a count of digits alone."""
    is_count = text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_count else None


def _moment(seconds: float) -> date | None:
    """Give the day of an instant; None where there is none, as for milliseconds."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None


def _whole(text: str) -> int | None:
    """Read a count; Prometheus writes numbers as texts, and sums of rates as fractions."""
    try:
        number = float(text)
    except ValueError:
        return None
    is_count = number >= 0 and number < 1e18
    return round(number) if is_count else None


def _refused(place: Place, problem: str) -> Finding:
    return finding("input-schema", place, problem=problem)

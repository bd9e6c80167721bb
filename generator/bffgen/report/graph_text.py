"""Print lineages as text for a person at a terminal.

In:  the lineages of clients; whether all that is known of them is told, or what is asked when.
Out: per operation its sources on a line of time, then what they are asked with and what each field
     of the answer is made of; of a field one line for each of its parts.
How: a bar is as long as the budget: `=` required, `-` optional, `:` kept for building the answer.
     Ways are written as in a composition, `[]` for each element.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from bffgen.model.lineage import Asked, Line, Lineage, OperationLineage, Part, Way, dotted
from bffgen.report.excerpt import shown
from bffgen.report.text import Paint, Role, plain

_WIDTH: Final = 32
_LEGEND: Final = "* on the critical path   = required   - optional   : kept for building the answer"


def overview(
    lineages: Sequence[Lineage], *, whole: bool = False, paint: Paint | None = None
) -> str:
    """Print operations; with `whole` what is asked and what each field is made of, too."""
    painter = paint or plain
    blocks = [
        "\n".join(_operation(each.client, operation, whole=whole, paint=painter))
        for each in lineages
        for operation in each.operations
    ]
    is_timed = any(o.sources and not o.function for e in lineages for o in e.operations)
    blocks += [_LEGEND] if is_timed else []
    return "\n\n".join(blocks) + "\n" if blocks else ""


def parts(lineages: Sequence[Lineage]) -> str:
    """Print of each operation what its fields are made of, a line for each part."""
    lines = [
        _from(line, operation)
        for each in lineages
        for operation in each.operations
        for line in operation.fields
    ]
    return "".join(f"{shown(each)}\n" for each in dict.fromkeys(lines))


def _operation(
    client: str, operation: OperationLineage, *, whole: bool, paint: Paint
) -> Iterator[str]:
    key = f" {operation.key}" if operation.key != operation.name else ""
    head = paint(Role.PATH, shown(f"{client} {operation.name}"))
    yield f"{head}{shown(key)}: {_answered(operation)}"
    if operation.function:
        yield from _table(
            [("", shown(_asked(each)), f"{each.finish_ms} ms") for each in operation.sources], "  "
        )
    else:
        yield from _timeline(operation, paint)
    if whole:
        given = [(each.name, line) for each in operation.sources for line in each.given]
        yield from _section("asked with", _given(given))
        yield from _section("answered with", _fields(operation.fields))


def _answered(operation: OperationLineage) -> str:
    if operation.function:
        may = "which may ask" if operation.sources else "which asks nothing"
        return f"{operation.status} by hooks.{operation.function}, {may}"
    if not operation.sources:
        return f"{operation.status} of nothing that is asked"
    return f"{operation.status} in {operation.critical_ms} of {operation.budget_ms} ms"


def _timeline(operation: OperationLineage, paint: Paint) -> Iterator[str]:
    name = max((len(shown(each.name)) for each in operation.sources), default=0)
    time = max((len(_time(each)) for each in operation.sources), default=0)
    for each in operation.sources:
        is_critical = each.name in operation.critical_path
        star = paint(Role.CARET, "*") if is_critical else " "
        after = f", after {', '.join(each.waits)}" if each.waits else ""
        line = (
            f"  {star} {shown(each.name):<{name}}  [{_bar(each, operation)}] {_time(each):>{time}}"
        )
        yield f"{line}  {shown(_asked(each) + _times(each) + after)}"


def _bar(source: Asked, operation: OperationLineage) -> str:
    """Draw when a source begins and ends at the latest."""
    whole_ms = max(operation.budget_ms, source.finish_ms, 1)
    first, last = (round(ms * _WIDTH / whole_ms) for ms in (source.starts_ms, source.finish_ms))
    first = min(first, _WIDTH - 1)
    last = max(last, first + 1)
    kept = min(max(round((whole_ms - operation.reserve_ms) * _WIDTH / whole_ms), last), _WIDTH)
    sign = "=" if source.required else "-"
    return f"{sign * (last - first):>{last}}{' ' * (kept - last)}{':' * (_WIDTH - kept)}"


def _time(source: Asked) -> str:
    return f"{source.starts_ms}-{source.finish_ms} ms"


def _times(source: Asked) -> str:
    return f", at most {source.calls} calls" if source.calls > 1 else ""


def _asked(source: Asked) -> str:
    """Name what is asked, as a composition does."""
    if not source.upstream:
        return f"hooks.{source.operation}"
    mark = " " if " " in source.operation else "."
    return f"{source.upstream}{mark}{source.operation}"


def _section(title: str, rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if rows:
        yield f"  {title}"
        yield from _table(rows, "    ")


def _table(rows: Sequence[tuple[str, ...]], indent: str) -> Iterator[str]:
    """Put columns below each other; the last one is as long as it is."""
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    for *first, last in rows:
        padded = "".join(f"{c:<{w}}  " for c, w in zip(first, widths, strict=True) if w)
        yield f"{indent}{padded}{last}".rstrip()


def _given(lines: Iterable[tuple[str, Line]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for (name, to), group in groupby(lines, key=lambda each: (each[0], _sent(each[1].to))):
        made = ", ".join(_value(line) for _, line in group)
        rows.append((shown(name), shown(to), shown(made)))
    return rows


def _sent(to: Way) -> str:
    """Name what is sent; a list that there are calls for has no name."""
    return "(calls)" if not to or to[0] == "*" else dotted(to)


def _fields(lines: Iterable[Line]) -> list[tuple[str, ...]]:
    return [
        (shown(dotted(to)) or "(all)", shown(", ".join(map(_value, group))))
        for to, group in groupby(lines, key=lambda each: each.to)
    ]


def _value(line: Line) -> str:
    """Name a part as a composition would, and what is done with it."""
    return _written(line.part) + _done(line)


def _written(part: Part) -> str:
    way = dotted(part.way)
    match part.holder:
        case "answer" | "hook":
            begin = part.name or "the function"
        case "header":
            begin = f"headers.{part.name}"
        case "constant":
            return "a constant"
        case "missing":
            return "what the answer goes without"
        case "request":
            begin = f"request.{part.name}"
        case "identity" | "config":
            begin = part.holder
    return begin + (f".{way}" if way and not way.startswith("[") else way)


def _done(line: Line) -> str:
    if line.like is not None:
        return f" (as {dotted(line.like) or 'the whole'})"
    is_plain = line.builder == "path" or line.part.holder in ("constant", "missing")
    return "" if is_plain else f" ({line.builder})"


def _from(line: Line, operation: OperationLineage) -> str:
    """Say of a part what answers it: `catalog.getProduct 200 brand.name (path)`."""
    part = line.part
    source = operation.source(part.name) if part.holder in ("answer", "header", "hook") else None
    if source is None:
        return f"{_written(part)} ({line.builder})"
    header = ["header"] if part.holder == "header" else []
    words = [_asked(source), source.status, *header, dotted(part.way), f"({line.builder})"]
    return " ".join(each for each in words if each)

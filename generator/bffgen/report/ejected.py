"""Print an ejected operation: what a person pastes into hooks and into composition.yaml.

In:  an Ejected.
Out: Python with the entry as a comment in front of it; or JSON, the format `eject/1`.
How: the entry is YAML as people write it; what is said where a key is left out is not said again.
"""

from collections.abc import Iterable, Iterator

from bffgen import VERSION
from bffgen.model.builder import Constant
from bffgen.model.callers import Wanted
from bffgen.model.canonical import Json, indented
from bffgen.model.composition import Answered, AnswerHeader, Derived, RequestLimits, Use
from bffgen.model.ejected import Ejected
from bffgen.model.place import tokens
from bffgen.report.suggested import yaml_text

FORMAT = "eject/1"
_KIB, _MIB = 1024, 1024 * 1024


def as_text(ejected: Ejected) -> str:
    """Print the entry and the code, so that the whole of it is Python."""
    entry = "".join(f"# {line}".rstrip() + "\n" for line in _entry(ejected))
    where = f"contracts/clients/{ejected.client}"
    listed = ", ".join(map(str, ejected.lacking))
    added = f"#\n# `bffgen fix statuses {ejected.client}` declares {listed}.\n"
    return (
        f"# In {where}/composition.yaml, in place of `{ejected.operation}`:\n"
        f"#\n{entry}{added if listed else ''}"
        f"#\n# In {where}/hooks.py; what is imported stands at its head:\n"
        f"{ejected.imports}\n{ejected.code}"
    )


def as_json(ejected: Ejected) -> str:
    """Print the same for a program; members are only ever added."""
    told: Json = {
        "format": FORMAT,
        "tool": f"bffgen {VERSION}",
        "client": ejected.client,
        "operation": ejected.operation,
        "function": ejected.function,
        "entry": "".join(f"{line}\n" for line in _entry(ejected)),
        "lacking": [*ejected.lacking],
        "imports": [*ejected.imports.split("\n")],
        "code": ejected.code,
    }
    return indented(told) + "\n"


def _entry(ejected: Ejected) -> Iterator[str]:
    """Write the operation as it stands in composition.yaml."""
    entry = ejected.entry
    yield f"  {yaml_text(entry.operation)}:"
    yield f"    implement: {ejected.function}"
    if entry.budget_ms is not None:
        yield f"    budget: {_span(entry.budget_ms)}"
    if entry.request.place is not None:
        yield f"    request: {_limits(entry.request)}"
    if entry.allow:
        yield f"    allow: [{_wanted(entry.allow)}]"
    if entry.writable_by:
        yield "    writable_by:"
        for each in entry.writable_by:
            way = yaml_text(tokens(each.place.pointer)[-1])
            yield f"      {way}: [{_wanted(each.to)}]"
    if entry.implement is not None and entry.implement.uses:
        yield "    uses:"
        yield from (f"      - {_use(each)}" for each in entry.implement.uses)
    if entry.implement is not None and entry.implement.returns:
        yield f"    returns: [{', '.join(yaml_text(e.text) for e in entry.implement.returns)}]"
    yield from _told(entry)


def _told(entry: Answered) -> Iterator[str]:
    if entry.headers:
        listed = ", ".join(f"{yaml_text(e.name)}: {_header(e)}" for e in entry.headers)
        yield f"    headers: {{{listed}}}"
    pages = entry.implement.pages if entry.implement is not None else None
    if pages is not None:
        seal = "" if pages.seal is None else f", seal: {_flag(pages.seal)}"
        yield f"    paginate: {{cursor: {yaml_text(pages.cursor.text)}{seal}}}"
    if entry.report_missing is not None:
        yield f"    incomplete: {{header: {_flag(entry.report_missing)}}}"


def _use(use: Use) -> str:
    call = yaml_text(f"{use.service}{' ' if ' ' in use.operation else '.'}{use.operation}")
    said = [f"call: {call}"]
    if use.timeout_ms is not None:
        said.append(f"timeout: {_span(use.timeout_ms)}")
    if use.max_body_bytes is not None:
        said.append(f"max_body: {_size(use.max_body_bytes)}")
    return call if len(said) == 1 else f"{{{', '.join(said)}}}"


def _limits(limits: RequestLimits) -> str:
    own = RequestLimits()
    said = []
    if limits.max_body_bytes != own.max_body_bytes:
        said.append(f"max_body: {_size(limits.max_body_bytes)}")
    if limits.within_ms != own.within_ms:
        said.append(f"within: {_span(limits.within_ms)}")
    if limits.types:
        said.append(f"types: [{', '.join(yaml_text(each) for each, _ in limits.types)}]")
    return f"{{{', '.join(said)}}}"


def _header(header: AnswerHeader) -> str:
    value = header.value
    if isinstance(value, Derived):
        return f"{{derive: {value.how}}}"
    return f"{{const: {yaml_text(str(value.value))}}}" if isinstance(value, Constant) else ""


def _wanted(wanted: Iterable[Wanted]) -> str:
    return ", ".join(yaml_text(f"{each.kind}({each.name})") for each in wanted)


def _flag(flag: bool) -> str:
    return "true" if flag else "false"


def _span(ms: int) -> str:
    return f"{ms // 1000}s" if ms % 1000 == 0 else f"{ms}ms"


def _size(size: int) -> str:
    for unit, name in ((_MIB, "MiB"), (_KIB, "KiB")):
        if size % unit == 0:
            return f"{size // unit}{name}"
    return f"{size}B"

"""Make of what a client uses of an upstream the lineage that it was written of, as far as it goes.

In:  a UsedUpstream, the upstream's contract as it was then.
Out: a Lineage whose fields have no names of their own; `strange.py` tells what it leaves out.
"""

from collections.abc import Iterable

from bffgen.model.api import Api, Operation
from bffgen.model.client import Credentials, Upstream
from bffgen.model.lineage import Asked, Builder, Holder, Line, Lineage, OperationLineage, Part
from bffgen.model.place import tokens
from bffgen.model.template import nameless, names_in
from bffgen.model.uses import ALL_BELOW, Use, UsedUpstream
from bffgen.model.view import Side, view


def lineage_of(client: str, used: UsedUpstream, api: Api) -> Lineage:
    """Give what a client uses as a lineage; of an operation that the contract lacks nothing."""
    operations = {nameless(each.key): each for each in api.operations}
    found: dict[str, list[tuple[Asked, list[Line]]]] = {}
    names: set[tuple[str, str]] = set()
    for use in used.uses:
        called = operations.get(use.operation)
        if called is None:
            continue
        name = _name(use.client_operation, f"{used.name}.{called.name}", names)
        asked = _asked(name, used.name, use, called)
        found.setdefault(use.client_operation, []).append((asked, _read(asked, use)))
    lineages = tuple(
        OperationLineage(
            name=key,
            key=key,
            status="",
            sources=tuple(asked for asked, _ in sources),
            fields=tuple(line for _, lines in sources for line in lines),
            budget_ms=0,
            reserve_ms=0,
        )
        for key, sources in found.items()
    )
    return Lineage(client=client, operations=lineages)


def upstream_of(name: str, api: Api) -> Upstream:
    """Give an upstream of which nothing but its contract is known."""
    return Upstream(
        name=name,
        api=view(api, Side.ANSWERED),
        requests=view(api, Side.ASKED),
        safe=(),
        credentials=Credentials.NONE,
        place=api.place(""),
        entry=("", ""),
    )


def _name(operation: str, called: str, taken: set[tuple[str, str]]) -> str:
    """Name a source by what it asks, since its own name is not told; of several the next one."""
    name, number = called, 1
    while (operation, name) in taken:
        number += 1
        name = f"{called} ({number})"
    taken.add((operation, name))
    return name


def _asked(name: str, upstream: str, use: Use, called: Operation) -> Asked:
    paths = [tokens(each.removeprefix("#")) for each in use.reads]
    read = dict.fromkeys(path[1] for path in paths if len(path) > 2)
    success = (each.status for each in called.responses if each.status.startswith("2"))
    return Asked(
        name=name,
        upstream=upstream,
        operation=called.name,
        key=called.key,
        status=",".join(read) or next(success, ""),
        required=not use.optional,
        calls=1,
        waits=(),
        starts_ms=0,
        finish_ms=0,
        given=tuple(_sent(each, called, use.sends) for each in use.sends),
        mapped=tuple(path[1] for path in paths if len(path) == 2),
    )


def _read(asked: Asked, use: Use) -> list[Line]:
    found: list[Line] = []
    for each in use.reads:
        _, _, *rest = tokens(each.removeprefix("#"))
        if not rest:
            continue
        part, *way = rest
        holder: Holder = "header" if part == "headers" else "answer"
        whole = way[-1:] == [ALL_BELOW]
        taken = Part(holder=holder, name=asked.name, way=tuple(way[:-1] if whole else way))
        builder = _builder(each, use.reads)
        found.append(Line(to=(each,), builder=builder, part=taken, whole=whole))
    return found


def _sent(text: str, called: Operation, sends: Iterable[str]) -> Line:
    kind, *rest = tokens(text.removeprefix("#"))
    whole = rest[-1:] == [ALL_BELOW]
    rest = rest[:-1] if whole else rest
    to = ("body", *rest)
    if kind == "parameters" and len(rest) > 1:
        location, name = rest[0], rest[1]
        names = names_in(called.path)
        if location == "path" and name.isdecimal() and int(name) <= len(names):
            name = names[int(name) - 1]
        to = (f"{location}.{name}",)
    return Line(to=to, builder=_builder(text, sends), part=Part(holder="request"), whole=whole)


def _builder(use: str, others: Iterable[str]) -> Builder:
    """Say whether all of a value is used: nothing tells which part of it is."""
    return "from" if any(each.startswith(f"{use}/") for each in others) else "path"

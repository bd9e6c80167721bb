"""Follow every value of a plan back to the answer, or the request, that it comes from.

In:  a ClientPlan.
Out: its Lineage.
How: a fold over the expressions; a loop, a lookup and a shape function give a name to the value
     that what is inside them begins with.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from bffgen.model.computed import Computed
from bffgen.model.expression import (
    Built,
    Chosen,
    Collected,
    Expression,
    Fixed,
    Hooked,
    Lookup,
    Mapped,
    Otherwise,
    Preferred,
    Read,
    Shaped,
    Shown,
)
from bffgen.model.implemented import Implemented, Used
from bffgen.model.lineage import EACH, Asked, Builder, Line, Lineage, OperationLineage, Part, Way
from bffgen.model.plan import KEYS, Call, ClientPlan, FanOut, Plan

# What a loop, a lookup or a shape function calls the value that it begins with.
_Names: TypeAlias = Mapping[str, Part]

_CONSTANT = Part(holder="constant")


def lineage(client: str, plan: ClientPlan) -> Lineage:
    """Give the lineage of a client; linear in the size of its plans."""
    made = {each.operation.key: _Following(each).operation() for each in plan.plans}
    made |= {each.operation.key: _implemented(each) for each in plan.implemented if each.is_there}
    order = [each.operation.key for each in plan.served]
    return Lineage(client=client, operations=tuple(made[key] for key in order))


def _implemented(each: Implemented) -> OperationLineage:
    """Give what a function that answers all of an operation may read: everything."""
    sources = tuple(_used(use, each) for use in each.uses)
    fields = tuple(
        Line(
            to=(),
            builder="python",
            part=Part(holder="answer", name=source.name),
            whole=True,
        )
        for source in sources
    )
    return OperationLineage(
        name=each.operation.name,
        key=each.operation.key,
        status=",".join(str(answer.status) for answer in each.answers),
        sources=sources,
        fields=fields,
        function=each.function,
        budget_ms=each.budget_ms,
        reserve_ms=each.reserve_ms,
    )


def _used(use: Used, of: Implemented) -> Asked:
    given = [_handed(f"{each.location}.{each.name}") for each in use.parameters]
    given += [_handed("body")] if use.body is not None else []
    return Asked(
        name=f"{use.upstream}.{use.operation.name}",
        upstream=use.upstream,
        operation=use.operation.name,
        key=use.operation.key,
        status=",".join(str(each.status) for each in use.answers),
        required=True,
        calls=1,
        waits=(),
        starts_ms=0,
        finish_ms=min(use.cap_ms, of.budget_ms - of.reserve_ms),
        given=tuple(given),
    )


def _handed(name: str) -> Line:
    """Say that a function decides what is sent."""
    return Line(to=(name,), builder="python", part=Part(holder="hook"), whole=True)


class _Following:
    """Follows the values of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._sources = {each.name: each for each in plan.sources}

    def operation(self) -> OperationLineage:
        plan = self._plan
        names = self._with_lookups(plan.lookups, {})
        fields = [
            line
            for each in plan.headers
            for line in self._lines(each.value, (f"header {each.header.name}",), names)
        ]
        fields += self._keys(plan.lookups, (), names)
        fields += self._lines(plan.body, (), names)
        return OperationLineage(
            name=plan.operation.name,
            key=plan.operation.key,
            status=plan.success.status,
            sources=tuple(self._asked(each) for each in plan.sources),
            fields=tuple(dict.fromkeys(fields)),
            critical_path=plan.critical_path,
            budget_ms=plan.budget_ms,
            reserve_ms=plan.reserve_ms,
        )

    # -- what is sent ---------------------------------------------------------------------------

    def _asked(self, source: Call | Computed) -> Asked:
        call = source if isinstance(source, Call) else None
        given = self._given(call) if call is not None else self._inputs(source)
        return Asked(
            name=source.name,
            upstream=call.upstream if call else "",
            operation=source.operation.name if isinstance(source, Call) else source.function,
            key=call.operation.key if call else "",
            status=_success(call) if call else "",
            required=source.required,
            calls=call.fan_out.bound if call and call.fan_out else 1,
            waits=source.waits,
            starts_ms=source.finish_ms - source.cap_ms,
            finish_ms=source.finish_ms,
            given=tuple(dict.fromkeys(given)),
        )

    def _given(self, call: Call) -> Iterator[Line]:
        """Give what a call, or the calls of a source, are asked with."""
        names: dict[str, Part] = {}
        if call.fan_out is not None:
            over = call.fan_out.over
            yield from self._lines(over, (), names, "each")
            one = self._element(over, names)
            # A batch is handed its keys as a list.
            names[KEYS] = replace(one, way=one.way[:-1]) if isinstance(over, Read) else one
            names[call.fan_out.loop] = one
        names = self._with_lookups(call.lookups, names)
        yield from self._keys(call.lookups, (), names)
        for each in call.arguments:
            to = (f"{each.parameter.location}.{each.parameter.name}",)
            yield from self._lines(each.value, to, names)
        if call.body is not None:
            yield from self._lines(call.body.value, ("body",), names)

    def _inputs(self, source: Call | Computed) -> Iterator[Line]:
        for each in source.inputs if isinstance(source, Computed) else ():
            yield from self._lines(each.value, (each.name,), {}, "python", whole=True)

    def _element(self, over: Read | Collected, names: _Names) -> Part:
        """Give what an element of a list is."""
        if isinstance(over, Read):
            return _below(self._part(over, names))
        inside = {**names, over.loop: _below(self._part(over.over, names))}
        match over.item:
            case Collected() as item:
                return self._element(item, inside)
            case Read() as item:
                return self._part(item, inside)
            case _:
                return _CONSTANT

    # -- what is built --------------------------------------------------------------------------

    def _lines(
        self,
        value: Expression,
        to: Way,
        names: _Names,
        builder: Builder = "path",
        *,
        whole: bool = False,
    ) -> Iterator[Line]:
        """Give the lines of a value and of all that is below it."""
        match value:
            case Read():
                yield self._line(to, builder, value, names, whole=whole)
            case Fixed():
                yield Line(to=to, builder="const", part=_CONSTANT)
            case Otherwise(options=options) | Preferred(options=options):
                for option in options:
                    yield from self._lines(option, to, names, builder, whole=whole)
            case Mapped():
                yield self._line(to, "enum", value.value, names)
            case Hooked():
                for argument in value.arguments:
                    yield from self._lines(argument, to, names, "python", whole=True)
            case Shown():
                yield from self._lines(value.value, to, names, "value")
            case Built():
                if value.base is not None:
                    yield self._line(to, "from", value.base, names)
                for name, member in value.members:
                    yield from self._lines(member, (*to, name), names, builder, whole=whole)
            case Collected():
                yield from self._collected(value, to, names, builder)
            case Chosen():
                yield self._line(to, "from", value.value, names)
                for branch in value.branches:
                    yield from self._lines(branch, to, names, builder)
            case Shaped():
                yield self._line(to, "from", value.value, names)
                inside = {**names, value.function: self._part(value.value, names)}
                if value.body is not None:
                    yield from self._lines(value.body, to, inside, builder)

    def _collected(
        self, value: Collected, to: Way, names: _Names, builder: Builder
    ) -> Iterator[Line]:
        yield self._line(to, "each", value.over, names)
        one = _below(self._part(value.over, names))
        inside = self._with_lookups(value.lookups, {**names, value.loop: one})
        yield from self._keys(value.lookups, to, inside)
        for skipped in value.skip:
            yield self._line(to, "skip", skipped, inside)
        below = to if value.flat else (*to, EACH)
        yield from self._lines(value.item, below, inside, builder)

    def _keys(self, lookups: Iterable[Lookup], to: Way, names: _Names) -> Iterator[Line]:
        """Give what elements are found by: the key, and what it is held against."""
        for each in lookups:
            yield self._line(to, "key", each.key, names)
            fan_out = self._fan_out(each.source)
            if fan_out is not None and fan_out.is_batch and fan_out.key is not None:
                found = names[each.name]
                part = replace(found, way=(*found.way, *_steps(fan_out.key)))
                yield Line(to=to, builder="key", part=part)

    def _line(
        self, to: Way, builder: Builder, read: Read, names: _Names, *, whole: bool = False
    ) -> Line:
        return Line(to=to, builder=builder, part=self._part(read, names), whole=whole)

    def _with_lookups(self, lookups: Iterable[Lookup], names: _Names) -> dict[str, Part]:
        found = dict(names)
        for each in lookups:
            found[each.name] = Part(
                holder="answer", name=each.source, way=(*self._elements(each.source), EACH)
            )
        return found

    def _elements(self, source: str) -> Way:
        """Give the way to the elements of a source of several calls, in one answer."""
        fan_out = self._fan_out(source)
        return () if fan_out is None or fan_out.found is None else _steps(fan_out.found)

    def _fan_out(self, source: str) -> FanOut | None:
        call = self._sources[source]
        return call.fan_out if isinstance(call, Call) else None

    def _part(self, read: Read, names: _Names) -> Part:
        match read.root:
            case "source":
                is_hook = isinstance(self._sources.get(read.name), Computed)
                start = Part(holder="hook" if is_hook else "answer", name=read.name)
            case "elements":
                way = self._elements(read.name)
                start = Part(holder="answer", name=read.name, way=way)
            case "header":
                start = Part(holder="header", name=read.name)
            case "loop" | "lookup":
                start = names[read.name]
            case "identity":
                start = Part(holder="identity")
            case "config":
                start = Part(holder="config")
            case "request":
                start = Part(holder="request", name=read.name)
            case "missing" | "next":
                start = _CONSTANT
        return replace(start, way=(*start.way, *_steps(read)))


def _steps(read: Read) -> Way:
    return tuple(hop.name if hop.index is None else EACH for hop in read.hops)


def _below(part: Part) -> Part:
    return replace(part, way=(*part.way, EACH))


def _success(call: Call) -> str:
    """Name the statuses whose body is read."""
    return next(
        (each.status for each in call.operation.responses if each.status.startswith("2")), ""
    )

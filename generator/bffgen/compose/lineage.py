"""Follow every value of a plan back to the answer, or the request, that it comes from.

In:  a ClientPlan.
Out: its Lineage.
How: a fold over the expressions; a loop, a lookup and a shape function give a name to the value
     that what is inside them begins with.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from bffgen.model.api import Parameter
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
from bffgen.model.finding import Mark
from bffgen.model.idempotency import Once
from bffgen.model.implemented import Implemented, Used
from bffgen.model.lineage import (
    EACH,
    HEADER,
    Asked,
    Builder,
    Holder,
    Line,
    Lineage,
    OperationLineage,
    Part,
    Way,
)
from bffgen.model.plan import KEYS, Call, ClientPlan, FanOut, Paging, Plan

_CONSTANT = Part(holder="constant")
# What a value comes to its field by as it is.
_COPYING: Final = frozenset[Builder](("path", "value"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A value that a loop, a lookup or a shape function has a name for.

    Attributes:
        keys: what it is found by, where no field above it has told so.
        is_calls: a list with an answer for each call, of which a part says nothing.
        to: the field that a shape function builds.
    """

    part: Part
    keys: tuple[Part, ...] = ()
    is_calls: bool = False
    to: Way = ()

    @property
    def element(self) -> "_Named":
        """Give an element of a list, or a value of a map."""
        if self.is_calls:
            return replace(self, is_calls=False)
        return replace(self, part=_below(self.part))


_Names: TypeAlias = Mapping[str, _Named]


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
    given += _keyed(use.forwards, of.once)
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
        mapped=_mapped(use.on_status),
    )


def _handed(name: str) -> Line:
    """Say that a function decides what is sent."""
    return Line(to=(name,), builder="python", part=Part(holder="hook"), whole=True)


def _keyed(forwards: Parameter | None, once: Once | None) -> Iterator[Line]:
    """Give the key that goes on with each call: the runtime makes it of that of the request."""
    if forwards is not None and once is not None:
        part = Part(holder="request", name=f"header.{once.header}")
        yield Line(to=(f"header.{forwards.name}",), builder="derive", part=part)


def for_everybody(plan: Plan) -> tuple[OperationLineage, dict[Line, Mark]]:
    """Give the lineage of what every caller is answered, with the author's characters of a line."""
    following = _Following(plan, to_everybody=True)
    return following.operation(), following.marks


def characters(plan: ClientPlan) -> dict[str, dict[Line, Mark]]:
    """Give the author's characters of lines, by the key of the operation."""
    found: dict[str, dict[Line, Mark]] = {}
    for each in plan.plans:
        following = _Following(each)
        following.operation()
        found[each.operation.key] = following.marks
    return found


class _Following:
    """Follows the values of one plan.

    Attributes:
        marks: the characters of a value where it is read first.
    """

    def __init__(self, plan: Plan, *, to_everybody: bool = False) -> None:
        self._plan = plan
        self._to_everybody = to_everybody
        self.marks: dict[Line, Mark] = {}
        self._sources = {each.name: each for each in plan.sources}

    def operation(self) -> OperationLineage:
        plan = self._plan
        names = self._with_lookups(plan.lookups, {})
        fields = [
            line
            for each in plan.headers
            for line in self._lines(each.value, (f"{HEADER}{each.header.name}",), names)
        ]
        if plan.passed:
            part = Part(holder="answer", name=plan.passed)
            fields.append(Line(to=(), builder="path", part=part, whole=True))
        else:
            fields += self._linked(plan.paging)
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

    def _linked(self, paging: Paging | None) -> Iterator[Line]:
        """Give what the link to the next page is made of."""
        if paging is not None and paging.has_link:
            builder: Builder = "seal" if paging.is_sealed else "path"
            yield from self._read((f"{HEADER}Link",), builder, paging.following, {})

    # -- what is sent ---------------------------------------------------------------------------

    def _asked(self, source: Call | Computed) -> Asked:
        call = source if isinstance(source, Call) else None
        given = [*self._switched(source)]
        given += self._given(call) if call is not None else self._inputs(source)
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
            mapped=_mapped(call.on_status) if call else (),
        )

    def _switched(self, source: Call | Computed) -> Iterator[Line]:
        """Give the setting that switches a source on."""
        if source.when is not None:
            yield from self._read(("when",), "path", source.when, {})

    def _given(self, call: Call) -> Iterator[Line]:
        """Give what a call, or the calls of a source, are asked with."""
        names: dict[str, _Named] = {}
        if call.fan_out is not None:
            over = call.fan_out.over
            names = self._with_lookups(call.fan_out.lookups, names)
            yield from self._lines(over, (), names, "each")
            one = self._element(over, names)
            # A batch is handed its keys as a list.
            names[KEYS] = self._named(over, names) if isinstance(over, Read) else one
            names[call.fan_out.loop] = one
        names = self._with_lookups(call.lookups, names)
        for each in call.arguments:
            to = (f"{each.parameter.location}.{each.parameter.name}",)
            yield from self._lines(each.value, to, names)
        if call.body is not None:
            yield from self._lines(call.body.value, ("body",), names)
        yield from _keyed(call.forwards, self._plan.once)

    def _inputs(self, source: Call | Computed) -> Iterator[Line]:
        names = self._with_lookups(source.lookups, {})
        for each in source.inputs if isinstance(source, Computed) else ():
            yield from self._lines(each.value, (each.name,), names, "python", whole=True)

    def _element(self, over: Read | Collected, names: _Names) -> _Named:
        """Give what an element of a list is."""
        if isinstance(over, Read):
            return self._named(over, names).element
        inside = {**names, over.loop: self._named(over.over, names).element}
        match over.item:
            case Collected() as item:
                return self._element(item, inside)
            case Read() as item:
                return self._named(item, inside)
            case _:
                return _Named(part=_CONSTANT)

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
                yield from self._read(to, builder, value, names, whole=whole)
            case Fixed():
                yield Line(to=to, builder="const", part=_CONSTANT)
            case Otherwise(options=options) | Preferred(options=options):
                for option in options:
                    yield from self._lines(option, to, names, builder, whole=whole)
            case Mapped():
                yield from self._read(to, "enum", value.value, names)
            case Hooked():
                for argument in value.arguments:
                    yield from self._lines(argument, to, names, "python", whole=True)
            case Shown():
                if not self._to_everybody:
                    yield from self._lines(value.value, to, names, "value")
                asked = (("roles", value.to.roles), ("scopes", value.to.scopes))
                for what in (name for name, granted in asked if granted):
                    yield Line(to=to, builder="visible", part=Part(holder="identity", way=(what,)))
            case Built():
                if value.base is not None:
                    yield from self._read(to, "from", value.base, names)
                    names = _told(names, value.base)
                for name, member in value.members:
                    yield from self._lines(member, (*to, name), names, builder, whole=whole)
            case Collected():
                yield from self._collected(value, to, names, builder)
            case Chosen():
                yield from self._read(to, "from", value.value, names)
                inside = _told(names, value.value)
                for branch in value.branches:
                    yield from self._lines(branch, to, inside, builder)
            case Shaped():
                yield from self._shaped(value, to, names, builder)

    def _shaped(self, value: Shaped, to: Way, names: _Names, builder: Builder) -> Iterator[Line]:
        """Give what a shape function makes; where it calls itself, what it is like."""
        if value.body is None:
            again = names.get(value.function)
            for line in self._read(to, "from", value.value, names):
                is_again = again is not None and line.builder == "from"
                yield replace(line, like=again.to if again and is_again else None)
            return
        yield from self._read(to, "from", value.value, names)
        inside = dict(_told(names, value.value))
        inside[value.function] = replace(self._named(value.value, inside), to=to)
        yield from self._lines(value.body, to, inside, builder)

    def _collected(
        self, value: Collected, to: Way, names: _Names, builder: Builder
    ) -> Iterator[Line]:
        yield from self._read(to, "each", value.over, names)
        names = _told(names, value.over)
        one = self._named(value.over, names).element
        inside: _Names = self._with_lookups(value.lookups, {**names, value.loop: one})
        for skipped in value.skip:
            yield from self._read(to, "skip", skipped, inside)
            inside = _told(inside, skipped)
        below = to if value.flat else (*to, EACH)
        yield from self._lines(value.item, below, inside, builder)

    def _read(
        self, to: Way, builder: Builder, read: Read, names: _Names, *, whole: bool = False
    ) -> Iterator[Line]:
        """Give the line of a value, and those of what it is found by; a copy has all below it."""
        named = self._named(read, names)
        if read.root == "next":
            builder = "seal"
        whole = whole or (builder in _COPYING and bool(read.types & {"object", "array"}))
        line = Line(to=to, builder=builder, part=named.part, whole=whole)
        self.marks.setdefault(line, read.mark)
        yield line
        for key in named.keys:
            yield Line(to=to, builder="key", part=key)

    def _with_lookups(self, lookups: Iterable[Lookup], names: _Names) -> dict[str, _Named]:
        found = dict(names)
        for each in lookups:
            start = Part(holder="answer", name=each.source, way=self._elements(each.source))
            fan_out = self._fan_out(each.source)
            is_batch = fan_out is not None and fan_out.is_batch
            part = _below(start) if is_batch else start
            key = self._named(each.key, found)
            keys = [key.part, *key.keys]
            if fan_out is not None and is_batch and fan_out.key is not None:
                keys.append(replace(part, way=(*part.way, *_steps(fan_out.key))))
            found[each.name] = _Named(part=part, keys=tuple(keys))
        return found

    def _elements(self, source: str) -> Way:
        """Give the way to the elements of a source of several calls, in one answer."""
        fan_out = self._fan_out(source)
        return () if fan_out is None or fan_out.found is None else _steps(fan_out.found)

    def _fan_out(self, source: str) -> FanOut | None:
        call = self._sources[source]
        return call.fan_out if isinstance(call, Call) else None

    def _named(self, read: Read, names: _Names) -> _Named:
        match read.root:
            case "source":
                is_hook = isinstance(self._sources.get(read.name), Computed)
                found = _of("hook" if is_hook else "answer", read.name)
            case "elements":
                fan_out = self._fan_out(read.name)
                is_calls = fan_out is not None and not fan_out.is_batch
                part = Part(holder="answer", name=read.name, way=self._elements(read.name))
                found = _Named(part=part, is_calls=is_calls)
            case "header":
                found = _of("header", read.name)
            case "loop" | "lookup":
                found = names[read.name]
            case "identity":
                found = _of("identity", "")
            case "config":
                found = _of("config", "")
            case "request":
                found = _of("request", read.name)
            case "missing":
                found = _of("missing", "")
            case "next" if self._plan.paging is not None:
                found = self._named(self._plan.paging.following, names)
            case "next":
                found = _Named(part=_CONSTANT)
        for hop in read.hops:
            is_element = hop.index is not None
            below = replace(found.part, way=(*found.part.way, hop.name))
            found = found.element if is_element else replace(found, part=below)
        return found


def _of(holder: Holder, name: str) -> _Named:
    return _Named(part=Part(holder=holder, name=name))


def _told(names: _Names, read: Read) -> _Names:
    """Give the names for what is below a field that has told what its value is found by."""
    named = names.get(read.name) if read.root in ("loop", "lookup") else None
    return names if named is None else {**names, read.name: replace(named, keys=())}


def _steps(read: Read) -> Way:
    return tuple(hop.name if hop.index is None else EACH for hop in read.hops)


def _below(part: Part) -> Part:
    return replace(part, way=(*part.way, EACH))


def _mapped(on_status: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Name the statuses that a call tells apart from all other failures."""
    return tuple(str(status) for status, _ in on_status)


def _success(call: Call) -> str:
    """Name the statuses whose body is read."""
    return next(
        (each.status for each in call.operation.responses if each.status.startswith("2")), ""
    )

"""Bind a source that a function of the team computes: what it is given, and that it takes it.

In:  a HookFeed, the scope of its values, the hooks module.
Out: Given: the inputs by name, what they read; findings on both sides, a missing function with a
     stub ready to paste.
How: values go by the names of the function's parameters, the call beside them. Their types are held
     by the checker that reads the generated Protocol, as those of `python` are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bffgen.compose.hook import hint, literal_hint
from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.judge import because
from bffgen.compose.reads import Reads
from bffgen.compose.scope import Scope
from bffgen.compose.waits import looked_into, reads_of, unsure
from bffgen.model import schema
from bffgen.model.builder import Constant, Value
from bffgen.model.client import Client, HookFunction
from bffgen.model.computed import CALL, Computed, Input
from bffgen.model.expression import Expression, Fixed, Lookup, Otherwise, Read
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.names import package_name, returned_type
from bffgen.model.shapes import Shape, shape, solid
from bffgen.proof.validate import fault_if_judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a function is given, beside the call.

    Attributes:
        lookups: what is looked up for it, what others need first.
    """

    inputs: tuple[Input, ...]
    lookups: tuple[Lookup, ...] = ()

    @property
    def values(self) -> tuple[Expression, ...]:
        """Give the values of the inputs."""
        return tuple(each.value for each in self.inputs)

    @property
    def most_calls(self) -> int:
        """Give the most upstream calls that it is: its function asks none."""
        return 0

    @property
    def reads(self) -> tuple[Read, ...]:
        """Give what is read of other sources."""
        return (*reads_of(self.values), *looked_into(self.lookups))

    @property
    def waits(self) -> frozenset[str]:
        """Give the sources whose values are read."""
        return frozenset(read.name for read in self.reads)


def given(feed: HookFeed, reads: Reads, scope: Scope, client: Client) -> Given:
    """Bind the inputs of a function, and hold them against its parameters."""
    inside = replace(scope, is_waiting=True)
    bound = [
        (name, reads.handed(value, inside))
        for name, value in feed.source.arguments
        # What a function is given is in no other words than those of its source.
        if isinstance(value, Value | Constant)
    ]
    values = [(name, value) for name, value in bound if value is not None]
    function = client.hooks.function(feed.source.operation) if client.hooks else None
    optional = {name for name, default in _named(function) if default} if function else set()
    made = Given(
        inputs=tuple(
            Input(name=name, value=value, is_optional=name in optional) for name, value in values
        ),
        lookups=reads.asked(),
    )
    if len(values) < len(bound):
        return made
    if function is None:
        reads.faults.append(_missing(feed, made, client))
        return made
    problem = _misfit(function, made)
    if problem:
        reads.faults.append(_unlike(feed, made, function, problem))
        return made
    reads.faults += _absent(feed, made)
    reads.faults += unsure(feed.source, made.reads, scope)
    return made


def computed(
    feed: HookFeed, given: Given, waits: tuple[str, ...], *, starts_ms: int, finish_ms: int
) -> Computed | Finding:
    """Put a source into its plan.

    Args:
        waits: in plan order.
    """
    fault = _unfit_fallback(feed)
    if fault is not None:
        return fault
    source = feed.source
    fallback = source.fallback
    return Computed(
        name=source.name,
        function=source.operation,
        inputs=given.inputs,
        lookups=given.lookups,
        waits=waits,
        required=source.required,
        cap_ms=finish_ms - starts_ms,
        finish_ms=finish_ms,
        report_as=source.report_as,
        fallback=Fixed(value=fallback.value) if fallback is not None else None,
        returns=feed.returned,
        place=feed.source.place.at("returns"),
        least_ms=source.least_ms,
    )


def _named(function: HookFunction) -> tuple[tuple[str, bool], ...]:
    """Give the parameters that can be given by name, with whether each has a default."""
    return (*function.parameters[function.by_position_alone :], *function.by_name_alone)


def _misfit(function: HookFunction, made: Given) -> str:
    """Say all that is wrong with the parameters; empty where they fit."""
    if not function.is_async:
        return "it is not `async`, and its value is waited for"
    named = dict(_named(function))
    names = [each.name for each in made.inputs]
    first = function.parameters[: function.by_position_alone]
    problems = [
        f"it takes `{name}` by position alone, and values are given by name"
        for name, default in first
        if not default
    ]
    problems += [
        f"it takes no `{name}`"
        for name in (*names, CALL)
        if name not in named and not function.takes_any_name
    ]
    lacking = [n for n, default in named.items() if not default and n not in (*names, CALL)]
    problems += [f"`with` gives it no `{name}`" for name in lacking]
    return ", ".join(problems)


def _absent(feed: HookFeed, made: Given) -> Iterable[Finding]:
    """Tell what a required source cannot be computed without, and may lack."""
    for each in made.inputs:
        if feed.source.required and each.value.may_miss and not each.is_optional:
            mark = Mark(place=feed.source.place.at("with", each.name))
            yield finding(
                "compose-presence",
                each.value.mark if isinstance(each.value, Read) else mark,
                property=f"`{each.name}` of `{feed.source.operation}`",
                source=feed.source.name,
                why=because(each.value),
            )


def _unfit_fallback(feed: HookFeed) -> Finding | None:
    fallback = feed.source.fallback
    if fallback is None:
        return None
    marks = [Mark(place=fallback.place)]
    fault = fault_if_judged(feed.api.meaning, feed.pointer, fallback.value)
    if feed.source.required:
        problem = "a required source has no fallback"
    elif fault is None:
        return None
    else:
        problem = fault[1]
        marks.append(Mark(place=feed.api.place(feed.pointer), on="key", label="what is returned"))
    return finding("compose-fallback", *marks, source=feed.source.name, problem=problem)


def _missing(feed: HookFeed, made: Given, client: Client) -> Finding:
    """Say that no function of the name is there, with one to start from."""
    marks = [_call(feed)]
    if client.hooks is not None:
        marks.append(Mark(place=client.hooks.place))
    return finding(
        "compose-hook-missing",
        *marks,
        notes=[("imports", line) for line in _imports(feed, made, client)],
        function=feed.source.operation,
        module="" if client.hooks else "hooks.py",
        stub=f"{_head(feed, made)}: raise NotImplementedError",
    )


def _unlike(feed: HookFeed, made: Given, function: HookFunction, problem: str) -> Finding:
    return finding(
        "compose-hook-signature",
        _call(feed),
        Mark(place=function.place, on="key"),
        function=feed.source.operation,
        problem=problem,
        stub=f"`{_head(feed, made)}`",
    )


def _call(feed: HookFeed) -> Mark:
    name = feed.source.operation
    return Mark(place=feed.source.call, offset=len(feed.source.service) + 1, width=len(name))


def _head(feed: HookFeed, made: Given) -> str:
    """Write how the function must begin."""
    plain = [each for each in made.inputs if not _takes_missing(feed, each)]
    rest = [each for each in made.inputs if _takes_missing(feed, each)]
    takes = [f"{each.name}: {_hint(each)}" for each in plain]
    takes.append(f"{CALL}: Call")
    takes += [f"{each.name}: {_hint(each)} | MISSING = MISSING" for each in rest]
    return f"async def {feed.source.operation}({', '.join(takes)}) -> {_type(feed)}"


def _takes_missing(feed: HookFeed, made: Input) -> bool:
    return feed.source.required and made.value.may_miss


def _imports(feed: HookFeed, made: Given, client: Client) -> Iterable[str]:
    package = package_name(client.name)
    if any(_takes_missing(feed, each) for each in made.inputs):
        yield "from pydantic import MISSING"
    own = [_type(feed)] if _is_object(feed) else []
    yield f"from {package}.ports import {', '.join(sorted(('Call', *own)))}"


def _is_object(feed: HookFeed) -> bool:
    return shape(feed.api.meaning, solid(feed.api.meaning, feed.pointer)) is Shape.OBJECT


def _type(feed: HookFeed) -> str:
    if _is_object(feed):
        return returned_type(feed.returned)
    return hint(schema.types(feed.api.meaning, feed.pointer))


def _hint(made: Input) -> str:
    """Write the type of an input, as far as it is plain."""
    options = made.value.options if isinstance(made.value, Otherwise) else (made.value,)
    hints = [
        hint(each.types) if isinstance(each, Read) else literal_hint(each.value) for each in options
    ]
    return "object" if "object" in hints else " | ".join(dict.fromkeys(hints))

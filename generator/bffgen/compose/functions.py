"""Hold the functions of a client's hooks together: each is one thing, whoever calls it.

In:  the plans of a client, the operations that functions answer.
Out: findings where a function would have to give two things, is missing, or is called by nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bffgen.model.client import Client
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.implemented import Implemented
from bffgen.model.plan import Plan

_MISSING: Final = "compose-hook-missing"


def told_once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Tell a function that is missing once, at all of its calls."""
    listed = list(found)
    calls: dict[str, list[Mark]] = {}
    for each in listed:
        if each.rule == _MISSING:
            calls.setdefault(str(dict(each.facts)["function"]), []).append(each.marks[0])
    made: list[Finding] = []
    for each in listed:
        if each.rule != _MISSING:
            made.append(each)
            continue
        first, *others = calls.pop(str(dict(each.facts)["function"]), [None])
        if first is not None:
            again = (replace(mark, label="called here as well") for mark in others if mark)
            made.append(replace(each, marks=(*each.marks, *again)))
    return tuple(made)


def differing(plans: Sequence[Plan], made: Iterable[Implemented]) -> Iterable[Finding]:
    """Find the functions of sources that give another thing elsewhere."""
    answering = {each.function: each.operation.name for each in made}
    seen: dict[str, tuple[str, str]] = {}
    for plan in plans:
        for each in plan.computed:
            problem = ""
            first, text = seen.setdefault(each.function, (plan.operation.name, each.returns.text))
            if each.function in answering:
                problem = f"`{each.function}` answers `{answering[each.function]}` itself"
            elif text != each.returns.text:
                problem = f"`{each.function}` returns `{text}` in `{first}`"
            if problem:
                problem += ", and a function is one thing"
                yield finding("compose-schema", Mark(place=each.place), problem=problem)


def unused_hooks(client: Client, called: set[str]) -> Iterable[Finding]:
    """Warn of the functions of hooks that no operation calls."""
    hooks = client.hooks
    for function in hooks.functions if hooks is not None else ():
        if hooks is not None and function.name not in called | hooks.called:
            mark = Mark(place=function.place, on="key")
            yield finding("compose-hook-unused", mark, effect=Effect.RISKY, function=function.name)

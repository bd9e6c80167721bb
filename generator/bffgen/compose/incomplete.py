"""Bind `incomplete.body`: the property of an answer that names what it goes without.

In:  the property as written, the schema of the client's answer, the client's words for the sources.
Out: a Read of the names, put among the members of the answer; findings on both sides.
How: it is there only when something is missing, so it is optional; every word that may be told is
     held against its schema when the BFF is built.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bffgen.compose.judge import types_text
from bffgen.compose.marks import mistyped, promise
from bffgen.model import schema
from bffgen.model.api import Api, Response
from bffgen.model.canonical import Json
from bffgen.model.composition import Answered
from bffgen.model.expression import Built, Expression, Read
from bffgen.model.finding import Effect, Finding, Mark, finding, unknown
from bffgen.model.shapes import solid
from bffgen.model.spelling import nearest
from bffgen.proof.validate import fault_if_judged

# What the runtime tells of what an answer goes without (RFC 9651).
INCOMPLETE: Final = "BFF-Incomplete"


def told_missing(
    answered: Answered, api: Api, answer: str, dropping: frozenset[str], faults: list[Finding]
) -> Read | None:
    """Give the read of the names for the property that is told; None where none is, or is fit.

    Args:
        answer: pointer to the schema of the client's answer.
        dropping: sources of which elements of lists may be left out.
    """
    written = answered.missing_in
    if written is None:
        return None
    name, place = written
    mark = Mark(place=place)
    target = solid(api.meaning, answer)
    declared = schema.declared(api.meaning, target)
    if name not in declared:
        faults.append(unknown(mark, "property", name, declared, "the answer"))
        return None
    pointer = declared[name][0]
    fault = _unfit(answered, api, target, name, pointer, dropping, mark)
    if fault is not None:
        faults.append(fault)
        return None
    return Read(
        root="missing",
        name=name,
        root_may_miss=True,
        pointer=pointer,
        types=frozenset(("array",)),
        mark=mark,
    )


def undeclared_header(answered: Answered, api: Api, response: Response) -> Iterable[Finding]:
    """Warn where clients are to be told by a header that their contract does not have."""
    names = {each.name.lower() for each in response.headers}
    if answered.report_missing and INCOMPLETE.lower() not in names:
        yield finding(
            "compose-incomplete-undeclared",
            Mark(place=answered.place.at("incomplete", "header"), on="key"),
            Mark(place=api.place(response.pointer), on="key"),
            effect=Effect.RISKY,
            header=INCOMPLETE,
            status=response.status,
            operation=answered.operation,
        )


def meant(answered: Answered, api: Api, answer: str) -> str:
    """Give the property that `incomplete` means, though it may be misspelled; empty without one."""
    if answered.missing_in is None:
        return ""
    name, _ = answered.missing_in
    declared = schema.declared(api.meaning, solid(api.meaning, answer))
    return name if name in declared else nearest(name, declared)


def with_missing(body: Expression, told: Read, api: Api, answer: str) -> Expression:
    """Put the names of what is missing among the members of an answer, in the contract's order."""
    if not isinstance(body, Built):
        raise TypeError("the names of what is missing go into an object")
    order = list(schema.declared(api.meaning, solid(api.meaning, answer)))
    members = sorted((*body.members, (told.name, told)), key=lambda each: order.index(each[0]))
    return replace(body, members=tuple(members))


def _unfit(
    answered: Answered,
    api: Api,
    target: str,
    name: str,
    pointer: str,
    dropping: frozenset[str],
    mark: Mark,
) -> Finding | None:
    there = promise(api, pointer)
    if name in answered.omit:
        problem = f"`{name}` is omitted, and `incomplete` gives it"
        return finding("compose-schema", mark, problem=problem)
    may_lack = [e for e in answered.sources if not e.required or e.name in dropping]
    words = list(dict.fromkeys(each.report_as for each in may_lack))
    if not words:
        problem = "no source is optional, so nothing is ever missing"
        return finding("compose-schema", mark, problem=problem)
    if schema.objects_have(api.meaning, target, name):
        return finding(
            "compose-presence",
            mark,
            replace(there, label="required here"),
            property=name,
            source="",
            why="a whole answer names nothing",
        )
    told: list[Json] = [*words]
    for value in (told, *([each] for each in told)):
        misfit = fault_if_judged(api.meaning, pointer, value)
        if misfit is not None:
            return mistyped(
                mark,
                there,
                way=name,
                given="a list of the words for missing sources",
                wanted=types_text(api.meaning, pointer),
                notes=(("why", misfit[1]),),
            )
    return None

"""Bind `writable_by`: which parts of a client's body only some callers may send.

In:  the ways as written, the body that an operation takes, who may call it.
Out: the intake with a Guard a way; findings for a way that leads nowhere, for a part that everybody
     has to send, and for an operation that takes no body or does not know its callers.
How: each step is taken on the schema of the step before it, as a step of any path is.
"""

from collections.abc import Sequence
from dataclasses import replace

from bffgen.compose.asked import body_value
from bffgen.compose.bound import Bound, member
from bffgen.compose.grants import grants, judged
from bffgen.compose.loops import loop_element
from bffgen.compose.promises import Reason
from bffgen.compose.security import nobody
from bffgen.compose.spelled import shown
from bffgen.model.api import Operation
from bffgen.model.builder import By, Every, Index, Name, Step
from bffgen.model.client import Client
from bffgen.model.composition import Answered, Writable
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.intake import Guard, Intake
from bffgen.model.security import Access


def guarded(
    client: Client,
    operation: Operation,
    answered: Answered,
    taken: Intake | None,
    access: Access,
    faults: list[Finding],
) -> Intake | None:
    """Give what is read of a body with what of it is for some callers alone."""
    written = answered.writable_by
    if not written:
        return taken
    key = Mark(place=answered.place.at("writable_by"), on="key")
    faults.extend(judged(client, (each for one in written for each in one.to)))
    if access.is_open:
        faults.append(nobody(client.api, operation, key))
    if operation.body is None:
        theirs = Mark(place=client.api.place(operation.pointer), on="key", label="takes no body")
        problem = f"`writable_by` of `{operation.name}`, which takes no body"
        faults.append(finding("compose-schema", key, theirs, problem=problem))
    if taken is None:
        return None
    guards = []
    for each in written:
        found = _guard(client, taken, each)
        if isinstance(found, Finding):
            faults.append(found)
        else:
            guards.append(found)
    return replace(taken, guards=tuple(guards))


def reasons(written: Sequence[Writable]) -> dict[int, Reason]:
    """Say which statuses the BFF can answer because of what only some may send."""
    return {403: Reason("`writable_by`", written[0].place)} if written else {}


def _guard(client: Client, taken: Intake, written: Writable) -> Guard | Finding:
    """Follow a way to what it guards."""
    bound = body_value(client.requests, taken, written.place)
    for step in written.way:
        stepped = _stepped(bound, step, _mark(written, step))
        if isinstance(stepped, Finding):
            return stepped
        bound = stepped
    if bound.read.root == "request" and not bound.read.may_miss:
        theirs = Mark(place=bound.api.place(bound.read.pointer), on="key", label="required here")
        problem = "everybody has to send it, so `writable_by` says who may call; `allow` does that"
        return finding(
            "compose-schema", Mark(place=written.place, on="key"), theirs, problem=problem
        )
    way = tuple(each.name if isinstance(each, Name) else None for each in written.way)
    return Guard(way=way, to=grants(written.to))


def _stepped(bound: Bound, step: Step, mark: Mark) -> Bound | Finding:
    match step:
        case Name():
            return member(bound, step.name, mark)
        case Every():
            return loop_element(bound, f"{shown(bound.read)}.*", mark, "`*`")
        case Index() | By():
            problem = (
                "one element of a body; `writable_by` takes names and `*`, which is each element"
            )
            return finding("compose-schema", mark, problem=problem)


def _mark(written: Writable, step: Step) -> Mark:
    return Mark(place=written.place, on="key", offset=step.offset, width=step.width)

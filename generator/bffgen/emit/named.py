"""Everything of a client's BFF that has a name in Python, named once.

In:  a client, its plan, the workspace's upstreams.
Out: Named: the classes of answers, requests, bodies of services and functions; then each operation.
How: classes first, since every name comes from them; `write` makes them when no name clashes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bffgen.emit.byhook import ByHook, add_bodies, write_by_hook
from bffgen.emit.classes import AnswerClasses
from bffgen.emit.hookports import names_in_ports
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.operation import Written, classes_beside, root_pointer, write_operation
from bffgen.emit.reading import Typed
from bffgen.emit.results import Results
from bffgen.emit.security import CallerClasses, caller_classes
from bffgen.emit.sends import Sends, sends_of
from bffgen.emit.settings import setting_classes, typed_settings
from bffgen.emit.taken import RequestBodies
from bffgen.emit.uses import Replies, replies_of
from bffgen.model.api import Api
from bffgen.model.client import Client, Workspace
from bffgen.model.composition import Bounds
from bffgen.model.finding import Finding
from bffgen.model.implemented import Implemented
from bffgen.model.names import operation_type
from bffgen.model.plan import ClientPlan, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The names of one client's BFF.

    Attributes:
        handed, sends: by upstream: what it hands to hooks, what hooks may send it.
        callers, settings: classes of who calls and of what is set.
        faults: names that clash, and what no class can hold.
    """

    client: Client
    answers: AnswerClasses
    requests: RequestBodies
    results: Results
    handed: Mapping[str, Replies]
    sends: Mapping[str, Sends]
    callers: CallerClasses
    settings: tuple[WrittenClass, ...]
    apis: Mapping[str, Api]
    asked: Mapping[str, Api]
    outside: Mapping[str, Typed]
    faults: tuple[Finding, ...]

    def write(self) -> Sequence[WrittenClass]:
        """Write the classes, those of answers to be given."""
        self.requests.write()
        self.results.write()
        return write_classes(self.answers.schemas)

    def written(self, plan: Plan, classes: Mapping[str, WrittenClass]) -> Written:
        """Name an operation that is composed.

        Args:
            classes: of answers, by name, as they were written.
        """
        return write_operation(
            plan,
            self.client.api,
            self.answers,
            classes,
            self.requests,
            self.asked,
            self.outside,
            self.results,
        )

    def by_hook(self, made: Implemented) -> ByHook:
        """Name an operation that a function answers; the classes are written."""
        return write_by_hook(
            made, self.client.api, self.answers, self.apis, self.requests, self.sends
        )


def name_all(client: Client, workspace: Workspace, plan: ClientPlan) -> Named:
    """Name what a client's BFF is written of."""
    apis = {each.name: each.api for each in workspace.upstreams}
    answers = AnswerClasses(
        client.api,
        classes_beside(plan),
        proved=plan.proved,
        is_trusted=client.composition.defaults.bounds is Bounds.TRUST,
    )
    for each in (one for one in plan.plans if one.has_body):
        name = f"{operation_type(each.operation)}Body"
        answers.add_answer(root_pointer(each), name, each.operation.name)
    for made in plan.implemented:
        add_bodies(made, answers)
    asked = {each.name: each.requests for each in workspace.upstreams}
    handed, sends = _handed(plan, apis), _sends(plan, asked)
    faults = list(answers.faults)
    for replies in handed.values():
        faults += replies.faults
    for bodies in sends.values():
        faults += bodies.faults
    operations = [each.operation for each in plan.typed]
    taken = [(each.operation, each.intake) for each in plan.typed if each.intake is not None]
    requests = RequestBodies(client.requests, operations, taken)
    results = Results(client, workspace, plan, names_in_ports(plan))
    callers, settings = caller_classes(plan), setting_classes(client, plan)
    return Named(
        client=client,
        answers=answers,
        requests=requests,
        results=results,
        handed=handed,
        sends=sends,
        callers=callers,
        settings=settings,
        apis=apis,
        asked=asked,
        outside={"identity": callers.typed, "config": typed_settings(plan, settings)},
        faults=(*faults, *requests.faults, *results.faults),
    )


def _handed(plan: ClientPlan, apis: Mapping[str, Api]) -> dict[str, Replies]:
    """Make the classes of what each service hands to hooks."""
    uses = [use for each in plan.implemented for use in each.uses]
    names = sorted({use.upstream for use in uses})
    return {name: replies_of(apis[name], [u for u in uses if u.upstream == name]) for name in names}


def _sends(plan: ClientPlan, asked: Mapping[str, Api]) -> dict[str, Sends]:
    """Make the classes of what each service may be sent by hooks.

    Args:
        asked: the contracts of the services as they are asked.
    """
    uses = [use for each in plan.implemented for use in each.uses]
    return {
        name: sends_of(name, asked[name], [use for use in uses if use.upstream == name])
        for name in sorted({use.upstream for use in uses})
    }

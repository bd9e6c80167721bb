"""Plan a client: every operation bound, scheduled and held against its promises.

In:  a client's folder as it was read, the workspace's upstreams.
Out: a ClientPlan, or None where an operation cannot be planned; all findings, in one run.
How: per operation: find the upstreams, bind arguments and body, order the calls, judge budgets
     and declared statuses; then what holds for the client as a whole.
"""

from bffgen.compose.callbacks import unmade
from bffgen.compose.cut import cut
from bffgen.compose.errors import failures
from bffgen.compose.functions import differing, told_once, unused_hooks
from bffgen.compose.head import get_beside, unlike
from bffgen.compose.implement import implemented
from bffgen.compose.listed import answers_of, omitted
from bffgen.compose.outside import observed
from bffgen.compose.planner import Planner
from bffgen.compose.proved import Proofs
from bffgen.compose.raw import told_raw
from bffgen.compose.shaping import Shapes, misnamed
from bffgen.compose.shaping import unused as unused_shapes
from bffgen.compose.streams import unstreamed
from bffgen.compose.unasked import unasked
from bffgen.compose.unwritten import by_name, unanswered, unverified
from bffgen.compose.uses import UseTree
from bffgen.compose.whole import said_below
from bffgen.compose.whole_bff import unfit
from bffgen.model.client import Client, Workspace
from bffgen.model.composition import IDENTITY, Implement
from bffgen.model.finding import Finding, Mark, finding, stops
from bffgen.model.implemented import Implemented
from bffgen.model.plan import ClientPlan
from bffgen.model.setting import CONFIG


def plan_client(
    client: Client, workspace: Workspace
) -> tuple[ClientPlan | None, tuple[Finding, ...]]:
    """Plan all operations of a client."""
    whole, faults = plan_what_holds(client, workspace)
    return (None if stops(faults) else whole), faults


def plan_what_holds(client: Client, workspace: Workspace) -> tuple[ClientPlan, tuple[Finding, ...]]:
    """Plan the operations of a client that can be planned."""
    faults: list[Finding] = []
    is_written = client.composition.is_written
    answers = answers_of(client, faults) if is_written else by_name(client)
    failing = failures(client)
    faults.extend(failing.faults)
    unserved = omitted(client, failing, faults)
    # A misspelled operation is one fault, not one more that nothing answers.
    misspelled = {dict(each.facts).get("nearest") for each in faults}
    faults.extend(misnamed(client))
    faults.extend(unfit(client))
    shapes = Shapes(client.composition.shapes)
    proofs = Proofs(client.api.pool)
    plans = []
    made: list[Implemented] = []
    called: set[str] = set()
    by_get = 0
    for operation in client.api.operations:
        if operation in unserved:
            continue
        answered = answers.get(operation.key)
        refused = None
        if answered is None or answered.implement is None:
            refused = unstreamed(client.api, operation)
        elif not is_written:
            refused = unverified(client.api, operation)
        if refused is not None:
            faults.append(refused)
            unserved = (*unserved, operation)
            continue
        if answered is None and operation.name in misspelled:
            continue
        get = get_beside(client.api, operation)
        if answered is None and get is not None:
            by_get += 1
            faults.extend(unlike(client.api, operation, get))
            continue
        if answered is None:
            mark = Mark(place=client.api.place(operation.pointer), on="key")
            here = Mark(place=client.composition.place)
            faults.append(
                finding("compose-operation-unanswered", mark, here, operation=operation.name)
            )
            continue
        if answered.implement is not None:
            for where in (body.schema_pointer for r in operation.responses for body in r.content):
                proofs.undecided |= said_below(client.api, where) if where is not None else set()
            each, found = implemented(
                client, workspace, operation, answered, failing, may_lack=not is_written
            )
            faults.extend(found)
            taken = next((m for m in made if m.function == answered.implement.function), None)
            if taken is not None:
                faults.append(_answers_two(answered.implement, taken))
            elif each is not None:
                made.append(each)
                called.add(each.function)
            continue
        faults.extend(unmade(client.api, operation))
        plan, found = Planner(
            client, workspace, operation, answered, shapes, proofs, failing
        ).plan()
        faults.extend(found)
        if plan is not None:
            plans.append(plan)
            called |= plan.functions
    faults.extend(told_raw(made))
    faults.extend(differing(plans, made))
    faults.extend(observed(client, plans))
    # Where an operation is not planned, what it would have called is not known.
    if len(plans) + len(made) + len(unserved) + by_get == len(client.api.operations):
        faults.extend(unused_hooks(client, called))
        faults.extend(unused_shapes(client, shapes.used))
        faults.extend(unasked(client, plans, made))
    if not is_written:
        faults.extend(unanswered(client, made))
    caller = cut(client.callers, IDENTITY, UseTree(whole=True), client.api)
    settings = cut(client.settings, CONFIG, UseTree(whole=True), client.api)
    whole = ClientPlan(
        plans=tuple(plans),
        unserved=unserved,
        implemented=tuple(made),
        caller=caller,
        settings=settings,
        telling=failing.telling,
        proved=frozenset(proofs.decided - proofs.undecided),
    )
    return whole, told_once(faults)


def _answers_two(implement: Implement, first: Implemented) -> Finding:
    problem = f"`{implement.function}` answers `{first.operation.name}`, and a function answers one"
    return finding("compose-schema", implement.place, problem=problem)

"""README.md of a BFF: how it is run, what is set from outside, what each operation asks of whom.

In:  a client with its plan, the settings of its own.
Out: ReadmeView.
How: the settings that every BFF has are told here in a line each; a test holds them to the class.
"""

from bffgen.emit.plans import waits
from bffgen.emit.readme_parts import view_functions, view_loose
from bffgen.emit.view import PackageView, ReadmeView
from bffgen.model.api import Operation
from bffgen.model.client import Client, Workspace
from bffgen.model.computed import Computed
from bffgen.model.overlay import Action
from bffgen.model.plan import Call, ClientPlan, Plan
from bffgen.model.spelling import variable
from bffgen.model.way import CacheScope

_REQUIRED = "required"
_COMMON = (
    ("BFF_HOST", "`127.0.0.1`", "The address to listen at; the image says `0.0.0.0`."),
    ("BFF_PORT", "`8080`", "The port to listen at."),
    ("BFF_ALLOW_PLAIN_UPSTREAMS", "`0`", "Take http addresses of upstreams, for development."),
    ("BFF_DRAIN", "`5s`", "How long a process goes on accepting when it is told to stop."),
    ("BFF_DOCS", "`1`", "Serve the page of the contract at `/docs`."),
    (
        "BFF_LOG_LEVEL",
        "`info`",
        "`debug`, `info`, `warning` or `error`; `debug` tells the texts of exceptions, which may"
        " hold users' data.",
    ),
)
_KEYS = (
    ("BFF_TEST_KEYS_FILE", _REQUIRED, "Where the test keys lie that callers are known by."),
    ("BFF_ALLOW_TEST_KEYS", "`0`", "Says that this process serves no real caller."),
)


def view_readme(
    client: Client, workspace: Workspace, plan: ClientPlan, package: PackageView
) -> ReadmeView:
    """View what a person who runs a BFF has to know."""
    own = (
        (variable(each.attribute), each.default or _REQUIRED, each.doc) for each in package.settings
    )
    keys = _KEYS if plan.schemes else ()
    plans = {each.operation.key: each for each in plan.plans}
    functions = {each.operation.key: each.function for each in plan.implemented if each.is_there}
    return ReadmeView(
        title=f"{client.name}: {client.policy.title or client.api.title}",
        package=package.package,
        distribution=package.distribution,
        settings=(*(_without_name(*each) for each in own), *keys, *_COMMON),
        assumed=tuple(
            (upstream.name, _assumed(action))
            for upstream in workspace.upstreams
            if upstream.name in plan.services
            for action in upstream.assumed
        ),
        loose=view_loose(plan),
        functions=view_functions(plan),
        operations=tuple(
            _operation(each, plans.get(each.key), functions.get(each.key, ""))
            for each in client.api.operations
        ),
    )


def _without_name(name: str, default: str, said: str) -> tuple[str, str, str]:
    """Leave the variable out of what is said of it: it stands beside it."""
    return name, default, " ".join(said.replace(f": `{name}`", "").split())


def _assumed(action: Action) -> str:
    """Say what is assumed, and at which place of the contract."""
    said = " ".join(action.description.split()).rstrip(".")
    return f"{said}: `{action.target}`." if said else f"`{action.target}`."


def _operation(
    operation: Operation, plan: Plan | None, function: str
) -> tuple[str, str, tuple[str, ...], str]:
    """Say how an operation is answered: by a plan, by a function of hooks, or not yet."""
    heading = f"`{operation.key}`"
    heading += f" {operation.operation_id}" if operation.operation_id else ""
    sources: tuple[str, ...] = ()
    if plan is not None:
        said = " ".join(waits(plan).split())
        sources = tuple(_source(each) for each in plan.sources)
    else:
        said = f"Answered by `hooks.{function}`." if function else "Not served yet: 501."
    statuses = ", ".join(each.status for each in operation.responses)
    return heading, said, sources, statuses


def _source(source: Call | Computed) -> str:
    kind = "required" if source.required else f"optional, told as `{source.report_as}`"
    if source.when is not None:
        kind += f", asked where `config.{source.when.hops[-1].name}` is set"
    if isinstance(source, Computed):
        given_by = f"`hooks.{source.function}`"
    else:
        given_by = f"{source.upstream} `{source.operation.key}`"
    return f"`{source.name}`: {given_by}, {kind}, {source.cap_ms} ms{_beside(source)}"


def _beside(source: Call | Computed) -> str:
    """Say what of a source is not one call at once."""
    said = [f"begun while {source.least_ms} ms are left"] if source.least_ms else []
    if isinstance(source, Call) and source.retry is not None:
        times = source.retry.attempts
        said.append("asked again once" if times == 1 else f"asked again up to {times} times")
    if isinstance(source, Call) and source.cache is not None:
        for_whom = " for each caller" if source.cache.scope is CacheScope.IDENTITY else ""
        said.append(f"kept for {source.cache.ttl_ms / 1000:g} s{for_whom}")
    if isinstance(source, Call) and source.forwards is not None:
        said.append(f"sent a key of each request in `{source.forwards.name}`")
    return "".join(f", {each}" for each in said)

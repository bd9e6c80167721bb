"""All that a template may see, and nothing else.

In:  nothing; the modules beside this one make these values, one kind a template.
Out: frozen views; every text in them is Python ready to stand where the template puts it.
How: what varies in a template is a name or a loop. What depends on a client, an operation or a
     contract has been decided before it is here (STYLE.md 6.8).
"""

from dataclasses import dataclass
from typing import TypeAlias

from bffgen.emit.pageview import DocsView, RowsView


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A member of a class: its line, and the lines of its docstring if it has one."""

    line: str
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """A class: `bases` in brackets behind the name."""

    name: str
    bases: str
    doc: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A function or method: the whole `def` line, its docstring, what it returns."""

    signature: str
    doc: str
    returns: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsView:
    """models.py: one frozen dataclass an operation, and the bodies that clients send."""

    imports: str
    bodies: tuple[ClassView, ...]
    requests: tuple[ClassView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """The answer of one status: the lines of its class, its number.

    Attributes:
        body: a whole line where what it carries has a default.
        fields: headers of the contract.
        headers: the statement that writes them; empty where there are none.
        media_type: the statement that gives that of its body; empty where it is the usual one.
    """

    decorator: str
    head: str
    status: int
    doc: str
    fields: tuple[FieldView, ...] = ()
    headers: str = ""
    body: str = ""
    media_type: str = ""
    media_doc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersView:
    """answers.py: the contract's bodies, a class a status, the union an operation gives.

    Attributes:
        responses: statements, a union of statuses each.
    """

    imports: str
    bodies: tuple[ClassView, ...]
    statuses: tuple[StatusView, ...]
    responses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortView:
    """A Protocol."""

    name: str
    doc: str
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortsView:
    """ports.py: the upstreams of each operation, the hooks of the client."""

    imports: str
    ports: tuple[PortView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What is read of an upstream's answer where that is more than its body, and the function.

    Attributes:
        taken: the type of what the function takes.
    """

    name: str
    doc: str
    fields: tuple[FieldView, ...]
    function: str
    taken: str
    function_doc: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesView:
    """sources/<operation>.py: bodies of the fields in use, and the calls that give them.

    Attributes:
        readers: constants, each a whole statement.
        answers: of sources whose headers are read: what the body and they are held in.
        indexes: functions that index the answers of a batch.
        services: (attribute, name of the upstream).
    """

    doc: str
    imports: str
    bodies: tuple[ClassView, ...]
    readers: tuple[str, ...]
    answers: tuple[AnswerView, ...]
    indexes: tuple[MethodView, ...]
    calls: str
    calls_doc: str
    services: tuple[tuple[str, str], ...]
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsesView:
    """uses/<service>.py: what a service hands to hooks, a class a status."""

    doc: str
    imports: str
    bodies: tuple[ClassView, ...]
    statuses: tuple[StatusView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsView:
    """results.py: what functions of hooks compute, and what each value is held to.

    Attributes:
        checks: (constant, type that it checks).
    """

    imports: str
    bodies: tuple[ClassView, ...]
    checks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsView:
    """sources/<operation>.py of an operation that a hook answers: what it may ask.

    Attributes:
        unions: statements, each of what a call may hand back.
        services: (attribute, name of the upstream).
    """

    doc: str
    imports: str
    unions: tuple[str, ...]
    calls: str
    calls_doc: str
    services: tuple[tuple[str, str], ...]
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HookPlanView:
    """plans/<operation>.py of an operation that a hook answers.

    Attributes:
        constants: what of the contract is held, where no class holds it.
    """

    doc: str
    imports: str
    signature: str
    waits: str
    answer: str
    constants: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamModuleView:
    """upstreams/<service>.py: one function an operation in use."""

    doc: str
    imports: str
    requests: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeView:
    """A shape function.

    Attributes:
        look_ups: statements.
        guards: tests under which there is nothing to build.
        branches: (test, the statement that returns what is built where it holds).
        body: the statement that returns what is built.
    """

    signature: str
    doc: str
    look_ups: tuple[str, ...]
    guards: tuple[str, ...]
    branches: tuple[tuple[str, str], ...]
    body: str
    fields: tuple["FieldView", ...] = ()
    headers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """plans/<operation>.py: the join of the sources, and the shape functions.

    Attributes:
        fallbacks, tables: constants, each a whole statement.
        before, after: statements around the join.
        sources: statements inside the join.
        senders: the functions that build the bodies of calls.
        shapes: of the answer, then of the elements that need one.
    """

    doc: str
    imports: str
    fallbacks: tuple[str, ...]
    tables: tuple[str, ...]
    signature: str
    waits: str
    before: tuple[str, ...]
    sources: tuple[str, ...]
    after: tuple[str, ...]
    answer: str
    senders: tuple[MethodView, ...]
    shapes: tuple[ShapeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardsView:
    """guards.py: who may call the routes that a team adds.

    Attributes:
        caller: the constant that says who is known, empty where nobody is.
        guards: the names of the functions.
    """

    doc: str
    imports: str
    caller: str
    guards: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EjectedView:
    """A plan as a function of hooks.

    Attributes:
        decorator: the line before the function.
        indexes: the functions that index the answers of batches.
        ways: constants, how calls are made again and their answers kept.
    """

    decorator: str
    ways: tuple[str, ...]
    indexes: tuple[MethodView, ...]
    plan: PlanView


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedView:
    """One route: the constant with its facts, then the function.

    Attributes:
        constant, body: whole statements; the second, of what is read, may be empty.
        decorator, signature, request, claim, answer: lines of the function; the claim of a key may
            be empty.
    """

    constant: str
    body: str
    decorator: str
    signature: str
    doc: str
    request: str
    claim: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesView:
    """routes/<tag>.py."""

    doc: str
    imports: str
    routes: tuple[ServedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantView:
    """A constant: a whole statement, and the docstring below it."""

    line: str
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityView:
    """security.py: one constant a security scheme."""

    doc: str
    imports: str
    schemes: tuple[ConstantView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityView:
    """identity.py: the models of a caller; of `Identity` what it has beside scopes and roles."""

    doc: str
    imports: str
    claims: tuple[ClassView, ...]
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingView:
    """A setting of one client: the attribute, the line that declares it, what it is for.

    Attributes:
        default: as the README tells it; empty where it must be set.
    """

    attribute: str
    line: str
    doc: str
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellView:
    """A function that tells an object.

    Attributes:
        made: what is always there; added: what is there where the problem names places.
    """

    name: str
    doc: str
    made: str
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsView:
    """errors.py: how failures are told.

    Attributes:
        tables, telling: whole statements.
    """

    imports: str
    tables: tuple[str, ...]
    functions: tuple[TellView, ...]
    telling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigView:
    """config.py: the class of what a composition reads of the settings."""

    doc: str
    imports: str
    classes: tuple[ClassView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """What the modules at the top of a package say about the client as a whole.

    Attributes:
        package: its import name; distribution: its name where it is installed from.
        release: the contract's version as a Python package has it (PEP 440).
        settings: the class that the client's settings are made from.
        settings_imports, app_imports: the import blocks of settings.py and app.py.
        hooks_check: a whole statement, empty where no hook is called.
        given: the statement that takes the settings; empty where nothing asks them.
        create_app: the statement that makes the app of the settings `given`.
        plans: modules, each named as its function is, sorted.
    """

    package: str
    distribution: str
    doc: str
    app_doc: str
    settings_doc: str
    main_doc: str
    release: str
    settings: tuple[SettingView, ...]
    settings_base: str
    settings_imports: str
    app_imports: str
    hooks_check: str
    given: str
    create_app: str
    plan_imports: str
    plans: tuple[str, ...]
    dependencies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeView:
    """README.md of a BFF, in Markdown.

    Attributes:
        settings: (variable, default or `required`, what for).
        assumed: (service, what an overlay assumes of its contract).
        loose: (operation, source, what becomes of answers that break its contract).
        functions: (function of hooks, what it does).
        operations: (heading, what is said of it, its sources a line each, its statuses).
    """

    title: str
    package: str
    distribution: str
    settings: tuple[tuple[str, str, str], ...]
    assumed: tuple[tuple[str, str], ...]
    loose: tuple[tuple[str, str, str], ...]
    functions: tuple[tuple[str, str], ...]
    operations: tuple[tuple[str, str, tuple[str, ...], str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceView:
    """README.md of a workspace that begins.

    Attributes:
        clients, upstreams: their names, as a sentence lists them; first: the client to begin with.
    """

    title: str
    clients: str
    upstreams: str
    first: str


# What a template is given: the name at its head says which.
View: TypeAlias = (
    DocsView
    | RowsView
    | ReadmeView
    | RequestsView
    | AnswersView
    | PortsView
    | SourcesView
    | UsesView
    | ResultsView
    | CallsView
    | HookPlanView
    | UpstreamModuleView
    | PlanView
    | EjectedView
    | GuardsView
    | RoutesView
    | SecurityView
    | IdentityView
    | ErrorsView
    | ConfigView
    | PackageView
    | WorkspaceView
)

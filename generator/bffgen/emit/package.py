"""The modules at the top of a package: app, settings, packaging.

In:  a client with its plan.
Out: PackageView, the one view of app.py, settings.py, __main__.py, __init__.py, plans/__init__.py
     and pyproject.toml.
"""

import re
from collections.abc import Iterable, Sequence

from bffgen.emit.byhook import ByHook
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Chain, Node, call, display, flat, lay, named
from bffgen.emit.models import WrittenClass
from bffgen.emit.naming import tag_module
from bffgen.emit.operation import Edge, Written
from bffgen.emit.plain import text
from bffgen.emit.settings import settings_argument, view_settings
from bffgen.emit.view import PackageView, SettingView
from bffgen.emit.words import docstring
from bffgen.model.api import Operation
from bffgen.model.client import Client, Credentials, Workspace
from bffgen.model.names import package_name
from bffgen.model.plan import ClientPlan
from bffgen.model.spelling import token_setting, upstream_setting, variable

# What every generated BFF runs on; the ranges are those that its tests were run with.
DEPENDENCIES = (
    "aiohttp>=3.14,<4",
    "fastapi>=0.150,<1",
    "httptools>=0.8,<1",
    "pydantic>=2.14,<3",
    "pydantic-settings>=2.14,<3",
    "uvicorn>=0.50,<1",
    "uvloop>=0.22,<1; sys_platform != 'win32'",
    "yarl>=1.20,<2",
)
# What takes bodies of parts asunder.
_OF_PARTS = "python-multipart>=0.0.34,<1"
# What judges values by schemas.
_CHECKING = "jsonschema-rs>=0.60,<0.61"
# What the settings of a client are made from: of one whose callers are unknown, and of another.
_PLAIN, _WITH_KEYS = "BffSettings", "KeySettings"
_CURSOR_KEYS = (
    SettingView(
        attribute="cursor_keys",
        line="cursor_keys: CursorKeys",
        doc="Keys that seal cursors, commas between: `BFF_CURSOR_KEYS`; the first signs.",
    ),
)
_CACHE_BYTES = (
    SettingView(
        attribute="cache_bytes",
        line="cache_bytes: Size = 64 * 1024 * 1024",
        doc="The most that is kept of upstreams' answers: `BFF_CACHE_BYTES`, such as `64MiB`.",
        default="`64MiB`",
    ),
)
_RELEASE = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def view_package(
    client: Client,
    workspace: Workspace,
    operations: Sequence[Written | ByHook],
    plan: ClientPlan,
    own: Sequence[WrittenClass],
    *,
    is_checked: bool,
) -> PackageView:
    """View what a package says about its client as a whole.

    Args:
        operations: those that something answers.
        own: the class of the client's own settings, where it has any.
        is_checked: some values are held to a schema beside their classes.
    """
    used = sorted({name for each in operations for name in upstreams_of(each)})
    tags = sorted({tag_of(written) for written in operations})
    has_hooks = any(isinstance(each, ByHook) or each.plan.functions for each in operations)
    imports = Imports()
    imports.add("fastapi", "FastAPI")
    imports.add(".runtime.app", "bff_app")
    imports.add(".settings", "Settings")
    if has_hooks:
        imports.add(".", "hooks", "ports")
    more = _of_hooks(client, imports)
    if tags:
        imports.add(".routes", *tags)
    routers: tuple[Node, ...] = tuple(f"{tag}.router" for tag in tags)
    keeps = any(call.cache is not None for each in plan.plans for call in each.calls)
    keeps = keeps or _keeps_by_hooks(client)
    seals = any(each is not None and each.is_sealed for each in plan.pages)
    settings_base = _WITH_KEYS if plan.schemes else _PLAIN
    settings_imports = _settings_imports(settings_base)
    settings = (
        *(each for name in used for each in _settings(name, workspace, settings_imports)),
        *(_CURSOR_KEYS if seals else ()),
        *(_CACHE_BYTES if keeps else ()),
        *view_settings(client, own, settings_imports),
    )
    if seals:
        settings_imports.add(".runtime.settings", "CursorKeys")
    if keeps:
        settings_imports.add(".runtime.settings", "Size")
        imports.add(".runtime.cache", "Cache")
        imports.add(".runtime.store", "MemoryStore")
    create = call(
        "bff_app",
        [
            named("title", text(client.policy.title or client.api.title)),
            named("version", text(client.api.version)),
            named("package", text(package_name(client.name))),
            named("services", _services(used)),
            named("routers", _tuple(routers)),
            *_credentials(used, workspace, imports),
            *_auth(plan, imports),
            *_unserved(plan.not_served),
            *([named("cursor_keys", "given.cursor_keys")] if seals else []),
            *_replays(plan, imports),
            *_telling(plan, imports),
            *settings_argument(client, own, imports),
            *([named("kept", "Cache(MemoryStore(given.cache_bytes))")] if keeps else []),
            named("serves_docs", "given.docs"),
            *more,
        ],
    )
    plain = _RELEASE.match(client.api.version)
    plans = tuple(sorted(each.function for each in operations))
    plan_imports = Imports()
    for each in plans:
        plan_imports.add(f".{each}", each)
    name = client.name
    app_doc = f"The app of {name}: to be served as it is, or mounted under another FastAPI app."
    settings_doc = (
        f"What is set from outside for {name}: environment variables that begin with BFF_."
    )
    run = f"`python -m {package_name(client.name)}`"
    main_doc = f"Serve the BFF of {name} as a process of its own: {run}."
    return PackageView(
        package=package_name(client.name),
        distribution=f"{client.name}-bff",
        doc=docstring(f"The BFF of {client.name}: {client.api.title}.", indent=0),
        app_doc=docstring(app_doc, indent=0),
        settings_doc=docstring(settings_doc, indent=0),
        main_doc=docstring(main_doc, indent=0),
        release=plain[0] if plain else "0",
        settings=settings,
        settings_base=settings_base,
        settings_imports=settings_imports.text(),
        app_imports=imports.text(),
        hooks_check="HOOKS: ports.Hooks = hooks" if has_hooks else "",
        given="given = settings or Settings.read()" if "given." in flat(create) else "",
        create_app=lay(Chain(parts=("return ", create)), indent=4, before=4),
        plan_imports=plan_imports.text(),
        plans=plans,
        dependencies=(*_dependencies(plan, is_checked=is_checked), *client.policy.dependencies),
    )


def _dependencies(plan: ClientPlan, *, is_checked: bool) -> tuple[str, ...]:
    """Give what a BFF runs on, by name."""
    intakes = (each.intake for each in plan.served)
    takes_parts = any(each is not None and each.parts is not None for each in intakes)
    made = [*DEPENDENCIES, *[_OF_PARTS] * takes_parts, *[_CHECKING] * is_checked]
    return tuple(sorted(made, key=lambda each: each.partition(">")[0]))


def _keeps_by_hooks(client: Client) -> bool:
    """Say whether a function of the team keeps answers of upstreams."""
    module = f"{package_name(client.name)}.runtime.cache"
    files = client.hooks.files if client.hooks is not None else ()
    return any(each.module == module for file in files for each in file.imports)


def _of_hooks(client: Client, imports: Imports) -> list[Node]:
    """Give what hooks say of the whole BFF: what they hold open, and routes of their own."""
    found: list[Node] = []
    hooks = client.hooks
    if hooks is not None and hooks.has_lifespan:
        imports.add(".", "hooks")
        found.append(named("resources", "lambda: hooks.lifespan(given)"))
    if hooks is not None and hooks.has_routers:
        imports.add(".", "guards", "hooks")
        imports.add("functools", "partial")
        imports.add(".runtime.team_routes", "include")
        made = [
            "include",
            named("routers", "hooks.routers"),
            named("guards", "guards.GUARDS"),
        ]
        found.append(named("include", call("partial", made)))
    return found


def _services(upstreams: Sequence[str]) -> Node:
    """Give each service with the setting of its address."""
    pairs = tuple(f"{text(each)}: given.{upstream_setting(each)}" for each in upstreams)
    return display("{", pairs)


def _credentials(used: Sequence[str], workspace: Workspace, imports: Imports) -> list[Node]:
    """Give the argument that says what services are shown, where any is shown something."""
    pairs = []
    for name in used:
        upstream = workspace.upstream(name)
        match upstream.credentials if upstream else Credentials.NONE:
            case Credentials.SERVICE:
                imports.add(".runtime.credentials", "service_token")
                shown = f"service_token(given.{token_setting(name)})"
                pairs.append(f"{text(name)}: {shown}")
            case Credentials.FORWARD:
                imports.add(".runtime.credentials", "caller")
                pairs.append(f"{text(name)}: caller")
            case Credentials.NONE:
                pass
    return [named("credentials", display("{", tuple(pairs)))] if pairs else []


def _auth(plan: ClientPlan, imports: Imports) -> list[Node]:
    """Give the argument that says how callers are known, where any operation asks."""
    if not plan.schemes:
        return []
    imports.add(".identity", "Identity")
    imports.add(".runtime.access", "Auth")
    facts = [named("verifier", "given.verifier()"), named("identity", "Identity")]
    return [named("auth", call("Auth", facts))]


def _replays(plan: ClientPlan, imports: Imports) -> list[Node]:
    """Give the argument that says where answers are kept, where any are."""
    if all(each.once is None for each in plan.served):
        return []
    imports.add(".runtime.replays_in_memory", "ReplaysInMemory")
    return [named("replays", "ReplaysInMemory()")]


def _telling(plan: ClientPlan, imports: Imports) -> list[Node]:
    """Give the argument that says how failures are told, where not as problems."""
    if plan.telling is None:
        return []
    imports.add(".errors", "TELLING")
    return [named("telling", "TELLING")]


def _settings_imports(base: str) -> Imports:
    imports = Imports()
    module = ".runtime.settings" if base == _PLAIN else ".runtime.static_keys"
    imports.add(module, base)
    return imports


def _unserved(operations: Sequence[Operation]) -> list[Node]:
    """Give the argument that names what is omitted, where anything is."""
    if not operations:
        return []
    pairs = (f"({text(each.method)}, {text(each.path)})" for each in operations)
    return [named("unserved", _tuple(tuple(pairs)))]


def upstreams_of(operation: Written | ByHook) -> frozenset[str]:
    """Give the services that an operation asks."""
    if isinstance(operation, ByHook):
        return frozenset(each.used.upstream for each in operation.asked)
    return frozenset(each.upstream for each in operation.plan.calls)


def tag_of(operation: Edge) -> str:
    """Give the module of routes that an operation stands in: of its first tag."""
    tags = operation.operation.tags
    return tag_module(tags[0] if tags else "")


def _tuple(items: tuple[Node, ...]) -> Node:
    return display("(", items)


def _settings(name: str, workspace: Workspace, imports: Imports) -> Iterable[SettingView]:
    """View the settings of an upstream: its address, and the token that it is shown."""
    upstream = workspace.upstream(name)
    title = upstream.api.title if upstream else name
    setting = upstream_setting(name)
    imports.add(".runtime.settings", "UpstreamUrl")
    yield SettingView(
        attribute=setting,
        line=f"{setting}: UpstreamUrl",
        doc=docstring(f"Where {title} answers: `{variable(setting)}`.", indent=4),
    )
    if upstream is not None and upstream.credentials is Credentials.SERVICE:
        token = token_setting(name)
        imports.add(".runtime.settings", "UpstreamToken")
        yield SettingView(
            attribute=token,
            line=f"{token}: UpstreamToken",
            doc=docstring(f"The token that {title} is shown: `{variable(token)}`.", indent=4),
        )

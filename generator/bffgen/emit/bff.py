"""Write a client's BFF: a plan in, the files of its folder out.

In:  a client, its plan, the workspace's upstreams, the document that the BFF serves.
Out: a FileTree of generated/<client>/, and findings about what no class can hold.
How: classes first, since every name comes from them; then each template with its view; the modules
     of the runtime that these reach as they are. Every Python file is compiled once, so that a
     fault of ours stops the build and not the team.
"""

from collections.abc import Mapping, Sequence

from bffgen.emit.answers import view_answers
from bffgen.emit.byhook import ByHook
from bffgen.emit.clashing import clashing
from bffgen.emit.classes import AnswerClasses
from bffgen.emit.docs import view_docs
from bffgen.emit.errors import view_errors
from bffgen.emit.hookplans import view_calls, view_hook_plan
from bffgen.emit.lock import lock_of
from bffgen.emit.models import WrittenClass
from bffgen.emit.named import name_all
from bffgen.emit.naming import upstream_module
from bffgen.emit.operation import Written
from bffgen.emit.package import tag_of, view_package
from bffgen.emit.plans import view_plan
from bffgen.emit.ports import view_ports
from bffgen.emit.rawplans import view_raw_plan
from bffgen.emit.readme import view_readme
from bffgen.emit.refused import unheld_parameters
from bffgen.emit.render import plain_files, render
from bffgen.emit.requests import view_requests
from bffgen.emit.routes import view_routes
from bffgen.emit.runtime import runtime_modules
from bffgen.emit.security import (
    CallerClasses,
    view_guards,
    view_identity,
    view_security,
)
from bffgen.emit.sends import Sends, view_sends
from bffgen.emit.settings import view_config
from bffgen.emit.sources import view_sources
from bffgen.emit.unmade import unmade
from bffgen.emit.upstreams import view_upstream
from bffgen.emit.uses import Replies, view_uses
from bffgen.emit.view import View
from bffgen.model.api import Api
from bffgen.model.client import Client, Workspace
from bffgen.model.deprecation import Deprecation
from bffgen.model.files import FileTree
from bffgen.model.finding import Finding, stops
from bffgen.model.lock import NAME as LOCK
from bffgen.model.names import package_name
from bffgen.model.plan import ClientPlan

_TEMPLATES = "bff"


def write_bff(
    client: Client,
    workspace: Workspace,
    plan: ClientPlan,
    document: bytes,
    going: Sequence[Deprecation] = (),
) -> tuple[FileTree | None, tuple[Finding, ...]]:
    """Write all files of a client's folder.

    Args:
        document: openapi.json, as the BFF serves it.
        going: operations that every answer is to tell of.
    """
    told = {each.operation: each for each in going}
    named = name_all(client, workspace, plan)
    faults = [*clashing(client, workspace, plan), *unheld_parameters(client, plan), *named.faults]
    if stops(faults):
        return None, tuple(faults)
    answers, requests, results = named.answers, named.requests, named.results
    apis = {each.name: each.api for each in workspace.upstreams}
    classes, handed, sends = named.write(), named.handed, named.sends
    by_name = {each.name: each for each in classes}
    operations: list[Written | ByHook] = [
        *(named.written(each, by_name) for each in plan.plans),
        *(named.by_hook(each) for each in plan.implemented),
    ]
    operations.sort(key=lambda each: client.api.operations.index(each.operation))
    files = _Files(client)
    typed = [each for each in operations if isinstance(each, Written) or each.raw is None]
    view = view_requests(typed, requests)
    files.render("models.py.jinja", "models.py", view, by_contract=True)
    _edges(files, operations, apis, classes, answers, results.names if plan.returned else ())
    if plan.returned:
        files.render("results.py.jinja", "results.py", results.view())
    _operations(files, operations, apis, told)
    _upstreams(files, plan, apis, handed, sends)
    _package(files, client, workspace, plan, operations, named.settings)
    _security(files, client, plan, named.callers)
    files.add("openapi.json", document)
    page = render(
        f"{_TEMPLATES}/docs/page.html.jinja",
        f"{client.folder}/openapi.yaml",
        view_docs(document, told),
    )
    files.add("docs.html", page.encode())
    for path, content in runtime_modules(files.files).items():
        files.add(f"{files.package}/{path}", content)
    if client.hooks is not None:
        faults += unmade(client.hooks, files.package, files.files)
        if stops(faults):
            return None, tuple(faults)
    tree = FileTree.of(files.files)
    files.add(LOCK, lock_of(client, workspace, plan, tree).text().encode())
    return FileTree.of(files.files), tuple(faults)


class _Files:
    """The files of one folder while they are made."""

    def __init__(self, client: Client) -> None:
        self.files: dict[str, bytes] = {}
        self.package = package_name(client.name)
        self._composition = client.composition.place.document
        self._contract = f"{client.folder}/openapi.yaml"

    def add(self, path: str, content: bytes) -> None:
        self.files[path] = content

    def render(self, template: str, path: str, view: View, *, by_contract: bool = False) -> None:
        """Render a template of the package to the path below it."""
        made_from = self._contract if by_contract else self._composition
        text = render(f"{_TEMPLATES}/package/{template}", made_from, view)
        where = f"{self.package}/{path}"
        try:
            compile(text, where, "exec", dont_inherit=True)
        except SyntaxError as fault:
            raise RuntimeError(f"{template} made {where}, which is no Python") from fault
        self.add(where, text.encode())


def _is_served(operation: Written | ByHook) -> bool:
    """Say whether anything answers an operation."""
    return isinstance(operation, Written) or operation.implemented.is_there


def _edges(
    files: _Files,
    operations: Sequence[Written | ByHook],
    apis: Mapping[str, Api],
    classes: Sequence[WrittenClass],
    answers: AnswerClasses,
    returned: Sequence[str],
) -> None:
    """Write what is answered, and the ports between."""
    view = view_answers(operations, classes, answers.said)
    files.render("answers.py.jinja", "answers.py", view, by_contract=True)
    ports = view_ports(operations, apis, answers.type_of, returned)
    files.render("ports.py.jinja", "ports.py", ports)


def _operations(
    files: _Files,
    operations: Sequence[Written | ByHook],
    apis: Mapping[str, Api],
    going: Mapping[str, Deprecation],
) -> None:
    """Write the modules about operations that something answers."""
    served = [each for each in operations if _is_served(each)]
    for each in served:
        name = f"{each.function}.py"
        if isinstance(each, Written):
            if each.plan.calls:
                sources = view_sources(each, apis)
                files.render("sources/each_operation.py.jinja", f"sources/{name}", sources)
            files.render("plans/each_operation.py.jinja", f"plans/{name}", view_plan(each))
            continue
        if each.asked:
            files.render("sources/each_hook.py.jinja", f"sources/{name}", view_calls(each))
        plan = view_hook_plan(each) if each.raw is None else view_raw_plan(each, each.raw)
        files.render("plans/each_hook.py.jinja", f"plans/{name}", plan)
    for tag in dict.fromkeys(tag_of(each) for each in served):
        inside = [each for each in served if tag_of(each) == tag]
        tags = inside[0].operation.tags
        routes = view_routes(tags[0] if tags else "operations", inside, going)
        files.render("routes/each_tag.py.jinja", f"routes/{tag}.py", routes)


def _upstreams(
    files: _Files,
    plan: ClientPlan,
    apis: Mapping[str, Api],
    handed: Mapping[str, Replies],
    sends: Mapping[str, Sends],
) -> None:
    """Write the modules about services."""
    for name in sorted({each.upstream for each in plan.sent}):
        upstream = view_upstream(name, apis[name], [s for s in plan.sent if s.upstream == name])
        path = f"{upstream_module(name)}.py"
        files.render("upstreams/each_upstream.py.jinja", f"upstreams/{path}", upstream)
    for name, replies in handed.items():
        view = view_uses(name, apis[name], replies)
        files.render("uses/each_upstream.py.jinja", f"uses/{upstream_module(name)}.py", view)
    for name, each in sends.items():
        if each.classes:
            path = f"sends/{upstream_module(name)}.py"
            files.render("sends/each_upstream.py.jinja", path, view_sends(name, apis[name], each))


def _package(
    files: _Files,
    client: Client,
    workspace: Workspace,
    plan: ClientPlan,
    operations: Sequence[Written | ByHook],
    settings: Sequence[WrittenClass],
) -> None:
    """Write what the package says about its client as a whole, and what is copied."""
    served = [each for each in operations if _is_served(each)]
    is_checked = any(b".runtime.check import" in content for content in files.files.values())
    view = view_package(client, workspace, served, plan, settings, is_checked=is_checked)
    names = ["__init__.py", "__main__.py", "app.py", "settings.py", "plans/__init__.py"]
    if any(each.uses for each in plan.implemented):
        names.append("uses/__init__.py")
    if any(path.startswith(f"{files.package}/sends/") for path in files.files):
        names.append("sends/__init__.py")
    for name in names:
        files.render(f"{name}.jinja", name, view)
    if plan.telling is not None:
        files.render("errors.py.jinja", "errors.py", view_errors(plan.telling))
    if settings:
        files.render("config.py.jinja", "config.py", view_config(client, settings))
    text = render(f"{_TEMPLATES}/pyproject.toml.jinja", f"{client.folder}/openapi.yaml", view)
    files.add("pyproject.toml", text.encode())
    text = render(f"{_TEMPLATES}/Dockerfile.jinja", f"{client.folder}/openapi.yaml", view)
    files.add("Dockerfile", text.encode())
    readme = view_readme(client, workspace, plan, view)
    text = render(f"{_TEMPLATES}/README.md.jinja", f"{client.folder}/composition.yaml", readme)
    files.add("README.md", text.encode())
    for path, content in plain_files(f"{_TEMPLATES}/package"):
        if not path.startswith("runtime/"):
            files.add(f"{files.package}/{path}", content)
    for each in client.hooks.files if client.hooks is not None else ():
        files.add(f"{files.package}/{each.path}", each.content)


def _security(files: _Files, client: Client, plan: ClientPlan, callers: CallerClasses) -> None:
    """Write how callers prove who they are, and what is known of them, where anything asks."""
    if client.hooks is not None and client.hooks.has_routers:
        files.render("guards.py.jinja", "guards.py", view_guards(client, plan.schemes))
    if plan.schemes:
        security = view_security(client, plan.schemes)
        files.render("security.py.jinja", "security.py", security, by_contract=True)
        files.render("identity.py.jinja", "identity.py", view_identity(client, callers))

"""Write a client's BFF: a plan in, the files of its folder out.

In:  a client, its plan, the workspace's upstreams, the document that the BFF serves.
Out: a FileTree of generated/<client>/, and findings about what no class can hold.
How: classes first, since every name comes from them; then each template with its view; plain files
     of the runtime as they are. Every Python file is compiled once, so that a fault of ours stops
     the build and not the team.
"""

from collections.abc import Sequence

from bffgen.emit.answers import view_answers
from bffgen.emit.clashing import clashing
from bffgen.emit.classes import AnswerClasses
from bffgen.emit.lock import lock_of
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.naming import operation_type, upstream_module
from bffgen.emit.operation import Written, classes_beside, root_pointer, write_operation
from bffgen.emit.package import package_name, tag_of, view_package
from bffgen.emit.plans import view_plan
from bffgen.emit.ports import view_ports
from bffgen.emit.refused import unheld_parameters
from bffgen.emit.render import plain_files, render
from bffgen.emit.requests import view_requests
from bffgen.emit.routes import view_routes
from bffgen.emit.security import MODULES, view_identity, view_security
from bffgen.emit.sources import view_sources
from bffgen.emit.taken import RequestBodies
from bffgen.emit.upstreams import view_upstream
from bffgen.emit.view import View
from bffgen.model.client import Client, Workspace
from bffgen.model.files import FileTree
from bffgen.model.finding import Finding, stops
from bffgen.model.lock import NAME as LOCK
from bffgen.model.plan import Call, ClientPlan

_TEMPLATES = "bff"


def write_bff(
    client: Client, workspace: Workspace, plan: ClientPlan, document: bytes
) -> tuple[FileTree | None, tuple[Finding, ...]]:
    """Write all files of a client's folder.

    Args:
        document: openapi.json, as the BFF serves it.
    """
    faults = [*clashing(client, workspace, plan), *unheld_parameters(client, plan)]
    answers = AnswerClasses(client.api, classes_beside(plan.plans))
    for each in plan.plans:
        name = f"{operation_type(each.operation)}Body"
        answers.add(root_pointer(each), name, each.operation.name)
    faults += answers.faults
    taken = [(each.operation, each.intake) for each in plan.plans if each.intake is not None]
    requests = RequestBodies(client.requests, (each.operation for each in plan.plans), taken)
    faults += requests.faults
    if stops(faults):
        return None, tuple(faults)
    requests.write()
    classes = write_classes(answers.schemas)
    by_name = {each.name: each for each in classes}
    operations = [
        write_operation(each, client.api, answers, by_name, requests) for each in plan.plans
    ]
    files = _Files(client)
    view = view_requests(operations, requests)
    files.render("models.py.jinja", "models.py", view, by_contract=True)
    _operations(files, workspace, operations, classes, answers)
    _package(files, client, workspace, plan, operations)
    files.add("openapi.json", document)
    tree = FileTree.of(files.files)
    files.add(LOCK, lock_of(client, workspace, plan, tree).text().encode())
    return FileTree.of(files.files), tuple(faults)


class _Files:
    """The files of one folder while they are made."""

    def __init__(self, client: Client) -> None:
        self.files: dict[str, bytes] = {}
        self.package = package_name(client)
        self._composition = f"{client.folder}/composition.yaml"
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


def _operations(
    files: _Files,
    workspace: Workspace,
    operations: Sequence[Written],
    classes: Sequence[WrittenClass],
    answers: AnswerClasses,
) -> None:
    """Write the modules about operations."""
    apis = {each.name: each.api for each in workspace.upstreams}
    view = view_answers(operations, classes, answers.said)
    files.render("answers.py.jinja", "answers.py", view, by_contract=True)
    ports = view_ports(operations, apis, answers.type_of)
    files.render("ports.py.jinja", "ports.py", ports)
    for each in operations:
        name = f"{each.function}.py"
        files.render("sources/each_operation.py.jinja", f"sources/{name}", view_sources(each, apis))
        files.render("plans/each_operation.py.jinja", f"plans/{name}", view_plan(each))
    for tag in dict.fromkeys(tag_of(each) for each in operations):
        inside = [each for each in operations if tag_of(each) == tag]
        tags = inside[0].plan.operation.tags
        routes = view_routes(tags[0] if tags else "operations", inside)
        files.render("routes/each_tag.py.jinja", f"routes/{tag}.py", routes)
    for name, calls in _calls_by_upstream(operations).items():
        upstream = view_upstream(name, apis[name], calls)
        files.render(
            "upstreams/each_upstream.py.jinja", f"upstreams/{upstream_module(name)}.py", upstream
        )


def _calls_by_upstream(operations: Sequence[Written]) -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = {}
    for each in operations:
        for call in each.plan.calls:
            found.setdefault(call.upstream, []).append(call)
    return dict(sorted(found.items()))


def _package(
    files: _Files,
    client: Client,
    workspace: Workspace,
    plan: ClientPlan,
    operations: Sequence[Written],
) -> None:
    """Write what the package says about its client as a whole, and what is copied."""
    schemes = plan.schemes
    view = view_package(client, workspace, operations, plan)
    for name in ("__init__.py", "__main__.py", "app.py", "settings.py", "plans/__init__.py"):
        files.render(f"{name}.jinja", name, view)
    text = render(f"{_TEMPLATES}/pyproject.toml.jinja", f"{client.folder}/openapi.yaml", view)
    files.add("pyproject.toml", text.encode())
    if schemes:
        security = view_security(client, schemes)
        files.render("security.py.jinja", "security.py", security, by_contract=True)
        files.render("identity.py.jinja", "identity.py", view_identity(client))
    for path, content in plain_files(f"{_TEMPLATES}/package"):
        if schemes or path not in MODULES:
            files.add(f"{files.package}/{path}", content)
    if client.hooks is not None:
        files.add(f"{files.package}/hooks.py", client.hooks.content)

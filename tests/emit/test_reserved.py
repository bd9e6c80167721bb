"""Whatever people call their things, no generated module loses a name of its own.

One workspace calls operations, sources, upstreams, tags, members and components by every name that
a generated module has for itself; what is made of it is type-checked, imported and looked into.
"""

import ast
import subprocess
import sys
from collections import Counter

import pytest
from pydantic import BaseModel

from bffgen.emit import naming
from tests.workspaces import built, contract, files, operation, parameter

TEXT = {"type": "string"}
# Names that no source can have are the composition's own words.
SOURCES = sorted(
    naming._LOCAL - {"config", "hooks", "identity", "request"}
    | {"build_thing", "missing", "Email", "Field"}
)
OPERATIONS = sorted(naming._OPERATION | naming._TAG | {"build_thing", "up"})
REQUESTS = sorted(naming._REQUEST | {"fetch"})
UPSTREAMS = sorted(naming._UPSTREAM | {"models", "s3", "orderHistory"})
MEMBERS = sorted(naming._TYPES | naming._MODEL | {"self", "class", "cls", "field", "root", "_id"})
CLASSES = sorted(naming._ANSWER | naming._SOURCE | {"None", "True", "GetThingResponse", "Thing200"})


def an_object(**properties):
    return {"type": "object", "required": list(properties), "properties": properties}


ONE = an_object(n=TEXT)


def answered(number, source):
    upstream = UPSTREAMS[number % len(UPSTREAMS)]
    return {"sources": {source: {"call": f"{upstream}.{REQUESTS[number % len(REQUESTS)]}"}}}


def workspace():
    """Give the files: an operation of every reserved name, and one with the rest of them."""
    rich = dict.fromkeys(MEMBERS, TEXT)
    parts = {f"of{name}": {"$ref": f"#/components/schemas/{name}"} for name in CLASSES}
    found = an_object(**rich, **dict.fromkeys(parts, ONE))
    own = {name: operation(ONE, name, parameters=(), tags=[name]) for name in OPERATIONS}
    thing = operation(
        {"$ref": "#/components/schemas/Thing"},
        parameters=[parameter(name) for name in sorted(naming._TYPES)],
    )
    upstream = contract(
        {f"/{name}": operation(ONE, name, parameters=()) for name in REQUESTS}
        | {
            "/rich": operation(found, "rich", parameters=()),
        }
    )
    composed = {name: answered(n, SOURCES[n % len(SOURCES)]) for n, name in enumerate(OPERATIONS)}
    return files(
        contract(
            {**{f"/{name}": each for name, each in own.items()}, "/thing": thing},
            {**dict.fromkeys(CLASSES, ONE), "Thing": an_object(**rich, **parts)},
        ),
        dict.fromkeys(UPSTREAMS, upstream),
        {**composed, "getThing": {"sources": {"str": {"call": "dict.rich"}}}},
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    outcome, made = built(workspace())
    assert made is not None, outcome.findings
    folder = tmp_path_factory.mktemp("reserved")
    for path, content in made.files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def modules(folder):
    """The modules that are made of names, parsed."""
    paths = [path for path in sorted(folder.rglob("*.py")) if "runtime" not in path.parts]
    assert len(paths) > 4 * len(OPERATIONS) / 2
    return {path.relative_to(folder).as_posix(): ast.parse(path.read_text()) for path in paths}


def bound(body):
    """The names that statements bind in their own scope, each as often as it is bound."""
    for each in body:
        match each:
            case ast.ImportFrom() | ast.Import():
                yield from (alias.asname or alias.name for alias in each.names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield each.name
            case ast.Assign():
                yield from (target.id for target in each.targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name()):
                yield each.target.id


def test_no_scope_binds_a_name_twice(folder):
    for path, tree in modules(folder).items():
        scopes = [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
        for scope in scopes:
            twice = [name for name, count in Counter(bound(scope.body)).items() if count > 1]
            assert not twice, f"{path}: {twice}"


def test_no_argument_or_local_value_covers_what_its_function_uses(folder):
    for path, tree in modules(folder).items():
        own = {*bound(tree.body), *naming._TYPES, "len"}
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        for function in (node for node in ast.walk(tree) if isinstance(node, functions)):
            given = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
            called = {n.func.id for n in ast.walk(function) if isinstance(n, ast.Call)
                      and isinstance(n.func, ast.Name)}  # fmt: skip
            covered = {*given, *bound(function.body)} & own & called
            assert not covered, f"{path}: {function.name}: {covered}"


def run(folder, *command):
    ended = subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_what_is_made_passes_mypy_strict(folder, tmp_path):
    run(folder, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), ".")


SCRIPT = """
import importlib, pkgutil, web_bff
for each in pkgutil.walk_packages(web_bff.__path__, "web_bff."):
    if not each.name.endswith("__main__"):
        importlib.import_module(each.name)
from web_bff.app import create_app
from web_bff.settings import Settings
urls = {name: "https://a.example" for name in Settings.model_fields if name.endswith("_url")}
print(*(route.path for route in create_app(Settings(**urls)).routes))
"""


def test_every_module_is_imported_and_the_app_has_every_operation(folder):
    paths = run(folder, "-c", SCRIPT).split()

    assert {f"/{name}" for name in OPERATIONS} | {"/thing"} <= {*paths}


def test_members_of_models_are_known_by_name():
    assert {name for name in dir(BaseModel) if not name.startswith("_")} == naming._MODEL
    assert not any(name in naming._MODEL | naming._TYPES for name in map(naming.member, MEMBERS))

"""The generated BFFs read, check and behave as if a careful person had written them (STYLE.md 6).

`make lint` and `make types` run each folder's own tools in the folder; here the same tools run once
over all of them, and what no tool asks is asked by syntax.
"""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bffgen import VERSION
from bffgen.model.files import FileTree, difference
from bffgen.tasks.build import build

CLIENTS = ("admin", "mobile", "partner", "web")
SHOWN = 4000


def package(root, client):
    return root / "generated" / client / f"{client}_bff"


def modules(root, client, below="."):
    for path in sorted((package(root, client) / below).rglob("*.py")):
        yield path, ast.parse(path.read_text())


def run(*command, cwd, **environment):
    """Run a tool that must find nothing; give what it says."""
    made = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, f"{made.stdout}{made.stderr}"[-SHOWN:]
    return made.stdout


# --- tools


def test_mypy_finds_nothing_at_its_strictest(root):
    folders = [str(root / "generated" / client) for client in CLIENTS]
    packages = [word for client in CLIENTS for word in ("-p", f"{client}_bff")]
    cache = root / ".cache" / "mypy-generated"

    run(
        "mypy", "--config-file", os.devnull, "--strict", "--cache-dir", str(cache), *packages,
        cwd=root, MYPYPATH=os.pathsep.join(folders),
    )  # fmt: skip


def test_pyright_finds_nothing(root, tmp_path):
    # Paths of a configuration are relative; absolute ones are passed over in silence.
    folders = [os.path.relpath(root / "generated" / client, tmp_path) for client in CLIENTS]
    settings = {
        "include": folders,
        "extraPaths": folders,
        "typeCheckingMode": "basic",
        "enableExperimentalFeatures": True,
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))

    said = run(
        "pyright", "--warnings", "--outputjson", "--pythonpath", sys.executable,
        "-p", str(tmp_path),
        cwd=tmp_path, PYRIGHT_PYTHON_IGNORE_WARNINGS="1",
    )  # fmt: skip

    count = sum(1 for client in CLIENTS for _ in package(root, client).rglob("*.py"))
    assert json.loads(said)["summary"]["filesAnalyzed"] == count


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("word", [("check",), ("format", "--check")])
def test_ruff_finds_nothing_by_the_settings_of_the_folder(root, client, word):
    run("ruff", *word, "--no-cache", ".", cwd=root / "generated" / client)


# --- the same bytes again


def present(folder):
    """Read a folder, what tools leave behind apart."""
    paths = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(p.startswith(".") or p == "__pycache__" for p in path.relative_to(folder).parts)
    ]
    return FileTree.of({p.relative_to(folder).as_posix(): p.read_bytes() for p in paths})


def test_building_on_nothing_gives_what_lies_in_generated_byte_for_byte(root):
    outcome = build(lambda path: (root / path).read_bytes(), lambda _: FileTree())

    assert sorted(each.name for each in outcome.clients) == list(CLIENTS)
    for each in outcome.clients:
        lies = present(root / "generated" / each.name)
        assert not difference(lies, each.tree), difference(lies, each.tree)


def test_the_runtime_is_the_same_bytes_in_every_client_and_those_of_the_template(root):
    template = present(root / "templates/bff/package/runtime")

    assert len(template.files) > 20
    for client in CLIENTS:
        made = present(package(root, client) / "runtime")
        assert set(made.files) <= set(template.files)


def reached(folder):
    """Give the modules of a package's runtime that importing its other files brings."""
    runtime = folder / "runtime"
    waiting = [path for path in folder.rglob("*.py") if runtime not in path.parents]
    found = {"__init__"}
    while waiting:
        path = waiting.pop()
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module and node.level:
                base = path.parents[node.level - 1].joinpath(*node.module.split("."))
                if base.parent == runtime and base.name not in found:
                    found.add(base.name)
                    waiting.append(base.with_suffix(".py"))
    return found


@pytest.mark.parametrize("client", CLIENTS)
def test_a_package_has_the_modules_of_the_runtime_that_it_reaches_and_no_other(root, client):
    folder = package(root, client)

    assert {path.stem for path in (folder / "runtime").glob("*.py")} == reached(folder)


# --- what is written


def defined(root, client):
    for path, tree in modules(root, client):
        if "runtime" not in path.parts:
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                    yield path, node


@pytest.mark.parametrize("client", CLIENTS)
def test_no_class_of_a_body_ends_in_a_digit(root, client):
    names = [
        node.name
        for path, node in defined(root, client)
        if isinstance(node, ast.ClassDef) and not STATUS.search(node.name)
    ]

    assert len(names) > 5
    assert [name for name in names if name[-1].isdigit()] == []


@pytest.mark.parametrize("client", CLIENTS)
def test_everything_public_has_a_docstring(root, client):
    lacking = [
        f"{path.name}: {node.name}"
        for path, node in defined(root, client)
        if not node.name.startswith("_") and ast.get_docstring(node) is None
        and path.name != "hooks.py"
    ]  # fmt: skip

    assert lacking == []


# What ends the name of an answer's class.
STATUS = re.compile(r"[1-5][0-9]{2}$")
# Values of the runtime that a shape function is given or gives.
VALUES = frozenset(("MISSING", "Index", "kept"))


def impurities(function, runtime_names):
    """Give what a shape function does beside building: waits, loops of its own, runtime names."""
    for node in ast.walk(function):
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith | ast.Try | ast.Global):
            yield type(node).__name__
        if isinstance(node, ast.Name) and node.id in runtime_names - VALUES:
            yield node.id


def shape_functions(tree):
    """Give the shape functions of a plan's module, and the names it takes from the runtime."""
    taken = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("runtime")
        for alias in node.names
    }
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node, taken


@pytest.mark.parametrize("client", CLIENTS)
def test_shape_functions_are_pure(root, client):
    found = 0
    for _, tree in modules(root, client, "plans"):
        for function, taken in shape_functions(tree):
            found += 1
            assert function.name.startswith(("build_", "send_"))
            assert list(impurities(function, taken)) == []
    assert found


@pytest.mark.parametrize(
    ("planted", "impurity"),
    [
        ("from ..runtime.call import Call\ndef build_a(c: Call): return c", "Call"),
        ("from ..runtime.call import now\ndef build_a(c): return now()", "now"),
        ("def build_a(c):\n    try: return c\n    except ValueError: return None", "Try"),
    ],
)
def test_a_planted_impurity_is_found(planted, impurity):
    ((function, taken),) = shape_functions(ast.parse(planted))

    assert impurity in list(impurities(function, taken))


@pytest.mark.parametrize("client", CLIENTS)
def test_a_plan_waits_in_one_place_and_catches_nothing(root, client):
    for path, tree in modules(root, client, "plans"):
        for node in ast.walk(tree):
            assert not isinstance(node, ast.Try), path
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.FunctionDef) and n != node]
                assert inner == [], f"{path.name}: {node.name} holds a function"


@pytest.mark.parametrize("client", CLIENTS)
def test_no_line_asks_a_tool_to_look_away(root, client):
    for path in package(root, client).rglob("*.py"):
        for line in path.read_text().splitlines():
            assert "noqa" not in line, path
            assert "type: ignore" not in line, path
            assert "pyright:" not in line, path


@pytest.mark.parametrize("client", CLIENTS)
def test_a_generated_package_needs_no_bffgen(root, client):
    for path, tree in modules(root, client):
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "bffgen" for name in names), path
    assert "bffgen" not in (root / "generated" / client / "pyproject.toml").read_text().replace(
        "made by bffgen", ""
    )


@pytest.mark.parametrize("client", CLIENTS)
def test_a_file_says_what_it_is_made_from_and_the_teams_own_is_untouched(root, client):
    contracts = root / "contracts" / "clients" / client
    for path, _ in modules(root, client):
        first = path.read_text().partition("\n")[0]
        if path.name == "hooks.py":
            assert path.read_bytes() == (contracts / "hooks.py").read_bytes()
        elif "runtime" not in path.parts and first != '"""':
            is_plain = path.name == "__init__.py" and not first.startswith("#")
            made_from = first.removeprefix("# made by bffgen from ").partition(";")[0]
            assert is_plain or (root / made_from).is_file(), path


def test_the_tools_version_stands_in_the_lock_alone(root):
    for client in CLIENTS:
        holders = [
            path.relative_to(root).as_posix()
            for path in Path(root / "generated" / client).rglob("*")
            if path.is_file() and path.suffix in (".py", ".lock") and VERSION in path.read_text()
        ]
        assert holders == [f"generated/{client}/bffgen.lock"]

"""Each package is wrapped by one module, declared where it is used, and used where it is declared.

Reads pyproject.toml and the imports of generator/ and of the runtime that generated BFFs carry.
"""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "generator" / "bffgen"
RUNTIME = ROOT / "templates" / "bff" / "package"

# Package -> the one module that imports it (STYLE.md section 11).
WRAPPERS = {
    "orjson": "model/canonical.py",
    "jsonschema-rs": "proof/validate.py",
    "pyyaml": "contract/yaml.py",
    "openapi-spec-validator": "contract/document.py",
    "pydantic-core": "emit/plain.py",
    "datamodel-code-generator": "emit/models.py",
    "jinja2": "emit/render.py",
    "typer": "cli/flags.py",
    "rich": "cli/screen.py",
    "fastapi": "verify/serve.py",
    "uvicorn": "verify/serve.py",
}
# The same for the runtime of a generated BFF, where a package has one wrapper.
RUNTIME_WRAPPERS = {
    "aiohttp": "runtime/transport_aiohttp.py",
    "jsonschema-rs": "runtime/check.py",
    "pydantic-settings": "runtime/settings.py",
}
IMPORT_NAMES = {"pyyaml": "yaml"}
# What a declared package hands on as its own: the types of the ASGI app, errors of pydantic.
HANDED_ON = {"starlette", "pydantic-core"}


def import_name(package):
    return IMPORT_NAMES.get(package, package.replace("-", "_"))


def packages_of(requirements):
    """Take the names out of requirement lines, normalised."""
    names = (re.match(r"[A-Za-z0-9._-]+", each)[0] for each in requirements)
    return {re.sub(r"[-_.]+", "-", each).lower() for each in names}


def declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    return {
        "main": packages_of(project["project"]["dependencies"]),
        "dev": packages_of(project["project"]["optional-dependencies"]["dev"]),
        "work": packages_of(groups["work"]),
    }


def third_party(source):
    """Give the top names of the packages that a module imports, wherever it does so."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name.split(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names - {"bffgen", "tests"}


def sources(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*.py"))
        if "cases" not in path.relative_to(folder).parts  # the hooks of teams, some not Python
    }


def unwrapped(modules, wrappers):
    """Find imports of a package outside its wrapper."""
    wrapper_of = {import_name(package): where for package, where in wrappers.items()}
    for path, source in modules.items():
        for name in sorted(third_party(source)):
            if path != wrapper_of.get(name, path):
                yield f"{path}: imports {name}, which {wrapper_of[name]} wraps"


def undeclared(modules, allowed):
    """Find imports of packages that are not among the declared ones."""
    names = {import_name(package) for package in allowed}
    for path, source in modules.items():
        for name in sorted(third_party(source) - names):
            yield f"{path}: imports {name}, which is not declared"


def unused(modules, packages):
    """Find declared packages that no module imports."""
    used = set().union(*map(third_party, modules.values()))
    return sorted(each for each in packages if import_name(each) not in used)


def test_one_module_imports_each_package():
    found = list(unwrapped(sources(PACKAGE), WRAPPERS))
    assert not found, "\n".join(found)


def test_one_module_of_the_runtime_imports_each_package_that_it_wraps():
    modules = sources(RUNTIME)
    assert modules
    found = list(unwrapped(modules, RUNTIME_WRAPPERS))
    assert not found, "\n".join(found)


def test_what_bffgen_imports_is_declared_and_the_reverse():
    modules, packages = sources(PACKAGE), declared()["main"]
    found = list(undeclared(modules, packages))
    assert not found, "\n".join(found)
    assert unused(modules, packages) == []


def test_every_declared_package_has_a_wrapper():
    assert declared()["main"] == set(WRAPPERS)


def test_the_packages_of_a_running_bff_are_no_packages_of_bffgen():
    packages = declared()
    assert packages["dev"] & packages["main"] == set()
    used = set().union(*map(third_party, sources(PACKAGE).values()))
    assert {each for each in packages["dev"] if import_name(each) in used} == set()


def test_the_runtime_of_a_bff_imports_what_the_extra_dev_brings():
    allowed = declared()["dev"] | {"fastapi", "uvicorn", "jsonschema-rs"} | HANDED_ON
    found = list(undeclared(sources(RUNTIME), allowed))
    assert not found, "\n".join(found)


def test_tests_import_declared_packages_alone():
    packages = declared()
    allowed = set().union(*packages.values()) | HANDED_ON
    local = {path.stem for path in (ROOT / "tests").rglob("*.py")} | {"bff_package"}
    found = [
        each
        for each in undeclared(sources(ROOT / "tests"), allowed)
        if each.split("imports ")[1].split(",")[0] not in local
    ]
    assert not found, "\n".join(found)


def test_the_generator_of_models_is_pinned_exactly():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = [each for each in project["dependencies"] if "==" in each]
    assert packages_of(pinned) == {"datamodel-code-generator"}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("emit/planted.py", "import yaml"),
        ("emit/planted.py", "from orjson import loads"),
        ("emit/planted.py", "def f():\n    import jinja2.sandbox"),
        ("contract/yaml.py", "import orjson, yaml"),
    ],
)
def test_a_planted_import_is_found(path, source):
    assert list(unwrapped({path: source}, WRAPPERS))


def test_a_planted_undeclared_package_is_found():
    assert list(undeclared({"x.py": "import requests"}, declared()["main"])) == [
        "x.py: imports requests, which is not declared"
    ]


def test_a_planted_unused_package_is_found():
    assert unused({"x.py": "import yaml"}, {"pyyaml", "orjson"}) == ["orjson"]

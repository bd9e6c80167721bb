"""What a command imports: each against a list of what it may, as imports are what a start costs."""

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.processes import python

SHOP = Path(__file__).resolve().parents[1] / "cases" / "bases" / "shop"
# The packages that bffgen wraps, by the names they are imported by.
PACKAGES = frozenset(
    (
        "datamodel_code_generator",
        "fastapi",
        "jinja2",
        "jsonschema_rs",
        "openapi_spec_validator",
        "orjson",
        "pydantic_core",
        "rich",
        "schemathesis",
        "typer",
        "uvicorn",
        "yaml",
    )
)
READING = frozenset(
    (
        "jinja2",
        "jsonschema_rs",
        "openapi_spec_validator",
        "orjson",
        "pydantic_core",
        "typer",
        "yaml",
    )
)
COMPARING = READING - {"jinja2", "openapi_spec_validator"}
CONTRACT = "contracts/clients/web/openapi.yaml"


def imported(folder, *args):
    """Give the modules that a call of bffgen imports, as the interpreter tells them."""
    ran = python("-X", "importtime", *args, folder=folder, NO_COLOR="1")
    lines = [line for line in ran.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines[1:]}


def packages(modules):
    return {name.partition(".")[0] for name in modules} & PACKAGES


def built(root, folder, count=1):
    """Build a workspace so many times, each time of files that seem a minute old."""
    shutil.copytree(SHOP, folder, dirs_exist_ok=True)
    for _ in range(count):
        old = time.time() - 60
        for path in (*folder.rglob("*"), folder):
            os.utime(path, (old, old))
        imported(folder, "-m", "bffgen", "build")
    return folder


def test_a_build_with_nothing_to_do_imports_two_modules_of_its_own(root, tmp_path):
    folder = built(root, tmp_path, count=2)
    # Folders of bffgen count too: where one of its files is seconds old, nothing is known yet.
    deadline = time.monotonic() + 30
    while not (folder / ".bffgen" / "manifest").is_file() and time.monotonic() < deadline:
        imported(folder, "-m", "bffgen", "build")
    empty = tmp_path / "empty.py"
    empty.write_text("")
    bare = imported(folder, "-m", "empty")
    found = imported(folder, "-m", "bffgen", "build")
    assert found - bare == {"bffgen", "bffgen.cli", "bffgen.cli.unchanged"}
    assert not found & {"typer", "jinja2", "datamodel_code_generator", "json", "re", "typing"}


@pytest.mark.parametrize(
    ("args", "allowed"),
    [
        (["--version"], set()),
        (["--help"], {"typer"}),
        (["build", "--help"], READING - {"openapi_spec_validator"}),
        (["build"], READING),
        (["build", "--check"], READING),
        (["diff", "--help"], COMPARING),
        (["diff", CONTRACT, CONTRACT], COMPARING),
    ],
)
def test_a_command_imports_what_it_needs(args, allowed, root, tmp_path):
    """A build whose clients are kept makes no models; none serves, tests or paints."""
    folder = built(root, tmp_path)
    assert packages(imported(folder, "-m", "bffgen", *args)) == allowed


def test_a_build_that_makes_something_is_what_costs(root, tmp_path):
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    found = packages(imported(tmp_path, "-m", "bffgen", "build"))
    assert found == READING | {"datamodel_code_generator"}

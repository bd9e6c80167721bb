"""Negative controls: each planted fault of tests/controls turns the test that it names red.

A control is a patch whose first line says `must fail: <test>`. The patch goes on a copy of the
tree, and the one test is run there, in a process of its own.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONTROLS = sorted((Path(__file__).parent / "controls").glob("*.patch"))
COPIED = ("generator", "templates", "contracts", "tests", "pyproject.toml")
# What no test of a control reads, and what tools leave behind.
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*", "bench", "controls", "corpora")
FAILED = 1  # pytest's code for tests that ran and failed; 2 to 5 say that they did not run


@pytest.fixture(scope="module")
def tree(root, tmp_path_factory):
    """A copy of the tree, to be broken and mended again."""
    folder = tmp_path_factory.mktemp("tree")
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, folder / name)
    return folder


def patched(tree, control, *how):
    arguments = ["git", "apply", "-C1", "--recount", *how, str(control)]
    ended = subprocess.run(arguments, cwd=tree, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{control.name} does not apply any more\n{ended.stderr}"


def named_test(control):
    found = re.match(r"must fail: (tests/\S+\.py::\S+)\n", control.read_text())
    assert found, f"{control.name}: its first line names no test"
    return found[1]


def ran(tree, *tests):
    # A folder of its own: runs beside this one clear away what they find in the common one.
    own = f"--basetemp={tree.with_name('scratch')}"
    # A file that is broken and mended within one second, and as long as before, has a compiled twin
    # that nothing tells apart: none is written.
    ended = subprocess.run(
        [
            sys.executable,
            "-B",
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:randomly",
            "--no-header",
            own,
            *tests,
        ],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.stem)
def test_a_planted_fault_turns_its_test_red(control, tree):
    test = named_test(control)
    patched(tree, control)
    try:
        code, said = ran(tree, test)
    finally:
        patched(tree, control, "--reverse")
    assert code == FAILED, f"{control.stem}: {test} does not see it\n{said}"
    assert re.search(r"^FAILED ", said, re.MULTILINE), said


def test_the_tree_without_a_fault_is_green(tree):
    code, said = ran(tree, *(named_test(control) for control in CONTROLS))
    assert code == 0, said


def test_the_faults_are_planted_in_many_rooms():
    rooms = {
        match[1]
        for control in CONTROLS
        for match in re.finditer(
            r"^\+\+\+ b/(?:generator/bffgen|templates/bff/package)/(\w+)/",
            control.read_text(),
            re.MULTILINE,
        )
    }
    assert len(CONTROLS) >= 8
    assert rooms >= {"compose", "contract", "compat", "report", "emit", "runtime", "cli", "model"}

"""What the cases build is code to live with: one batch of mypy --strict and ruff over all of it.

Hooks that import from their own BFF need it on the path; each such BFF is checked alone.
"""

import os
import shutil
import subprocess
import sys

import pytest

from bffgen.cli.app import run
from tests.test_cases import all_cases, fresh_copy

PACKAGE = "generated/web/web_bff"
WRITTEN = [
    case
    for case in all_cases()
    if case.exit == 0
    and (case.folder / "expected" / "files.txt").is_file()
    and f"{PACKAGE}/app.py" in (case.folder / "expected" / "files.txt").read_text()
]


# Longer than it takes to build all cases.
A_DAY_S = 86_400


def folder_of(case):
    return case.name.replace("/", "_").replace("-", "_")


def imports_its_own(path):
    return path.is_file() and "from web_bff" in path.read_text()


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The folders of the BFFs that the cases build, each below a package name of its own."""
    folder = tmp_path_factory.mktemp("packages")
    with pytest.MonkeyPatch.context() as patch:
        for case in WRITTEN:
            copy = folder / folder_of(case)
            copy.mkdir()
            fresh_copy(case, copy)
            patch.chdir(copy)
            assert run(case.args) == 0
            shutil.rmtree(copy / "contracts")
    return folder


@pytest.fixture(scope="module")
def apart(packages):
    """The packages whose hooks import from them, moved out of the batch."""
    found = [each for each in packages.iterdir() if imports_its_own(each / PACKAGE / "hooks.py")]
    outside = packages.parent / f"{packages.name}-apart"
    outside.mkdir()
    return [each.rename(outside / each.name) / "generated" / "web" for each in found]


def tool(folder, *arguments):
    ended = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_what_the_cases_build_passes_ruff_as_its_own_settings_ask(packages, apart):
    for each in (packages, *apart):
        assert tool(each, "ruff", "check", "--no-cache", ".") == (0, "All checks passed!\n")


def test_what_the_cases_build_is_formatted(packages, apart):
    for each in (packages, *apart):
        code, said = tool(each, "ruff", "format", "--no-cache", "--diff", ".")
        assert code == 0, said


def test_what_the_cases_build_passes_mypy_strict(packages, apart, root):
    cache = root / ".cache" / "mypy-cases"
    settings = ["--strict", "--python-version", "3.11", "--explicit-package-bases"]
    code, said = tool(packages, "mypy", *settings, "--cache-dir", str(cache), ".")
    assert code == 0, said
    for number, each in enumerate(apart):
        # The packages share a name, and mypy takes files of one time and size for the same.
        for path in each.rglob("*.py"):
            seen = path.stat()
            os.utime(path, (seen.st_atime, seen.st_mtime + number * A_DAY_S))
        code, said = tool(each, "mypy", "--strict", "--cache-dir", str(cache), "web_bff")
        assert code == 0, said


def test_what_a_case_builds_can_be_imported(packages, apart):
    names = sorted(path.parent.parent.name for path in packages.glob("*/generated/web"))
    assert len(names) + len(apart) == len(WRITTEN)
    modules = "; ".join(f"import {name}.generated.web.web_bff.app" for name in names)
    ended = subprocess.run(
        [sys.executable, "-c", modules], cwd=packages, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    for each in apart:
        code, said = tool(each, "web_bff.app")
        assert code == 0, said

"""What the cases build is code to live with: one batch of mypy --strict and ruff over all of it."""

import subprocess
import sys

import pytest

from bffgen.cli.app import run
from tests.test_cases import all_cases, fresh_copy

WRITTEN = [case for case in all_cases() if case.exit == 0]


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The folders of the BFFs that the cases build, each below a package name of its own."""
    folder = tmp_path_factory.mktemp("packages")
    with pytest.MonkeyPatch.context() as patch:
        for case in WRITTEN:
            copy = folder / case.name.replace("/", "_").replace("-", "_")
            copy.mkdir()
            fresh_copy(case, copy)
            patch.chdir(copy)
            assert run(case.args) == 0
    return folder


def tool(folder, *arguments):
    ended = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_what_the_cases_build_passes_ruff_as_its_own_settings_ask(packages):
    assert tool(packages, "ruff", "check", "--no-cache", ".") == (0, "All checks passed!\n")


def test_what_the_cases_build_is_formatted(packages):
    code, said = tool(packages, "ruff", "format", "--no-cache", "--diff", ".")
    assert code == 0, said


def test_what_the_cases_build_passes_mypy_strict(packages, root):
    cache = root / ".cache" / "mypy-cases"
    settings = ["--strict", "--python-version", "3.11", "--explicit-package-bases"]
    code, said = tool(packages, "mypy", *settings, "--cache-dir", str(cache), ".")
    assert code == 0, said


def test_what_a_case_builds_can_be_imported(packages):
    names = sorted(path.parent.parent.name for path in packages.glob("*/generated/web"))
    assert len(names) == len(WRITTEN)
    modules = "; ".join(f"import {name}.generated.web.web_bff.app" for name in names)
    ended = subprocess.run(
        [sys.executable, "-c", modules], cwd=packages, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr

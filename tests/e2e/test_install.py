"""What is shipped is whole: a wheel, made of the source archive, works from any folder."""

import io
import os
import subprocess
import sys
import tarfile
import zipfile

import pytest

import bffgen


def run(*command, cwd, **environ):
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The wheel, built of nothing but the source archive, as an installer builds it."""
    folder = tmp_path_factory.mktemp("shipped")
    run("-m", "hatchling", "build", "-t", "sdist", "-d", str(folder), cwd=root)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    (unpacked,) = (each for each in folder.iterdir() if each.is_dir())
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=unpacked)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(io.BytesIO(built.read_bytes()))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder as an installer leaves it: the wheel's files and nothing of this tree."""
    folder = tmp_path_factory.mktemp("installed")
    wheel.extractall(folder)
    return folder


def files_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_module_and_template_and_nothing_else(root, wheel):
    held = {each: wheel.read(each) for each in wheel.namelist() if ".dist-info/" not in each}
    expected = {
        f"bffgen/{path}": content
        for path, content in files_below(root / "generator" / "bffgen").items()
    } | {
        f"bffgen/templates/{path}": content
        for path, content in files_below(root / "templates").items()
    }
    assert held.keys() == expected.keys()
    assert held == expected


def test_the_wheel_names_licence_version_and_command(wheel):
    metadata = {each.split("/")[-1]: wheel.read(each).decode() for each in wheel.namelist()}
    assert f"\nVersion: {bffgen.VERSION}\n" in metadata["METADATA"]
    assert "\nLicense-Expression: Apache-2.0\n" in metadata["METADATA"]
    assert "bffgen = bffgen.__main__:main" in metadata["entry_points.txt"]
    assert "Apache License" in metadata["LICENSE"]


def test_an_installed_package_is_imported_from_where_it_lies(installed, tmp_path):
    script = "import bffgen.report.text; print(bffgen.__file__)"
    where = run("-c", script, cwd=tmp_path, PYTHONPATH=str(installed))
    assert where.strip() == str(installed / "bffgen" / "__init__.py")

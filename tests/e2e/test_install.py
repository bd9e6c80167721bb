"""What is shipped is whole: a wheel, made of the source archive, works from any folder."""

import io
import os
import subprocess
import sys
import sysconfig
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
def archive(root, tmp_path_factory):
    """The wheel, built of nothing but the source archive, as an installer builds it."""
    folder = tmp_path_factory.mktemp("shipped")
    run("-m", "hatchling", "build", "-t", "sdist", "-d", str(folder), cwd=root)
    (source,) = folder.glob("*.tar.gz")
    with tarfile.open(source) as opened:
        # As an attribute: the argument is not known to each 3.11, and 3.12 warns without it.
        opened.extraction_filter = getattr(tarfile, "data_filter", None)
        opened.extractall(folder)
    (unpacked,) = (each for each in folder.iterdir() if each.is_dir())
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=unpacked)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def wheel(archive):
    """The files of the wheel."""
    return zipfile.ZipFile(io.BytesIO(archive.read_bytes()))


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


@pytest.fixture(scope="module")
def clean(archive, tmp_path_factory):
    """An environment of its own with the wheel in it; the packages it asks for are this one's."""
    folder = tmp_path_factory.mktemp("clean")
    run("-m", "venv", str(folder / "venv"), cwd=folder)
    (purelib,) = (folder / "venv").glob("lib/python*/site-packages")
    # A path in a .pth file is searched, and its own .pth files, as an editable install's, are not.
    (purelib / "packages.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    install = ("-m", "pip", "install", "--no-deps", "--no-index", "--quiet", str(archive))
    subprocess.run([str(folder / "venv/bin/python"), *install], cwd=folder, env=bare(), check=True)
    return folder / "venv" / "bin" / "bffgen"


def bare():
    """The environment of the process, without a path to this tree."""
    return {name: each for name, each in os.environ.items() if name != "PYTHONPATH"}


def test_the_example_is_begun_and_built_outside_the_repository(clean, root, tmp_path):
    script = f"{clean} init shop --example storefront && cd shop && {clean} build"
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=bare(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("shop: ")
    shop = tmp_path / "shop"
    assert files_below(shop / "contracts") == files_below(root / "contracts")
    made = {path: each for path, each in files_below(root / "generated").items() if _is_made(path)}
    assert files_below(shop / "generated") == made
    assert (shop / "README.md").read_text().startswith("# shop\n")
    assert ".bffgen/\n" in (shop / ".gitignore").read_text()


def _is_made(path):
    """Whether a file of generated/ is bffgen's: tools leave caches there."""
    return not any(part.startswith(".") for part in path.split("/")[:-1])


def test_the_wheel_holds_every_module_template_and_example_and_nothing_else(root, wheel):
    held = {each: wheel.read(each) for each in wheel.namelist() if ".dist-info/" not in each}
    expected = (
        {
            f"bffgen/{path}": content
            for path, content in files_below(root / "generator" / "bffgen").items()
        }
        | {
            f"bffgen/templates/{path}": content
            for path, content in files_below(root / "templates").items()
        }
        | {
            f"bffgen/examples/storefront/{path}": content
            for path, content in files_below(root / "contracts").items()
        }
    )
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

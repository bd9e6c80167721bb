"""`bffgen init` writes a workspace that builds, into a folder that was empty, or nothing at all."""

from pathlib import Path

import pytest

from bffgen.cli.app import run
from tests.processes import python

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_storefront_is_begun_whole_and_the_next_steps_are_told(here, capsys):
    assert run(["init", "shop", "--example", "storefront"]) == 0
    screen = capsys.readouterr()
    assert screen.err == ""
    first, *steps = screen.out.splitlines()
    assert first.startswith("shop: ")
    assert first.endswith(" upstreams")
    assert steps == ["next:", "  cd shop", "  bffgen build", "  bffgen dev web"]
    example = {f"contracts/{path}": each for path, each in files_of(ROOT / "contracts").items()}
    assert files_of(here / "shop").keys() == {*example, "README.md", ".gitignore"}
    readme = (here / "shop/README.md").read_text()
    assert readme.startswith("# shop\n")
    assert "`web`, `mobile`" in readme
    assert "`catalog`" in readme


def test_what_was_begun_builds(here, monkeypatch, capsys):
    assert run(["init", "shop", "--example", "storefront"]) == 0
    monkeypatch.chdir(here / "shop")
    assert run(["build"]) == 0
    assert run(["build", "--check"]) == 0
    assert capsys.readouterr().out.endswith("generated/ is what contracts/ say\n")


def test_an_empty_folder_is_as_good_as_a_new_one(here, monkeypatch, capsys):
    (here / "empty").mkdir()
    monkeypatch.chdir(here / "empty")
    assert run(["init", "--example", "storefront"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("empty: ")
    assert "cd " not in out
    assert (here / "empty/contracts/bffgen.yaml").is_file()


def test_a_deep_folder_is_made(here):
    assert run(["init", "a/b/c", "--example", "storefront"]) == 0
    assert (here / "a/b/c/contracts/bffgen.yaml").is_file()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (
            ["shop", "--example", "storefront"],
            "shop is not empty; name a new folder, or an empty one",
        ),
        (["file", "--example", "storefront"], "file is a file; name a new folder"),
        (["file/new", "--example", "storefront"], "file/new cannot be written: not a directory"),
        (
            ["new", "--example", "shopfront"],
            "no example is called `shopfront`: `--example storefront`",
        ),
        (["new"], "a workspace begins with an example: `--example storefront`"),
    ],
)
def test_a_wrong_call_writes_nothing(argv, said, here, capsys):
    (here / "shop").mkdir()
    (here / "shop/notes.txt").write_text("ours\n")
    (here / "file").write_text("ours\n")
    before = files_of(here)
    assert run(["init", *argv]) == 2
    assert capsys.readouterr().err == f"bffgen: {said}\n"
    assert files_of(here) == before
    assert not (here / "new").exists()


LIMITED = """
import resource, sys
from bffgen.__main__ import main
sys.dont_write_bytecode = True  # what is cut off would be run by every test to come
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
main()
"""


@pytest.mark.parametrize("is_new", [True, False])
def test_a_full_disk_leaves_nothing_behind(is_new, here):
    if not is_new:
        (here / "shop").mkdir()
    ran = python("-c", LIMITED, "init", "shop", "--example", "storefront")
    assert ran.returncode == 2
    assert ran.stderr == "bffgen: shop cannot be written: file too large\n"
    assert (here / "shop").exists() == (not is_new)
    assert files_of(here) == {}

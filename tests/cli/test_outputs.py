"""The files of `-o` are whole at every moment, each the former one or the new one."""

import json
import os
import stat

import pytest

from bffgen.cli import put as module
from bffgen.cli.put import NotWritten
from bffgen.cli.put import put as put_files
from tests.cli.repository import put
from tests.processes import python, shell

CONTRACT = """openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a:
    get: {responses: {"200": {description: d, content: {application/json: {schema: SCHEMA}}}}}
"""
# Writes two files below argv[1], and dies at its argv[2]-th change of the disk.
WRITER = """
import os, signal, sys
from pathlib import Path
from bffgen.cli.put import put
root, last, seen = Path(sys.argv[1]), int(sys.argv[2]), 0
CHANGES = {"os.mkdir", "os.link", "os.rename", "os.remove", "os.chmod", "os.truncate"}

def count(event, args):
    global seen
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
    if (event in CHANGES or writes) and str(root) in str(args[0]):
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
put((root / name, name, b"new") for name in ("one", "two"))
print(seen)
"""
LIMITED = """
import resource, sys
from bffgen.__main__ import main
sys.dont_write_bytecode = True  # what is cut off would be run by every test to come
resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))
main()
"""


@pytest.fixture
def sides(tmp_path):
    put(tmp_path, {"a.yaml": CONTRACT.replace("SCHEMA", "{type: string}")})
    put(tmp_path, {"b.yaml": CONTRACT.replace("SCHEMA", "{type: integer}")})
    return "a.yaml", "b.yaml"


def held(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_files_that_are_killed_at_any_moment_are_whole(tmp_path):
    states, event = [], 0
    while not states or states[-1][0] != 0:
        event += 1
        put(tmp_path, {"one": "former", "two": "former"})
        ran = python("-c", WRITER, str(tmp_path), str(event), folder=tmp_path)
        states.append(
            (ran.returncode, (tmp_path / "one").read_text(), (tmp_path / "two").read_text())
        )
        for left in tmp_path.glob(".*"):
            left.unlink()
    assert {code for code, _, _ in states} == {-9, 0}
    found = [files for _, *files in states]
    assert found == sorted(found), "first all former ones, then one new one, then both"
    assert found[0] == ["former", "former"] != found[-1] == ["new", "new"]
    assert found.count(["former", "former"]) > 4


def test_a_full_disk_leaves_all_of_the_former_files(tmp_path, sides):
    put(tmp_path, {"out/x.txt": "former", "out/x.json": "former"})
    outputs = ("-o", "text=out/x.txt", "-o", "json=out/x.json", "-o", "sarif=out/x.sarif")
    ran = python("-c", LIMITED, "diff", *sides, *outputs, folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "bffgen: out/x.json cannot be written: file too large\n"
    assert held(tmp_path / "out") == {"x.txt": "former", "x.json": "former"}


def test_a_file_keeps_its_rights_and_a_link_leads_on(bffgen, tmp_path, sides):
    put(tmp_path, {"out/x.json": "former"})
    (tmp_path / "out/x.json").chmod(0o604)
    (tmp_path / "out/link").symlink_to("x.json")
    (tmp_path / "out/new").symlink_to("y.json")
    for name in ("link", "new"):
        assert bffgen("diff", *sides, "-o", f"json=out/{name}")[0] == 1
    assert json.loads((tmp_path / "out/y.json").read_text())["summary"]["breaks"]
    assert held(tmp_path / "out")["x.json"] == held(tmp_path / "out")["y.json"]
    assert stat.S_IMODE((tmp_path / "out/x.json").stat().st_mode) == 0o604
    assert sorted(held(tmp_path / "out")) == ["link", "new", "x.json", "y.json"]


def test_a_name_as_long_as_a_name_may_be_is_written(bffgen, tmp_path, sides):
    name = "\u00e4" * 125 + ".json"
    assert bffgen("diff", *sides, "-o", f"json=out/{name}")[0] == 1
    assert list(held(tmp_path / "out")) == [name]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("-o json=/dev/null", ""),
        ("-o json=>(cat)", "{"),
        ("-o json=/dev/stdout | cat", "{"),
        ("-o json=/dev/stdout >out; cat out", "{"),
        ("-o json=/dev/fd/3 3>out; cat out", "{"),
        ("-o json=pipe & cat pipe", "{"),
        ("-o json=/dev/full", ""),
    ],
)
def test_what_is_no_file_is_written_to(tmp_path, sides, command, said):
    os.mkfifo(tmp_path / "pipe")
    ran = shell(f"bffgen diff {' '.join(sides)} {command}", folder=tmp_path, limit_s=60)
    full = "bffgen: /dev/full cannot be written: no space left on device\n"
    assert ran.stderr == (full if "full" in command else "")
    assert ran.stdout[:1] == said
    assert (tmp_path / "pipe").is_fifo()
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


@pytest.mark.parametrize("step", ["_fill", "replace"])
def test_where_nothing_may_be_made_beside_the_file_itself_is_written(tmp_path, monkeypatch, step):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module if step == "_fill" else module.Path, step, refuse)
    put(tmp_path, {"one": "former"})
    put_files([(tmp_path / "one", "one", b"new")])
    assert held(tmp_path) == {"one": "new"}


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("loop", "too many levels of symbolic links"),
        ("folder", "is a directory"),
        ("one/x", "not a directory"),
        ("none/x", "no such file or directory"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_else_is_written(tmp_path, path, why):
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    put(tmp_path, {"one": "former"})
    files = [(tmp_path / each, each, b"new") for each in ("one", path)]
    with pytest.raises(NotWritten, match=f"^{path} cannot be written: {why}$"):
        put_files(files)
    assert (tmp_path / "one").read_text() == "former"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "loop", "one"]

"""The same contracts give the same bytes and the same screen, in any process and any place."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.cli.repository import git, put
from tests.processes import python
from tests.test_cases import all_cases, fresh_copy

# Hash seeds order sets differently; 0 turns the randomness off.
SEEDS = ("0", "1", "4242")
FOLDERS = ("here", "a folder/with a longer name")
BROKEN = ("upstreams/catalog/schemas.yaml", "type: string", "type: number")


def built(root, folder, seed, break_it, *args, **environ):
    """Build a copy of the storefront in a process of its own; give code, screens and files."""
    shutil.copytree(root / "contracts", folder / "contracts")
    if break_it:
        name, was, is_now = BROKEN
        path = folder / "contracts" / name
        path.write_text(path.read_text().replace(was, is_now))
    ended = subprocess.run(
        [sys.executable, "-m", "bffgen", "build", *args],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(root / "generator"),
            **environ,
        },
        capture_output=True,
        check=False,
    )
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder / "generated").rglob("*")
        if path.is_file()
    }
    return ended.returncode, ended.stdout, ended.stderr, files


@pytest.mark.parametrize(("break_it", "code"), [(False, 0), (True, 1)])
def test_hash_seeds_and_folders_change_no_byte_and_no_screen(break_it, code, root, tmp_path):
    runs = []
    for number, seed in enumerate(SEEDS):
        folder = tmp_path / str(number) / FOLDERS[number % len(FOLDERS)]
        folder.mkdir(parents=True)
        runs.append(built(root, folder, seed, break_it))
    assert runs[0][0] == code
    assert bool(runs[0][3]) == (code == 0)
    assert len(runs[0][2].decode().split("\n\n")) > 1 or code == 0
    assert runs[1:] == runs[:1] * (len(SEEDS) - 1)


# One process runs command lines in their folders, and tells code and screens of each.
MANY = """
import io, json, os, sys
from bffgen.cli.app import run

told = []
for folder, args in json.load(sys.stdin):
    os.chdir(folder)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    sys.stdout, sys.stderr = out, err
    code = run(args)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    for stream in (out, err):
        stream.flush()
    told.append((code, *(stream.buffer.getvalue().decode() for stream in (out, err))))
json.dump(told, sys.stdout)
"""
WRITTEN = ("json", "markdown", "github", "gitlab", "sarif", "junit")
OUTPUTS = ("-f", "text", *(flag for form in WRITTEN for flag in ("-o", f"{form}=told/{form}")))
# What is felt all over a contract: types, members, parameters, names.
EDITS = (
    ("type: string", "type: [string, number, 'null', boolean]"),
    ("required: [", "required: [extra, another, "),
    ("required: true", "required: false"),
    ("operationId: ", "deprecated: true\n      operationId: all"),
)


def many(root, calls, seed):
    """Run command lines, each in a folder, in one process of a hash seed."""
    ended = subprocess.run(
        [sys.executable, "-c", MANY],
        input=json.dumps([(str(folder), args) for folder, args in calls]),
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    reports = [
        {path.name: path.read_bytes() for path in (folder / "told").iterdir()}
        for folder, _ in calls
        if (folder / "told").is_dir()
    ]
    return json.loads(ended.stdout), reports


def compared(root, folder, seed):
    """Compare the documents of every case of `diff`, and tell it in all formats."""
    calls = []
    for case in all_cases():
        if case.args[0] == "diff" and not {"-f", "-o"} & {*case.args}:
            (folder / case.name).mkdir(parents=True)
            fresh_copy(case, folder / case.name)
            calls.append((folder / case.name, [*case.args, "--pure", *OUTPUTS]))
    return many(root, calls, seed)


def checked(root, folder, seed):
    """Check every client of the storefront after EDITS, and tell it in all formats."""
    shutil.copytree(root / "contracts", folder / "contracts")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    for path in folder.glob("contracts/clients/*/openapi.yaml"):
        text = path.read_text()
        for was, is_now in EDITS:
            text = text.replace(was, is_now)
        put(folder, {path: text})
    flags = "--against", "git:HEAD", "--fail-on", "risky", "--pure", "--no-memory"
    return many(root, [(folder, ["check", *flags, *OUTPUTS])], seed)


@pytest.mark.parametrize("asked", [compared, checked])
def test_hash_seeds_and_folders_change_nothing_of_what_is_told_of_a_comparison(
    asked, root, tmp_path
):
    runs = []
    for number, seed in enumerate(SEEDS):
        folder = tmp_path / str(number) / FOLDERS[number % len(FOLDERS)]
        folder.mkdir(parents=True)
        runs.append(asked(root, folder, seed))
    screens, reports = runs[0]
    assert {1} <= {code for code, _, _ in screens} <= {0, 1, 2}
    assert all(each.keys() == {*WRITTEN} for each in reports)
    assert sum(len(each["json"]) for each in reports) > 100_000
    assert runs[1:] == runs[:1] * (len(SEEDS) - 1)


# What a machine may be set to; a home that is no folder is one that nothing can be written to.
MACHINES = {
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "the locale C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "another locale": {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "a home that cannot be written": {"HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null"},
    "no colours, a narrow screen": {"NO_COLOR": "1", "COLUMNS": "20", "TERM": "dumb"},
    "another day": {"SOURCE_DATE_EPOCH": "0"},
}


@pytest.mark.parametrize("break_it", [False, True])
def test_the_machine_changes_no_byte_and_no_screen(break_it, root, tmp_path):
    here = built(root, tmp_path / "here", "0", break_it)
    for name, environ in MACHINES.items():
        assert built(root, tmp_path / name, "0", break_it, **environ) == here, name


@pytest.mark.parametrize("break_it", [False, True])
def test_so_many_processes_as_one_likes_change_no_byte_and_no_screen(break_it, root, tmp_path):
    here = built(root, tmp_path / "1", "0", break_it)
    for count in ("2", "7"):
        assert built(root, tmp_path / count, "0", break_it, "--jobs", count) == here, count


def test_files_are_readable_whatever_the_mask_of_the_process(root, tmp_path):
    """The image or the colleague that takes them over is somebody else."""
    shutil.copytree(root / "contracts", tmp_path / "contracts")
    command = f"umask 077; '{sys.executable}' -m bffgen build web"
    environ = {**os.environ, "PYTHONPATH": str(root / "generator")}
    subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environ, check=True, capture_output=True
    )
    modes = {
        path.stat().st_mode & 0o777
        for path in (tmp_path / "generated").rglob("*")
        if path.is_file()
    }
    assert modes == {0o644}


def test_no_path_of_the_machine_is_in_what_is_written(root, tmp_path):
    _, out, err, files = built(root, tmp_path, "0", break_it=False)
    for content in (out, err, *files.values()):
        assert str(tmp_path).encode() not in content
        assert str(root).encode() not in content


def test_generated_is_what_the_contracts_say(root, tmp_path):
    shutil.copytree(root / "generated", tmp_path / "generated")
    shutil.copytree(root / "contracts", tmp_path / "contracts")
    ended = python("-m", "bffgen", "build", "--check", folder=tmp_path)
    assert ended.returncode == 0, ended.stdout[:2000] + ended.stderr

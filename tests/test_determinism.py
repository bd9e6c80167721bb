"""The same contracts give the same bytes and the same screen, in any process and any place."""

import os
import shutil
import subprocess
import sys

import pytest

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
    ended = subprocess.run(
        [sys.executable, "-m", "bffgen", "build", "--check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[:2000] + ended.stderr

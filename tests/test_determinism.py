"""The same contracts give the same bytes and the same screen, in any process and any folder."""

import os
import shutil
import subprocess
import sys

import pytest

# Hash seeds order sets differently; 0 turns the randomness off.
SEEDS = ("0", "1", "4242")
FOLDERS = ("here", "a folder/with a longer name")
BROKEN = ("upstreams/catalog/schemas.yaml", "type: string", "type: number")


def built(root, folder, seed, break_it):
    """Build a copy of the storefront in a process of its own; give code, screens and files."""
    shutil.copytree(root / "contracts", folder / "contracts")
    if break_it:
        name, was, is_now = BROKEN
        path = folder / "contracts" / name
        path.write_text(path.read_text().replace(was, is_now))
    ended = subprocess.run(
        [sys.executable, "-m", "bffgen", "build"],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "generator")},
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

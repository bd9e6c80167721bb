"""What it costs to start: CPU of a process, as a ratio to `python -c pass`; figures, no gates.

Each command is run in turn with the bare interpreter, so that a busy machine slows both. CPU is
user and system time of the child. The storefront is built by a copy of bffgen with its bytecode in
place, as an installation has it.
"""

import os
import shutil
import subprocess
import sys
import time
from statistics import median

import pytest

PAIRS = 21
ENTRY = "import sys; from bffgen.__main__ import main; main()"


def cpu_s(command, folder, environ):
    """Run a command to its end and give its CPU in seconds."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=folder, env=environ, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return used.ru_utime + used.ru_stime


def pairs(command, folder, environ, *, touched=None):
    """Measure a command and the bare interpreter in turn; medians in seconds."""
    rows = []
    for _ in range(PAIRS):
        if touched:
            touched.touch()
        rows.append((cpu_s(command, folder, environ), cpu_s(["-c", "pass"], folder, environ)))
    return median(row[0] for row in rows), median(row[1] for row in rows)


@pytest.fixture(scope="module")
def shop(root, tmp_path_factory):
    """The storefront, built and unchanged, with the environment to build it in."""
    base = tmp_path_factory.mktemp("start")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("generator", "templates"):
        shutil.copytree(root / name, base / "own" / name, ignore=ignored)
    shutil.copytree(root / "contracts", base / "shop" / "contracts", ignore=ignored)
    environ = {**os.environ, "PYTHONPATH": str(base / "own" / "generator")}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for _ in range(3):
        old = time.time() - 60
        for path in base.rglob("*"):
            os.utime(path, (old, old))
        cpu_s(["-m", "bffgen", "build"], base / "shop", environ)
    assert (base / "shop/.bffgen/manifest").is_file()
    return base / "shop", environ


@pytest.mark.bench
def test_the_ratios_of_a_start_are_printed(shop):
    folder, environ = shop
    rows = len((folder / ".bffgen/manifest").read_text().splitlines())
    print(f"\nCPU in ms of {PAIRS} pairs, ratio to `python -c pass`; {rows} rows of a manifest")
    for said, command in (
        ("bffgen build, unchanged", ["-c", ENTRY, "build"]),
        ("python -m bffgen build, unchanged", ["-m", "bffgen", "build"]),
        ("bffgen build --check, unchanged", ["-c", ENTRY, "build", "--check"]),
        ("bffgen --version", ["-c", ENTRY, "--version"]),
        ("bffgen --help", ["-c", ENTRY, "--help"]),
        ("bffgen build --help", ["-c", ENTRY, "build", "--help"]),
    ):
        ours, bare = pairs(command, folder, environ)
        print(f"{said:<36} {ours * 1000:7.1f}  {ours / bare:6.2f}x")
    ours, bare = pairs(["-c", ENTRY, "build"], folder, environ, touched=folder / "contracts")
    print(f"{'bffgen build, a folder touched':<36} {ours * 1000:7.1f}  {ours / bare:6.2f}x")

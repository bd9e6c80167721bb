"""Processes of Python, and lines of bash, with the generator of this tree and with these tests.

In:  what the interpreter is given, a folder, settings of the environment.
Out: the process as it ended, its screens as text.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ("0", "1", "4242")
# A process that hangs must not hang the run.
LIMIT_S = 600


def python(*args, folder=None, limit_s=LIMIT_S, **environ):
    """Run Python to its end, however it ends."""
    return _ended([sys.executable, *args], folder, limit_s, environ)


def shell(line, *, folder=None, limit_s=LIMIT_S):
    """Run a line of bash whose first `bffgen` is this one."""
    ours = f"'{sys.executable}' -m bffgen"
    command = ["bash", "-o", "pipefail", "-c", line.replace("bffgen", ours, 1)]
    return _ended(command, folder, limit_s, {})


def told_under_seeds(*args, folder=None):
    """Give the different texts that processes print which order their sets differently."""
    return {python(*args, folder=folder, PYTHONHASHSEED=seed).stdout for seed in SEEDS}


def _ended(command, folder, limit_s, environ):
    path = os.pathsep.join((str(ROOT / "generator"), str(ROOT)))
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=limit_s,
    )

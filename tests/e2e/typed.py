"""What type checkers find in BFFs that a test has built beside each other.

In:  a folder with a BFF in each of its folders.
Out: the names of the files with a fault, by folder.
How: a checker reads the packages that a BFF runs on once, whatever the number of BFFs: most of its
     time goes there (10 s of pyright, 3.5 s of mypy).
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def tell_apart(root: Path) -> None:
    """Give the files of each folder a time of their own, so that one cache serves all.

    mypy tells files of one path apart by their size and whole seconds.
    """
    for number, folder in enumerate(sorted(root.iterdir())):
        for path in folder.rglob("*.py"):
            os.utime(path, (number, number))


def _run(*command: str, cwd: Path) -> str:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False
    ).stdout


def mypy(folder: Path, cache: Path) -> set[str]:
    """Give the files of a folder in which mypy finds a fault."""
    said = _run("mypy", "--strict", "--cache-dir", str(cache), ".", cwd=folder)
    assert re.search(r"^(Success: no|Found \d+ error)", said, re.MULTILINE), said
    return {Path(line.partition(":")[0]).name for line in said.splitlines() if ": error:" in line}


def pyright(root: Path, names: Sequence[str]) -> dict[str, set[str]]:
    """Give the files in which pyright finds a fault, by the folder they lie in; one run for all."""
    settings = {
        "executionEnvironments": [{"root": name} for name in names],
        "typeCheckingMode": "basic",
        "enableExperimentalFeatures": True,
    }
    (root / "pyrightconfig.json").write_text(json.dumps(settings))
    said = _run("pyright", "--outputjson", "--pythonpath", sys.executable, "-p", ".", cwd=root)
    told = json.loads(said)
    assert told["summary"]["filesAnalyzed"] >= len(names), said
    found: dict[str, set[str]] = {name: set() for name in names}
    for each in told["generalDiagnostics"]:
        path = Path(each["file"])
        found[path.relative_to(root).parts[0]].add(path.name)
    return found

"""The rooms of generator/bffgen: who may import whom, who may touch the world; how long files are.

Every rule is a function from modules to the sentences that break it, so that the planted modules
below go through the very code that reads the tree.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "generator" / "bffgen"

VERBS = frozenset(
    ("contract", "compat", "govern", "compose", "emit", "verify", "publish", "report")
)
# What a room may import beside itself; a verb imports no other verb.
MAY_IMPORT = {
    "model": frozenset(),
    "proof": frozenset(("model",)),
    **dict.fromkeys(VERBS, frozenset(("model", "proof"))),
    "tasks": frozenset((*VERBS, "proof", "model")),
    "cli": frozenset(("tasks", "report", "model")),
    # The fast path and the entry: no room, and imported by none.
    "__main__": frozenset(("cli",)),
}

FILES = frozenset(("os", "pathlib", "io", "shutil", "tempfile", "glob", "fileinput"))
CLOCK = frozenset(("time", "sched", "signal"))
PROCESSES = frozenset(("subprocess", "multiprocessing", "threading", "concurrent", "asyncio"))
NETWORK = frozenset(
    ("socket", "socketserver", "ssl", "select", "selectors", "http", "urllib", "ftplib", "smtplib")
)
WORLD = FILES | CLOCK | PROCESSES | NETWORK | {"sys", "platform", "getpass", "locale"}
# Path arithmetic, quoting and buffers touch nothing.
PURE = frozenset(("pathlib.PurePosixPath", "urllib.parse", "io.StringIO", "io.BytesIO"))
# Room or module -> what it may touch (STYLE.md 2.3); everywhere else it is an argument.
MAY_TOUCH = {
    "contract": FILES,
    "compat/rule.py": frozenset(("pathlib",)),  # the only module that knows where pages lie
    "compose/rule.py": frozenset(("pathlib",)),  # likewise, of what a build finds
    "contract/git.py": frozenset(("pathlib", "subprocess")),  # alone asks git
    # Alone fetches, and gives up what trickles without an end.
    "contract/pull.py": FILES | NETWORK | PROCESSES | CLOCK,
    "emit/render.py": frozenset(("pathlib",)),  # the only module that knows where templates lie
    "publish/store.py": FILES,
    "verify": FILES | NETWORK | PROCESSES | CLOCK | {"sys"},
    "cli": WORLD,
    "__main__.py": frozenset(("os", "sys")),
}
# Calls that read the clock, draw a number or speak, whatever they are imported as.
CLOCK_CALLS = frozenset(("today", "now", "utcnow"))
SPEAKING_CALLS = frozenset(("print", "input", "open", "breakpoint"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module of the package: `model/place.py` with its syntax and its source lines."""

    path: str
    tree: ast.Module
    lines: tuple[str, ...]
    imports: tuple[tuple[str, ast.AST], ...]

    @property
    def room(self):
        return self.path.split("/")[0].removesuffix(".py")

    @property
    def name(self):
        return dotted(self.path)


def dotted(path):
    parts = ["bffgen", *path.removesuffix(".py").split("/")]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def module(path, source):
    tree = ast.parse(source)
    targets = tuple(
        (target, node) for node in ast.walk(tree) for target in imported(node, dotted(path), path)
    )
    return Module(path=path, tree=tree, lines=tuple(source.splitlines()), imports=targets)


def imported(node, name, path):
    """Give the full names that an import statement names, relative ones resolved."""
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    origin = node.module or ""
    if node.level:
        package = name.split(".") if path.endswith("__init__.py") else name.split(".")[:-1]
        base = package[: len(package) - node.level + 1]
        origin = ".".join([*base, origin] if origin else base)
    return [f"{origin}.{each.name}" for each in node.names]


TREE = [
    module(path.relative_to(PACKAGE).as_posix(), path.read_text())
    for path in sorted(PACKAGE.rglob("*.py"))
]


def room_of(target):
    """Give the room that an imported name of bffgen lies in; None for the package itself."""
    parts = target.split(".")
    return parts[1] if parts[0] == "bffgen" and len(parts) > 1 else None


def wrong_directions(modules):
    """cli -> tasks -> verbs -> proof -> model, and no verb to verb."""
    for each in modules:
        if each.path == "__init__.py":
            continue
        if each.room not in MAY_IMPORT:
            yield f"{each.path}: no room is called {each.room}"
            continue
        for target, _ in each.imports:
            room = room_of(target)
            if room in MAY_IMPORT.keys() - MAY_IMPORT[each.room] - {each.room}:
                yield f"{each.path}: {each.room} imports {room} ({target})"


def circles(modules):
    """No module is reached from itself by imports."""
    names = {each.name for each in modules}
    edges = {
        each.name: {owner(target, names) for target, _ in each.imports} - {None, each.name}
        for each in modules
    }
    done = set()

    def walk(name, trail):
        if name in trail:
            yield " -> ".join([*trail[trail.index(name) :], name])
            return
        if name in done:
            return
        for target in sorted(edges[name]):
            yield from walk(target, [*trail, name])
        done.add(name)

    for name in sorted(edges):
        yield from walk(name, [])


def owner(target, names):
    """Give the module that an imported name belongs to."""
    if target in names:
        return target
    parent = target.rpartition(".")[0]
    return parent if parent in names else None


def world_touched(modules):
    """Disk, clock, environment, network and processes stay in their rooms."""
    for each in modules:
        allowed = MAY_TOUCH.get(each.path, MAY_TOUCH.get(each.room, frozenset()))
        for target, node in each.imports:
            first = target.split(".")[0]
            is_pure = any(target == pure or target.startswith(f"{pure}.") for pure in PURE)
            if first in WORLD - allowed and not is_pure:
                yield f"{each.path}:{node.lineno}: imports {target}"
        for node in ast.walk(each.tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            last = called.rpartition(".")[2]
            is_random = called.startswith("random.") and last != "Random"
            if is_random or (each.room != "cli" and "." in called and last in CLOCK_CALLS):
                yield f"{each.path}:{node.lineno}: calls {called}"


def spoken(modules):
    """Only cli/ speaks and opens files by itself; tasks know neither flags nor a screen."""
    for each in modules:
        if each.room == "cli":
            continue
        for node in ast.walk(each.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                is_fast_path = each.path == "__main__.py" and node.func.id in ("open", "print")
                if node.func.id in SPEAKING_CALLS and not is_fast_path:
                    yield f"{each.path}:{node.lineno}: calls {node.func.id}"
        if each.room == "tasks":
            for target, node in each.imports:
                if target.split(".")[0] in ("typer", "click", "rich", "argparse"):
                    yield f"{each.path}:{node.lineno}: a task imports {target}"


def defined_in_init(modules):
    """`__init__.py` hands names on and defines nothing."""
    for each in modules:
        if each.path.endswith("__init__.py"):
            for node in ast.walk(each.tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    yield f"{each.path}:{node.lineno}: defines {node.name}"


def unmeasured_imports(modules):
    """An import inside a function has the figure it saves beside it."""
    figure = re.compile(r"#.*\d ?(ms|s)\b")
    for each in modules:
        if each.path == "__main__.py":
            continue  # its imports are its purpose: tests/bench/test_start.py has the figures
        for function in ast.walk(each.tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            found = [
                node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
            ]
            if not found:
                continue
            first = min(node.lineno for node in found)
            last = max(node.end_lineno for node in found)
            if not any(figure.search(line) for line in each.lines[max(first - 2, 0) : last]):
                yield f"{each.path}:{first}: imports inside {function.name} without a figure"


RULES = [wrong_directions, circles, world_touched, spoken, defined_in_init, unmeasured_imports]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule):
    assert len(TREE) > 1
    found = list(rule(TREE))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (wrong_directions, "model/planted.py", "import bffgen.report.text"),
        (wrong_directions, "model/planted.py", "from bffgen import cli"),
        (wrong_directions, "compose/planted.py", "from bffgen.contract.path import parse_path"),
        (wrong_directions, "report/planted.py", "from ..contract import path"),
        (wrong_directions, "report/planted.py", "def f():\n    import bffgen.contract.path"),
        (wrong_directions, "contract/planted.py", "from bffgen.cli.screen import Screen"),
        (wrong_directions, "cli/planted.py", "from bffgen.contract.path import parse_path"),
        (wrong_directions, "tasks/planted.py", "import bffgen.cli.screen"),
        (wrong_directions, "compat/planted.py", "import bffgen.govern.decide"),
        (wrong_directions, "common/planted.py", ""),
        (circles, "model/place.py", "import bffgen.model.finding"),
        (circles, "model/place.py", "from bffgen.model import finding"),
        (circles, "report/wording.py", "from .text import text"),
        (world_touched, "compose/planted.py", "import os"),
        (world_touched, "compose/planted.py", "from pathlib import Path"),
        (world_touched, "model/planted.py", "import urllib.request"),
        (world_touched, "report/planted.py", "import sys"),
        (world_touched, "contract/planted.py", "import socket"),
        (world_touched, "emit/planted.py", "import subprocess"),
        (world_touched, "tasks/planted.py", "import time"),
        (world_touched, "tasks/planted.py", "from datetime import date\nday = date.today()"),
        (world_touched, "verify/planted.py", "import random\nx = random.random()"),
        (spoken, "tasks/planted.py", "import typer"),
        (spoken, "tasks/planted.py", "from rich.console import Console"),
        (spoken, "tasks/planted.py", "print('done')"),
        (spoken, "contract/planted.py", "open('x')"),
        (defined_in_init, "report/__init__.py", "def f(): pass"),
        (defined_in_init, "cli/__init__.py", "class Screen: pass"),
        (unmeasured_imports, "cli/planted.py", "def f():\n    import json"),
        (unmeasured_imports, "cli/planted.py", "def f():\n    import json  # slow"),
    ],
)
def test_a_planted_fault_is_found(rule, path, source):
    there = ["\n".join(each.lines) for each in TREE if each.path == path]
    planted = module(path, "\n".join([source, *there]))
    others = [each for each in TREE if each.path != path] if rule is circles else []
    found = list(rule([*others, planted]))
    assert any(each.startswith((f"{path}:", "bffgen.")) for each in found), found


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("tasks/planted.py", "from bffgen.contract.path import parse_path"),
        ("cli/planted.py", "import os, sys, time\nfrom bffgen.report.text import text"),
        ("emit/planted.py", "from pathlib import PurePosixPath\nfrom urllib.parse import quote"),
        ("verify/planted.py", "from random import Random\nx = Random(7).random()"),
        ("cli/planted.py", "def f():\n    import json  # 12 ms of import; --help is without"),
        ("report/__init__.py", "from bffgen.report.text import text"),
    ],
)
def test_what_the_house_allows_is_not_found(path, source):
    planted = module(path, source)
    assert [each for rule in RULES for each in rule([planted])] == []


# A file that is longer has two subjects (STYLE.md 2.4).
LONGEST = 500
# What this house is written in, tests among it; what cases expect is made.
WRITTEN = ("generator", "templates", "docs", "tests", ".ci")


def too_long(root):
    """Give the files that are too long, each with its count of lines."""
    listed = [path for name in WRITTEN for path in (root / name).rglob("*")]
    for path in sorted([*listed, *(root / name for name in ("README.md", "Makefile"))]):
        if not path.is_file() or {"__pycache__", "expected"} & {*path.parts}:
            continue
        count = path.read_bytes().count(b"\n")
        if count > LONGEST:
            yield f"{path.relative_to(root).as_posix()}: {count} lines"


def test_no_file_is_too_long():
    assert list(too_long(ROOT)) == []


def test_a_file_that_is_too_long_is_found_in_every_folder(tmp_path):
    for name in WRITTEN:
        (tmp_path / name / "below").mkdir(parents=True)
        (tmp_path / name / "below" / "long.py").write_text("x\n" * (LONGEST + 1))
        (tmp_path / name / "fits.py").write_text("x\n" * LONGEST)
    assert list(too_long(tmp_path)) == sorted(
        f"{name}/below/long.py: {LONGEST + 1} lines" for name in WRITTEN
    )

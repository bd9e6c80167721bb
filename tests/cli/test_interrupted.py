"""An interrupt ends a command with one line and code 130, at whatever moment it comes.

A process runs a command and, at each of many steps of it, imports among them, forks one that is
interrupted there: how those end is what is asked.
"""

from ast import literal_eval

import pytest

from tests.cli.repository import git, put
from tests.processes import python

# Steps between two that are interrupted; a command has up to two millions, most of them imports.
STRIDE = 30_011
SCRIPT = """
import os, signal, sys
from collections import Counter
stride = int(sys.argv.pop(1))
signal.signal(signal.SIGINT, signal.default_int_handler)
ends, seen, parent = Counter(), 0, os.getpid()

def trace(frame, event, arg):
    global seen
    seen += 1
    if seen % stride == 0 and os.getpid() == parent:
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            sys.settrace(None)
            os.dup2(theirs, 2)
            os.dup2(theirs, 1)
            os.close(ours), os.close(theirs)
            signal.raise_signal(signal.SIGINT)
            return trace
        os.close(theirs)
        with open(ours) as file:
            said = file.read()
        _, status = os.waitpid(child, 0)
        ends[os.waitstatus_to_exitcode(status), said] += 1
    return trace

try:
    from bffgen.__main__ import main
    sys.settrace(trace)
    main()
except SystemExit as ended:
    sys.settrace(None)
    if os.getpid() != parent:
        raise
    print(repr((ended.code, dict(ends))), file=sys.stderr)
"""
CONTRACT = """openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a:
    get: {responses: {"200": {description: d, content: {application/json: {schema: SCHEMA}}}}}
"""


# Interrupts a command at the first of some thing that the interpreter does, by its audit events.
AT_EVENT = """
import signal, sys
wanted = sys.argv.pop(1)
signal.signal(signal.SIGINT, signal.default_int_handler)

def audit(event, args):
    global wanted
    if event == wanted:
        wanted = ""
        signal.raise_signal(signal.SIGINT)

# What is interrupted before is none of ours yet.
from bffgen.__main__ import main
sys.addaudithook(audit)
main()
"""


def run(folder, script, *args):
    put(folder, {"a.yaml": CONTRACT.replace("SCHEMA", "{type: string}")})
    put(folder, {"b.yaml": CONTRACT.replace("SCHEMA", "{type: integer}")})
    return python("-c", script, *args, folder=folder, PYTHONDONTWRITEBYTECODE="1")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("diff", "a.yaml", "b.yaml", "-o", "sarif=out/x.sarif", "-o", "text=/dev/null"), 1),
        (("explain",), 0),
    ],
)
def test_an_interrupt_ends_a_command_in_one_line(tmp_path, args, code):
    ran = run(tmp_path, SCRIPT, str(STRIDE), *args)
    ended, ends = literal_eval(ran.stderr)
    assert ended == code
    assert set(ends) == {(130, "bffgen: interrupted\n")}
    assert sum(ends.values()) > 20, "hardly any step was interrupted"
    assert [path.name for path in tmp_path.glob("out/.*")] == []


@pytest.mark.parametrize("event", ["subprocess.Popen", "os.rename", "marshal.loads"])
def test_an_interrupt_leaves_git_and_files_in_order(tmp_path, event):
    put(tmp_path, {"a.yaml": CONTRACT, "out/x.xml": "former"})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    ran = run(tmp_path, AT_EVENT, event, "diff", "HEAD:a.yaml", "b.yaml", "-o", "junit=out/x.xml")
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "bffgen: interrupted\n")
    assert {path.name: path.read_text() for path in (tmp_path / "out").iterdir()} == {
        "x.xml": "former"
    }

"""Colour is for a terminal with a person before it; words are the same everywhere."""

import io
import os
import subprocess
import sys

import pytest

from bffgen.cli.screen import Screen
from bffgen.model.finding import finding
from bffgen.report.text import Role, text

COLOURS = {"TERM": "xterm-256color"}


@pytest.fixture
def terminal():
    """A real terminal: the stream that a command writes to, and what a person sees of it."""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8", newline="\n") as stream:
        yield stream, lambda: os.read(ours, 65536).decode().replace("\r\n", "\n")
    os.close(ours)


def test_a_terminal_shows_severity_and_carets_in_colour(terminal):
    stream, seen = terminal
    screen = Screen(stream, io.StringIO(), environ=COLOURS)
    findings = [finding("compose-cycle", sources="a, b")]
    screen.out.write(text(findings, lambda place, on: None, paint=screen.out.paint))
    assert seen().startswith("\x1b[1;31merror[compose-cycle]\x1b[0m: sources wait for each other")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_colour_that_leaves_its_words(terminal, role):
    paint = Screen(terminal[0], io.StringIO(), environ=COLOURS).out.paint
    painted = paint(role, "`[bold]` x")
    assert painted.startswith("\x1b[")
    assert painted.endswith("m`[bold]` x\x1b[0m")


@pytest.mark.parametrize(
    ("environ", "is_coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"WT_SESSION": "1"}, True),
    ],
)
def test_the_environment_may_forbid_colour(terminal, environ, is_coloured):
    screen = Screen(terminal[0], io.StringIO(), environ=environ)
    assert (screen.out.paint is not None) == is_coloured


def test_a_pane_that_is_no_terminal_is_plain():
    assert Screen(io.StringIO(), io.StringIO(), environ=COLOURS).out.paint is None


def test_each_pane_writes_to_its_own_stream():
    out, err = io.StringIO(), io.StringIO()
    screen = Screen(out, err)
    screen.out.write("found\n")
    screen.err.write("wrong use\n")
    assert (out.getvalue(), err.getvalue()) == ("found\n", "wrong use\n")


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("utf-8", "値 \\ud800\n".encode()), ("ascii", b"\\u5024 \\ud800\n")],
)
def test_what_the_encoding_lacks_is_written_as_an_escape(encoding, written):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    Screen(stream, io.StringIO()).out.write("値 \ud800\n")
    assert raw.getvalue() == written


def test_rich_is_not_imported_without_a_terminal(root):
    script = (
        "import io, sys\n"
        "from bffgen.cli.screen import Screen\n"
        "screen = Screen(sys.stdout, sys.stderr)\n"
        "screen.out.write(str(screen.out.paint) + ' ')\n"
        "screen.out.write(str('rich' in sys.modules))\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(root / "generator"), **COLOURS}
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "None False"

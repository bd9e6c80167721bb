"""The example's past: its ledgers are what the commands of docs/story.py write, and docs/story.md
shows what bffgen says of them, on whatever day it is asked.
"""

import re
import runpy
import shlex
import shutil
from pathlib import Path

import pytest

from bffgen.cli.app import run

CLIENTS = ("web", "mobile", "partner", "admin")
PARTS = ("releases", "events", "evidence")
# What is as it was on the day: bffgen's version, and what a composition promised beside the
# contract, which is today's where the past is written again. A chain has the digest of both.
OF_THE_DAY = re.compile(r"(?m)^(tool|previous_sha256):.*\n|^promises:.*\n(?: .*\n)*")
CONSOLE = re.compile(r"(?m)^```console\n(.*?)^```$", re.DOTALL)
PICTURES_AS_OF = "2026-01-31"


@pytest.fixture
def workspace(root, tmp_path, monkeypatch):
    shutil.copytree(root / "contracts", tmp_path / "contracts")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ledger(folder):
    """Give the files of all ledgers below a folder of clients, as far as they can be made again."""
    return {
        path.relative_to(folder).as_posix(): OF_THE_DAY.sub("", path.read_text())
        for client in CLIENTS
        for part in PARTS
        for path in sorted((folder / client / part).rglob("*.*"))
        if path.is_file()
    }


def test_the_ledgers_are_what_the_commands_of_the_story_write(root, tmp_path, capsys):
    story = runpy.run_path(str(root / "docs/story.py"))
    story["copy"](root, tmp_path)
    story["replay"](tmp_path, root / "contracts/clients")

    committed = ledger(root / "contracts/clients")
    assert ledger(tmp_path / "contracts/clients") == committed
    assert {path.split("/")[0] for path in committed} == {*CLIENTS}
    assert len([path for path in committed if path.endswith("release.yaml")]) >= 14
    assert "is frozen" in capsys.readouterr().out


def test_what_is_made_again_tells_another_past_apart(root):
    committed = ledger(root / "contracts/clients")
    told = "".join(text for path, text in committed.items() if path.endswith("release.yaml"))
    assert "contract_sha256" in told
    assert "released" in told
    assert "promises" not in told


def said(command, capsys):
    """Run a command of the page; give what a terminal shows."""
    name, *arguments = shlex.split(command)
    if name == "cat":
        return Path(arguments[0]).read_text()
    assert name == "bffgen", command
    capsys.readouterr()
    run(arguments)
    shown = capsys.readouterr()
    return shown.out + shown.err


def test_the_page_shows_what_bffgen_says(root, workspace, capsys, bless):
    page = root / "docs/story.md"
    text = page.read_text()

    def shown(block):
        commands = [line[2:] for line in block[1].splitlines() if line.startswith("$ ")]
        screens = (f"$ {each}\n{said(each, capsys).rstrip()}\n" for each in commands)
        return "```console\n" + "\n".join(screens) + "```"

    again = CONSOLE.sub(shown, text)
    if bless:
        page.write_text(again)
    assert text.count("$ bffgen ") >= 10
    assert again == page.read_text()


@pytest.mark.parametrize("client", CLIENTS)
def test_the_picture_of_a_client_is_what_the_command_draws(client, root, workspace, capsys, bless):
    drawn = said(f"bffgen ledger show {client} -f svg --as-of {PICTURES_AS_OF}", capsys)
    picture = root / f"docs/story/{client}.svg"
    if bless:
        picture.write_text(drawn)
    assert drawn.startswith("<svg")
    assert picture.read_text() == drawn


@pytest.mark.parametrize("day", [PICTURES_AS_OF, "2028-02-29", "2040-12-31"])
def test_the_example_may_go_out_on_any_later_day(day, workspace, capsys):
    assert run(["check", "--as-of", day]) == 0
    assert run(["ledger", "verify"]) == 0
    assert "whole, 5 releases" in capsys.readouterr().out


def test_what_the_example_has_dropped_is_asked_back_by_no_contract(root):
    """The story is about a field that is gone: a candidate that has it again tells another one."""
    for client in CLIENTS:
        folder = root / "contracts/clients" / client
        assert not re.search(r"\bbadge:", (folder / "openapi.yaml").read_text())
        assert any("badge" in path.read_text() for path in folder.rglob("contract.json"))

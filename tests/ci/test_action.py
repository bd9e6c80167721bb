"""The steps of the GitHub Action, run by bash in a scratch repository as a runner would."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bffgen.contract.yaml import read_document
from tests.cli.repository import git, put

CONTRACT = """openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /carts:
    post:
      parameters: [{name: sort, in: query, schema: {enum: [price, newest]}}]
      responses: {"204": {description: Done.}}
"""
NARROW = CONTRACT.replace(", newest", "")
HEAD = "error[request-enum-value-removed]"
EXPRESSION = re.compile(r"\$\{\{ *([^}]+?) *\}\}")


@pytest.fixture(scope="session")
def action(root):
    path = ".github/actions/diff/action.yml"
    return read_document((root / path).read_bytes(), path)


class Runner:
    """What a runner does with a composite action: steps in turn, environment, outputs."""

    def __init__(self, action, root, folder, temp):
        self.action, self.folder, self.temp = action, folder, temp
        self.event = {"github.event_name": "push"}
        self.outputs, self.said = {}, ""
        tools = temp / "bffgen" / "bin"
        tools.mkdir(parents=True)
        (tools / "bffgen").write_text(
            f'#!/bin/sh\nPYTHONPATH={root / "generator"} exec {sys.executable} -m bffgen "$@"\n'
        )
        (tools / "bffgen").chmod(0o755)

    def value(self, text, inputs):
        """Evaluate the few expressions that the action has."""

        def one(found):
            for name in (each.strip() for each in found[1].split("||")):
                known = {**self.event, **inputs, **self.outputs}.get(name, "")
                if known:
                    return known
            return ""

        return EXPRESSION.sub(one, str(text))

    def is_wanted(self, step, inputs):
        condition = step.get("if", "")
        if "inputs.comment == 'true'" in condition:
            is_pull = self.event["github.event_name"] == "pull_request"
            return inputs["inputs.comment"] == "true" and is_pull
        return True

    def run(self, **given):
        """Run the steps behind the installation; give the exit code of the job."""
        inputs = {
            f"inputs.{name}": self.value(each.get("default", ""), {})
            for name, each in self.action["inputs"].items()
        }
        inputs |= {f"inputs.{name.replace('_', '-')}": value for name, value in given.items()}
        for step in self.action["runs"]["steps"]:
            if step["name"] in ("Python", "Install") or not self.is_wanted(step, inputs):
                continue
            code = self.step(step, inputs)
            if code:
                return code
        return 0

    def step(self, step, inputs):
        output, summary = self.temp / "output", self.temp / "summary"
        output.write_text("")
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.folder,
            env={
                "PATH": f"{self.temp / 'fakes'}:{os.environ['PATH']}",
                "HOME": str(self.temp),
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                "GITHUB_REPOSITORY": "shop/shop",
                **{key: self.value(text, inputs) for key, text in step["env"].items()},
            },
            capture_output=True,
            text=True,
            check=False,
        )
        self.said += ran.stdout + ran.stderr
        for line in output.read_text().splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step.get('id')}.outputs.{name}"] = value
        return ran.returncode

    def output(self, name):
        return self.outputs.get(f"steps.diff.outputs.{name}")


@pytest.fixture
def runner(action, root, tmp_path):
    """A pull request whose head narrows a contract that the base has."""
    folder, temp = tmp_path / "checkout", tmp_path / "temp"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    put(folder, {"api/shop.yaml": CONTRACT})
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "base")
    put(folder, {"api/shop.yaml": NARROW})
    runner = Runner(action, root, folder, temp)
    base = git(folder, "rev-parse", "HEAD")
    runner.event |= {
        "github.event_name": "pull_request",
        "github.event.pull_request.base.sha": base,
        "github.event.pull_request.number": "7",
        "github.token": "t0ken",
    }
    return runner


def test_a_pull_request_that_breaks_is_red_with_annotations_reports_and_a_summary(runner):
    assert runner.run(contract="api/shop.yaml") == 1
    assert HEAD in runner.said
    assert "::error file=api/shop.yaml,line=6," in runner.said
    assert runner.output("exit-code") == "1"
    told = json.loads(Path(runner.output("findings-json")).read_text())
    assert told["summary"]["breaks"] == 1
    assert json.loads(Path(runner.output("sarif")).read_text())["version"] == "2.1.0"
    assert (runner.temp / "summary").read_text().startswith("<!-- bffgen:diff -->")


def test_a_pull_request_that_changes_nothing_is_green(runner):
    git(runner.folder, "checkout", "-q", ".")
    assert runner.run(contract="api/shop.yaml") == 0
    assert runner.output("exit-code") == "0"


def test_inputs_become_flags(runner):
    put(runner.folder, {"loud.yaml": "request-enum-value-removed: warning\n"})
    assert runner.run(contract="api/shop.yaml", severity="loud.yaml") == 0
    assert runner.run(contract="api/shop.yaml", severity="loud.yaml", fail_on="risky") == 1
    assert runner.run(contract="api/shop.yaml", family="internal") == 0
    reading = "unknown_enum=tolerate\n  null_for_optional=accept\n"
    assert runner.run(contract="api/shop.yaml", decoder=reading) == 1
    assert "clients tolerate unknown enum values" in runner.said
    assert "clients accept null for" in runner.said
    assert runner.run(contract="api/shop.yaml", decoder="unknown_enum=maybe") == 2


def test_what_both_sides_do_is_an_input(runner):
    compat = "producer=open numbers=int64"
    assert runner.run(contract="api/shop.yaml", compat=compat) == 1
    said = json.loads(Path(runner.output("findings-json")).read_text())
    assumed = said["comparisons"][0]["assumptions"]
    assert "anybody may send names that no schema declares" in assumed
    assert "numbers fit int64 or a double" in assumed
    assert runner.run(contract="api/shop.yaml", compat="numbers=int32") == 2


def test_a_new_contract_is_said_and_an_unreadable_one_is_red(runner):
    put(runner.folder, {"api/fresh.yaml": CONTRACT, "api/shop.yaml": "openapi: [\n"})
    assert runner.run(contract="api/fresh.yaml") == 0
    assert "::notice title=bffgen::a contract that the base does not have" in runner.said
    assert runner.output("findings-json") is None
    assert runner.run(contract="api/shop.yaml") == 2
    assert runner.run(contract="api/none.yaml") == 3


@pytest.mark.parametrize("before", ["", "0" * 40])
def test_an_event_without_a_commit_before_is_told_as_that(runner, before):
    runner.event |= {"github.event.pull_request.base.sha": "", "github.event.before": before}
    assert runner.run(contract="api/shop.yaml", comment="true") == 3
    assert "names no commit to compare with: give the input base" in runner.said
    runner.event["github.event.merge_group.base_sha"] = git(runner.folder, "rev-parse", "HEAD")
    assert runner.run(contract="api/shop.yaml") == 1


def test_a_base_that_the_checkout_lacks_is_fetched(action, root, runner, tmp_path):
    git(runner.folder, "commit", "-q", "-a", "-m", "head")
    shallow = tmp_path / "shallow"
    url = f"file://{runner.folder}"
    git(tmp_path, "clone", "-q", "--depth=1", url, str(shallow))
    git(runner.folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    other = Runner(action, root, shallow, tmp_path / "other")
    other.event |= runner.event
    assert other.run(contract="api/shop.yaml") == 1
    assert "fetching it" in other.said
    assert HEAD in other.said


FAKE = """#!/bin/sh
echo "$GH_TOKEN $*" >> "$RUNNER_TEMP/asked"
case "$*" in *--paginate*) printf '%s' "$EARLIER" ;; esac
"""


@pytest.mark.parametrize(
    ("earlier", "asked"),
    [
        ("", "--method POST repos/shop/shop/issues/7/comments --field body=@"),
        ("41\\n42\\n", "--method PATCH repos/shop/shop/issues/comments/42 --field body=@"),
    ],
)
def test_a_comment_is_written_once_and_replaced(runner, earlier, asked):
    fakes = runner.temp / "fakes"
    fakes.mkdir()
    (fakes / "gh").write_text(FAKE.replace("$EARLIER", earlier).replace("'%s'", "'%b'"))
    (fakes / "gh").chmod(0o755)
    assert runner.run(contract="api/shop.yaml", comment="true") == 1
    lines = (runner.temp / "asked").read_text().splitlines()
    assert all(line.startswith("t0ken api ") for line in lines)
    assert asked in lines[-1]
    # Two contracts of a pull request have a comment each.
    marks = {lines[0].split("bffgen:diff:")[1][:40]}
    put(runner.folder, {"api/other.yaml": NARROW})
    git(runner.folder, "add", ".")
    git(runner.folder, "commit", "-q", "-m", "other")
    runner.run(contract="api/other.yaml", base="HEAD", comment="true")
    marks.add((runner.temp / "asked").read_text().splitlines()[-2].split("bffgen:diff:")[1][:40])
    assert len(marks) == 2


def test_without_a_pull_request_or_a_wish_nobody_comments(runner):
    assert runner.run(contract="api/shop.yaml") == 1
    runner.event["github.event_name"] = "push"
    assert runner.run(contract="api/shop.yaml", comment="true") == 1
    assert not (runner.temp / "asked").exists()


def test_hostile_names_are_names(runner):
    name = "$(touch made) `touch made`;touch made #.yaml"
    put(runner.folder, {name: CONTRACT})
    git(runner.folder, "add", ".")
    git(runner.folder, "commit", "-q", "-m", "base")
    put(runner.folder, {name: NARROW})
    assert runner.run(contract=name, base="HEAD", family="", decoder="") == 1
    assert runner.run(contract="api/shop.yaml", base="$(touch made)") != 0
    assert runner.run(contract="-f", base="HEAD") == 2 or "no file" in runner.said
    assert not (runner.folder / "made").exists()


def test_no_input_is_pasted_into_a_script(action):
    for step in action["runs"]["steps"]:
        assert not EXPRESSION.search(step.get("run", ""))


def test_every_flag_of_the_action_is_one_of_the_command(action, root):
    ran = subprocess.run(
        [sys.executable, "-m", "bffgen", "diff", "--help"],
        env={**os.environ, "PYTHONPATH": str(root / "generator"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=True,
    )
    text = "".join(step.get("run", "") for step in action["runs"]["steps"] if step.get("id"))
    flags = set(re.findall(r"\((--[a-z-]+) ", text))
    assert len(flags) == 6
    assert {flag for flag in flags if flag in ran.stdout} == flags

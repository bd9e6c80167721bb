"""Each folder of tests/cases is one command over one small workspace, its whole screen blessed.

A case is `case.md` (what a reader learns; its head may name a `base:` of cases/bases that the
case's `contracts/` lies over, and files to `remove:`), `args`, `exit`, `stdout.txt`, `stderr.txt`
and, where files are written, `expected/`: `files.txt` names all of them, and files beside it under
`generated/` are compared byte for byte.

A head may say what the case `expects:` of the screen, `error RULE, warning RULE` or `nothing`: what
a bless that nobody read cannot take away. Each case of cases/pitfalls/<number of the item> does.
"""

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from bffgen.cli.app import run
from bffgen.compat.rule import rule_by_id
from bffgen.report.wording import WORDINGS

CASES = Path(__file__).parent / "cases"
BASES = CASES / "bases"
ROOT = CASES.parent.parent

# What stood in generated/ before: a command that ends in an error leaves it as it was.
EARLIER = {
    "generated/web/bffgen.lock": b"format lock/1\n",
    "generated/web/web_bff/plans/old.py": b"OLD = 1\n",
}

# Rules that no case can show, each with its reason.
WITHOUT_CASE = {
    "input-pull": "a repository and a server; tests/cli/test_pull.py",
    "input-pull-changed": "what a repository has given; tests/cli/test_pull.py",
    "input-key-not-text": "tests/contract/test_yaml.py",
    "input-alias-bomb": "a file of many megabytes when it is unfolded; tests/contract/test_yaml.py",
    "input-keys-passed": "as input-json-syntax; tests/cli/test_diff.py",
    "input-too-large": "a file of 64 MiB; tests/contract/test_side.py",
    "input-too-deep": "a file of a thousand levels; tests/contract/test_yaml.py",
    "ledger-tampered": "tests/contract/test_verify.py",
    "ledger-not-canonical": "tests/contract/test_verify.py",
    "ledger-chain-broken": "tests/contract/test_verify.py",
    "ledger-fork": "tests/contract/test_verify.py",
    "ledger-unknown-name": "tests/contract/test_verify.py",
    "ledger-build-twice": "tests/contract/test_verify.py",
    "ledger-beta-in-production": "tests/contract/test_verify.py",
    "ledger-yanked-in-use": "tests/contract/test_verify.py",
    "ledger-fact-removed": "tests/contract/test_verify.py",
    "ledger-fact-changed": "tests/contract/test_verify.py",
    "ledger-strange-file": "tests/contract/test_verify.py",
    "release-without-build": "tests/govern/test_live.py",
    "retired-but-seen": "tests/govern/test_live.py",
    "support-over": "tests/govern/test_live.py",
    "sunset-before-deprecation": "tests/cli/test_lifecycle.py",
    "sunset-too-near": "tests/cli/test_lifecycle.py",
    "sunset-in-contract-differs": "tests/cli/test_lifecycle.py",
    "removal-overdue": "tests/cli/test_lifecycle.py",
    "version-bump-too-small": "tests/cli/test_lifecycle.py",
    "reintroduced-different": "tests/cli/test_lifecycle.py",
    "policy-weakened": "tests/cli/test_lifecycle.py",
    "notice-below-policy": "tests/cli/test_lifecycle.py",
}


@dataclass(frozen=True)
class Case:
    folder: Path
    base: Path | None
    remove: tuple[str, ...]
    says: str
    expects: str | None = None

    @property
    def name(self):
        return self.folder.relative_to(CASES).as_posix()

    @property
    def contracts(self):
        return self.folder / "contracts"

    @property
    def args(self):
        return shlex.split((self.folder / "args").read_text())

    @property
    def exit(self):
        """The exit code; None of a case that waits for its first bless."""
        path = self.folder / "exit"
        return int(path.read_text() or -1) if path.is_file() else None


def read_case(page):
    head, says = {}, page.read_text()
    found = re.match(r"---\n(.*?)---\n", says, re.DOTALL)
    if found:
        head = dict(line.split(": ", 1) for line in found[1].splitlines())
        says = says[found.end() :]
    assert head.keys() <= {"base", "remove", "expects"}, f"{page}: a head that nothing reads"
    return Case(
        folder=page.parent,
        base=BASES / head["base"] if "base" in head else None,
        remove=tuple(head.get("remove", "").split()),
        says=says.strip(),
        expects=head.get("expects"),
    )


def all_cases():
    return [read_case(page) for page in sorted(CASES.rglob("case.md"))]


def fresh_copy(case, folder):
    """Lay the case over its base, and what an earlier build left beside it."""
    if case.base:
        shutil.copytree(case.base, folder, dirs_exist_ok=True)
    if case.contracts.is_dir():
        shutil.copytree(case.contracts, folder / "contracts", dirs_exist_ok=True)
    for path in case.remove:
        (folder / "contracts" / path).unlink()


def plant(folder, files):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def files_of(folder):
    """Give the files of a workspace, but for what bffgen remembers in `.bffgen`."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".bffgen" not in path.parts
    }


class Opened:
    """Which files of a folder the process opens, told by the interpreter itself."""

    folder: Path | None = None
    paths: ClassVar[set[str]] = set()


def _watch(event, args):
    if event == "open" and Opened.folder and isinstance(args[0], str | Path):
        path = Path(args[0])
        if path.is_relative_to(Opened.folder):
            Opened.paths.add(path.relative_to(Opened.folder).as_posix())


sys.addaudithook(_watch)


@pytest.fixture
def opened(tmp_path):
    Opened.folder, Opened.paths = tmp_path, set()
    yield Opened.paths
    Opened.folder = None


def agree(path, made, bless):
    if bless:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    assert path.is_file(), f"{path}: not there; `make bless` writes it"
    assert made.decode() == path.read_bytes().decode(), path


def listing(made):
    """Name what was written; the runtime, the same in each package, by its folder."""
    names = {re.sub(r"/runtime/.*", "/runtime/", path) for path in made}
    return "".join(f"{name}\n" for name in sorted(names)).encode()


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_a_case_prints_its_screen_and_writes_what_it_says(
    case, tmp_path, monkeypatch, capsys, opened, bless
):
    fresh_copy(case, tmp_path)
    before = files_of(tmp_path)
    monkeypatch.chdir(tmp_path)
    code = run(case.args)
    screen = capsys.readouterr()
    agree(case.folder / "exit", f"{code}\n".encode(), bless)
    agree(case.folder / "stdout.txt", screen.out.encode(), bless)
    agree(case.folder / "stderr.txt", screen.err.encode(), bless)
    after = files_of(tmp_path)
    made = {path: content for path, content in after.items() if path not in before}
    expected = case.folder / "expected"
    changed = {path for path in before if after.get(path) != before[path]}
    for path in sorted(changed if bless else ()):
        agree(expected / path, after[path], bless)
    assert changed == {path for path in files_of(expected) if path.startswith("contracts/")}
    for path in changed:
        agree(expected / path, after[path], bless)
    is_written = bool(made or changed)
    assert expected.is_dir() == is_written, "expected/ stands where files are written, only there"
    if made:
        agree(expected / "files.txt", listing(made), bless)
        for path in sorted((expected / "generated").rglob("*")):
            if path.is_file():
                agree(path, made[path.relative_to(expected).as_posix()], bless)
    own = {f"contracts/{path}" for path in files_of(case.contracts)}
    assert own <= opened, f"{case.name}: a file that the command never opens"


@pytest.mark.parametrize(
    "case", [each for each in all_cases() if each.exit in (1, 2)], ids=lambda case: case.name
)
def test_a_case_that_ends_in_an_error_leaves_an_earlier_build_as_it_was(
    case, tmp_path, monkeypatch, capsys
):
    fresh_copy(case, tmp_path)
    plant(tmp_path, EARLIER)
    before = files_of(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(case.args) == case.exit
    after = files_of(tmp_path)
    reports = (case.folder / "expected").is_dir()
    assert {path: after[path] for path in (before if reports else after)} == before
    assert capsys.readouterr().err == (case.folder / "stderr.txt").read_text()


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_a_case_folder_is_complete_and_has_nothing_else(case):
    names = {path.name for path in case.folder.iterdir()}
    compulsory = {"case.md", "args", "exit", "stdout.txt", "stderr.txt"}
    assert compulsory <= names <= compulsory | {"contracts", "expected"}
    assert (case.folder / "args").read_text().endswith("\n")
    assert case.base is None or case.base.is_dir()
    sentences = re.findall(r"[.?!](?=\s|$)", re.sub(r"`[^`]*`", "x", case.says))
    assert 1 <= len(sentences) <= 3, f"{case.name}: two sentences say what a reader learns"


def test_a_file_that_lies_over_the_base_differs_from_it():
    for case in all_cases():
        for path, content in files_of(case.contracts).items():
            below = case.base / "contracts" / path if case.base else None
            assert not (below and below.is_file() and below.read_bytes() == content), (
                f"{case.name}: {path} is the base's"
            )


def test_no_two_cases_are_the_same(tmp_path):
    seen = {}
    for number, case in enumerate(all_cases()):
        folder = tmp_path / str(number)
        fresh_copy(case, folder)
        key = (tuple(case.args), tuple(sorted(files_of(folder).items())))
        assert key not in seen, f"{case.name} is {seen.get(key)}"
        seen[key] = case.name


def test_every_base_is_used_and_every_file_belongs_to_a_case():
    used = {case.base for case in all_cases() if case.base}
    assert used == {path for path in BASES.iterdir() if path.is_dir()}
    owners = {case.folder for case in all_cases()} | used
    strays = [
        path
        for path in CASES.rglob("*")
        if path.is_file() and not any(owner in path.parents for owner in owners)
    ]
    assert strays == [CASES / "README.md"]


LOUD = re.compile(r"^(error|warning)\[([a-z0-9-]+)\]: ", re.MULTILINE)


@pytest.mark.parametrize(
    "case", [each for each in all_cases() if each.expects], ids=lambda case: case.name
)
def test_a_case_shows_what_it_expects(case):
    screens = [(case.folder / name).read_text() for name in ("stdout.txt", "stderr.txt")]
    shown = {" ".join(found) for screen in screens for found in LOUD.findall(screen)}
    assert ", ".join(sorted(shown)) == case.expects.replace("nothing", "")


def test_each_pitfall_has_its_harmless_twin():
    by_item = {}
    for case in all_cases():
        if case.name.startswith("pitfalls/"):
            _, item, _ = case.name.split("/")
            assert case.expects, f"{case.name}: a head says what it expects"
            by_item.setdefault(int(item), []).append(case.expects)
    assert by_item
    assert {
        item for item, each in by_item.items() if len(each) < 2 or "nothing" not in each
    } == set()


HEAD = re.compile(r"^(?:error|warning)\[([a-z-]+)\]: ", re.MULTILINE)
MARKED = re.compile(r"^  --> (\S+):(\d+):(\d+)\n  \| (\d+) \| (.*)\n  \|( +)(\^+)", re.MULTILINE)


@pytest.mark.parametrize(
    "case", [each for each in all_cases() if each.exit == 1], ids=lambda case: case.name
)
def test_carets_stand_below_the_column_of_the_authors_own_line(case, tmp_path):
    fresh_copy(case, tmp_path)
    screen = (case.folder / "stderr.txt").read_text()
    marked = MARKED.findall(screen)
    for path, line, column, again, shown, blank, carets in marked:
        own = (tmp_path / path).read_text().splitlines()[int(line) - 1]
        assert (line, shown) == (again, own.rstrip())
        # `| 12 | ` is printed before the line, and as many blanks before the carets.
        assert len(blank) - len(line) - 4 == int(column) - 1
        assert int(column) - 1 + len(carets) <= max(len(own), int(column))
    placed = sum(1 for block in re.split(r"\n\n", screen) if "  --> " in block)
    assert placed == len(HEAD.findall(screen)), "each finding has a place"


def test_every_rule_has_a_case():
    shown = set()
    for case in all_cases():
        for screen in ("stdout.txt", "stderr.txt"):
            shown |= set(HEAD.findall((case.folder / screen).read_text()))
    assert shown <= WORDINGS.keys() | rule_by_id().keys()
    assert sorted(WORDINGS.keys() - shown) == sorted(WITHOUT_CASE)


def test_the_command_itself_prints_the_screen_of_a_case(tmp_path):
    case = read_case(CASES / "composition" / "errors" / "unknown-property" / "case.md")
    fresh_copy(case, tmp_path)
    ended = subprocess.run(
        [sys.executable, "-m", "bffgen", *case.args],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "generator"), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == case.exit
    assert ended.stderr.decode() == (case.folder / "stderr.txt").read_text()
    assert ended.stdout.decode() == (case.folder / "stdout.txt").read_text()

"""Two people at once, on two branches of a real repository: the rows of RELEASES.md 11."""

import shutil
import subprocess

import pytest

from tests.cli.field import CLIENT, Field, home


class Branches:
    """A repository whose two branches are worked on in turn."""

    def __init__(self, folder, bffgen):
        self.app = Field(folder, bffgen, "third-party")
        self.git("init", "-q", "-b", "main")
        self.app.change()
        self.app.release("1.0.0", "2026-01-10")
        self.commit("as it was")
        self.git("branch", "second")

    def git(self, *args, check=True):
        return subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *args],
            cwd=self.app.folder,
            check=check,
            capture_output=True,
            text=True,
        )

    def commit(self, what):
        shutil.rmtree(self.app.folder / ".bffgen", ignore_errors=True)
        self.git("add", "-A")
        self.git("commit", "-qm", what)

    def on(self, branch, work):
        self.git("checkout", "-q", branch)
        work()
        self.commit(branch)

    def merged(self):
        """Merge the second branch into the first; give whether git could."""
        self.git("checkout", "-q", "main")
        return self.git("merge", "-q", "--no-edit", "second", check=False).returncode == 0

    def verified(self):
        return self.app.run("ledger", "verify", "--against", "git:main~1")


@pytest.fixture
def two(tmp_path, bffgen):
    return Branches(tmp_path, bffgen)


def adds(two, name, version, day="2026-02-10"):
    def work():
        app = two.app
        home(app.document)["properties"] = {
            **{key: each for key, each in home(app.document)["properties"].items()
               if key in ("id", "badge", "state")},
            name: {"type": "string"},
        }  # fmt: skip
        app.document["info"]["version"] = version
        app.release(version, day)

    return work


def test_one_version_with_two_contents_is_a_conflict(two):
    two.on("main", adds(two, "one", "1.1.0"))
    two.on("second", adds(two, "two", "1.1.0"))

    assert not two.merged()


def test_two_versions_merge_and_are_told_as_a_fork(two):
    two.on("main", adds(two, "one", "1.1.0"))
    two.on("second", adds(two, "two", "1.2.0", "2026-02-11"))
    # The contract itself is one file, of which git takes the later one on demand.
    two.git("checkout", "-q", "main")
    two.git("merge", "-q", "-X", "theirs", "--no-edit", "second")

    code, _, err = two.app.run("ledger", "verify")

    assert code == 3
    assert "releases `1.1.0` and `1.2.0` both follow `1.0.0`" in err
    assert "two people released at once" in err
    assert two.app.run("check", CLIENT)[0] == 3

    shutil.rmtree(two.app.client / "releases/1.2.0")
    again = two.app.run(
        *("release", CLIENT, "--version", "1.2.0", "--as-of", "2026-02-12", "--by", "ci")
    )
    assert again[0] in (0, 1)
    assert two.app.run("ledger", "verify")[0] == 0


def test_facts_of_two_people_merge(two):
    def deploys():
        two.app.run(
            *("event", "deploy", CLIENT, "--serves", "1.0.0"),
            *("--as-of", "2026-02-01", "--by", "one"),
        )

    def announces():
        two.app.run(
            *("deprecate", CLIENT, "GET /legacy", "--sunset", "2027-06-01"),
            *("--as-of", "2026-02-01", "--by", "two"),
        )

    two.on("main", deploys)
    two.on("second", announces)

    assert two.merged()
    assert len(list((two.app.client / "events").iterdir())) == 2
    assert two.verified()[0] == 0


def test_one_releases_while_another_deprecates(two):
    two.on("main", adds(two, "one", "1.1.0"))
    two.on(
        "second",
        lambda: two.app.event(
            *("deprecate", "2026-02-10"),
            **{"target": "GET /legacy", "announced": "2026-02-10", "sunset": "2027-06-01"},
        ),
    )

    assert two.merged()
    assert two.verified()[0] == 0


def test_an_edit_of_a_frozen_contract_is_found(two):
    def edits():
        path = two.app.client / "releases/1.0.0/contract.json"
        path.write_bytes(path.read_bytes().replace(b'"title":"App"', b'"title":"Ape"'))

    two.on("second", edits)

    assert two.merged()
    code, _, err = two.app.run("ledger", "verify", "--against", "git:HEAD~1")
    assert code == 3
    assert "error[ledger-tampered]" in err
    assert "error[ledger-fact-changed]" in err
    assert "git checkout HEAD~1 -- contracts/clients/app/releases/1.0.0/contract.json" in err

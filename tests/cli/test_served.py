"""What is held against what: two releases served at once, nothing live at all, betas alone."""

import copy
import json

import pytest

from tests.cli.field import CLIENT, LEGACY, Field
from tests.cli.repository import git


@pytest.fixture
def web(tmp_path, bffgen):
    """Give a client whose 1.1.0 has an operation that 1.0.0 lacks, and that is deployed."""
    web = Field(tmp_path, bffgen, "browser")
    web.release("1.0.0", "2026-01-10")
    web.ship("1.0.0", "2026-01-10")
    new = copy.deepcopy(web.document["paths"]["/home"]["get"])
    web.document["paths"]["/new"] = {"get": {**new, "operationId": "getNew"}}
    web.document["info"]["version"] = "1.1.0"
    web.release("1.1.0", "2026-02-10")
    return web


def hurt(found):
    return [(each["rule"], each["notes"].get("served", "")) for each in found
            if each["severity"] == "error"]  # fmt: skip


def test_while_two_are_served_each_of_them_is_held_against_the_other(web):
    """A page of 1.1.0 whose next request meets 1.0.0 is told that there is no such thing."""
    web.event("deploy", "2026-02-11", serves=["1.0.0", "1.1.0"])

    code, found, _ = web.check("2026-02-12")

    assert code == 1
    assert hurt(found) == [("operation-removed", "1.0.0 does it, which is served too")]
    (gone,) = [each for each in found if each["severity"] == "error"]
    assert [each["version"] for each in gone["releases"]] == ["1.1.0"]
    assert "releases/1.0.0/contract.json" in gone["at"]["revision"]


def test_once_one_is_served_alone_nobody_meets_the_other(web):
    web.event("deploy", "2026-02-11", serves=["1.0.0", "1.1.0"])
    web.event("deploy", "2026-02-12", serves=["1.1.0"])

    code, found, _ = web.check("2026-02-13")

    assert (code, hurt(found)) == (0, [])


def test_a_pair_is_a_pair_whatever_is_served(web):
    web.event("deploy", "2026-02-11", serves=["1.0.0", "1.1.0"])

    assert hurt(web.check("2026-02-12", "--against", "last")[1]) == []
    assert hurt(web.check("2026-02-12", "--candidate", "release:1.1.0")[1]) == []


def test_what_two_that_are_served_do_to_each_other_is_accepted_by_a_waiver(web):
    web.event("deploy", "2026-11-11", serves=["1.0.0", "1.1.0"])
    _, found, _ = web.check("2026-11-12")
    (gone,) = [each for each in found if each["severity"] == "error"]
    web.waive(gone["fingerprint"], ["1.1.0"], ["GET /new"])

    code, found, err = web.check("2026-11-12")

    assert (code, hurt(found), err) == (0, [], "")


def test_a_third_release_is_not_held_back_by_what_two_do_to_each_other(web):
    web.event("deploy", "2026-02-11", serves=["1.0.0", "1.1.0"])
    web.document["paths"]["/new"]["get"]["deprecated"] = True

    assert web.release("1.2.0", "2026-02-12")[1].splitlines()[-1] == "app 1.2.0 is frozen"


def retired(tmp_path, bffgen):
    """Give an app whose only release is over."""
    app = Field(tmp_path, bffgen, "app-store")
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.event("retire", "2026-02-10", release="1.0.0")
    return app


def test_where_nothing_is_live_the_ends_still_have_to_fit(tmp_path, bffgen):
    app = retired(tmp_path, bffgen)
    app.event("deprecate", "2026-02-11", target="GET /legacy", announced="2026-02-11",
              sunset="2026-02-10")  # fmt: skip
    app.change((*LEGACY, "deprecated", True))

    code, out, err = app.run("check", "--as-of", "2026-03-10")

    assert code == 1
    assert "error[sunset-before-deprecation]" in out
    assert "with no live release" in out
    assert err == "app: no other release of it is live\n"


def test_where_nothing_is_live_a_policy_is_not_weakened_in_silence(tmp_path, bffgen):
    app = retired(tmp_path, bffgen)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "then")
    app.policy(decoder={"unknown_enum": "tolerate"})

    code, out, _ = app.run("check", "--as-of", "2026-03-10", "--base", "git:HEAD")

    assert code == 0
    assert "warning[policy-weakened]" in out


def test_where_nothing_is_live_and_nothing_is_wrong_that_is_said(tmp_path, bffgen):
    app = retired(tmp_path, bffgen)

    code, out, _ = app.run("check", "--as-of", "2026-03-10")

    assert code == 0
    assert out.startswith("app: no finding: nothing that is live holds it to anything\n")


@pytest.mark.parametrize("stages", [("beta",), ("production", "beta")])
def test_a_beta_is_compared_and_blocks_nobody(tmp_path, bffgen, stages):
    app = Field(tmp_path, bffgen, "app-store")
    for number, stage in enumerate(stages):
        app.document["info"]["version"] = version = f"1.{number}.0"
        app.release(version, f"2026-0{number + 1}-10", "--stage", stage)
        if stage == "beta":
            app.event(
                "build", "2026-02-11", channel="ios", build=version, release=version, stage=stage
            )
            break
        app.ship(version, "2026-01-11")
        app.document["paths"]["/new"] = copy.deepcopy(app.document["paths"]["/legacy"])
        app.document["paths"]["/new"]["get"]["operationId"] = "getNew"
    where = "/new" if "/new" in app.document["paths"] else "/legacy"
    app.change(("paths", where, ...))

    code, found, _ = app.check("2026-03-10")

    (gone,) = [each for each in found if each["rule"] == "operation-removed"]
    assert (code, gone["severity"]) == (0, "warning")
    assert [(each["version"], each["verdict"]) for each in gone["releases"]] == [
        (app.document["info"]["version"], "warn")
    ]


def test_a_beta_is_promoted_under_a_version_of_its_own(tmp_path, bffgen):
    """A release never changes: what was tried as a beta goes out under the next version."""
    app = Field(tmp_path, bffgen, "app-store")
    app.release("1.0.0", "2026-01-10", "--stage", "beta", "--build", "ios=1.0.0")

    code, _, err = app.release("1.0.0", "2026-01-20", "--build", "ios=1.0.0", code=3)
    promoted = app.release("1.0.1", "2026-01-20", "--build", "ios=1.0.1")

    assert code == 3
    assert "1.0.0 is frozen as beta, and a release never changes" in err
    assert "app 1.0.1 is frozen" in promoted[1]
    assert json.loads((app.client / "releases/1.0.1/contract.json").read_bytes()) == json.loads(
        (app.client / "releases/1.0.0/contract.json").read_bytes()
    )
    assert app.run("ledger", "verify")[0] == 0
    assert CLIENT in app.run("ledger", "show", "--as-of", "2026-01-21")[1]

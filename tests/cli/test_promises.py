"""What a release promises beside its contract: frozen with it, and held against what comes."""

import pytest
import yaml

from tests.cli.field import CLIENT, LEGACY, Field, schema_of
from tests.cli.repository import git

LIMITED = {"call": "shop.addToCart", "request": {"max_body": "16KiB"}}
CALLED = {
    "getHome": "shop.getHome",
    "addToCart": "shop.addToCart",
    "getLegacy": "shop.getLegacy",
}


class Promised(Field):
    """A client in the field with a composition, whose upstream has its very contract."""

    def __init__(self, folder, bffgen, family, **policy):
        super().__init__(folder, bffgen, family, **policy)
        answer = self.document["paths"]["/cart"]["post"]["responses"]["200"]
        schema_of(answer)["properties"] = {"id": {"type": "string"}}
        self.write("upstreams/shop.yaml", self.document)
        upstreams = {"shop": {"contract": "upstreams/shop.yaml"}}
        self.write(
            "bffgen.yaml", {"format": "bffgen/1", "clients": [CLIENT], "upstreams": upstreams}
        )
        self.compose()

    def compose(self, *, operations=None, **members):
        """Write composition.yaml; what is not said of an operation is its upstream's answer."""
        said = {"format": "composition/1", "operations": {**CALLED, **(operations or {})}}
        omitted = members.get("omit_operations", ())
        for name in omitted:
            del said["operations"][name]
        self.write(f"clients/{CLIENT}/composition.yaml", {**said, **members})

    def frozen(self, version):
        """Give what a release says of its promises."""
        text = (self.client / f"releases/{version}/release.yaml").read_text()
        return yaml.safe_load(text)["promises"]


@pytest.fixture
def app(tmp_path, bffgen):
    return Promised(tmp_path, bffgen, "app-store")


def test_a_release_freezes_what_its_composition_promises(app):
    app.compose(operations={"addToCart": LIMITED}, omit_operations=["getLegacy"])
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")

    assert app.frozen("1.0.0")["operations"] == {
        "GET /legacy": {"served": False},
        "POST /cart": {"max_body": "16KiB"},
    }
    assert app.run("ledger", "verify")[0] == 0


def test_without_a_composition_a_release_promises_what_nobody_knows(tmp_path, bffgen):
    app = Field(tmp_path, bffgen, "app-store")
    app.release("1.0.0", "2026-01-10")

    text = (app.client / "releases/1.0.0/release.yaml").read_text()
    assert "\npromises: null\n" in text


def test_the_same_contract_with_other_promises_is_frozen_again(app):
    app.compose(operations={"addToCart": LIMITED})
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    same = app.release("auto", "2026-02-10")[1]
    app.compose()
    other = app.release("auto", "2026-02-10")[1]

    assert same.startswith("the wire contract and the promises are those of 1.0.0")
    assert other == "app 1.0.1 is frozen\n"
    assert "operations" not in app.frozen("1.0.1")


def test_a_version_is_not_frozen_with_other_promises(app):
    app.compose(operations={"addToCart": LIMITED})
    app.release("1.0.0", "2026-01-10")
    app.compose()

    code, _, err = app.release("1.0.0", "2026-01-11", code=3)

    assert code == 3
    assert "1.0.0 is frozen with other promises, and a release never changes" in err


def test_promises_that_were_changed_by_hand_are_found_by_the_release_that_follows(app):
    app.compose(operations={"addToCart": LIMITED})
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.change((*LEGACY, "deprecated", True))
    app.release("1.1.0", "2026-02-10")
    path = app.client / "releases/1.0.0/release.yaml"
    path.write_text(path.read_text().replace("16KiB", "32KiB"))

    code, _, err = app.run("check", "--as-of", "2026-03-10")

    assert code == 3
    assert "error[ledger-tampered]" in err


def test_a_key_that_promises_do_not_have_is_told_at_its_line(app):
    app.compose(operations={"addToCart": LIMITED})
    app.release("1.0.0", "2026-01-10")
    path = app.client / "releases/1.0.0/release.yaml"
    path.write_text(path.read_text().replace('"16KiB"', '"16KiB", "alow": []'))

    code, _, err = app.run("ledger", "verify")

    assert code == 3
    assert "error[input-unknown-key]" in err
    assert "alow" in err


def test_a_composition_with_faults_is_frozen_with_nothing(app):
    app.write(f"clients/{CLIENT}/composition.yaml", {"format": "composition/1", "operation": {}})

    code, _, err = app.release("1.0.0", "2026-01-10", code=2)

    assert code == 2
    assert "error[input-unknown-key]" in err
    assert "composition.yaml:3:" in err
    assert not (app.client / "releases").exists()


def test_a_release_of_the_past_has_the_promises_of_its_day(tmp_path, bffgen):
    app = Promised(tmp_path, bffgen, "browser")
    app.compose(operations={"addToCart": LIMITED})
    app.change()
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "then")
    then = git(tmp_path, "rev-parse", "HEAD")
    app.compose()
    app.document["info"]["version"] = "2.0.0"
    app.change()
    path = f"contracts/clients/{CLIENT}/openapi.yaml"

    code, _, err = app.run(
        *("release", CLIENT, "--version", "0.9.0", "--contract", f"git:{then}:{path}"),
        *("--released", "2025-06-01", "--by", "ci"),
    )

    assert (code, err) == (0, "")
    assert app.frozen("0.9.0")["operations"] == {"POST /cart": {"max_body": "16KiB"}}
    text = (app.client / "releases/0.9.0/release.yaml").read_text()
    assert '"unknown_enum": "tolerate"' in text


@pytest.mark.parametrize(
    ("family", "verdict"),
    [("browser", "block"), ("app-store", "block"), ("third-party", "block"), ("internal", "warn")],
)
def test_a_promise_that_is_narrowed_is_told_of_an_equal_contract(tmp_path, bffgen, family, verdict):
    """PITFALLS 13: the contract is the same, and live clients are refused."""
    app = Promised(tmp_path, bffgen, family)
    app.release("1.0.0", "2026-01-10")
    app.ship("1.0.0", "2026-01-11")
    app.compose(operations={"addToCart": LIMITED})

    for against in ("live", "last", "release:1.0.0"):
        code, found, _ = app.check("2026-03-10", "--against", against)

        (told,) = found
        assert told["rule"] == "request-limit-lowered"
        assert told["operations"] == {"POST /cart": "no"}
        assert [each["verdict"] for each in told["releases"]] == [verdict]
        assert code == int(verdict == "block")
        assert told["spans"]["revision"]["path"].endswith("/composition.yaml")
        assert told["spans"]["baseline"]["path"].endswith("/releases/1.0.0/release.yaml")


def test_each_live_release_is_held_to_the_promises_of_its_own_day(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.compose(operations={"addToCart": LIMITED})
    app.document["info"]["version"] = "2.0.0"
    app.run_blind("2.0.0", "2026-02-10")
    app.ship("2.0.0", "2026-02-11")

    _, found, _ = app.check("2026-03-10")

    assert [(each["rule"], [one["version"] for one in each["releases"]]) for each in found] == [
        ("request-limit-lowered", ["1.0.0"])
    ]


def test_what_is_narrowed_passes_by_a_waiver_and_by_nothing_else(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.compose(operations={"addToCart": LIMITED})
    _, (found,), _ = app.check("2026-11-10")
    app.waive(found["fingerprint"], ["1.0.0"], ["POST /cart"])

    code, (waived,), _ = app.check("2026-11-10")

    assert (code, waived["releases"][0]["licences"]) == (0, ["waived"])


def test_a_deprecated_operation_may_end_by_not_being_served(tmp_path, bffgen):
    web = Promised(tmp_path, bffgen, "browser")
    web.change((*LEGACY, "deprecated", True))
    web.release("1.0.0", "2026-01-10")
    web.ship("1.0.0", "2026-01-11")
    web.compose(omit_operations=["getLegacy"])

    code, (found,), _ = web.check("2026-03-10")

    assert (code, found["rule"]) == (0, "operation-unserved")
    assert found["releases"][0]["licences"] == ["not-used"]


def test_a_rollback_is_held_to_the_promises_of_what_is_out(app):
    app.compose(operations={"addToCart": LIMITED})
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.compose()
    app.document["info"]["version"] = "1.1.0"
    app.release("1.1.0", "2026-02-10", "--build", "ios=1.1.0")

    code, found, _ = app.check("2026-03-10", "--candidate", "release:1.0.0")

    assert (code, [each["rule"] for each in found]) == (1, ["request-limit-lowered"])


def test_promises_that_nobody_knows_are_no_finding_and_one_line(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    path = app.client / "releases/1.0.0/release.yaml"
    text = path.read_text()
    path.write_text(text[: text.index("promises:")] + "promises: null\n" + 'tool: "bffgen 0"\n')
    app.compose(operations={"addToCart": LIMITED})

    code, out, _ = app.run("check", "--as-of", "2026-03-10")

    assert code == 0
    assert "request-limit-lowered" not in out
    assert "not compared: what 1.0.0 promised beside the contract, as nobody knows it" in out


def test_a_narrowed_promise_is_a_change_of_the_release_and_asks_for_a_major_version(
    tmp_path, bffgen
):
    admin = Promised(tmp_path, bffgen, "internal")
    admin.release("1.0.0", "2026-01-10")
    admin.compose(operations={"addToCart": LIMITED})

    assert admin.release("auto", "2026-02-10")[1].splitlines()[-1] == "app 2.0.0 is frozen"
    changes = (admin.client / "releases/2.0.0/changes.json").read_text()
    assert "request-limit-lowered" in changes


def test_a_composition_with_faults_decides_nothing(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.compose(operation={})

    code, _, err = app.run("check", "--as-of", "2026-03-10")

    assert code == 2
    assert "error[input-unknown-key]" in err


def test_a_commit_is_held_to_its_promises_as_well(app):
    """Who checks before the first release is told too."""
    app.change()
    git(app.folder, "init", "-q")
    git(app.folder, "add", ".")
    git(app.folder, "commit", "-q", "-m", "then")
    assert app.check("2026-03-10", "--against", "git:HEAD")[:2] == (0, [])
    app.compose(operations={"addToCart": LIMITED})

    code, (found,), _ = app.check("2026-03-10", "--against", "git:HEAD")

    assert (code, found["rule"]) == (1, "request-limit-lowered")
    path = f"contracts/clients/{CLIENT}/composition.yaml"
    assert found["spans"]["revision"]["path"] == path
    assert found["spans"]["baseline"]["path"] == f"HEAD:{path}"
    assert found["spans"]["baseline"]["line"] == 1

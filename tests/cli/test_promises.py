"""What a release promises beside its contract: frozen with it, and held against what comes."""

import pytest
import yaml

from tests.cli.field import CLIENT, LEGACY, Field
from tests.cli.repository import git

ALLOWED = {"call": "shop.addToCart", "allow": ["scope(cart.write)"]}
CALLED = {
    "getHome": "shop.getHome",
    "addToCart": "shop.addToCart",
    "getLegacy": "shop.getLegacy",
}


class Promised(Field):
    """A client in the field with a composition, whose upstream has its very contract."""

    def __init__(self, folder, bffgen, family, **policy):
        super().__init__(folder, bffgen, family, **policy)
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
    app.compose(operations={"addToCart": ALLOWED}, omit_operations=["getLegacy"])
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")

    assert app.frozen("1.0.0")["operations"] == {
        "GET /legacy": {"served": False},
        "POST /cart": {"allow": ["scope(cart.write)"]},
    }
    assert app.run("ledger", "verify")[0] == 0


def test_without_a_composition_a_release_promises_what_nobody_knows(tmp_path, bffgen):
    app = Field(tmp_path, bffgen, "app-store")
    app.release("1.0.0", "2026-01-10")

    text = (app.client / "releases/1.0.0/release.yaml").read_text()
    assert "\npromises: null\n" in text


def test_the_same_contract_with_other_promises_is_frozen_again(app):
    app.compose(operations={"addToCart": ALLOWED})
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    same = app.release("auto", "2026-02-10")[1]
    app.compose()
    other = app.release("auto", "2026-02-10")[1]

    assert same.startswith("the wire contract and the promises are those of 1.0.0")
    assert other == "app 1.0.1 is frozen\n"
    assert "operations" not in app.frozen("1.0.1")


def test_a_version_is_not_frozen_with_other_promises(app):
    app.compose(operations={"addToCart": ALLOWED})
    app.release("1.0.0", "2026-01-10")
    app.compose()

    code, _, err = app.release("1.0.0", "2026-01-11", code=3)

    assert code == 3
    assert "1.0.0 is frozen with other promises, and a release never changes" in err


def test_promises_that_were_changed_by_hand_are_found_by_the_release_that_follows(app):
    app.compose(operations={"addToCart": ALLOWED})
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.change((*LEGACY, "deprecated", True))
    app.release("1.1.0", "2026-02-10")
    path = app.client / "releases/1.0.0/release.yaml"
    path.write_text(path.read_text().replace("cart.write", "cart.read"))

    code, _, err = app.run("check", "--as-of", "2026-03-10")

    assert code == 3
    assert "error[ledger-tampered]" in err


def test_a_key_that_promises_do_not_have_is_told_at_its_line(app):
    app.compose(operations={"addToCart": ALLOWED})
    app.release("1.0.0", "2026-01-10")
    path = app.client / "releases/1.0.0/release.yaml"
    path.write_text(path.read_text().replace('"allow"', '"alow"'))

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
    app.compose(operations={"addToCart": ALLOWED})
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
    assert app.frozen("0.9.0")["operations"] == {"POST /cart": {"allow": ["scope(cart.write)"]}}
    text = (app.client / "releases/0.9.0/release.yaml").read_text()
    assert '"unknown_enum": "tolerate"' in text

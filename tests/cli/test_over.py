"""`bffgen check --all`: releases that are over are shown, and nobody is hurt there."""

import pytest

from tests.cli.field import CLIENT, FAMILIES, LEGACY, Field, cart

WEB, APP, PARTNER, ADMIN = FAMILIES
DAY = "2026-06-01"


@pytest.fixture
def field(tmp_path, bffgen):
    """Give a client whose first release is over, and whose candidate breaks it alone."""

    def made(family):
        app = Field(tmp_path, bffgen, family)
        app.run_blind("1.0.0", "2026-01-10")
        app.ship("1.0.0", "2026-01-10")
        cart(app.document)["properties"]["note"] = {"type": ["string", "integer"]}
        app.change((*LEGACY, ...))
        app.run_blind("1.1.0", "2026-02-10")
        app.ship("1.1.0", "2026-02-10")
        app.event("retire", "2026-03-01", release="1.0.0", because="nobody is left")
        return app

    return made


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_over_passes_and_is_shown_on_demand_alone(field, family):
    app = field(family)

    assert app.releases(DAY, "operation-removed") == {}
    assert app.releases(DAY, "operation-removed", "--all") == {"1.0.0": ("pass", "not-live")}
    assert app.check(DAY, "--all")[0] == 0


def test_a_release_that_is_live_is_hurt_as_without_it(field):
    app = field(APP)
    del cart(app.document)["properties"]["note"]
    cart(app.document)["additionalProperties"] = False
    rule = "request-property-removed"

    before, shown = app.releases(DAY, rule), app.releases(DAY, rule, "--all")

    assert before == {"1.1.0": ("block",)}
    assert shown == {"1.1.0": ("block",), "1.0.0": ("pass", "not-live")}


def test_it_is_said_why_a_release_is_over(field):
    app = field(APP)
    _, found, _ = app.check(DAY, "--all")
    (removed,) = [each for each in found if each["rule"] == "operation-removed"]

    assert removed["releases"][0]["why"] == "retired on 2026-03-01"


def test_a_pair_decides_about_a_release_whoever_has_it(field):
    app = field(APP)

    code, _, _ = app.check(DAY, "--against", "release:1.0.0")
    assert code == 1


def test_a_waiver_is_not_outgrown_by_what_is_over(field):
    app = field(APP)
    del cart(app.document)["properties"]["note"]
    cart(app.document)["additionalProperties"] = False
    _, found, _ = app.check("2026-05-01")
    (print_,) = [e["fingerprint"] for e in found if e["rule"] == "request-property-removed"]
    app.waive(print_, ["1.1.0"], ["POST /cart"], until="2026-05-30")

    releases = app.releases("2026-05-01", "request-property-removed", "--all")
    assert releases == {"1.1.0": ("pass", "waived"), "1.0.0": ("pass", "not-live")}


@pytest.mark.parametrize(
    "flags", [("--against", "last"), ("--against", "release:1.0.0"), ("--against", "git:main")]
)
def test_what_names_its_release_shows_no_other(field, flags):
    app = field(APP)
    app.change()
    code, _, err = app.run("check", CLIENT, "--all", *flags)

    assert (code, "`--all` goes with" in err) == (2, True)

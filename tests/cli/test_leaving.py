"""`bffgen check` of a client whose upstream takes away what it uses."""

import json

import pytest

from tests.cli.field import CLIENT, FAMILIES, Field, answered
from tests.workspaces import operation

WEB, APP, PARTNER, ADMIN = FAMILIES
SCHEMA = {"type": "object", "properties": {"id": {"type": "string"}}}
LEGACY = {"call": "one.getLegacy"}
COMPOSITION = {
    "format": "composition/1",
    "omit_operations": ["getHome", "addToCart"],
    "operations": {"getLegacy": {"sources": {"old": LEGACY}}},
}


@pytest.fixture
def field(tmp_path, bffgen):
    """Give a client with a release, and the legacy operation of its upstream."""

    def made(family, **more):
        app = Field(tmp_path, bffgen, family)
        for name in ("getHome", "addToCart", "getLegacy"):
            of = next(
                each
                for item in app.document["paths"].values()
                for each in item.values()
                if each["operationId"] == name
            )
            of["security"] = []
        called = operation(SCHEMA, "getLegacy", parameters=(), responses=answered(SCHEMA), **more)
        app.write("bffgen.yaml", {
            "format": "bffgen/1",
            "clients": [CLIENT],
            "upstreams": {"one": {"contract": "upstreams/one.yaml", "credentials": "none"}},
        })  # fmt: skip
        upstream = {
            "openapi": "3.1.0",
            "info": {"title": "One", "version": "1"},
            "paths": {"/legacy": {"get": called}},
        }
        app.write("upstreams/one.yaml", upstream)
        app.write(f"clients/{CLIENT}/composition.yaml", COMPOSITION)
        app.run_blind("1.0.0", "2026-01-10")
        app.ship("1.0.0", "2026-01-10")
        return app

    return made


def notes(app, day, *flags):
    code, out, err = app.run("check", CLIENT, "--as-of", day, "-f", "json", *flags)
    assert out, err
    return code, [(each["rule"], each["severity"]) for each in json.loads(out)["notes"]]


RULE = "deprecated-upstream-used"


# The sunset is the first day without it; owners and users of an internal client are one team.
@pytest.mark.parametrize(
    ("family", "day", "severity", "code"),
    [
        (WEB, "2026-06-01", "warning", 0),
        (WEB, "2026-11-30", "warning", 0),
        (WEB, "2026-12-01", "error", 1),
        (APP, "2026-12-01", "error", 1),
        (PARTNER, "2026-06-01", "warning", 0),
        (PARTNER, "2026-12-01", "error", 1),
        (ADMIN, "2026-12-01", "warning", 0),
    ],
)
def test_an_upstream_that_goes_is_told_and_from_its_day_on_stops_a_release(
    field, family, day, severity, code
):
    app = field(family, deprecated=True, **{"x-sunset": "2026-12-01"})

    assert notes(app, day) == (code, [(RULE, severity)])


def test_it_is_told_of_the_candidate_against_all_that_is_live_alone(field):
    app = field(WEB, deprecated=True, **{"x-sunset": "2026-12-01"})

    assert notes(app, "2026-12-01", "--against", "last") == (0, [])


def test_an_upstream_that_stays_is_not_told(field):
    assert notes(field(WEB), "2026-12-01") == (0, [])


def test_its_severity_is_that_of_the_policy(field):
    app = field(WEB, deprecated=True, **{"x-sunset": "2026-12-01"})
    app.policy(severity={RULE: "off"})

    assert notes(app, "2026-12-01") == (0, [])


def test_a_release_is_stopped_by_it_and_can_release_says_so(field):
    app = field(WEB, deprecated=True, **{"x-sunset": "2026-12-01"})
    code, out, err = app.run("can-release", CLIENT, "--as-of", "2026-12-01")

    assert code == 1
    assert "the sunset of `one.getLegacy` was on 2026-12-01" in err
    assert out.splitlines()[-1] == "no: 1 blocking"

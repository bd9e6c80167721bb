"""What counts of use say beside a verdict: how much is used, since when, and whether it decides."""

import pytest

from tests.cli.field import CLIENT, FAMILIES, LEGACY, Field, cart, home

WEB, APP, PARTNER, ADMIN = FAMILIES
DAY = "2026-06-01"


@pytest.fixture
def field(tmp_path, bffgen):
    def made(family, **policy):
        app = Field(tmp_path, bffgen, family, **policy)
        app.run_blind("1.0.0", "2026-01-10")
        app.ship("1.0.0", "2026-01-10")
        return app

    return made


def counted(app, *, last="2026-05-31", calls=None, sent=None, unknown=None, parties=None):
    """Write counts of 30 days, of the build 1.0.0 and of those that name none."""
    channel = "ios" if app.family == APP else CLIENT
    first = f"{last[:8]}01"
    by_day = {last: 980}
    own = {"calls_by_day": by_day, "calls": calls or {}, "sent": sent or {}}
    app.count(
        {
            "format": "usage/1",
            "client": CLIENT,
            "source": {"kind": "csv", "sha256": "ab"},
            "window": {"from": first, "to": last},
            "coverage": 0.98,
            "builds": {channel: {"1.0.0": own}},
            "unknown": {channel: {"calls_by_day": {last: 20}, "calls": unknown or {}}},
            "calls_by_day": {channel: {last: 1000}},
            "parties": parties or {},
        }
    )


def can_release(app, day=DAY):
    app.change()
    code, out, _ = app.run("can-release", CLIENT, "--as-of", day)
    return code, out.splitlines()


def of_release(lines, version="1.0.0"):
    (line,) = [each.strip() for each in lines if each.startswith(f"      {version}  ")]
    return line


WINDOW = "2026-05-01 to 2026-05-31"


def test_a_verdict_says_how_many_requests_hold_a_place(field):
    app = field(APP)
    cart(app.document)["properties"]["note"] = {"type": "integer"}
    counted(app, calls={"POST /cart": 950}, sent={"POST /cart#/request/note": 42})

    code, lines = can_release(app)

    assert code == 1
    assert of_release(lines).endswith(f"; sent in 42 of 950 calls, {WINDOW}")
    assert lines[0].endswith(f", counts of {WINDOW}, 98 % of the traffic named a known build")


def test_what_stops_is_told_by_its_operation_where_its_going_is_harmless_by_itself(field):
    """An optional field may be absent: the promise alone is broken, and told where it is."""
    app = field(PARTNER)
    del home(app.document)["properties"]["badge"]

    code, lines = can_release(app)

    assert code == 1
    assert lines[1].startswith("BLOCK response-property-removed  GET /home  badge  "), lines


def test_what_is_not_called_and_not_marked_is_no_reason(field):
    app = field(APP)
    del app.document["paths"]["/legacy"]
    counted(app, calls={"GET /home": 950})

    code, lines = can_release(app)

    assert code == 1
    assert of_release(lines).endswith(f"; not marked in 1.0.0; 0 calls, {WINDOW}")


def test_requests_that_name_no_build_may_be_of_any(field):
    app = field(APP)
    del app.document["paths"]["/legacy"]
    counted(app, calls={"GET /legacy": 3}, unknown={"GET /legacy": 1})

    assert of_release(can_release(app)[1]).endswith(f"; at most 4 calls, {WINDOW}")


def marked(field, **more):
    app = field(APP)
    app.change((*LEGACY, "deprecated", True))
    app.run_blind("1.0.1", "2026-01-11")
    app.event("build", "2026-01-11", channel="ios", build="1.0.1", release="1.0.1")
    app.event("retire", "2026-01-12", release="1.0.0", because="test")
    del app.document["paths"]["/legacy"]
    app.document["info"]["version"] = "2.0.0"
    return app


def test_what_passes_for_want_of_uses_cannot_be_told_by_stale_counts(field):
    app = marked(field)
    assert can_release(app)[0] == 0

    counted(app, calls={"GET /home": 950})
    code, lines = can_release(app)
    assert (code, lines[-1]) == (0, "yes")

    # The last day of the counts is as old as may be, and then older.
    assert can_release(app, "2026-06-07")[0] == 0
    code, lines = can_release(app, "2026-06-08")
    assert (code, lines[-1].partition(":")[0]) == (3, "cannot be decided")
    assert any(
        "import newer counts, as the newest day counted is 8 days old" in each for each in lines
    )
    assert "they decide nothing: the newest day counted is 8 days old" in lines[0]


def test_counts_that_take_away_a_licence_are_told(field):
    app = marked(field)
    counted(app, unknown={"GET /legacy": 4})
    assert can_release(app)[0] == 0, "nobody counts the build itself"

    usage = {"GET /legacy": 4}
    counted(app, calls={}, unknown=usage)
    path = app.client / "evidence/usage.json"
    path.write_text(path.read_text().replace('"1.0.0"', '"1.0.1"'))
    code, lines = can_release(app)
    assert code == 1
    assert f"marked in 1.0.1, but at most 4 calls, {WINDOW}" in of_release(lines, "1.0.1")


def test_no_counts_are_told_where_they_would_decide(field):
    app = field(APP)
    assert can_release(app)[1][0].endswith(", no counts of use")


PARTIES = {
    "acme": {"notice": "30d", "agreed": "2025-01-01", "ids": ["acme-1"]},
    "globex": {"notice": "30d", "agreed": "2025-01-01", "ids": ["g-1"]},
}
SEEN = {
    "acme": {"last_seen": "2026-05-30", "calls": {"GET /legacy": 12, "GET /home": 3}},
    "globex": {"last_seen": "2026-05-02", "calls": {"GET /home": 1}},
}


def test_a_party_that_still_calls_is_named_whatever_lets_it_pass(field):
    app = field(PARTNER, parties=PARTIES)
    del app.document["paths"]["/legacy"]
    counted(app, parties=SEEN)

    code, lines = can_release(app)

    assert code == 1
    acme = "acme made 12 calls, last seen 2026-05-30"
    assert of_release(lines).endswith(f"; no deprecation covers it; {acme}")
    assert "globex" not in of_release(lines)


def test_who_rests_on_a_release_is_named_with_the_last_call(field):
    app = field(PARTNER, parties=PARTIES)
    counted(app, parties=SEEN)
    app.change()

    code, out, _ = app.run("can-retire", CLIENT, "1.0.0", "--as-of", DAY)

    assert code == 1
    assert "  acme: last seen 2026-05-30, 15 calls, most of GET /legacy (12)\n" in out
    assert "  globex: last seen 2026-05-02, 1 call of GET /home\n" in out
    assert f"  counts of {WINDOW}, 98 % of the traffic named a known build\n" in out


def test_a_party_that_was_not_seen_is_named_too(field):
    app = field(PARTNER, parties=PARTIES)
    counted(app, parties={"acme": SEEN["acme"]})
    app.change()

    out = app.run("can-retire", CLIENT, "1.0.0", "--as-of", DAY)[1]

    assert f"  globex: not seen, {WINDOW}\n" in out

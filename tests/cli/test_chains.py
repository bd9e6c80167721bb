"""The chains of RELEASES.md 13: green pair by pair, and judged against all that is live."""

import pytest

from tests.cli.field import FAMILIES, LEGACY, Field, cart, home
from tests.govern.ledgers import counts

WEB, APP, PARTNER, ADMIN = FAMILIES


@pytest.fixture
def field(tmp_path, bffgen):
    def made(family, **policy):
        folder = tmp_path / family
        folder.mkdir()
        return Field(folder, bffgen, family, **policy)

    return made


def chain(app, *steps):
    """Release a contract, change and release it; the last step is the candidate.

    A step is a day and what is done to the contract on it; every step but the last is shipped.
    """
    for number, (day, change) in enumerate(steps):
        change(app)
        if number < len(steps) - 1:
            version = f"{number + 1}.0.0"
            app.document["info"]["version"] = version
            app.run_blind(version, day)
            app.ship(version, day)
    app.document["info"]["version"] = f"{len(steps)}.0.0"


def as_it_is(app):
    pass


def worst(app, day, *flags):
    """Give the worst verdict of a check, and the rule that it is of."""
    found = app.verdicts(day, *flags)
    order = ("pass", "warn", "block")
    top = max(found.values(), key=order.index, default="pass")
    return top, sorted(rule for rule, each in found.items() if each == top and top != "pass")


# -- a name that goes and comes back


def without_note(app):
    del cart(app.document)["properties"]["note"]


def integer_note(app):
    cart(app.document)["properties"]["note"] = {"type": "integer"}


@pytest.mark.parametrize("family", [WEB, APP, PARTNER])
def test_a_request_property_that_returns_breaks_who_still_sends_it(field, family):
    app = field(family)
    chain(
        *(app, ("2026-01-10", as_it_is), ("2026-01-12", without_note)),
        ("2026-01-13", integer_note),
    )

    assert worst(app, "2026-01-13", "--against", "last") == ("pass", [])
    assert worst(app, "2026-01-13") == ("block", ["request-type-narrowed"])


def test_it_breaks_nobody_once_the_first_is_over(field):
    app = field(WEB)
    chain(
        *(app, ("2026-01-10", as_it_is), ("2026-01-12", without_note)),
        ("2026-01-13", integer_note),
    )

    assert app.verdicts("2026-02-13").get("request-type-narrowed") is None


def without_badge(app):
    del home(app.document)["properties"]["badge"]


def integer_badge(app):
    home(app.document)["properties"]["badge"] = {"type": "integer"}


@pytest.mark.parametrize(("family", "pair"), [(WEB, "warn"), (APP, "block"), (PARTNER, "block")])
def test_an_answer_that_returns_otherwise_breaks_who_still_reads_it(field, family, pair):
    app = field(family)
    chain(app, ("2026-01-10", as_it_is), ("2026-01-11", without_badge))
    assert worst(app, "2026-01-11") == (pair, ["response-property-removed"])
    chain_on(app, "2.0.0", "2026-01-11", integer_badge)

    assert worst(app, "2026-01-12", "--against", "last") == ("pass", [])
    assert worst(app, "2026-01-12") == ("block", ["response-type-widened"])


def chain_on(app, version, day, change):
    app.document["info"]["version"] = version
    app.run_blind(version, day)
    app.ship(version, day)
    change(app)


# -- deprecated, then removed


def marked(sunset="2026-11-01"):
    def change(app):
        app.change((*LEGACY, "deprecated", True), (*LEGACY, "x-sunset", sunset))

    return change


def without_legacy(app):
    app.change(("paths", "/legacy", ...))


def announced(app, day="2025-10-31", sunset="2026-11-01", **more):
    app.event("deprecate", day, target="GET /legacy", announced=day, sunset=sunset, **more)


@pytest.mark.parametrize(
    ("family", "day", "verdict", "licence"),
    [
        (PARTNER, "2026-11-02", "pass", "notice-served"),
        (PARTNER, "2026-10-31", "block", None),
        (WEB, "2026-11-02", "pass", "not-used"),
        (WEB, "2026-10-31", "block", None),
        (ADMIN, "2026-11-02", "warn", None),
    ],
)
def test_what_was_deprecated_in_time_goes_after_its_sunset(field, family, day, verdict, licence):
    app = field(family)
    chain(
        *(app, ("2025-01-10", as_it_is), ("2025-10-31", marked())),
        (day, without_legacy),
    )
    announced(app)

    found = app.releases(day, "operation-removed")

    newest = found["2.0.0"]
    assert newest == ((verdict, licence) if licence else (verdict,))
    assert app.check(day)[0] == (1 if verdict == "block" else 0)


def test_a_shipped_binary_reads_no_notice(field):
    """What partners may lose after the sunset is refused while an old build of the app is live."""
    app = field(APP)
    chain(
        *(app, ("2025-01-10", as_it_is), ("2025-10-31", marked())),
        ("2026-11-02", without_legacy),
    )
    announced(app)

    assert app.releases("2026-11-02", "operation-removed") == {
        "1.0.0": ("block",),
        "2.0.0": ("pass", "not-used"),
    }

    usage = counts({"1.0.0": 0.1, "2.0.0": 99.9}, last="2026-11-01")
    app.count({**usage, "client": "app"})
    assert app.releases("2026-11-02", "operation-removed") == {"2.0.0": ("pass", "not-used")}
    assert app.check("2026-11-02")[0] == 0


def test_thirty_days_of_notice_are_too_few_for_partners(field):
    app = field(PARTNER)
    chain(
        *(app, ("2025-01-10", as_it_is), ("2026-10-02", marked())),
        ("2026-11-02", without_legacy),
    )
    announced(app, "2026-10-02")

    _, found, _ = app.check("2026-11-02")
    (removed,) = [each for each in found if each["rule"] == "operation-removed"]
    assert {each["verdict"] for each in removed["releases"]} == {"block"}
    assert "below the floor" in removed["releases"][0]["why"]
    app.waive(removed["fingerprint"], ["1.0.0", "2.0.0"], ["GET /legacy"])
    assert set(app.releases("2026-11-02", "operation-removed").values()) == {("pass", "waived")}


PARTIES = {"acme": {"notice": "365d"}, "globex": {"notice": "180d"}}
OWED = {"acme": "365d", "globex": "180d"}


def told(party, day):
    return {"party": party, "how": "email", "date": day}


@pytest.mark.parametrize(
    ("consents", "verdict"),
    [((), "block"), (("acme",), "block"), (("acme", "globex"), "warn")],
)
def test_consent_of_every_party_is_a_notice_served_if_a_short_one(field, consents, verdict):
    app = field(PARTNER, parties=PARTIES)
    chain(
        *(app, ("2025-01-10", as_it_is), ("2026-07-04", marked())),
        ("2026-11-02", without_legacy),
    )
    notified = [told("acme", "2026-07-04"), told("globex", "2026-07-04")]
    announced(app, "2026-07-04", notice=OWED, notified=notified)
    for party in consents:
        app.event("consent", "2026-08-01", target="GET /legacy", party=party, sunset="2026-11-01")

    found = app.releases("2026-11-02", "operation-removed")

    assert {each[0] for each in found.values()} == {verdict}


def test_a_notice_that_was_withdrawn_licenses_nothing(field):
    app = field(PARTNER)
    chain(
        *(app, ("2025-01-10", as_it_is), ("2025-10-31", marked())),
        ("2026-12-02", without_legacy),
    )
    announced(app)
    app.event("withdraw", "2026-01-01", target="GET /legacy", announced="2025-10-31")

    found = app.releases("2026-12-02", "operation-removed")

    assert set(found.values()) == {("block",)}


def test_a_release_without_the_mark_takes_the_notice_away(field):
    app = field(PARTNER)

    def unmarked(app):
        app.change((*LEGACY, "deprecated", ...), (*LEGACY, "x-sunset", ...))

    chain(
        *(app, ("2025-01-10", as_it_is), ("2025-10-31", marked()), ("2026-02-01", unmarked)),
        ("2026-12-02", without_legacy),
    )
    announced(app)

    _, found, _ = app.check("2026-12-02")
    (removed,) = [each for each in found if each["rule"] == "operation-removed"]
    assert {each["verdict"] for each in removed["releases"]} == {"block"}
    assert (
        "release 3.0.0, frozen since the announcement, does not carry it"
        in (removed["releases"][0]["why"])
    )


@pytest.mark.parametrize(
    ("family", "verdict"), [(WEB, "block"), (APP, "block"), (PARTNER, "block"), (ADMIN, "warn")]
)
def test_what_goes_without_a_word_is_stopped(field, family, verdict):
    app = field(family)
    chain(app, ("2026-01-10", as_it_is), ("2026-01-11", without_legacy))

    assert worst(app, "2026-01-11") == (verdict, ["operation-removed"])


# -- how clients read


def third_state(app):
    home(app.document)["properties"]["state"] = {"type": "string", "enum": ["a", "b", "c"]}


@pytest.mark.parametrize(
    ("family", "verdict"), [(WEB, "pass"), (APP, "block"), (PARTNER, "block"), (ADMIN, "pass")]
)
def test_a_longer_enum_is_a_matter_of_the_reader(field, family, verdict):
    app = field(family)
    chain(app, ("2026-01-10", as_it_is), ("2026-01-11", third_state))

    assert worst(app, "2026-01-11")[0] == verdict


def test_a_decoder_is_that_of_the_release_and_not_of_the_day(field):
    app = field(APP)
    chain(app, ("2026-01-10", as_it_is), ("2026-01-11", third_state))
    app.policy(decoder={"unknown_enum": "tolerate"})

    assert worst(app, "2026-01-11") == ("block", ["response-enum-value-added"])


# -- one finding, several operations and releases


def shared(document):
    card = {"type": "object", "properties": {"badge": {"type": "string"}}}
    document["components"] = {"schemas": {"Card": card}}
    for path in ("/home", "/legacy"):
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]
        schema["application/json"]["schema"] = {"$ref": "#/components/schemas/Card"}


def test_a_notice_covers_its_operation_and_no_other_that_shares_a_component(field):
    app = field(PARTNER)
    shared(app.document)
    chain(
        *(app, ("2025-01-10", as_it_is), ("2025-10-31", marked())),
        ("2026-11-02", lambda a: a.document["components"]["schemas"]["Card"]["properties"].clear()),
    )
    announced(app)

    _, found, _ = app.check("2026-11-02")
    (removed,) = [each for each in found if each["rule"] == "response-property-removed"]

    assert set(removed["operations"]) == {"GET /home", "GET /legacy"}
    assert {tuple(each["blocked"]) for each in removed["releases"]} == {("GET /home",)}
    assert {each["verdict"] for each in removed["releases"]} == {"block"}


def test_a_waiver_is_for_the_releases_and_operations_that_it_names(field):
    app = field(WEB)
    chain(
        *(app, ("2026-01-10", as_it_is), ("2026-01-11", as_it_is)),
        ("2026-01-12", without_legacy),
    )
    _, found, _ = app.check("2026-01-12")
    (removed,) = [each for each in found if each["rule"] == "operation-removed"]

    app.waive(removed["fingerprint"], ["1.0.0"], ["GET /legacy"], until="2026-05-01")
    assert app.releases("2026-01-12", "operation-removed") == {
        "2.0.0": ("block",),
        "1.0.0": ("pass", "waived"),
    }


@pytest.mark.parametrize(
    ("until", "rule"), [("2026-01-12", "waiver-expired"), ("2026-01-13", None)]
)
def test_a_waiver_ends_on_its_day(field, until, rule):
    app = field(WEB)
    chain(app, ("2026-01-10", as_it_is), ("2026-01-12", without_legacy))
    _, found, _ = app.check("2026-01-12")
    (removed,) = [each for each in found if each["rule"] == "operation-removed"]
    app.waive(removed["fingerprint"], ["1.0.0"], ["GET /legacy"], until=until)

    code, _, _ = app.check("2026-01-12")
    notes = [
        rule for rule in ("waiver-expired",) if rule in app.run("check", "--as-of", "2026-01-12")[1]
    ]

    assert (code, notes) == ((1, [rule]) if rule else (0, []))


def test_prose_is_no_change(field):
    app = field(WEB)
    for number in range(1, 6):
        app.document["info"]["version"] = f"{number}.0.0"
        app.document["paths"]["/home"]["get"]["description"] = f"Said for the {number}. time."
        app.run_blind(f"{number}.0.0", f"2026-01-0{number}")
        app.ship(f"{number}.0.0", f"2026-01-0{number}")

    code, found, _ = app.check("2026-01-06")

    assert (code, found) == (0, [])

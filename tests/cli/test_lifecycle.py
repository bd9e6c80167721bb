"""Ends that do not fit together: each rule fires where it should, and is silent beside that."""

import json
import shlex
import subprocess

import pytest

from tests.cli.field import CLIENT, FAMILIES, LEGACY, Field, cart, home

WEB, APP, PARTNER, ADMIN = FAMILIES


@pytest.fixture
def field(tmp_path, bffgen):
    def made(family, **policy):
        folder = tmp_path / family
        folder.mkdir()
        app = Field(folder, bffgen, family, **policy)
        app.run_blind("1.0.0", "2026-01-10")
        app.ship("1.0.0", "2026-01-10")
        app.document["info"]["version"] = "2.0.0"
        return app

    return made


def notes(app, day="2026-06-01", *flags):
    """Give what is told besides changes: [(rule, severity)]."""
    app.change()
    _, out, err = app.run("check", CLIENT, "--as-of", day, "-f", "json", *flags)
    assert out, err
    return [(each["rule"], each["severity"]) for each in json.loads(out)["notes"]]


def deprecated(app, day="2026-01-20", sunset="2027-06-01", target="GET /legacy", **more):
    app.event("deprecate", day, target=target, announced=day, sunset=sunset, **more)


def mark(app, sunset=None):
    app.change((*LEGACY, "deprecated", True))
    if sunset:
        app.change((*LEGACY, "x-sunset", sunset))


# (rule, family, severity): RELEASES.md 6; what passes is not told.
@pytest.mark.parametrize(
    ("family", "severity"), [(WEB, None), (APP, "warning"), (PARTNER, "error"), (ADMIN, None)]
)
def test_a_mark_without_an_event(field, family, severity):
    app = field(family)
    mark(app)

    told = [("deprecated-without-sunset", severity)] if severity else []
    assert notes(app) == told
    deprecated(app)
    assert notes(app) == []


def test_a_sunset_alone_is_a_mark(field):
    app = field(APP)
    app.change((*LEGACY, "x-sunset", "2027-06-01"))

    assert notes(app) == [("deprecated-without-sunset", "warning")]

    deprecated(app)
    assert notes(app) == []


def test_a_mark_of_a_property_has_an_event_of_its_own(field):
    app = field(APP)
    home(app.document)["properties"]["badge"]["deprecated"] = True

    assert notes(app) == [("deprecated-without-sunset", "warning")]
    deprecated(app, target="GET /home#/response/200/badge")
    assert notes(app) == []


@pytest.mark.parametrize(
    ("family", "severity"),
    [(WEB, "error"), (APP, "error"), (PARTNER, "error"), (ADMIN, "error")],
)
def test_a_sunset_before_its_announcement(field, family, severity):
    app = field(family)
    mark(app)
    deprecated(app, sunset="2026-01-20")

    assert ("sunset-before-deprecation", severity) in notes(app)


@pytest.mark.parametrize(
    ("day", "sunset", "told"),
    [("2026-01-20", "2027-01-19", True), ("2026-01-20", "2027-01-20", False)],
)
def test_a_sunset_that_is_too_near(field, day, sunset, told):
    app = field(PARTNER)
    mark(app)
    deprecated(app, day, sunset)

    assert notes(app) == ([("sunset-too-near", "error")] if told else [])


@pytest.mark.parametrize(
    ("notice", "day", "told"),
    [
        ({"acme": "100d", "globex": "300d"}, "2026-06-01", ["acme had 100d"]),
        ({"acme": "300d", "globex": "12mo"}, "2026-06-01", []),
        ({"acme": "100d"}, "2027-06-30", ["acme had 100d"]),
        # It stands in the contract still, which is overdue by now.
        ({"acme": "100d"}, "2028-06-01", ["acme had 100d"]),
    ],
)
def test_a_notice_that_is_shorter_than_what_is_owed_today_is_told(field, notice, day, told):
    app = field(PARTNER, parties=ACME)
    told_of = [{"party": name, "how": "email", "date": "2026-01-20"} for name in ACME]
    deprecated(app, notice=notice, notified=told_of)
    mark(app)

    _, out, _ = app.run("check", CLIENT, "--as-of", day)

    assert [line for line in out.splitlines() if "[notice-below-policy]" in line] == [
        f"warning[notice-below-policy]: {each} of notice for GET /legacy, and is owed 300d today"
        for each in told
    ]


def test_once_it_is_gone_nobody_asks_how_long_its_notice_was(field):
    app = field(PARTNER, parties=ACME)
    deprecated(app, sunset="2026-03-01", notice={"acme": "10d"})
    app.change(("paths", "/legacy", ...))

    assert ("notice-below-policy", "warning") in notes(app, "2026-03-02")
    assert ("notice-below-policy", "warning") not in notes(app, "2026-06-02")


def test_apps_and_browsers_are_owed_no_notice(field):
    for family in (WEB, APP):
        app = field(family)
        mark(app)
        deprecated(app, sunset="2026-06-02")
        assert notes(app) == []


def test_a_sunset_that_came_nearer(field):
    app = field(PARTNER, parties={"acme": {"notice": "90d"}})
    told = [{"party": "acme", "how": "email", "date": "2026-01-20"}]
    mark(app)
    deprecated(app, "2026-01-20", "2027-12-01", notified=told, notice={"acme": "90d"})
    deprecated(app, "2026-02-20", "2027-06-01", notified=told, notice={"acme": "90d"})

    assert notes(app) == [("sunset-moved-earlier", "error")]
    app.event("consent", "2026-03-01", target="GET /legacy", party="acme", sunset="2027-06-01")
    assert notes(app) == []


@pytest.mark.parametrize(
    ("sunset", "told"), [("2027-06-02", True), ("2027-06-01", False), (None, False)]
)
def test_a_day_in_the_contract_that_is_not_that_of_the_event(field, sunset, told):
    app = field(WEB)
    mark(app, sunset)
    deprecated(app)

    assert notes(app) == ([("sunset-in-contract-differs", "error")] if told else [])


@pytest.mark.parametrize(("day", "told"), [("2027-06-30", False), ("2027-07-01", True)])
def test_a_removal_that_is_overdue(field, day, told):
    app = field(WEB)
    mark(app)
    deprecated(app)

    assert notes(app, day) == ([("removal-overdue", "warning")] if told else [])


@pytest.mark.parametrize(
    ("version", "told"),
    [("1.0.0", True), ("1.0.1", True), ("1.1.0", False), ("2.0.0", False), ("x", False)],
)
@pytest.mark.parametrize(("family", "severity"), [(WEB, "warning"), (PARTNER, "error")])
def test_a_version_that_says_less_than_what_changed(field, version, told, family, severity):
    app = field(family)
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.document["info"]["version"] = version

    assert notes(app) == ([("version-bump-too-small", severity)] if told else [])


def test_a_break_asks_for_a_major_version(field):
    app = field(ADMIN)
    app.change(("paths", "/legacy", ...))
    app.document["info"]["version"] = "1.1.0"

    assert notes(app) == [("version-bump-too-small", "warning")]


def test_who_numbers_by_days_is_asked_for_no_version(field):
    app = field(WEB, versioning="date")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.document["info"]["version"] = "1.0.0"

    assert notes(app) == []


def gone(app, version, day, change):
    """Release a contract without something, which then is over for everybody."""
    change()
    app.document["info"]["version"] = version
    app.run_blind(version, day)
    app.ship(version, day)
    app.event("retire", day, release="1.0.0")
    app.document["info"]["version"] = "9.0.0"


@pytest.mark.parametrize(
    ("family", "severity"),
    [(WEB, "warning"), (APP, "error"), (PARTNER, "error"), (ADMIN, "warning")],
)
def test_a_property_that_comes_back_with_another_type(field, family, severity):
    app = field(family)
    properties = cart(app.document)["properties"]
    gone(app, "2.0.0", "2026-02-10", lambda: properties.pop("note"))
    properties["note"] = {"type": "integer"}

    assert notes(app) == [("reintroduced-different", severity)]
    properties["note"] = {"type": "string"}
    assert notes(app) == []


def test_an_operation_that_comes_back_is_one_finding(field):
    app = field(APP)
    paths = app.document["paths"]
    legacy = paths["/legacy"]
    gone(app, "2.0.0", "2026-02-10", lambda: paths.pop("/legacy"))
    paths["/legacy"] = json.loads(json.dumps(legacy).replace('"string"', '"integer"'))

    assert notes(app) == [("reintroduced-different", "error")]
    paths["/legacy"] = legacy
    assert notes(app) == []


def test_a_parameter_and_an_enum_value_are_names_too(field):
    app = field(APP)
    operation = app.document["paths"]["/legacy"]["get"]
    state = home(app.document)["properties"]["state"]
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    operation["parameters"] = [size]
    app.document["info"]["version"] = "1.1.0"
    app.run_blind("1.1.0", "2026-01-20")

    def less():
        operation["parameters"] = []
        state["enum"] = ["a"]

    gone(app, "2.0.0", "2026-02-10", less)
    app.event("retire", "2026-02-10", release="1.1.0")
    operation["parameters"] = [{**size, "schema": {"type": "boolean"}}]
    state["enum"] = ["a", "b"]

    assert notes(app) == [("reintroduced-different", "error")]


def test_a_name_that_was_never_published_is_new(field):
    app = field(APP)
    cart(app.document)["properties"]["gift"] = {"type": "integer"}

    assert notes(app) == []


def test_a_severity_of_the_policy_has_the_last_word(field):
    app = field(WEB, severity={"removal-overdue": "error", "version-bump-too-small": "off"})
    mark(app)
    deprecated(app)
    app.document["info"]["version"] = "1.0.0"

    assert notes(app, "2027-08-01") == [("removal-overdue", "error")]


def test_a_pair_has_no_memory(field):
    app = field(PARTNER)
    mark(app)

    assert notes(app, "2026-06-01", "--against", "last") == []


# -- a policy that promises less than on the target branch


def git(folder, *args):
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *args],
        cwd=folder,
        check=True,
        capture_output=True,
    )


LIVE = {"min_age": "100d", "below_share": "0.5%", "for": "14d", "support": "12mo"}
APP_CHANNELS = {"ios": {"live": LIVE}, "android": {}}
ACME = {"acme": {"notice": "300d"}, "globex": {"notice": "300d"}}


def ios(**more):
    return {"channels": {**APP_CHANNELS, "ios": {"live": {**LIVE, **more}}}}


@pytest.mark.parametrize(
    ("family", "before", "now", "weaker"),
    [
        (APP, {}, {"decoder": {"unknown_enum": "tolerate"}}, True),
        (APP, {"decoder": {"unknown_enum": "tolerate"}}, {}, False),
        (APP, {"compat": {"producer": "open"}}, {}, True),
        (APP, {}, {"compat": {"formats": "annotate"}}, True),
        (APP, ios(), ios(min_age="99d"), True),
        (APP, ios(), ios(min_age="4mo"), False),
        (APP, ios(), ios(below_share="0.6%"), True),
        (APP, ios(), ios(**{"for": "13d"}), True),
        (APP, ios(), ios(support="11mo"), True),
        (APP, ios(), {"channels": {"ios": {"live": LIVE}}}, True),
        (PARTNER, {}, {"channels": {"app": {"notice": "364d"}}}, True),
        (PARTNER, {}, {"channels": {"app": {"floor": "2mo"}}}, True),
        (PARTNER, {}, {"channels": {"app": {"notice": "24mo"}}}, False),
        (PARTNER, {"parties": ACME}, {"parties": {"acme": ACME["acme"]}}, True),
        (PARTNER, {"parties": ACME}, {"parties": {**ACME, "acme": {"notice": "200d"}}}, True),
        (PARTNER, {"parties": {"acme": ACME["acme"]}}, {"parties": ACME}, False),
        (PARTNER, {}, {"release": {"level": "wire"}}, True),
        (WEB, {"release": {"fail_on": "warn"}}, {}, True),
        (WEB, {}, {"channels": {"app": {"overlap": "6d"}}}, True),
        (WEB, {}, {"severity": {"operation-removed": "off"}}, True),
        (WEB, {}, {"severity": {"operation-removed": "error"}}, False),
        (WEB, {"severity": {"wire": "info"}}, {"severity": {"wire": "warning"}}, False),
    ],
)
def test_a_policy_that_promises_less_is_told(field, family, before, now, weaker):
    app = field(family, **before)
    git(app.folder, "init", "-q", "-b", "main")
    git(app.folder, "add", "-A")
    git(app.folder, "commit", "-qm", "as it was")
    app.policy(**now)

    told = notes(app, "2026-01-12", "--base", "git:main")

    severity = "error" if family == PARTNER else "warning"
    assert told == ([("policy-weakened", severity)] if weaker else [])


def test_a_branch_that_is_none_is_told(field):
    app = field(WEB)
    git(app.folder, "init", "-q", "-b", "main")
    app.change()

    assert app.run("check", "--base", "git:none")[0] == 3
    assert "write `--base git:REF`" in app.run("check", "--base", "main")[2]


TWO = {"acme": {"notice": "365d"}, "globex": {"notice": "180d"}}
BADGE = "GET /home#/response/200/badge"
ASK = f'`bffgen deprecate app "{BADGE}"'
ALL = "--notified acme --notified globex`"


def short_notice(field):
    """Announce too late for one party, while nobody says that the other was told."""
    app = field(PARTNER, parties=TWO)
    app.change()
    told = app.run(
        *("deprecate", CLIENT, BADGE, "--sunset", "2026-09-15", "--notified", "acme"),
        *("--as-of", "2026-06-01T09:00:00Z", "--by", "desk"),
    )
    assert told[0] == 0, told
    app.document = json.loads((app.client / "openapi.yaml").read_text())
    return app


def test_a_no_for_a_notice_names_it_and_what_mends_it(field):
    app = short_notice(field)

    code, out, _ = app.run("can-release", CLIENT, "--as-of", "2026-06-01")

    assert code == 1
    assert [line for line in out.splitlines() if line.startswith("BLOCK")] == [
        f"BLOCK sunset-too-near  the notice for {BADGE} is too short: "
        "acme 106d of 365d, globex not told"
    ]
    assert out.splitlines()[-4:] == [
        "ways to a yes:",
        f"  {BADGE}: announce it for 2027-06-01 or later: {ASK} --sunset 2027-06-01 {ALL}",
        f"  {BADGE}: have the consent of acme: {ASK} --consent acme --sunset 2026-09-15`, "
        f"and of globex: {ASK} --consent globex --sunset 2026-09-15`",
        "no: 1 blocking",
    ]


@pytest.mark.parametrize("way", ["announce it for", "have the consent"])
def test_a_notice_that_is_too_short_is_mended_by_what_its_finding_says(field, way):
    app = short_notice(field)
    _, _, err = app.run("can-release", CLIENT, "--as-of", "2026-06-01")
    (said,) = (line for line in err.splitlines() if line.startswith(f"  = way: {way}"))

    for command in said.split("`")[1::2]:
        _, *args = shlex.split(command)
        done = app.run(*args, "--as-of", "2026-06-01T10:00:00Z", "--by", "desk")
        assert done[0] == 0, done

    app.document = json.loads((app.client / "openapi.yaml").read_text())
    assert "sunset-too-near" not in [rule for rule, _ in notes(app, "2026-06-01")]


def test_who_consents_has_been_told_on_that_day(field):
    app = short_notice(field)
    consent = ("deprecate", CLIENT, BADGE, "--sunset", "2026-09-15", "--by", "desk", "--consent")
    assert app.run(*consent, "acme", "--as-of", "2026-06-01")[0] == 0
    # 76 days before: by then no consent helps, and none is asked for.
    found = app.run("can-release", CLIENT, "--as-of", "2026-07-01")[1]
    assert "globex not told" in found
    assert "have the consent" not in found

    assert app.run(*consent, "globex", "--as-of", "2026-07-01")[0] == 0
    said = app.run("can-release", CLIENT, "--as-of", "2026-07-01")[1]
    assert (
        f"BLOCK sunset-too-near  the notice for {BADGE} is too short: less than the floor" in said
    )

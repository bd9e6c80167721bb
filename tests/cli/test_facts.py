"""`bffgen event`, `waive`, `can-release`, `can-retire`: facts are added, answers have reasons."""

import json
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.cli.field import CLIENT, FAMILIES, LEGACY, Field, home
from tests.govern.ledgers import counts

WEB, APP, PARTNER, ADMIN = FAMILIES


@pytest.fixture
def field(tmp_path, bffgen):
    def made(family, **policy):
        folder = tmp_path / family
        folder.mkdir()
        app = Field(folder, bffgen, family, **policy)
        app.run_blind("1.0.0", "2026-01-10")
        return app

    return made


def event(app, kind, *flags, day="2026-02-01"):
    return app.run("event", kind, CLIENT, *flags, "--as-of", day, "--by", "ci")


@pytest.mark.parametrize(
    ("family", "kind", "flags", "path"),
    [
        (APP, "build", ("--channel", "ios", "--build", "1.0.1", "--release", "1.0.0",
                        "--identifies", "--unused", "GET /legacy"), "build-ios-1.0.1-1.0.0"),
        (WEB, "deploy", ("--serves", "1.0.0"), "deploy-1.0.0"),
        (APP, "min-version", ("--channel", "ios", "--builds-below", "1.0.1",
                              "--effective", "2026-03-01T00:00:00Z"), "min-version-ios-1.0.1"),
        (APP, "renew", ("--channel", "ios", "--build", "1.0.0", "--until", "2027-01-01"),
         "renew-ios-1.0.0"),
    ],
)  # fmt: skip
def test_a_fact_is_one_file_that_the_ledger_takes(field, family, kind, flags, path):
    app = field(family)
    if family == APP:
        app.event("build", "2026-01-11", channel="ios", build="1.0.0", release="1.0.0")

    code, out, err = event(app, kind, *flags)

    assert (code, err) == (0, "")
    assert out == f"contracts/clients/app/events/2026-02-01-{path}.yaml\n"
    assert app.run("ledger", "verify")[0] == 0
    assert event(app, kind, *flags)[1] == "the ledger says so already\n"


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        (("deploy", "--serves", "2.0.0"), 2, "no release is called `2.0.0`"),
        (("deploy", "--serves", "2.0.0"), 2,
         "help: freeze it first: `bffgen release app --version 2.0.0`; "),
        (("build", "--channel", "ios", "--build", "9", "--release", "2.0.0"), 2,
         "help: freeze it first: `bffgen release app --version 2.0.0 --build ios=9`; "),
        (("build", "--channel", "web", "--build", "1", "--release", "1.0.0"), 2,
         "no channel is called `web`"),
        (("build", "--channel", "ios", "--build", "1"), 2, "a build needs `--release` as well"),
        (("deploy",), 2, "a deploy needs `--serves` as well"),
        (("build", "--channel", "ios", "--build", "old", "--release", "1.0.0"), 2,
         "`--build`: `old` has no place among the builds of ios: they are numbers with dots"),
        (("build", "--channel", "android", "--build", "1.0", "--release", "1.0.0"), 2,
         "`--build`: `1.0` has no place among the builds of android: they are a whole number"),
        (("min-version", "--channel", "ios", "--builds-below", "x",
          "--effective", "2026-03-01T00:00:00Z"), 2, "`--builds-below`: `x` has no place"),
        (("min-version", "--channel", "ios", "--builds-below", "2",
          "--effective", "2026-03-01"), 2, "`--effective`: `2026-03-01` where an instant"),
        (("renew", "--channel", "ios", "--build", "7", "--until", "2027-01-01"), 2,
         "error[ledger-unknown-name]: no build is called `7`\n  --> --build\n"),
        (("renew", "--channel", "ios", "--build", "1", "--until", "2026-01-31"), 2,
         "`--until`: `2026-01-31` where a day from 2026-02-01 on belongs"),
        (("withdraw", "--target", "GET /legacy", "--announced", "2026-01-01"), 2,
         "no deprecation is called `GET /legacy of 2026-01-01`\n  --> --announced\n"),
        (("renew", "--channel", "ios", "--build", "1", "--until", "soon"), 2, "`soon` where a day"),
        (("deploy", "--until", "2027-01-01"), 2, "`--until` says nothing of a deploy"),
        (("retire",), 2, "retire"),
    ],
)  # fmt: skip
def test_a_fact_that_does_not_fit_is_not_added(field, flags, code, said):
    app = field(APP)

    found = event(app, *flags)

    assert found[0] == code
    assert said in found[2]
    assert not (app.client / "events").exists() or not list((app.client / "events").iterdir())


def test_two_facts_of_a_day_have_two_files(field):
    app = field(APP)
    app.event("build", "2026-01-11", channel="ios", build="1", release="1.0.0")
    event(app, "renew", "--channel", "ios", "--build", "1", "--until", "2027-01-01")
    _, out, _ = event(app, "renew", "--channel", "ios", "--build", "1", "--until", "2027-02-01")

    assert out.endswith("2026-02-01-renew-ios-1-2.yaml\n")


def removed(app):
    app.change(("paths", "/legacy", ...))
    app.document["info"]["version"] = "2.0.0"
    app.change()


def fingerprint(app, day):
    _, found, _ = app.check(day)
    (one,) = [each for each in found if each["rule"] == "operation-removed"]
    return one["fingerprint"]


def waive(app, finding, *flags, day="2026-02-01"):
    said = {"--until": "2026-06-01", "--reason": "nobody calls it", "--owner": "lead"}
    said |= dict(zip(flags[::2], flags[1::2], strict=True))
    pairs = [each for pair in said.items() for each in pair if each is not None]
    return app.run("waive", finding, *pairs, "--as-of", day)


def test_a_waiver_names_what_it_is_for(field):
    app = field(APP)
    app.ship("1.0.0", "2026-01-10")
    removed(app)
    name = fingerprint(app, "2026-02-01")

    code, out, _ = waive(app, name)

    path = app.folder / out.strip()
    assert code == 0
    assert path.read_text().splitlines()[:4] == [
        "format: waiver/1",
        f'finding: "{name}"',
        'releases: ["1.0.0"]',
        'operations: ["GET /legacy"]',
    ]
    assert app.check("2026-02-01")[0] == 0
    assert app.check("2026-06-01")[0] == 1


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--until", "2026-09-01"), "180 days at most"),
        (("--until", "2026-02-01"), "is no day ahead of"),
        (("--until", "soon"), "is no day such as"),
        (("--owner", ""), "an end, a reason and an owner"),
    ],
)
def test_a_waiver_without_an_end_or_an_owner_is_none(field, flags, said):
    app = field(APP)
    app.ship("1.0.0", "2026-01-10")
    removed(app)

    code, _, err = waive(app, fingerprint(app, "2026-02-01"), *flags)

    assert (code, said in err) == (2, True)
    assert not (app.client / "waivers").exists()


def test_what_is_no_finding_is_not_waived(field):
    app = field(APP)
    app.ship("1.0.0", "2026-01-10")
    removed(app)

    assert "has the fingerprint" in waive(app, "000000000000")[2]


def can_release(app, day):
    return app.run("can-release", CLIENT, "--as-of", day)


def test_a_candidate_that_hurts_nobody_may_go_out(field):
    app = field(APP)
    app.ship("1.0.0", "2026-01-10")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.document["info"]["version"] = "1.1.0"
    app.change()

    code, out, _ = can_release(app, "2026-02-01")

    assert code == 0
    assert out.splitlines()[-1] == "yes"


def test_a_no_says_whom_it_hurts_and_what_helps(field):
    app = field(WEB)
    app.ship("1.0.0", "2026-01-10")
    app.change((*LEGACY, "deprecated", True))
    app.run_blind("1.1.0", "2026-01-20")
    app.ship("1.1.0", "2026-01-20")
    removed(app)

    code, out, _ = can_release(app, "2026-01-22")

    lines = out.splitlines()
    assert code == 1
    assert lines[0].startswith("app: candidate 2.0.0 against 2 contracts (2 live releases, ")
    assert lines[1].startswith("BLOCK operation-removed  GET /legacy  ")
    assert lines[2] == ("      1.0.0  served until 2026-01-20, 7d of overlap; not marked in 1.0.0")
    assert lines[3] == "      1.1.0  passes, not-used: marked in 1.1.0; not counted"
    assert "  by itself from 2026-01-27 on, when no release above is live" in lines
    assert "  1.0.0 app: over on 2026-01-27" in lines
    assert lines[-1] == "no: 1 blocking"
    assert can_release(app, "2026-01-26")[0] == 1
    assert can_release(app, "2026-01-27")[0] == 0


def test_stale_counts_decide_nothing(field):
    app = field(APP)
    app.ship("1.0.0", "2026-01-10")
    app.change((*LEGACY, "deprecated", True))
    app.run_blind("1.1.0", "2026-02-10")
    app.ship("1.1.0", "2026-02-10")
    removed(app)
    usage = {**counts({"1.0.0": 0.1, "1.1.0": 99.9}, last="2026-10-01"), "client": "app"}
    app.count(usage)

    code, out, _ = can_release(app, "2026-11-01")

    assert code == 3
    assert "import newer counts, as the newest day counted is 31 days old" in out
    assert out.splitlines()[-1] == "cannot be decided: 1 blocking"


def can_retire(app, version, day, *flags):
    return app.run("can-retire", CLIENT, version, "--as-of", day, *flags)


def test_what_rests_on_a_release_is_said_and_when_it_is_over(field):
    app = field(APP)
    app.event("build", "2026-01-10", channel="ios", build="1", release="1.0.0", identifies=True)
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.run_blind("1.1.0", "2026-02-10")
    app.event("build", "2026-02-10", channel="ios", build="2", release="1.1.0")
    usage = {**counts({"1": 3.8, "2": 96.2}, last="2026-06-30"), "client": "app"}
    app.count(usage)

    code, out, _ = can_retire(app, "1.0.0", "2026-07-01")

    assert code == 1
    assert out.splitlines() == [
        "no",
        "  ios: ios 1: at most 3.8 % of devices",
        "  counts of 2026-06-01 to 2026-06-30, 100 % of the traffic named a known build",
        "ways to a yes:",
        "  ios: when its share is below 0.5 % on 14 days, not before 2026-05-11; or raise the "
        "minimum version: `bffgen event min-version`",
    ]
    assert not list(app.client.glob("events/*retire*"))


def test_a_release_that_is_over_is_retired_for_good(field):
    app = field(WEB)
    app.ship("1.0.0", "2026-01-10")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.run_blind("1.1.0", "2026-01-20")
    app.ship("1.1.0", "2026-01-20")

    assert can_retire(app, "1.0.0", "2026-01-22")[1].splitlines()[-2:] == [
        "  by itself from 2026-01-27 on",
        "  app: over on 2026-01-27",
    ]
    code, out, _ = can_retire(app, "1.0.0", "2026-01-28", "--write")
    assert code == 0
    assert out.splitlines()[0] == "yes"
    assert "retired on 2026-01-28" in app.run("ledger", "show", "--as-of", "2026-01-29")[1]


def test_past_its_support_a_release_may_end_whoever_is_left(field):
    app = field(APP)
    app.event("build", "2023-01-10", channel="ios", build="1", release="1.0.0")

    code, out, _ = can_retire(app, "1.0.0", "2026-02-01")

    assert code == 0
    assert out.splitlines()[1] == "  its support is over; who is left:"


def test_parties_are_named_with_their_last_call(field):
    app = field(PARTNER, parties={"acme": {"notice": "365d"}})
    usage = {**counts({}, last="2026-01-31"), "client": "app"}
    usage["parties"] = {"acme": {"last_seen": "2026-01-30", "calls": {"GET /legacy": 12}}}
    app.count(usage)

    code, out, _ = can_retire(app, "1.0.0", "2026-02-01")

    assert code == 1
    assert "  acme: last seen 2026-01-30, 12 calls of GET /legacy" in out.splitlines()
    assert '  app: announce its end: `bffgen deprecate app "release 1.0.0" --sunset DATE`' in out


def test_a_release_that_is_none_is_told_with_the_nearest(field):
    app = field(APP)

    assert (
        "no release called `1.0.1`; the nearest is `1.0.0`"
        in can_retire(app, "1.0.1", "2026-02-01")[2]
    )


def test_the_same_instant_gives_the_same_bytes(field):
    app = field(APP)
    app.ship("1.0.0", "2026-01-10")
    removed(app)
    calls = (
        ("check", "--as-of", "2026-02-01", "-f", "json"),
        ("ledger", "show", "--as-of", "2026-02-01", "-f", "json"),
        ("can-release", CLIENT, "--as-of", "2026-02-01"),
        ("can-retire", CLIENT, "1.0.0", "--as-of", "2026-02-01"),
    )
    for call in calls:
        said = {app.run(*call, TZ=zone)[:2] for zone in ("UTC", "Asia/Tokyo", "America/Lima")}
        assert len(said) == 1
    assert json.loads(app.run(*calls[0])[1])["comparisons"][0]["as_of"] == "2026-02-01T23:59:59Z"


def test_a_line_of_time_shows_what_is_live_going_and_gone(field):
    app = field(WEB)
    app.ship("1.0.0", "2026-01-10")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.run_blind("1.1.0", "2026-01-20")
    app.ship("1.1.0", "2026-01-20")
    app.event("deprecate", "2026-01-21", target="GET /a<b", announced="2026-01-21",
              sunset="2026-06-01")  # fmt: skip

    code, out, _ = app.run("ledger", "show", "--as-of", "2026-02-01", "-f", "svg")

    picture = ElementTree.fromstring(out)
    space = "{http://www.w3.org/2000/svg}"
    titles = [each.text for each in picture.iter(f"{space}title")]
    assert code == 0
    assert titles[0] == "Releases of app: live, going and gone"
    assert "1.0.0: app: not served since 2026-01-20 (over)" in titles
    assert "1.1.0: app: served since 2026-01-20 (live)" in titles
    assert "GET /a<b: announced, 2026-01-21 to 2026-06-01 (going)" in titles
    drawn = [
        each for each in picture.iter(f"{space}rect") if each.find(f"{space}title") is not None
    ]
    bars = {each.get("class"): float(each.get("width")) for each in drawn}
    assert bars["notice"] > bars["live"] > 0
    assert bars["over"] > 0


def test_a_line_of_time_says_what_its_forms_mean_and_names_what_goes(field):
    app = field(WEB)
    target = "GET /home#/response/200/badge"
    app.event("deprecate", "2026-01-21", target=target, announced="2026-01-21",
              sunset="2026-06-01")  # fmt: skip

    def drawn(day):
        _, out, _ = app.run("ledger", "show", "--as-of", day, "-f", "svg")
        picture, space = ElementTree.fromstring(out), "{http://www.w3.org/2000/svg}"
        texts = [(each.get("class"), each.text or "") for each in picture.iter(f"{space}text")]
        return texts, [each.text for each in picture.iter(f"{space}title")]

    texts, titles = drawn("2026-02-01")
    assert (None, "…/home#/response/200/badge") in texts
    assert ("now", "as of 2026-02-01") in texts
    forms = ["live", "over", "from its announcement to its sunset", "withdrawn"]
    assert [text for _, text in texts[-5:]] == [*forms, "shipped or served"]
    assert f"{target}: announced, 2026-01-21 to 2026-06-01 (going)" in titles

    texts, titles = drawn("2031-06-01")
    assert f"{target}: announced, 2026-01-21 to 2026-06-01 (its day has come)" in titles
    months = [12 * int(text[:4]) + int(text[5:]) for kind, text in texts if kind == "axis"]
    assert len(months) > 4
    assert len({later - one for one, later in pairwise(months)}) == 1


def test_a_line_of_time_of_nothing_is_a_picture_too(field, tmp_path, bffgen):
    empty = Field(tmp_path / "empty", bffgen, WEB)

    code, out, _ = empty.run("ledger", "show", "-f", "svg")

    assert code == 0
    assert ElementTree.fromstring(out).tag.endswith("svg")

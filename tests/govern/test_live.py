"""What is live: the table of RELEASES.md 4, and what no further fact may do to it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.govern.live import live_set
from bffgen.model.calendar import read_as_of
from tests.govern.ledgers import (
    FAMILIES,
    build,
    counts,
    deploy,
    event,
    files,
    ledger_of,
    live,
    policy_of,
    release,
    versions,
)

FIRST, SECOND = release("5.0.0", "2026-01-10"), release("5.1.0", "2026-06-10", previous="5.0.0")
BOTH = (FIRST, SECOND)
BUILDS = (
    build("ios", "5.0.1", "5.0.0", "2026-01-11"),
    build("ios", "5.1.0", "5.1.0", "2026-06-11"),
)
NAMED = ({**BUILDS[0], "identifies": True}, BUILDS[1])
MINIMUM = {
    **event("min-version", "2026-11-20", channel="ios", builds_below="5.1.0"),
    "effective": "2026-12-02T00:00:00Z",
}
DEPLOYED = (deploy("2026-11-01", "5.0.0"), deploy("2026-12-01", "5.1.0"))
RARE = counts({"5.0.1": 0.3, "5.1.0": 99.7})
SEEN = counts({"5.0.1": 3, "5.1.0": 97})
RETIRED = event("retire", "2026-11-01", release="5.0.0", because="rare")
NOTICE = event(
    "deprecate", "2025-11-20", target="release 5.0.0", announced="2025-11-20", sunset="2026-12-03"
)  # fmt: skip

# case -> (family, releases, events, usage, live versions, rules of the notes)
CASES = {
    "newest-is-live": ("app-store", (FIRST,), BUILDS[:1], counts({"5.0.1": 0.1}), ["5.0.0"], []),
    "old-and-rare": ("app-store", BOTH, BUILDS, RARE, ["5.1.0"], []),
    "old-and-rare-one-bad-day": (
        *("app-store", BOTH, BUILDS),
        counts({"5.0.1": 0.3, "5.1.0": 99.7}, one_day=(13, "5.0.1", 0.6)),
        *(["5.0.0", "5.1.0"], []),
    ),
    "a-bad-day-before-those-that-count": (
        *("app-store", BOTH, BUILDS),
        counts({"5.0.1": 0.3, "5.1.0": 99.7}, one_day=(14, "5.0.1", 0.6)),
        *(["5.1.0"], []),
    ),
    "old-and-rare-unknown": (
        *("app-store", BOTH, BUILDS),
        counts({"5.0.1": 0.3, "5.1.0": 99.4}, unknown=0.3),
        *(["5.0.0", "5.1.0"], []),
    ),
    "young-and-rare": (
        *("app-store", BOTH),
        (BUILDS[0], build("ios", "5.1.0", "5.1.0", "2026-09-10")),
        *(RARE, ["5.0.0", "5.1.0"], []),
    ),
    "old-without-evidence": ("app-store", BOTH, BUILDS, None, ["5.0.0", "5.1.0"], []),
    "evidence-too-old": (
        *("app-store", BOTH, BUILDS),
        counts({"5.0.1": 0.3, "5.1.0": 99.7}, last="2026-11-25"),
        *(["5.0.0", "5.1.0"], []),
    ),
    "evidence-too-short": (
        *("app-store", BOTH, BUILDS),
        counts({"5.0.1": 0.3, "5.1.0": 99.7}, days=20),
        *(["5.0.0", "5.1.0"], []),
    ),
    "evidence-of-low-coverage": (
        *("app-store", BOTH, BUILDS),
        counts({"5.0.1": 0.1, "5.1.0": 90}, unknown=9.9),
        *(["5.0.0", "5.1.0"], []),
    ),
    "below-minimum": ("app-store", BOTH, (*NAMED, MINIMUM), None, ["5.1.0"], []),
    "minimum-tomorrow": (
        *("app-store", BOTH),
        (*NAMED, {**MINIMUM, "effective": "2026-12-04T00:00:00Z"}),
        *(None, ["5.0.0", "5.1.0"], []),
    ),
    "minimum-no-header": (
        *("app-store", BOTH, (*BUILDS, MINIMUM), None, ["5.0.0", "5.1.0"], []),
    ),
    "minimum-counted-by-name": ("app-store", BOTH, (*BUILDS, MINIMUM), SEEN, ["5.1.0"], []),
    "support-over": (
        *("app-store", (release("5.0.0", "2024-11-01"), SECOND)),
        (build("ios", "5.0.1", "5.0.0", "2024-11-02"), BUILDS[1]),
        *(SEEN, ["5.0.0", "5.1.0"], ["support-over"]),
    ),
    "support-over-retired": (
        *("app-store", (release("5.0.0", "2024-11-01"), SECOND)),
        (build("ios", "5.0.1", "5.0.0", "2024-11-02"), BUILDS[1], RETIRED),
        *(SEEN, ["5.1.0"], ["retired-but-seen"]),
    ),
    "renewed": (
        *("app-store", (release("5.0.0", "2024-11-01"), SECOND)),
        (
            build("ios", "5.0.1", "5.0.0", "2024-11-02"),
            BUILDS[1],
            event("renew", "2026-11-01", channel="ios", build="5.0.1", until="2027-02-01"),
        ),
        *(SEEN, ["5.0.0", "5.1.0"], []),
    ),
    "android-keeps-it": (
        *("app-store", BOTH),
        (
            *BUILDS,
            build("android", "500", "5.0.0", "2026-01-12"),
            build("android", "510", "5.1.0", "2026-06-12"),
        ),
        *(RARE, ["5.0.0", "5.1.0"], []),
    ),
    "retired-is-sticky": (
        *("app-store", BOTH, (*BUILDS, RETIRED)),
        counts({"5.0.1": 0.7, "5.1.0": 99.3}),
        *(["5.1.0"], ["retired-but-seen"]),
    ),
    "retired-and-gone": ("app-store", BOTH, (*BUILDS, RETIRED), RARE, ["5.1.0"], []),
    "no-build-yet": ("app-store", (release("5.0.0", "2026-11-20"),), (), None, ["5.0.0"], []),
    "no-build-for-long": (
        *("app-store", (FIRST,), (), None, ["5.0.0"], ["release-without-build"]),
    ),
    "overlap-inside": (
        *("browser", BOTH),
        (deploy("2026-01-10", "5.0.0"), deploy("2026-11-27", "5.1.0")),
        *(None, ["5.0.0", "5.1.0"], []),
    ),
    "overlap-over": (
        *("browser", BOTH),
        (deploy("2026-01-10", "5.0.0"), deploy("2026-11-25", "5.1.0")),
        *(None, ["5.1.0"], []),
    ),
    "overlap-of-a-day": (
        *("internal", BOTH),
        (deploy("2026-01-10", "5.0.0"), deploy("2026-12-01", "5.1.0")),
        *(None, ["5.1.0"], []),
    ),
    "nobody-says-what-is-deployed": ("browser", BOTH, (), None, ["5.1.0"], []),
    "frozen-not-deployed": ("browser", BOTH, (deploy("2026-01-10", "5.0.0"),), None,
                            ["5.0.0", "5.1.0"], []),
    "frozen-not-deployed-of-an-app": (
        *("app-store", (*BOTH, release("5.2.0", "2026-11-30", previous="5.1.0"))),
        (*BUILDS, deploy("2026-06-10", "5.1.0")),
        *(RARE, ["5.1.0", "5.2.0"], []),
    ),
    "rollback": (
        *("browser", BOTH),
        (*DEPLOYED, deploy("2026-12-02", "5.0.0")),
        *(None, ["5.0.0", "5.1.0"], []),
    ),
    "canary": ("browser", BOTH, (deploy("2026-12-01", "5.0.0", "5.1.0"),), None,
               ["5.0.0", "5.1.0"], []),
    "notice-open": (
        *("third-party", BOTH, ({**NOTICE, "sunset": "2026-12-04"},), None, ["5.0.0", "5.1.0"], []),
    ),
    "notice-over": ("third-party", BOTH, (NOTICE,), None, ["5.1.0"], []),
    "notice-too-short": (
        *("third-party", BOTH, ({**NOTICE, "announced": "2025-12-04"},), None),
        *(["5.0.0", "5.1.0"], []),
    ),
    "notice-withdrawn": (
        *("third-party", BOTH),
        (
            NOTICE,
            event("withdraw", "2026-01-01", target="release 5.0.0", announced="2025-11-20"),
        ),
        *(None, ["5.0.0", "5.1.0"], []),
    ),
    "yanked": (
        *("third-party", BOTH, (event("yank", "2026-06-11", release="5.1.0", reason="no"),), None),
        *(["5.0.0"], []),
    ),
    "a-beta": (
        *("third-party", (FIRST, {**SECOND, "stage": "beta"}), (), None, ["5.0.0"], []),
    ),
    "hotfix-of-an-older-line": (
        *("app-store", BOTH),
        (BUILDS[1], build("ios", "5.0.2", "5.0.0", "2026-12-01")),
        *(counts({"5.1.0": 100}), ["5.0.0", "5.1.0"], []),
    ),
    "minimum-lowered-again": (
        *("app-store", BOTH),
        (*NAMED, MINIMUM, {**MINIMUM, "at": "2026-11-30T10:00:00Z", "builds_below": "4.0.0"}),
        *(None, ["5.0.0", "5.1.0"], []),
    ),
    "retired-and-served-again": (
        *("browser", BOTH, (*DEPLOYED, RETIRED, deploy("2026-12-02", "5.0.0"))),
        *(None, ["5.0.0", "5.1.0"], []),
    ),
    "a-beta-is-not-the-newest": (
        *("browser", (FIRST, {**SECOND, "stage": "beta"}), (), None, ["5.0.0"], []),
    ),
    "superseded-a-day-ago-and-nobody-deploys": (
        *("browser", (FIRST, release("5.1.0", "2026-12-02"))),
        *((), None, ["5.0.0", "5.1.0"], []),
    ),
    "notice-moved-away": (
        *("third-party", BOTH),
        (NOTICE, {**NOTICE, "at": "2026-01-20T10:00:00Z", "sunset": "2027-12-03"}),
        *(None, ["5.0.0", "5.1.0"], []),
    ),
    "counts-that-name-nobody": (
        *("app-store", BOTH, BUILDS),
        {**counts({"5.1.0": 40}), "unknown": {}},
        *(["5.0.0", "5.1.0"], []),
    ),
    "later-facts-left-out": (
        *("app-store", BOTH, (*BUILDS, event("retire", "2026-12-04", release="5.0.0")), None),
        *(["5.0.0", "5.1.0"], []),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_live(case):
    family, releases, events, usage, expected, rules = CASES[case]

    found = live(family, releases, events, usage)

    assert versions(found) == expected
    assert [each.rule for each in found.notes] == rules


def test_each_channel_says_what_keeps_a_release():
    android = (
        build("android", "500", "5.0.0", "2026-01-12"),
        build("android", "510", "5.1.0", "2026-06-12"),
    )

    found = live("app-store", BOTH, (*BUILDS, *android), RARE)

    assert found.live[0].why == (("android", "500: nobody counts it"),)
    states = {each.build: each.why for each in found.live[0].builds}
    assert states["5.0.1"] == "at most 0.3 % on each of 14 days"


def test_what_ended_a_release_is_said():
    over = live("browser", BOTH, (deploy("2026-01-10", "5.0.0"), deploy("2026-11-25", "5.1.0")))
    rare = live("app-store", BOTH, BUILDS, RARE)

    assert over.states[0].ended == "app: not served since 2026-11-25"
    assert rare.states[0].ended == "android: no build; ios: 5.0.1: at most 0.3 % on each of 14 days"


def test_later_facts_are_counted():
    events = (*BUILDS, event("retire", "2026-12-04", release="5.0.0"))

    assert live("app-store", BOTH, events, None).later == 1
    assert live("app-store", BOTH, events, None, as_of="2026-12-04").later == 0


MONTHS = [f"2026-{month:02}" for month in range(1, 12)]


@st.composite
def histories(draw):
    """Draw releases, builds, deployments and notices of one client, and counts of its builds."""
    months = sorted(draw(st.sets(st.sampled_from(MONTHS), min_size=1, max_size=4)))
    releases, events, names = [], [], []
    for number, month in enumerate(months):
        version = f"{number + 1}.0.0"
        releases.append(release(version, f"{month}-01"))
        if draw(st.booleans()):
            names.append(version)
            told = draw(st.sampled_from([None, True, False]))
            more = {} if told is None else {"identifies": told}
            events.append(build("ios", version, version, f"{month}-05", **more))
        if draw(st.booleans()):
            events.append(deploy(f"{month}-09", version))
        if draw(st.booleans()):
            events.append(
                event("deprecate", f"{month}-10", target=f"release {version}",
                      announced=f"{month}-10", sunset=draw(st.sampled_from(
                          ["2026-12-01", "2027-03-01", "2027-12-01"])))
            )  # fmt: skip
    shares = {name: draw(st.sampled_from([0.1, 0.4, 2])) for name in names}
    return releases, events, counts(shares, unknown=draw(st.sampled_from([0, 0.2])))


def at(history, usage, family, as_of, **policy):
    releases, events, _ = history
    ledger = ledger_of(files(releases, events, usage))
    found = live_set(ledger, policy_of(family, **policy), read_as_of(as_of))
    return set(versions(found))


@given(histories(), st.sampled_from(FAMILIES))
def test_without_evidence_nothing_is_less_live(history, family):
    assert at(history, history[2], family, "2026-12-03") <= at(history, None, family, "2026-12-03")


@given(histories(), st.sampled_from(FAMILIES))
def test_more_unknown_requests_keep_more(history, family):
    usage = history[2]
    more = {day: number + 20 for day, number in usage["unknown"]["ios"]["devices_by_day"].items()}
    unknown = {**usage, "unknown": {"ios": {"devices_by_day": more}}}

    assert at(history, usage, family, "2026-12-03") <= at(history, unknown, family, "2026-12-03")


@given(histories(), st.sampled_from(["2027-01-15", "2027-06-15", "2028-02-01"]))
def test_time_alone_ends_notices_and_no_builds(history, later):
    now = "2026-12-03"

    assert at(history, None, "third-party", later) <= at(history, None, "third-party", now)
    assert at(history, None, "app-store", now) <= at(history, None, "app-store", later)


def test_a_live_set_is_the_same_whatever_the_order_of_its_files():
    written = files(BOTH, (*NAMED, MINIMUM, RETIRED), SEEN)
    shuffled = dict(sorted(written.items(), reverse=True))
    policy, as_of = policy_of("app-store"), read_as_of("2026-12-03")

    first, second = (live_set(ledger_of(each), policy, as_of) for each in (written, shuffled))

    assert first == replace(second)

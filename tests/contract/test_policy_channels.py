"""policy.yaml: channels with the defaults of their family, and the headers that name a build."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.contract.policy import read_policy
from bffgen.model.finding import Effect
from bffgen.model.place import Place
from bffgen.model.policy import (
    BuildOrder,
    Channel,
    Deploy,
    Family,
    Identify,
    Liveness,
    Lockstep,
    Notice,
    Period,
    Unit,
)
from tests.workspaces import facts

AT = Place(document="policy.yaml")
LIVE = {"min_age": "90d", "below_share": "0.5%", "for": "14d", "support": "24mo"}
IOS = {"retire": "liveness", "live": LIVE, "builds": "dotted"}
ANDROID = {"retire": "liveness", "live": {**LIVE, "min_age": "120d"}, "builds": "integer"}


def read(family="app-store", **written):
    return read_policy({"format": "policy/1", "family": family, **written}, AT, "shop")


def days(count):
    return Period(count=count, unit=Unit.DAYS)


def channel(name, retirement, builds):
    return Channel(name=name, retirement=retirement, builds=builds, place=AT)


def seen_as(min_age):
    return Liveness(
        min_age=min_age,
        below_percent=Decimal("0.5"),
        for_days=14,
        support=Period(count=24, unit=Unit.MONTHS),
    )


# RELEASES.md 5: the default of each family, and policy.yaml that says the same at length.
TWINS = [
    (
        "app-store",
        {"ios": IOS, "android": ANDROID},
        (
            channel("android", seen_as(days(120)), BuildOrder.INTEGER),
            channel("ios", seen_as(days(90)), BuildOrder.DOTTED),
        ),
    ),
    (
        "browser",
        {"shop": {"retire": "deploy", "overlap": "7d"}},
        (channel("shop", Deploy(overlap=days(7)), BuildOrder.LISTED),),
    ),
    (
        "third-party",
        {"shop": {"retire": "notice", "notice": "365d", "floor": "90d"}},
        (channel("shop", Notice(notice=days(365), floor=days(90)), BuildOrder.LISTED),),
    ),
    (
        "internal",
        {"shop": {"retire": "lockstep", "overlap": "24h"}},
        (channel("shop", Lockstep(overlap=Period(count=24, unit=Unit.HOURS)), BuildOrder.LISTED),),
    ),
]


@pytest.mark.parametrize(("family", "written", "expected"), TWINS)
def test_a_silent_policy_has_the_channels_of_its_written_out_twin(family, written, expected):
    silent, silent_faults = read(family)
    said, said_faults = read(family, channels=written)
    named, named_faults = read(family, channels={name: {} for name in written})

    assert silent_faults == said_faults == named_faults == ()
    assert silent.channels == expected
    for policy in (said, named):
        assert [each.place for each in policy.channels] == [
            AT.at("channels", each.name) for each in expected
        ]
        assert tuple(replace(each, place=AT) for each in policy.channels) == expected


def test_every_family_has_a_twin():
    assert {family for family, _, _ in TWINS} == set(Family)


def test_a_store_that_is_not_known_has_the_longer_age():
    (found,) = read(channels={"huawei": {}})[0].channels

    assert (found.retirement, found.builds) == (seen_as(days(120)), BuildOrder.LISTED)


def test_a_family_s_channel_may_end_its_releases_in_another_way():
    (found,) = read("internal", channels={"shop": {"retire": "notice", "notice": "6mo"}})[
        0
    ].channels

    assert found.retirement == Notice(notice=Period(count=6, unit=Unit.MONTHS), floor=days(90))


@given(st.integers(1, 9_999), st.sampled_from(Unit))
def test_a_period_is_kept_in_the_unit_of_its_author(count, unit):
    policy, faults = read(channels={"ios": {"live": {"support": f"{count}{unit}"}}})

    assert faults == ()
    assert policy.channels[0].retirement.support == Period(count=count, unit=unit)
    assert str(policy.channels[0].retirement.support) == f"{count}{unit}"


@pytest.mark.parametrize(
    ("share", "percent"), [("100%", "100"), ("0.5%", "0.5"), ("0.01%", "0.01")]
)
def test_a_share_is_exact(share, percent):
    (found,) = read(channels={"ios": {"live": {"below_share": share}}})[0].channels

    assert found.retirement.below_percent == Decimal(percent)


LIVE_AT = "/channels/ios/live"


@pytest.mark.parametrize(
    ("ios", "rule", "pointer"),
    [
        ([], "input-schema", "/channels/ios"),
        (None, "input-schema", "/channels/ios"),
        ({"retire": "never"}, "input-schema", "/channels/ios/retire"),
        ({"retire": "never", "overlap": "7d"}, "input-schema", "/channels/ios/retire"),
        ({"retire": None}, "input-schema", "/channels/ios/retire"),
        ({"retire": "notice", "notice": 365}, "input-unit", "/channels/ios/notice"),
        ({"retire": "notice", "floor": "0d"}, "input-unit", "/channels/ios/floor"),
        ({"retire": "deploy", "overlap": "7"}, "input-unit", "/channels/ios/overlap"),
        ({"retire": "deploy", "live": LIVE}, "input-unknown-key", "/channels/ios/live"),
        ({"notice": "365d"}, "input-unknown-key", "/channels/ios/notice"),
        ({"builds": "semver"}, "input-schema", "/channels/ios/builds"),
        ({"live": []}, "input-schema", LIVE_AT),
        ({"live": {"min_age": "3w"}}, "input-unit", f"{LIVE_AT}/min_age"),
        ({"live": {"min_age": "90m"}}, "input-unit", f"{LIVE_AT}/min_age"),
        ({"live": {"min_age": "-1d"}}, "input-unit", f"{LIVE_AT}/min_age"),
        ({"live": {"support": "10000mo"}}, "input-unit", f"{LIVE_AT}/support"),
        ({"live": {"support": "1.5mo"}}, "input-unit", f"{LIVE_AT}/support"),
        ({"live": {"for": "1mo"}}, "input-unit", f"{LIVE_AT}/for"),
        ({"live": {"for": "0d"}}, "input-unit", f"{LIVE_AT}/for"),
        ({"live": {"below_share": 0.5}}, "input-unit", f"{LIVE_AT}/below_share"),
        ({"live": {"below_share": "0.00%"}}, "input-unit", f"{LIVE_AT}/below_share"),
        ({"live": {"below_share": "100.1%"}}, "input-unit", f"{LIVE_AT}/below_share"),
        ({"live": {"below_share": "0.5"}}, "input-unit", f"{LIVE_AT}/below_share"),
        ({"live": {"suport": "24mo"}}, "input-unknown-key", f"{LIVE_AT}/suport"),
    ],
)
def test_a_wrong_channel_is_refused_at_its_place(ios, rule, pointer):
    found = read(channels={"ios": ios})[1]

    assert [(each.rule, each.marks[0].place.pointer, each.effect) for each in found] == [
        (rule, pointer, Effect.BREAKS)
    ]


def test_the_nearest_key_is_named():
    (found,) = read(channels={"ios": {"live": {"below_shore": "0.5%"}}})[1]

    assert facts(found)["nearest"] == "below_share"


@pytest.mark.parametrize(
    ("family", "channels", "pointer"),
    [
        ("app-store", {}, "/channels"),
        ("app-store", [], "/channels"),
        ("app-store", {"i/os": {}}, "/channels/i~1os"),
        ("app-store", {"": {}}, "/channels/"),
        ("browser", {"ios": {}}, "/channels/ios"),
        ("third-party", {"shop": {}, "shop2": {}}, "/channels/shop2"),
        ("internal", {"Shop": {}}, "/channels/Shop"),
    ],
)
def test_a_channel_that_the_family_does_not_have_is_refused(family, channels, pointer):
    found = read(family, channels=channels)[1]

    assert [(each.rule, each.marks[0].place.pointer) for each in found] == [
        ("input-schema", pointer)
    ]


def test_of_an_unknown_family_the_channels_are_not_blamed():
    found = read("apps", channels={"ios": IOS, "android": ANDROID}, identify={"build": "X-Build"})[
        1
    ]

    assert [each.marks[0].place.pointer for each in found] == ["/family"]


def test_the_headers_that_name_a_build_are_read():
    policy, faults = read(identify={"channel": "X-App-Channel", "build": "X-App-Build"})

    assert faults == ()
    assert policy.identify == Identify(
        channel="X-App-Channel", build="X-App-Build", place=AT.at("identify")
    )


def test_one_channel_need_not_be_named():
    policy, faults = read("browser", identify={"build": "X-Build"})

    assert faults == ()
    assert policy.identify == Identify(channel=None, build="X-Build", place=AT.at("identify"))


@pytest.mark.parametrize(
    ("identify", "rule", "pointer"),
    [
        ([], "input-schema", "/identify"),
        ({"channel": "X-C"}, "input-missing-key", "/identify"),
        ({"build": "X-B"}, "input-missing-key", "/identify"),
        ({"channel": "X-C", "build": 7}, "input-schema", "/identify/build"),
        ({"channel": "X C", "build": "X-B"}, "input-schema", "/identify/channel"),
        ({"channel": "", "build": "X-B"}, "input-schema", "/identify/channel"),
        ({"channel": "X-C", "build": "Authorization"}, "input-schema", "/identify/build"),
        ({"channel": "cookie", "build": "X-B"}, "input-schema", "/identify/channel"),
        ({"channel": "X-App", "build": "x-app"}, "input-schema", "/identify/build"),
        ({"channel": "X-C", "biuld": "X-B"}, "input-unknown-key", "/identify/biuld"),
    ],
)
def test_wrong_headers_are_refused_at_their_place(identify, rule, pointer):
    found = read(identify=identify)[1]

    assert (rule, pointer) in [(each.rule, each.marks[0].place.pointer) for each in found]
    assert all(each.effect is Effect.BREAKS for each in found)

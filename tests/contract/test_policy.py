"""policy.yaml: a family, budgets with defaults, and what is not read yet is said."""

from datetime import date
from decimal import Decimal

import pytest

from bffgen.contract.policy import read_policy
from bffgen.model.finding import Effect
from bffgen.model.overrides import Overrides
from bffgen.model.peers import Decoder, Peers
from bffgen.model.place import Place
from bffgen.model.policy import Budgets, Family, Gate, Level, Policy, Versioning, usual_decoder
from bffgen.model.severity import Severity
from bffgen.model.usage import Demand
from tests.workspaces import facts

AT = Place(document="policy.yaml")


def read(**written):
    return read_policy({"format": "policy/1", "family": "browser", **written}, AT, "web")


@pytest.mark.parametrize("family", list(Family))
def test_each_family_is_read_and_all_else_has_a_default(family):
    budgets = Budgets(latency_ms=1000, calls=60, payload_bytes=262_144, place=AT)

    policy, faults = read(family=family.value)

    assert faults == ()
    assert policy == Policy(
        family=family,
        budgets=budgets,
        channels=policy.channels,
        title=None,
        peers=Peers(decoder=usual_decoder(family)),
        gate=Gate(level=Level.SOURCE if family is Family.THIRD_PARTY else Level.WIRE),
        evidence=Demand(
            is_decisive=family is Family.APP_STORE,
            min_days=28,
            max_age_days=7,
            min_coverage=Decimal(95),
        ),
        place=AT,
    )


# RELEASES.md 5: unknown enum values, null for what is optional.
@pytest.mark.parametrize(
    ("family", "unknown_enum", "null_for_optional"),
    [
        ("browser", "tolerate", "accept"),
        ("app-store", "fail", "fail"),
        ("third-party", "fail", "fail"),
        ("internal", "tolerate", "accept"),
    ],
)
def test_a_family_reads_answers_in_its_own_way(family, unknown_enum, null_for_optional):
    decoder = read(family=family)[0].peers.decoder

    assert decoder == Decoder(
        unknown_field="ignore", unknown_enum=unknown_enum, null_for_optional=null_for_optional
    )


def test_what_both_sides_do_is_read_key_by_key():
    compat = {
        "producer": "open",
        "formats": "annotate",
        "numbers": "int64",
        "webhooks": "opt-in",
        "fuel": 7,
    }

    policy, faults = read(compat=compat, decoder={"unknown_enum": "fail"})

    assert faults == ()
    assert policy.peers == Peers(
        producer="open",
        formats="annotate",
        numbers="int64",
        webhooks="opt-in",
        fuel=7,
        decoder=Decoder(unknown_enum="fail", null_for_optional="accept"),
    )


def test_severities_are_of_rules_or_of_what_breaks():
    policy, faults = read(severity={"operation-id-changed": "off", "wire": "warning"})

    assert faults == ()
    assert policy.overrides == Overrides(
        by_rule=(("operation-id-changed", Severity.OFF),),
        by_category=(("wire", Severity.WARNING),),
    )


@pytest.mark.parametrize(
    ("written", "rule", "pointer"),
    [
        ({"decoder": []}, "input-schema", "/decoder"),
        ({"decoder": {"unknown_enum": "ignore"}}, "input-schema", "/decoder/unknown_enum"),
        ({"decoder": {"enum": "fail"}}, "input-unknown-key", "/decoder/enum"),
        ({"compat": {"producer": True}}, "input-schema", "/compat/producer"),
        ({"compat": {"fuel": 0}}, "input-schema", "/compat/fuel"),
        ({"compat": {"format": "assert"}}, "input-unknown-key", "/compat/format"),
        ({"severity": {"wire": "fatal"}}, "input-schema", "/severity/wire"),
    ],
)
def test_what_both_sides_cannot_do_is_refused_at_its_place(written, rule, pointer):
    (found,) = read(**written)[1]

    assert (found.rule, found.marks[0].place.pointer) == (rule, pointer)


@pytest.mark.parametrize(
    ("written", "attribute", "value"),
    [
        ({"latency": "800ms"}, "latency_ms", 800),
        ({"calls": 1}, "calls", 1),
        ({"payload": "64KiB"}, "payload_bytes", 65_536),
        ({"replicas": 3}, "replicas", 3),
        ({}, "place", AT.at("budgets")),
    ],
)
def test_a_budget_is_read(written, attribute, value):
    policy, faults = read(budgets=written)

    assert faults == ()
    assert getattr(policy.budgets, attribute) == value


def test_the_title_of_what_is_published_is_read():
    assert read(publish={"title": "Shop for partners"})[0].title == "Shop for partners"


@pytest.mark.parametrize(
    ("value", "rule", "pointer"),
    [
        ([], "input-schema", ""),
        ({"format": "policy/1"}, "input-missing-key", ""),
        ({"family": "browser"}, "input-missing-key", ""),
        ({"format": "policy/2", "family": "browser"}, "input-schema", "/format"),
        ({"format": "policy/1", "family": "web"}, "input-schema", "/family"),
        ({"format": "policy/1", "family": None}, "input-schema", "/family"),
        ({"format": "policy/1", "family": "browser", "budget": {}}, "input-unknown-key", "/budget"),
    ],
)
def test_a_wrong_file_is_refused_at_its_place(value, rule, pointer):
    found = read_policy(value, AT, "web")[1]

    assert (rule, pointer) in [(each.rule, each.marks[0].place.pointer) for each in found]


@pytest.mark.parametrize(
    ("budgets", "rule", "pointer"),
    [
        ([], "input-schema", "/budgets"),
        (None, "input-schema", "/budgets"),
        ({"latency": 800}, "input-unit", "/budgets/latency"),
        ({"latency": "0s"}, "input-unit", "/budgets/latency"),
        ({"calls": 0}, "input-schema", "/budgets/calls"),
        ({"calls": "6"}, "input-schema", "/budgets/calls"),
        ({"calls": True}, "input-schema", "/budgets/calls"),
        ({"payload": "1GB"}, "input-unit", "/budgets/payload"),
        ({"latncy": "1s"}, "input-unknown-key", "/budgets/latncy"),
    ],
)
def test_a_wrong_budget_is_refused_at_its_place(budgets, rule, pointer):
    found = read(budgets=budgets)[1]

    assert [(each.rule, each.marks[0].place.pointer, each.effect) for each in found] == [
        (rule, pointer, Effect.BREAKS)
    ]


def test_what_a_policy_says_of_releases_is_read():
    policy, faults = read(
        versioning="date",
        release={"level": "source", "fail_on": "warn"},
        evidence={"mode": "decisive", "min_window": "7d", "max_age": "2d", "min_coverage": "90%"},
    )

    assert faults == ()
    assert policy.versioning is Versioning.DATE
    assert policy.gate == Gate(level=Level.SOURCE, is_strict=True)
    assert policy.evidence == Demand(
        is_decisive=True, min_days=7, max_age_days=2, min_coverage=Decimal(90)
    )


def test_parties_have_their_notice_or_that_of_the_channel():
    policy, faults = read(
        family="third-party",
        channels={"web": {"notice": "200d"}},
        parties={
            "globex": {"ids": ["g-1"]},
            "acme": {"notice": "24mo", "agreed": "2025-05-20"},
        },
    )

    assert faults == ()
    assert [(each.name, str(each.notice), each.agreed, each.ids) for each in policy.parties] == [
        ("acme", "24mo", date(2025, 5, 20), ()),
        ("globex", "200d", None, ("g-1",)),
    ]


@pytest.mark.parametrize(
    ("written", "rule", "pointer"),
    [
        ({"versioning": "calver"}, "input-schema", "/versioning"),
        ({"release": {"level": "wires"}}, "input-schema", "/release/level"),
        ({"release": {"fail": "warn"}}, "input-unknown-key", "/release/fail"),
        ({"evidence": {"mode": "none"}}, "input-schema", "/evidence/mode"),
        ({"evidence": {"min_coverage": "0.95"}}, "input-unit", "/evidence/min_coverage"),
        ({"parties": {"acme": {}}}, "input-schema", "/parties"),
    ],
)
def test_what_does_not_fit_of_releases_is_told_at_its_place(written, rule, pointer):
    (found,) = read(**written)[1]

    assert (found.rule, found.marks[0].place.pointer) == (rule, pointer)


PUBLISH = ("servers", "serve", "keep_extensions", "overlay", "gone_for")


@pytest.mark.parametrize(
    ("written", "pointer"),
    [
        *(({"publish": {key: 1}}, f"/publish/{key}") for key in PUBLISH),
    ],
)
def test_a_member_that_is_not_read_yet_is_a_warning(written, pointer):
    (found,) = read(**written)[1]

    assert (found.rule, found.effect) == ("input-not-read-yet", Effect.RISKY)
    assert found.marks[0].place.pointer == pointer
    assert facts(found)["what"] == pointer.rpartition("/")[2]


@pytest.mark.parametrize(("key", "value"), [("rate", "600/m"), ("cursor_age", "7d")])
def test_a_promise_that_nothing_holds_yet_is_read_and_a_warning(key, value):
    policy, (found,) = read(budgets={key: value})

    assert str(getattr(policy.budgets, key)) == value
    assert (found.rule, found.effect) == ("input-not-held-yet", Effect.RISKY)
    assert found.marks[0].place.pointer == f"/budgets/{key}"


@pytest.mark.parametrize("value", ["600", "0/m", "600/d", "10 /s", 600])
def test_a_rate_that_is_none_is_told(value):
    found = read(budgets={"rate": value})[1]

    assert [each.rule for each in found if each.effect is Effect.BREAKS] == ["input-unit"]


def test_three_faults_are_told_in_one_run():
    found = read_policy(
        {"format": "policy/1", "family": "web", "budgets": {"calls": 0}, "x": 1}, AT, "web"
    )[1]

    assert sorted(each.rule for each in found) == [
        "input-schema",
        "input-schema",
        "input-unknown-key",
    ]

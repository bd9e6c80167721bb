"""What a finding is told as: effect or verdict, what people say of it, who accepts it."""

from datetime import date

import pytest

from bffgen.govern.decide import decide, report
from bffgen.govern.verdicts import verdict
from bffgen.model.finding import Effect
from bffgen.model.overrides import Overrides
from bffgen.model.place import Place
from bffgen.model.policy import Family
from bffgen.model.severity import FailOn, Severity
from bffgen.model.verdict import Verdict
from bffgen.model.waiver import Waiver
from tests.report.made import AS_OF, comparison, lost

FAMILIES = (Family.BROWSER, Family.APP_STORE, Family.THIRD_PARTY, Family.INTERNAL)
LETTERS = {"B": Verdict.BLOCK, "W": Verdict.WARN, "P": Verdict.PASS}
BREAKS, RISKY, SAFE = Effect.BREAKS, Effect.RISKY, Effect.SAFE


def told(*findings, family=None, overrides=None, waivers=(), as_of=AS_OF):
    return decide(
        comparison(*findings),
        family=family,
        overrides=overrides or Overrides(),
        waivers=waivers,
        as_of=as_of,
    )


def severities(*findings, **more):
    return [each.severity for each in told(*findings, **more).told]


@pytest.mark.parametrize(
    ("rule", "effect", "more", "verdicts"),
    [
        # RELEASES.md 7, row by row: browser, app-store, third-party, internal.
        ("request-enum-value-removed", BREAKS, {}, "BBBW"),
        ("response-link-removed", RISKY, {}, "WWBW"),
        ("request-schema-widened", SAFE, {}, "PPPP"),
        ("response-property-removed", BREAKS, {}, "BBBW"),
        ("response-property-removed", RISKY, {}, "WBBP"),
        ("response-header-removed", RISKY, {}, "WBBP"),
        ("request-property-removed", BREAKS, {}, "BBBW"),
        ("request-property-removed", RISKY, {}, "WWBP"),
        ("request-parameter-removed", RISKY, {}, "WWBP"),
        ("response-error-status-added", RISKY, {}, "WWWP"),
        ("webhook-added", RISKY, {}, "WWWP"),
        ("webhook-added", SAFE, {}, "PPPP"),
        ("response-default-changed", RISKY, {}, "WBBW"),
        ("operation-id-changed", RISKY, {"breaks": "source"}, "PPBP"),
        ("request-schema-unproven", RISKY, {"reason": "fuel"}, "WBBW"),
        ("request-schema-unproven", RISKY, {"reason": "regex: x"}, "WWWW"),
        ("request-enum-value-removed", RISKY, {"class_": "B"}, "WWWW"),
    ],
)
def test_the_table_says_what_a_finding_means_to_a_family(rule, effect, more, verdicts):
    found = lost(rule=rule, effect=effect, **more)
    assert [verdict(found, each) for each in FAMILIES] == [LETTERS[each] for each in verdicts]


def test_without_a_family_the_effect_is_the_severity_and_with_one_the_verdict():
    found = [lost("a"), lost("b", effect=RISKY), lost("c", effect=SAFE)]
    assert severities(*found) == ["error", "warning", "info"]
    assert severities(*found, family=Family.INTERNAL) == ["warning", "warning", "info"]
    assert severities(*found, family=Family.THIRD_PARTY) == ["error", "error", "info"]


def test_what_people_write_has_the_last_word_and_a_rule_is_stronger_than_its_category():
    wire = Overrides(by_category=(("wire", Severity.WARNING),))
    assert severities(lost(), lost("c", effect=SAFE), overrides=wire) == ["warning", "warning"]
    both = Overrides(
        by_category=(("wire", Severity.WARNING),),
        by_rule=(("request-enum-value-removed", Severity.OFF),),
    )
    section = told(lost(), family=Family.THIRD_PARTY, overrides=both)
    assert (section.told, section.off) == ((), 1)


@pytest.mark.parametrize(
    ("effects", "fail_on", "failed"),
    [
        ([], FailOn.RISKY, False),
        ([SAFE], FailOn.RISKY, False),
        ([RISKY], FailOn.BREAKS, False),
        ([RISKY], FailOn.RISKY, True),
        ([SAFE, BREAKS], FailOn.BREAKS, True),
        ([BREAKS], FailOn.RISKY, True),
        ([BREAKS], FailOn.NOTHING, False),
    ],
)
def test_a_run_fails_at_its_threshold(effects, fail_on, failed):
    found = [lost(f"p{n}", effect=each) for n, each in enumerate(effects)]
    assert report([told(*found)], fail_on).is_failed is failed


def waiver(finding, *, expires=date(2026, 11, 27), operations=()):
    return Waiver(
        finding=finding.fingerprint,
        operations=operations,
        reason="r",
        owner="o",
        expires=expires,
        place=Place(document="waivers.yaml", pointer=""),
    )


def test_a_waived_finding_is_information_and_fails_nothing():
    section = told(lost(), waivers=[waiver(lost())])
    assert [each.severity for each in section.told] == ["info"]
    assert section.notes == ()
    assert not report([section], FailOn.RISKY).is_failed


def test_a_waiver_ends_on_its_day_and_then_both_are_told():
    ended = waiver(lost(), expires=AS_OF)
    section = told(lost(), waivers=[ended])
    assert [each.severity for each in section.told] == ["error"]
    assert [(each.rule, each.effect) for each in section.notes] == [("waiver-expired", BREAKS)]
    alone = told(lost(effect=RISKY), waivers=[ended])
    assert report([alone], FailOn.BREAKS).is_failed


def test_a_waiver_lapses_where_the_finding_reaches_more_than_it_names():
    """GET /b is answered alike, so that nobody has to accept anything there."""
    enough = waiver(lost(), operations=("GET /a", "POST /c"))
    assert told(lost(), waivers=[enough]).notes == ()
    section = told(lost(), waivers=[waiver(lost(), operations=("GET /a",))])
    assert [each.severity for each in section.told] == ["error"]
    (note,) = section.notes
    assert (note.rule, dict(note.facts)["operations"]) == ("waiver-outgrown", "POST /c")


def test_a_waiver_of_nothing_is_told():
    section = told(waivers=[waiver(lost())])
    assert [(each.rule, each.effect) for each in section.notes] == [("waiver-unused", RISKY)]
    assert not report([section], FailOn.BREAKS).is_failed

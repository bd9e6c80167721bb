"""Every cell of the decision table: a kind of change, a family, a state of the field -> a verdict.

The expected verdicts are written here as RELEASES.md 7 has them, and not taken from the table.
"""

import pytest

from bffgen.compat.rule import rules
from bffgen.govern.decide_live import decide_live
from bffgen.govern.licence import Facts, Frozen
from bffgen.govern.live import live_set
from bffgen.govern.merge import Against, merged
from bffgen.govern.verdicts import (
    FAMILIES,
    LEDGER_RULES,
    OF_EFFECT,
    ROWS,
    SOURCE,
    UNPROVEN,
    UNPROVEN_OTHERWISE,
    verdict_of,
)
from bffgen.model.calendar import read_as_of
from bffgen.model.finding import Effect, Mark
from bffgen.model.overrides import Overrides
from bffgen.model.place import Place
from bffgen.model.verdict import Licence
from tests.cli.field import contract
from tests.govern import ledgers
from tests.govern.ledgers import build, counts, deploy, event, release
from tests.report.made import lost

BREAKS, RISKY, SAFE = Effect.BREAKS, Effect.RISKY, Effect.SAFE
WORDS = {"B": "block", "W": "warn", "P": "pass"}
DAY = "2026-12-03"
DAYS = ("2026-11-20", "2026-11-28", "2026-12-01")
OPERATION = "/paths/~1legacy/get"
PROPERTY = f"{OPERATION}/responses/200/content/application~1json/schema/properties/id"
REQUEST = "/paths/~1cart/post/requestBody/content/application~1json/schema/properties/note"

# rule, effect, more of the finding, verdicts of browser, app-store, third-party, internal for a
# live release without a mark, what `not-used` asks of browser and app-store.
TABLE = [
    ("request-type-narrowed", BREAKS, {}, "BBBW", None),
    ("response-type-widened", BREAKS, {}, "BBBW", None),
    ("security-requirement-added", BREAKS, {}, "BBBW", None),
    ("access-narrowed", BREAKS, {}, "BBBW", None),
    ("response-success-status-added", BREAKS, {}, "BBBW", None),
    ("response-link-removed", RISKY, {}, "WWBW", None),
    ("rate-limit-lowered", RISKY, {}, "WWBW", None),
    ("request-schema-widened", SAFE, {}, "PPPP", None),
    ("response-property-added", SAFE, {}, "PPPP", None),
    ("operation-removed", BREAKS, {}, "BBBW", ("marked", "marked")),
    ("operation-unserved", BREAKS, {}, "BBBW", ("marked", "marked")),
    ("webhook-removed", BREAKS, {}, "BBBW", ("marked", "marked")),
    ("callback-removed", BREAKS, {}, "BBBW", ("marked", "marked")),
    ("response-property-removed", BREAKS, {}, "BBBW", ("marked", "disowned")),
    ("response-header-removed", BREAKS, {}, "BBBW", ("marked", "disowned")),
    ("response-property-removed", RISKY, {}, "WBBP", ("marked", "marked")),
    ("response-header-removed", RISKY, {}, "WBBP", ("marked", "marked")),
    ("request-property-removed", BREAKS, {}, "BBBW", ("marked", "marked")),
    ("request-property-removed", RISKY, {}, "WWBP", ("marked", "marked")),
    ("request-parameter-removed", RISKY, {}, "WWBP", ("marked", "marked")),
    ("request-body-removed", RISKY, {}, "WWBP", ("marked", "marked")),
    ("request-enum-value-removed", BREAKS, {}, "BBBW", ("disowned", "disowned")),
    ("request-media-type-removed", BREAKS, {}, "BBBW", ("disowned", "disowned")),
    ("response-media-type-removed", BREAKS, {}, "BBBW", ("disowned", "disowned")),
    ("server-url-removed", BREAKS, {}, "BBBW", ("disowned", "disowned")),
    ("response-error-status-added", RISKY, {}, "WWWP", None),
    ("error-code-added", RISKY, {}, "WWWP", None),
    ("error-code-removed", RISKY, {}, "WWWP", None),
    ("response-cache-policy-changed", RISKY, {}, "WWWP", None),
    ("webhook-added", RISKY, {}, "WWWP", None),
    ("pagination-added", RISKY, {}, "WBBW", None),
    ("cursor-format-changed", RISKY, {}, "WBBW", None),
    ("response-default-media-type-changed", RISKY, {}, "WBBW", None),
    ("response-default-changed", RISKY, {}, "WBBW", None),
    ("operation-id-changed", RISKY, {"breaks": "source"}, "PPBP", None),
    ("schema-name-changed", RISKY, {"breaks": "source"}, "PPBP", None),
    ("server-default-changed", RISKY, {"breaks": "source"}, "PPBP", None),
    ("request-schema-unproven", RISKY, {"reason": "fuel"}, "WBBW", None),
    ("response-schema-unproven", RISKY, {"reason": "depth"}, "WBBW", None),
    ("response-schema-unproven", RISKY, {"reason": "check-failed"}, "WBBW", None),
    ("request-schema-unproven", RISKY, {"reason": "regex: x"}, "WWWW", None),
    ("request-enum-value-removed", RISKY, {"class_": "B"}, "WWWW", None),
]
# What the ledger itself tells (section 6).
OF_LEDGER = [
    ("deprecated-without-sunset", RISKY, "PWBP"),
    ("sunset-too-near", BREAKS, "WWBP"),
    ("sunset-moved-earlier", BREAKS, "WWBP"),
    ("sunset-before-deprecation", BREAKS, "BBBB"),
    ("sunset-in-contract-differs", BREAKS, "BBBB"),
    ("removal-overdue", RISKY, "WWWW"),
    ("deprecated-upstream-used", RISKY, "WWWW"),
    ("version-bump-too-small", RISKY, "WWBW"),
    ("policy-weakened", RISKY, "WWBW"),
    ("reintroduced-different", RISKY, "WBBW"),
    ("element-deprecated", SAFE, "PPPP"),
    ("deprecation-withdrawn", SAFE, "PPPP"),
    ("release-without-build", RISKY, "WWWW"),
    ("retired-but-seen", RISKY, "WWWW"),
    ("support-over", RISKY, "WWWW"),
    ("notice-below-policy", RISKY, "WWWW"),
    ("waiver-unused", RISKY, "WWWW"),
    ("waiver-outgrown", RISKY, "WWWW"),
    ("waiver-expired", BREAKS, "BBBB"),
]
FAMILY = dict(zip(("browser", "app-store", "third-party", "internal"), range(4), strict=True))
CHANNEL = {"browser": "app", "app-store": "ios", "third-party": "app", "internal": "app"}


def finding(rule, effect, more):
    """Make a finding about `GET /legacy`, one of its properties, or a property that is sent."""
    is_request = rule.startswith("request")
    whole = ("operation", "webhook", "callback", "access", "server", "security", "schema-name")
    place = OPERATION if rule.startswith(whole) else REQUEST if is_request else PROPERTY
    operation = "POST /cart" if place == REQUEST else "GET /legacy"
    direction = "none" if place == OPERATION else "request" if is_request else "response"
    return lost(
        rule=rule,
        effect=effect,
        direction=direction,
        operations=((operation, "no"),),
        marks=(
            Mark(place=Place(document="api.yaml", pointer="/paths")),
            Mark(place=Place(document="contract.json", pointer=place)),
        ),
        **more,
    )


def document(*, marked=False, sunset=None):
    """Give the contract that a release has; marked everywhere that a finding may be about."""
    found = contract()
    if not marked:
        return found
    note = found["paths"]["/cart"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    for each in (found["paths"]["/legacy"]["get"], note["properties"]["note"]):
        each["deprecated"] = True
        each |= {} if sunset is None else {"x-sunset": sunset}
    return found


def shipped(family, version, day, **more):
    channel = CHANNEL[family]
    if family == "app-store":
        return (build(channel, version, version, day, **more),)
    ship = (build(channel, version, version, day, **more),) if more else ()
    return (*ship, deploy(day, version))


def decided(family, found, *, documents, events=None, usage=None, policy=None):
    """Decide one finding against releases.

    Args:
        documents: the contract of each, oldest first.
        events: gives what happened to a family; without it each release was shipped.
    """
    made = [release(f"{number + 1}.0.0", DAYS[number]) for number in range(len(documents))]
    every = (events or _with(len(documents), ()))(family)
    ledger = ledgers.ledger_of(ledgers.files(made, every, usage))
    policy = policy or ledgers.policy_of(family)
    as_of = read_as_of(DAY)
    by_version = {each["version"]: doc for each, doc in zip(made, documents, strict=True)}
    live = live_set(ledger, policy, as_of)
    facts = Facts(ledger=ledger.until(as_of), policy=policy, as_of=as_of, contract=by_version.get)
    against = [
        Against(Frozen(state=each, document=by_version[each.release.version]), (found,))
        for each in reversed(live.live)
    ]
    ((told,), _, _) = decide_live(merged(against), facts, (), Overrides())
    return told


def cells(table):
    return [
        pytest.param(row, family, id=f"{row[0]}-{row[1]}-{'-'.join(row[2].values())}-{family}")
        for row in table
        for family in FAMILY
    ]


@pytest.mark.parametrize(("row", "family"), cells(TABLE))
def test_a_live_release_without_a_mark(row, family):
    rule, effect, more, verdicts, _ = row

    told = decided(family, finding(rule, effect, more), documents=[document()])

    (affected,) = told.affects
    assert affected.verdict == WORDS[verdicts[FAMILY[family]]]
    assert affected.licences == ()


@pytest.mark.parametrize(("row", "family"), cells(TABLE))
def test_a_live_release_that_has_the_place_deprecated(row, family):
    """The licence `not-used` lets a marked place go on web and mobile, and nowhere else."""
    rule, effect, more, verdicts, asked = row
    plain = WORDS[verdicts[FAMILY[family]]]
    is_licensed = (
        asked is not None and FAMILY[family] < 2 and asked[FAMILY[family]] == "marked"
        and plain != "pass"
    )  # fmt: skip

    told = decided(family, finding(rule, effect, more), documents=[document(marked=True)])

    (affected,) = told.affects
    assert affected.verdict == ("pass" if is_licensed else plain)
    assert affected.licences == ((Licence.NOT_USED,) if is_licensed else ())


@pytest.mark.parametrize(("row", "family"), cells(TABLE))
def test_a_live_release_whose_builds_disown_the_place(row, family):
    """Who neither sends nor decodes a place is not hurt, whatever its contract says."""
    rule, effect, more, verdicts, asked = row
    plain = WORDS[verdicts[FAMILY[family]]]
    is_licensed = asked is not None and FAMILY[family] < 2 and plain != "pass"
    unused = ["GET /legacy", "POST /cart#/request/note"]

    def events(family):
        return shipped(family, "1.0.0", "2026-11-20", unused=unused)

    told = decided(family, finding(rule, effect, more), documents=[document()], events=events)

    (affected,) = told.affects
    assert affected.verdict == ("pass" if is_licensed else plain)


@pytest.mark.parametrize(("rule", "effect", "verdicts"), OF_LEDGER)
def test_what_the_ledger_tells(rule, effect, verdicts):
    found = "".join(verdict_of(rule, effect, family)[0].upper() for family in FAMILIES)

    assert found == verdicts


# -- one rule through all licences: `operation-removed`

REMOVED = finding("operation-removed", BREAKS, {})
MARKED = {"marked": True}
SERVED = event("deprecate", "2025-11-20", target="GET /legacy", announced="2025-11-20",
               sunset="2026-11-25")  # fmt: skip
AHEAD = {**SERVED, "sunset": "2026-12-25"}
WITHDRAWN = event("withdraw", "2026-01-20", target="GET /legacy", announced="2025-11-20")
PARTIES = {"acme": {"notice": "300d", "agreed": "2024-01-01"}}
LATE = {**SERVED, "notice": {"acme": "300d"},
        "notified": [{"party": "acme", "how": "email", "date": "2026-03-01"}]}  # fmt: skip
CONSENT = event("consent", "2026-04-01", target="GET /legacy", party="acme", sunset="2026-11-25")


def calls(number, family):
    """Count calls of `GET /legacy` from the newest build."""
    usage = counts({}, unknown=0)
    counted = {"calls": {"GET /legacy": number}, "devices_by_day": {}}
    return {**usage, "builds": {CHANNEL[family]: {"1.0.0": counted}}}


# case -> (documents, events, calls, verdicts of the worst release)
LICENCES = {
    "live-without-mark": ([{}], (), None, "BBBW"),
    "marked-count-0": ([MARKED], (), 0, "PPBW"),
    "marked-not-counted": ([MARKED], (), None, "PPBW"),
    "marked-4-calls": ([MARKED], (), 4, "BBBW"),
    "marked-sunset-ahead": ([MARKED], (AHEAD,), None, "BBBW"),
    "marked-sunset-in-contract-ahead": ([{**MARKED, "sunset": "2026-12-25"}], (), None, "BBBW"),
    "served-one-older-than-the-mark": ([{}, MARKED], (SERVED,), None, "BBPW"),
    "served-all-marked": ([MARKED, MARKED], (SERVED,), None, "PPPW"),
    "withdrawn": ([{}], (SERVED, WITHDRAWN), None, "BBBW"),
    "withdrawn-and-marked": ([MARKED], (SERVED, WITHDRAWN), None, "BBBW"),
}


@pytest.mark.parametrize("family", FAMILY)
@pytest.mark.parametrize("case", LICENCES)
def test_an_operation_goes_by_a_licence_alone(case, family):
    documents, events, number, verdicts = LICENCES[case]
    if case == "served-one-older-than-the-mark" and family == "third-party":
        # The mark begins with the announcement: the older release is from before it.
        events = ({**SERVED, "announced": "2025-11-20", "release": "2.0.0"},)
        documents = [MARKED, MARKED]
    usage = None if number is None else calls(number, family)

    told = decided(
        family,
        REMOVED,
        documents=[document(**each) for each in documents],
        events=_with(len(documents), events),
        usage=usage,
    )

    assert told.affects[0].verdict == WORDS[verdicts[FAMILY[family]]]


def _with(count, events):
    """Give events beside those that bring so many releases to the field."""

    def every(family):
        own = [one for n in range(count) for one in shipped(family, f"{n + 1}.0.0", DAYS[n])]
        return [*events, *own]

    return every


@pytest.mark.parametrize(("more", "verdict"), [((), "block"), ((CONSENT,), "pass")])
def test_a_party_that_was_told_late_has_to_consent(more, verdict):
    policy = ledgers.policy_of("third-party", parties=PARTIES)

    told = decided(
        "third-party",
        REMOVED,
        documents=[document(marked=True)],
        events=_with(1, (LATE, *more)),
        policy=policy,
    )

    assert told.affects[0].verdict == verdict
    assert ("notice-served" in told.affects[0].licences) is (verdict == "pass")


# -- the table itself


def test_every_rule_of_a_row_is_one_that_is_found():
    known = {each.id for each in rules()} | LEDGER_RULES
    named = {rule for row in ROWS for rule in row.rules}

    assert named <= known


def test_no_rule_stands_in_two_rows_of_an_effect():
    pairs = [(rule, row.effect) for row in ROWS for rule in row.rules]

    assert len(pairs) == len(set(pairs))
    assert {row.effect for row in OF_EFFECT} == set(Effect)


def test_every_row_has_a_case():
    shown = {(rule, effect) for rule, effect, *_ in TABLE} | {
        (rule, effect) for rule, effect, _ in OF_LEDGER
    }

    assert {(rule, row.effect) for row in ROWS for rule in row.rules} <= shown


def printed(row):
    rules = ", ".join(f"`{each}`" for each in sorted(row.rules))
    asked = "" if row.not_used is None else " / ".join(dict.fromkeys(row.not_used))
    cells = " | ".join(row.verdicts)
    return f"| {row.says} | {rules} | {row.effect} | {cells} | {asked} |"


def test_the_docs_have_the_table_that_decides(root, request):
    """Blessed with `--bless`: docs/decisions.md is written from the table, never by hand."""
    page = root / "docs/decisions.md"
    head, _, rest = page.read_text().partition("| change |")
    _, _, tail = rest.partition("\n\n")
    rows = (*OF_EFFECT, *ROWS, SOURCE, UNPROVEN, UNPROVEN_OTHERWISE)
    table = [
        "| change | rules | effect | browser | app-store | third-party | internal | not-used |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *map(printed, rows),
    ]
    expected = head + "\n".join(table) + "\n\n" + tail
    if request.config.getoption("--bless"):
        page.write_text(expected)
    assert page.read_text() == expected

"""Comparisons made by hand, for the formats that print them.

In:  what a test varies of a finding.
Out: a Report of two documents, and the function that finds its lines.
"""

from datetime import date

from bffgen.govern.decide import decide, report
from bffgen.model.comparison import ChangeFinding, Comparison, NoWitness, Payload, Request, Side
from bffgen.model.finding import Effect, Mark
from bffgen.model.overrides import Overrides
from bffgen.model.place import Place, Span
from bffgen.model.rule import Rule
from bffgen.model.severity import FailOn
from bffgen.model.waiver import Waiver

BASELINE = "main:api.yaml"
REVISION = "api.yaml"
LINE = "  sort: {enum: [price, rating]}"
AS_OF = date(2026, 11, 26)


def rule(name, effect=Effect.BREAKS, **more):
    """Make a page; its words name the fact `name`."""
    return Rule(
        **{
            "id": name,
            "direction": "request",
            "changes": ("changed",),
            "effect": effect,
            "otherwise": Effect.SAFE,
            "breaks": "wire",
            "shows": "payload",
            "mirror": "",
            "why_no_mirror": "made by hand",
            "head": "{name:tick} no longer accepts {values:all}",
            "label": "no {values:all}",
            "help": "keep {values:all}",
            "title": "A request enum lost a value",
            "page": "# A request enum lost a value\nIt hurts.\n",
            **more,
        }
    )


def side(document, version):
    return Side(
        name=document,
        title="Shop",
        version=version,
        digest=version * 64,
        root=Place(document=document),
    )


def payload(value, sender="baseline"):
    receiver = "revision" if sender == "baseline" else "baseline"
    return Payload(value=value, sender=sender, receiver=receiver)


def lost(name="sort", value="newest", *, effect=Effect.BREAKS, line=3, **more):
    """Make a finding: an enum that lost a value."""
    pointer = f"/properties/{name}"
    return ChangeFinding(
        **{
            "rule": "request-enum-value-removed",
            "effect": effect,
            "marks": (
                Mark(place=Place(document=REVISION, pointer=f"{pointer}@{line}")),
                Mark(place=Place(document=BASELINE, pointer=f"{pointer}@{line}")),
            ),
            "facts": (("name", name), ("values", f'"{value}"')),
            "direction": "request",
            "where": "body",
            "coordinate": f"request #{pointer}",
            "before": {"enum": ["newest", "price", "rating"]},
            "after": {"enum": ["price", "rating"]},
            "witness": payload({name: value}),
            "operations": (("GET /a", "no"), ("GET /b", "yes"), ("POST /c", "unknown")),
            "rests_on": ("closed-producer",),
            **more,
        }
    )


def asked(line="GET /quotes", headers=()):
    return Request(line=line, headers=headers, before="answered", after="refused with 422")


def silent(why="a date is no message"):
    return NoWitness(why=why)


def comparison(*findings, rules=(), **more):
    pages = {"request-enum-value-removed": rule("request-enum-value-removed")}
    return Comparison(
        **{
            "baseline": side(BASELINE, "1"),
            "revision": side(REVISION, "2"),
            "findings": findings,
            "rules": {**pages, **{each.id: each for each in rules}},
            "assumptions": ("known formats are checked",),
            "asked": 12,
            **more,
        }
    )


def told(*findings, client="", fail_on=FailOn.BREAKS, waivers=(), family=None, **more):
    """Make a report of one comparison."""
    overrides = more.pop("overrides", Overrides())
    checked = more.pop("checked", ())
    section = decide(
        comparison(*findings, **more),
        client=client,
        family=family,
        overrides=overrides,
        waivers=waivers,
        as_of=AS_OF,
    )
    return report([section], fail_on, checked=checked)


def locate(place, on):
    """Find a place by the line that stands behind `@` in its pointer."""
    if "@" not in place.pointer:
        return None
    return Span(line=int(place.pointer.rpartition("@")[2]), column=9, width=23, text=LINE)


WAIVER = Waiver(
    finding=lost().fingerprint,
    operations=(),
    reason="nobody <sends> it",
    owner="team-web",
    expires=date(2027, 1, 1),
    place=Place(document="waivers.yaml", pointer="/waivers/0"),
)
ENDED = Waiver(
    finding=lost("other").fingerprint,
    operations=(),
    reason="soon",
    owner="team-web",
    expires=date(2026, 11, 26),
    place=Place(document="waivers.yaml", pointer="/waivers/1"),
)


def mixed(**more):
    """Make a report that has all there is to print."""
    return told(
        lost(),
        lost("other", line=5),
        lost(
            "third",
            line=6,
            effect=Effect.RISKY,
            witness=asked(headers=("Accept: a/b",)),
            notes=(("announced", "deprecated with the sunset 2026-12-01"),),
        ),
        lost("fourth", line=7, effect=Effect.SAFE, witness=silent(), before=None, class_="B"),
        lost("fifth", line=8, witness=payload({"x": [1.5, None, "\u20ac"]}, "revision")),
        lost(marks=(Mark(place=Place(document="stdin.yaml", pointer="/paths")),), before=1),
        waivers=(WAIVER, ENDED),
        checked=[("request-enum-value-removed", "t"), ("request-range-narrowed", "u")],
        **more,
    )

"""Print comparisons as JSON for machines: the format `findings/1`.

In:  a Listing.
Out: one JSON text; `schemas/findings-1.json` says what it holds, and members are only ever added.
How: ASCII alone, so that half a surrogate pair in a contract's text survives every reader.
"""

from bffgen import VERSION
from bffgen.model.calendar import written
from bffgen.model.canonical import Json, indented
from bffgen.model.comparison import ChangeFinding, NoWitness, Payload, Request, Side
from bffgen.model.finding import Effect
from bffgen.model.told import Section
from bffgen.model.verdict import Affected
from bffgen.report.assumed import BEYOND
from bffgen.report.entry import Entry, Listing, counted, witness
from bffgen.report.text import Located

FORMAT = "findings/1"


def findings(listing: Listing) -> str:
    """Print all comparisons of a run; nothing is cut."""
    report, found = listing.report, listing.entries
    told: Json = {
        "format": FORMAT,
        "tool": f"bffgen {VERSION}",
        "exit": int(report.is_failed),
        "fail_on": str(report.fail_on),
        "summary": _summary(report.sections),
        "severities": {str(name): count for name, count in sorted(counted(found).items())},
        "comparisons": [_comparison(each) for each in report.sections],
        "findings": [
            _finding(each, finding) for each in found if (finding := each.of_comparison) is not None
        ],
        "notes": [_note(each) for each in found if each.of_comparison is None],
        "beyond": list(BEYOND),
    }
    return indented(told) + "\n"


def _summary(sections: tuple[Section, ...]) -> Json:
    return {
        str(effect): sum(each.comparison.count(effect) for each in sections) for effect in Effect
    }


def _comparison(section: Section) -> Json:
    comparison = section.comparison
    return {
        "client": section.client or None,
        "baseline": _side(comparison.baseline),
        "revision": _side(comparison.revision),
        "summary": _summary((section,)),
        "hidden": comparison.hidden,
        "off": section.off,
        "impacts": {key: str(each) for key, each in section.impacts},
        "rebuild": list(section.rebuild),
        "asked": comparison.asked,
        "undecided": comparison.undecided,
        "assumptions": list(comparison.assumptions),
        "as_of": None if section.live is None else written(section.live.as_of),
        "held_against": list(section.held),
        "not_compared": section.silent or None,
    }


def _side(side: Side) -> Json:
    return {
        "name": side.name,
        "title": side.title,
        "version": side.version,
        "digest": side.digest,
    }


def _finding(entry: Entry, finding: ChangeFinding) -> Json:
    waiver = entry.waiver
    return {
        "fingerprint": finding.fingerprint,
        "client": entry.client or None,
        "rule": finding.rule,
        "effect": str(finding.effect),
        "severity": str(entry.severity),
        "class": finding.class_,
        "breaks": finding.breaks,
        "direction": finding.direction,
        "where": finding.where,
        "name": str(dict(finding.facts).get("name", "")),
        "coordinate": finding.coordinate,
        "before": finding.before,
        "after": finding.after,
        "witness": _witness(entry),
        "operations": dict(finding.operations),
        "rests_on": list(finding.rests_on),
        "at": {"baseline": _pointer(entry.baseline), "revision": _pointer(entry.at)},
        "spans": {"baseline": _span(entry.baseline), "revision": _span(entry.at)},
        "message": entry.head,
        "label": entry.label,
        "help": entry.help,
        "notes": dict(finding.notes),
        "waiver": None
        if waiver is None
        else {
            "owner": waiver.owner,
            "reason": waiver.reason,
            "expires": waiver.expires.isoformat(),
        },
        "releases": [_affected(each) for each in entry.affects],
    }


def _affected(each: Affected) -> Json:
    return {
        "version": each.version,
        "verdict": str(each.verdict),
        "licences": [str(licence) for licence in each.licences],
        "why": each.why,
        "blocked": list(each.blocked),
        "builds": list(each.builds),
    }


def _note(entry: Entry) -> Json:
    return {
        "fingerprint": entry.finding.fingerprint,
        "client": entry.client or None,
        "rule": entry.finding.rule,
        "effect": str(entry.finding.effect),
        "severity": str(entry.severity),
        "message": entry.head,
        "label": entry.label,
        "help": entry.help,
        "at": _pointer(entry.at),
        "span": _span(entry.at),
    }


def _witness(entry: Entry) -> Json:
    match witness(entry):
        case Payload(value=value, sender=sender, receiver=receiver):
            # A payload that no validator has checked on both sides is none.
            return {
                "kind": "payload",
                "value": value,
                "sender": sender,
                "receiver": receiver,
                "checked": True,
            }
        case Request(line=line, headers=headers, before=before, after=after):
            return {
                "kind": "request",
                "line": line,
                "headers": list(headers),
                "before": before,
                "after": after,
            }
        case NoWitness(why=why):
            return {"kind": "none", "why": why}
        case None:
            return None


def _pointer(located: Located | None) -> Json:
    if located is None:
        return None
    place = located.mark.place
    return f"{place.document}#{place.pointer}"


def _span(located: Located | None) -> Json:
    if located is None or located.span is None:
        return None
    return {
        "path": located.mark.place.document,
        "line": located.line,
        "column": located.column,
        "end_column": located.end_column,
    }

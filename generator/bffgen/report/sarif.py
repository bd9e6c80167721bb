"""Print comparisons as SARIF for code scanning.

In:  a Listing.
Out: one SARIF log with one run: the rules that were met, with their pages as help, and results.
How: worst first, as a reader keeps the first 25,000 and shows 5,000; what is cut is said in the
     run. A waived finding is a result with an accepted suppression.

Source:
    SARIF 2.1.0 (OASIS): 3.13 log, 3.14 run, 3.19 tool component, 3.27 result, 3.29 physical
    location, 3.30 region, 3.35 suppression.
"""

from typing import Final
from urllib.parse import quote

from bffgen import VERSION
from bffgen.model.canonical import Json, indented
from bffgen.model.finding import Effect
from bffgen.model.severity import Severity
from bffgen.report.entry import Entry, Listing, operations_line, witness_line, worst_first
from bffgen.report.files import file_of
from bffgen.report.text import Located

MOST_RESULTS: Final = 25_000
SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LEVEL_OF_EFFECT: Final = {Effect.BREAKS: "error", Effect.RISKY: "warning", Effect.SAFE: "note"}


def scanned(listing: Listing) -> str:
    """Print all comparisons of a run."""
    found = worst_first(listing.entries)
    shown, cut = found[:MOST_RESULTS], len(found) - MOST_RESULTS
    by_rule = {each.finding.rule: each for each in shown}
    rules = sorted(by_rule)
    invocation: dict[str, Json] = {"executionSuccessful": True}
    if cut > 0:
        text = f"{cut:,} of {len(found):,} findings are left out, the least severe ones"
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    run: Json = {
        "tool": {
            "driver": {
                "name": "bffgen",
                "semanticVersion": VERSION,
                "rules": [_rule(by_rule[each]) for each in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [_result(each, rules.index(each.finding.rule)) for each in shown],
    }
    return indented({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(entry: Entry) -> Json:
    rule = entry.rule
    if rule is None:
        return {"id": entry.finding.rule}
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVEL_OF_EFFECT[rule.effect]},
        "properties": {"tags": [rule.breaks, rule.direction]},
    }


def _result(entry: Entry, index: int) -> Json:
    finding = entry.of_comparison
    said = [f"{entry.client}: {entry.head}" if entry.client else entry.head]
    properties: dict[str, Json] = {"effect": str(entry.finding.effect)}
    if entry.client:
        properties["client"] = entry.client
    if finding is not None:
        witness, operations = witness_line(entry), operations_line(finding)
        if witness:
            said.append(f"Witness: {witness}")
        if operations:
            said.append(f"Operations: {operations}")
        said += [f"{name.capitalize()}: {text}" for name, text in finding.notes]
        properties["coordinate"] = finding.coordinate
    if entry.help:
        said.append(f"Help: {entry.help}")
    result: dict[str, Json] = {
        "ruleId": entry.finding.rule,
        "ruleIndex": index,
        "level": _LEVEL[entry.severity],
        "message": {"text": "\n".join(said)},
        "partialFingerprints": {"bffgen/v1": entry.identity},
        "properties": properties,
    }
    if file_of(entry.at):
        result["locations"] = [_location(entry.at)]
    if file_of(entry.baseline):
        baseline = _location(entry.baseline)
        result["relatedLocations"] = [{**baseline, "id": 0, "message": {"text": "baseline"}}]
    if entry.waiver is not None:
        reason = f"{entry.waiver.owner}, until {entry.waiver.expires}: {entry.waiver.reason}"
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": reason}
        ]
    return result


def _location(located: Located | None) -> dict[str, Json]:
    physical: dict[str, Json] = {"artifactLocation": {"uri": quote(file_of(located))}}
    if located is not None and located.span is not None:
        physical["region"] = {
            "startLine": located.line,
            "startColumn": located.column,
            "endColumn": located.end_column,
        }
    return {"physicalLocation": physical}

"""Explain one finding as a page: everything that is known of it, uncut.

In:  a finding of the format `findings/1`.
Out: Markdown: what was found, where, the facts on both sides, what shows it, each operation.
How: only what the format holds is told, so that a file of yesterday is explained as well as a
     comparison of today.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from bffgen.model.canonical import Json
from bffgen.report.excerpt import shown
from bffgen.report.markdown import code

_ANSWERS: Final = {"no": "hurt", "unknown": "unproven", "yes": "harmless"}
_CLASS_B: Final = "Only a peer that sends names nobody declared is hurt."


def explained(finding: Mapping[str, Json]) -> str:
    """Write the page of a finding."""
    return "\n".join(_lines(finding))


def _lines(finding: Mapping[str, Json]) -> Iterator[str]:
    rule = _text(finding, "rule")
    yield f"# {shown(_text(finding, 'message'))}"
    yield ""
    yield (
        f"{code(rule)}: {_text(finding, 'effect')}, told as {_text(finding, 'severity')};"
        f" fingerprint {code(_text(finding, 'fingerprint'))}."
    )
    if finding.get("class") == "B":
        yield _CLASS_B
    yield ""
    for side in ("revision", "baseline"):
        yield f"- {side}: {code(_place(finding, side))}"
    yield f"- coordinate: {code(_text(finding, 'coordinate'))}"
    for side, key in (("baseline", "before"), ("revision", "after")):
        yield f"- the fact in the {side}: {_fact(finding.get(key))}"
    yield from _witness(finding.get("witness"))
    yield from _operations(finding.get("operations"))
    notes = finding.get("notes")
    for name, text in notes.items() if isinstance(notes, dict) else ():
        yield f"\n{shown(name).capitalize()}: {shown(str(text))}."
    assumed = finding.get("rests_on")
    if isinstance(assumed, list) and assumed:
        yield f"\nIt rests on: {shown(', '.join(map(str, assumed)))}."
    waiver = finding.get("waiver")
    if isinstance(waiver, dict):
        said = f"{waiver.get('owner')}, until {waiver.get('expires')}: {waiver.get('reason')}"
        yield f"\nWaived: {shown(said)}"
    help_ = _text(finding, "help")
    if help_:
        yield f"\nHelp: {shown(help_)}."
    yield f"\nThe rule: {code(f'bffgen explain {rule}')}\n"


def _witness(witness: Json) -> Iterator[str]:
    match witness:
        case {"kind": "payload", "value": value, "sender": sender, "receiver": receiver}:
            yield f"\nValid under the {sender}, refused by the {receiver}:"
            yield "\n```json"
            yield json.dumps(value, ensure_ascii=False, indent=2).replace("```", "`` `")
            yield "```"
        case {"kind": "request", "line": line, "before": before, "after": after, **more}:
            headers = more.get("headers")
            listed = [str(line), *(map(str, headers) if isinstance(headers, list) else ())]
            yield f"\n{shown(f'{before} by the baseline, {after} by the revision')}:"
            yield "\n```http"
            yield "\n".join(map(shown, listed)).replace("```", "`` `")
            yield "```"
        case {"kind": "none", "why": why} if why:
            yield f"\nThere is no value to show: {shown(str(why))}."


def _operations(operations: Json) -> Iterator[str]:
    if not isinstance(operations, dict) or not operations:
        return
    yield ""
    for answer, word in _ANSWERS.items():
        for name, said in operations.items():
            if said == answer:
                yield f"- {word}: {code(name)}"


def _place(finding: Mapping[str, Json], side: str) -> str:
    """Give where a side says it: by line where that is known, else by pointer."""
    spans, places = finding.get("spans"), finding.get("at")
    span = spans.get(side) if isinstance(spans, dict) else None
    if isinstance(span, dict):
        return f"{span.get('path')}:{span.get('line')}:{span.get('column')}"
    place = places.get(side) if isinstance(places, dict) else None
    return str(place) if place is not None else "nowhere"


def _fact(value: Json) -> str:
    return "none" if value is None else code(json.dumps(value, ensure_ascii=False))


def _text(finding: Mapping[str, Json], key: str) -> str:
    value = finding.get(key)
    return "" if value is None else str(value)

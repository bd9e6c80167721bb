"""Hold what is suggested against a build: what does not build is left out, and told.

In:  a Suggestion, the client and the workspace that it is for.
Out: the Suggestion that builds as it is printed, or says beside itself what is left.
How: it is printed, read as a composition of this one operation and planned. A value that does not
     fit its property goes; a property that comes by its name and does not fit is omitted where it
     may be; statuses that the service refuses with are mapped; the rest is told as the build says
     it. Then it is planned anew, until nothing changes.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bffgen.compose.judge import types_text
from bffgen.compose.plan import plan_what_holds
from bffgen.contract.composition import read_composition
from bffgen.contract.yaml import read_document
from bffgen.model import schema
from bffgen.model.api import Operation
from bffgen.model.client import Client, Workspace
from bffgen.model.finding import Finding, stops
from bffgen.model.place import Place, tokens
from bffgen.model.shapes import solid
from bffgen.model.suggestion import Lacking, Suggestion
from bffgen.report.suggested import suggested
from bffgen.report.wording import words

_DOCUMENT: Final = "suggestion.yaml"
# A round leaves out what one build tells; each property goes once.
_ROUNDS: Final = 16
_UNMAPPED: Final = "compose-property-unmapped"
_REFUSED: Final = "compose-status-unmapped"
_STATUSES: Final = "compose-status-undeclared"
# The property of the answer that these are about may go as a whole.
_ABOUT_ONE: Final = frozenset(
    ("compose-type", "compose-presence", "compose-branch", "compose-enum", "compose-open-shape")
)


def held(
    client: Client, workspace: Workspace, operation: Operation, suggestion: Suggestion
) -> Suggestion:
    """Give a suggestion that builds, or says what of it does not."""
    if not suggestion.sources:
        return suggestion
    found = _found(client, workspace, operation, suggestion)
    for _ in range(_ROUNDS):
        after = _mended(client, suggestion, found)
        if after == suggestion:
            break
        suggestion = after
        found = _found(client, workspace, operation, suggestion)
    told = {each.name for each in suggestion.lacking}
    asked = {name for source in suggestion.sources for name in source.lacking}
    stopping = (each for each in found if stops([each]))
    rest = [_sentence(each) for each in stopping if not _is_told(each, told, asked)]
    return replace(suggestion, remaining=tuple(dict.fromkeys(rest)))


def _found(
    client: Client, workspace: Workspace, operation: Operation, suggestion: Suggestion
) -> tuple[Finding, ...]:
    """Build the client as if its contract had this operation alone, answered as suggested."""
    text = f"format: composition/1\noperations:\n{suggested(suggestion)}"
    value = read_document(text.encode(), _DOCUMENT)
    if isinstance(value, tuple):
        return value
    place = Place(document=_DOCUMENT)
    read, faults = read_composition(value, place, client.composition.defaults)
    if stops(faults):
        return faults
    asked = client.requests.operation(operation.key)
    whole = replace(
        client,
        api=replace(client.api, operations=(operation,)),
        requests=replace(client.requests, operations=(asked,) if asked is not None else ()),
        composition=replace(
            client.composition,
            operations=read.operations,
            omit_operations=(),
            is_written=True,
            place=place,
        ),
    )
    return plan_what_holds(whole, workspace)[1]


def _mended(client: Client, suggestion: Suggestion, found: Sequence[Finding]) -> Suggestion:
    for each in found:
        facts = dict(each.facts)
        if each.rule == _REFUSED:
            suggestion = _mapping(suggestion, str(facts["call"]), str(facts["mapping"]))
        elif each.rule == _UNMAPPED:
            continue  # a part of it that nothing gives is for a person to add
        elif stops([each]) and (name := _mapped(each)) in dict(suggestion.mapped):
            suggestion = _without(client, suggestion, name, _sentence(each))
        elif each.rule in _ABOUT_ONE:
            name = str(facts.get("property", "")).partition(".")[0].partition("[")[0].strip("`")
            is_optional = not _is_required(client, suggestion, name)
            if name in suggestion.copied and is_optional:
                kept = tuple(one for one in suggestion.copied if one != name)
                omitted = (*suggestion.omitted, (name, _sentence(each)))
                suggestion = replace(suggestion, copied=kept, omitted=omitted)
    return suggestion


def _mapping(suggestion: Suggestion, call: str, mapping: str) -> Suggestion:
    sources = tuple(
        replace(each, on_status=mapping)
        if each.call.replace(" ", ".", 1) == call or each.call == call
        else each
        for each in suggestion.sources
    )
    return replace(suggestion, sources=sources)


def _mapped(each: Finding) -> str:
    """Name the property whose written value a finding is about; empty where it is of another."""
    for mark in each.marks[:1]:
        match tokens(mark.place.pointer):
            case ("operations", _, "body", "map", name, *_):
                return name
            case ("operations", _, "body", name, *_) if name != "from":
                return name
            case _:
                pass
    return ""


def _without(client: Client, suggestion: Suggestion, name: str, why: str) -> Suggestion:
    """Take out a value that does not fit its property."""
    pointer = _pointer(client, suggestion, name)
    lacking = Lacking(
        name=name,
        types=types_text(client.api.meaning, pointer) if pointer is not None else "a value",
        required=_is_required(client, suggestion, name),
        why=f"{dict(suggestion.mapped)[name]}: {why}",
    )
    return replace(
        suggestion,
        mapped=tuple(each for each in suggestion.mapped if each[0] != name),
        lacking=(*suggestion.lacking, lacking),
    )


def _pointer(client: Client, suggestion: Suggestion, name: str) -> str | None:
    here = suggestion.pointer
    declared = schema.declared(client.api.meaning, solid(client.api.meaning, here)) if here else {}
    return declared[name][0] if name in declared else None


def _is_required(client: Client, suggestion: Suggestion, name: str) -> bool:
    if not suggestion.pointer:
        return False
    meaning = client.api.meaning
    return schema.objects_have(meaning, solid(meaning, suggestion.pointer), name)


def _is_told(each: Finding, properties: set[str], asked: set[str]) -> bool:
    """Say whether the suggestion says of itself what a finding says."""
    facts = dict(each.facts)
    if each.rule == _UNMAPPED:
        return str(facts.get("property", "")).strip("`") in properties
    parameter = str(facts.get("parameter", ""))
    return each.rule == "compose-request-type" and any(f"`{name}`" in parameter for name in asked)


def _sentence(each: Finding) -> str:
    said = words(each)
    return f"{said.head}: run `bffgen fix statuses`" if each.rule == _STATUSES else said.head

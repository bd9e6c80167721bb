"""What is found of a value that is sent to an upstream, in the words of a sender.

In:  a finding as it is told of an answer, what is sent as a whole.
Out: the finding as it is told of what is sent.
How: bodies and objects are built for upstreams by what builds answers for clients, with the roles
     swapped; so are its findings (`compose-request-type`).
"""

from collections.abc import Iterable
from dataclasses import replace

from bffgen.compose.marks import PROMISED
from bffgen.compose.scope import Feed
from bffgen.model.finding import Finding, Mark, finding

EXPECTED = "what is expected"
# What a mark of the receiver's contract is labelled where a client receives, and here.
_LABELS = {PROMISED: EXPECTED, "required here": "required here"}


def in_other_words(feed: Feed, whole: str, found: Finding) -> Finding:
    """Say of what is sent what was found as of an answer.

    Args:
        whole: what is sent, in the words of a message.
    """
    facts = dict(found.facts)
    way = str(facts.get("property", ""))
    way = "" if way == "the answer" else way
    match found.rule:
        case "compose-type":
            sent = facts.get("literal") or facts.get("upstream_type")
            return _misfit(found, named(whole, way), str(sent), str(facts["client_type"]))
        case "compose-branch" if not facts["also"]:
            sent = f"`{facts['sent']}`"
            return _misfit(found, named(whole, way), sent, str(facts["expected"]))
        case "compose-bound" | "compose-type-unknown":
            call = f"{feed.upstream.name}.{feed.operation.name}"
            said = _with(found, property=way or "the body", call=call)
            return replace(found, marks=_expected(found.marks), facts=said)
        case "compose-property-unmapped":
            expected = "a value that is always there"
            return _misfit(found, named(whole, way), "nothing", expected)
        case "compose-presence":
            return replace(found, facts=_with(found, property=named(whole, way)))
        case "compose-open-shape":
            what = f"{named(whole, way)}, which is free-form"
            return finding("compose-unsupported", *found.marks, what=what)
        case "compose-unknown-name" if facts.get("within") == "the answer":
            return replace(found, facts=_with(found, within=whole))
        case _:
            return found


def named(whole: str, way: str) -> str:
    """Name a place of what is sent."""
    return f"`{way}` of {whole}" if way else whole


def _misfit(found: Finding, parameter: str, sent: str, expected: str) -> Finding:
    first, *rest = found.marks
    return finding(
        "compose-request-type",
        first,
        *_expected(rest),
        notes=found.notes,
        parameter=parameter,
        sent=sent,
        expected=expected,
    )


def _expected(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Give marks with the labels that fit what an upstream expects."""
    return tuple(replace(each, label=_LABELS.get(each.label, each.label)) for each in marks)


def _with(found: Finding, **facts: str) -> tuple[tuple[str, str | int], ...]:
    return tuple(sorted({**dict(found.facts), **facts}.items()))

"""Ask of every argument of a call whether the upstream's parameter takes all that it may be.

In:  a value that is given to a parameter, or that is one of the keys of a batch.
Out: a Finding in the words of what is sent, with a value that the upstream's contract refuses.
How: as of a copy (`proved.py`), with the upstream's contract as the receiver, which refuses a value
     out of bounds itself. A number that is given to a parameter of texts is the text that it is
     written as. Of what no contract bounds and nobody here can, who calls and a header that is
     handed on, bounds are not told.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bffgen.compose.bound import Bound
from bffgen.compose.proved import WRITTEN, Proofs
from bffgen.compose.scope import Feed
from bffgen.model import schema
from bffgen.model.api import Api, Parameter
from bffgen.model.canonical import Json
from bffgen.model.composition import Batch
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.plain import plain_schema
from bffgen.model.shapes import Shape, shape, solid
from bffgen.proof.side import Side

ANY_TEXT: Final = Side({"type": "string"}, "")

_EXPECTED: Final = "what is expected"
# What a digit text looks like, without its sign.
_WHOLE: Final = "(0|[1-9][0-9]*)"
_REST: Final = r"(\.[0-9]+)?([eE][+-]?[0-9]+)?"


def one_of(values: Iterable[Json]) -> Side:
    """Give what sends one of a few values, whatever its schema says."""
    return Side({"enum": [*values]}, "")


def unlike_parameter(
    proofs: Proofs,
    found: Bound,
    feed: Feed,
    parameter: Parameter,
    mark: Mark,
    sender: Side | None = None,
) -> Finding | None:
    """Hold what a parameter is given.

    Args:
        sender: what is sent where that is not the value as its schema says.
    """
    api = feed.upstream.api
    pointer = parameter.schema_pointer
    sender = sender or _text(found, api, pointer)
    may_lack = "array" in found.read.types and not parameter.required
    among = WRITTEN if may_lack else None
    fault = proofs.copied(found, api, pointer, parameter.name, mark, sender, among)
    if fault is not None and fault.rule == "compose-bound" and _has_no_bounds(found, sender):
        return None
    return _as_sent(fault, feed, Mark(place=api.place(parameter.pointer)))


def unlike_key(
    proofs: Proofs, found: Bound, feed: Feed, batch: Batch, api: Api, items: str, theirs: Mark
) -> Finding | None:
    """Hold one of the keys of a batch against the schema of what takes them.

    Args:
        items: that schema, in the contract `api`.
    """
    read = replace(found.read, root="loop", name=batch.keys.text, hops=())
    one = replace(found, read=read)
    fault = proofs.copied(one, api, items, f"{batch.parameter}[]", batch.keys.mark)
    return _as_sent(fault, feed, theirs)


def _as_sent(found: Finding | None, feed: Feed, theirs: Mark) -> Finding | None:
    if found is None:
        return None
    call = f"{feed.upstream.name}.{feed.operation.name}"
    facts = dict(found.facts)
    first, _, *rest = found.marks
    marks = (first, replace(theirs, label=_EXPECTED), *rest)
    if found.rule != "compose-type":
        said = {**facts, "property": str(facts["property"]), "call": call}
        return replace(found, marks=marks, facts=tuple(sorted(said.items())))
    return finding(
        "compose-request-type",
        *marks,
        notes=found.notes,
        parameter=f"`{facts['property']}` of `{call}`",
        sent=str(facts["upstream_type"]),
        expected=str(facts["client_type"]),
    )


def _has_no_bounds(found: Bound, sender: Side | None) -> bool:
    """Say whether a value is one whose schema nobody of this workspace writes."""
    is_claim = any(hop.name == "claims" for hop in found.read.hops)
    return sender is ANY_TEXT or (found.read.root == "identity" and not is_claim)


def _text(found: Bound, api: Api, pointer: str) -> Side | None:
    """Give the texts of a number that a parameter of texts is given; None where it is no such."""
    here = solid(found.api.meaning, found.read.pointer)
    sent = found.read.types - {"null"}
    taken = schema.types(api.meaning, pointer)
    if not sent or sent <= taken or shape(found.api.meaning, here) is not Shape.PLAIN:
        return None
    ways: list[Json] = []
    if sent - {"string"}:
        ways.append(_digits(plain_schema(found.api.meaning, here), is_whole="number" not in sent))
    if "string" in sent:
        ways.append({"type": "string"})
    return Side({"anyOf": ways}, "")


def _digits(flat: dict[str, Json], *, is_whole: bool) -> Json:
    """Write the schema of the texts of numbers: never too few of them."""
    listed = flat.get("enum")
    if isinstance(listed, list):
        return {"enum": [str(each) for each in listed if not isinstance(each, bool)]}
    ends = [flat.get("minimum"), flat.get("maximum")]
    least = next((flat[key] for key in ("minimum", "exclusiveMinimum") if key in flat), None)
    sign = "" if isinstance(least, int | float) and least >= 0 else "-?"
    made: dict[str, Json] = {"pattern": f"^{sign}{_WHOLE}{'' if is_whole else _REST}$"}
    whole = [len(str(each)) for each in ends if isinstance(each, int)]
    if is_whole and len(whole) == len(ends):
        made["maxLength"] = max(whole)
    return {"type": "string", **made}

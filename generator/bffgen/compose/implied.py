"""The contract that a client would have if an upstream's change reached its answers.

In:  a client's contract, an operation and the answer that is built, what becomes of which fields.
Out: the document, in 2020-12 spelling as OpenAPI 3.1; None where a field cannot be told apart.
How: what a component says is said at the place of the operation on the way to each field, so that
     no other operation changes with it. Nothing of the contract itself is changed.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.lineage import EACH, HEADER, Way
from bffgen.model.tree import at, has, local_pointer

# It is there no more; it may be absent; it may be null; it has further values; it is another.
Becomes: TypeAlias = Literal["gone", "optional", "null", "values", "other"]
_BRANCHES = ("allOf", "oneOf", "anyOf")
# References on one way; deeper ones are of a circle.
_DEEPEST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a change of an upstream makes of a field.

    Attributes:
        values: those that come, of `values`.
        schema: what it is then, of `other`; without references.
    """

    way: Way
    becomes: Becomes
    values: tuple[Json, ...] = ()
    schema: Json = field(default=None, hash=False)


class _NotApart(Exception):
    """A field that stands where nothing can be said of one operation alone."""


def implied(api: Api, key: str, status: str, reached: Sequence[Reached]) -> Json | None:
    """Give a contract in which the answer of an operation is what a change makes of it."""
    called = api.operation(key)
    response = called.response(status) if called is not None else None
    if called is None or response is None or not isinstance(api.meaning, dict):
        return None
    document: Json = {**copy.deepcopy(api.meaning), "openapi": "3.1.0"}
    operation = at(document, called.pointer)
    answers = operation.get("responses") if isinstance(operation, dict) else None
    if not isinstance(answers, dict) or status not in answers:
        return None
    try:
        written = _own(document, answers, status)
        for each in reached:
            _answer(document, written, each)
    except _NotApart:
        return None
    return document


def as_meant(api: Api) -> Json:
    """Give the contract as it is, in the spelling of an implied one."""
    return {**api.meaning, "openapi": "3.1.0"} if isinstance(api.meaning, dict) else api.meaning


def without_references(document: Json, pointer: str) -> Json | None:
    """Give a schema with what it refers to in place of references; None of one with a circle."""
    try:
        return _unfolded(document, pointer, frozenset())
    except _NotApart:
        return None


def _unfolded(document: Json, pointer: str, above: frozenset[str]) -> Json:
    if pointer in above or len(above) > _DEEPEST or not has(document, pointer):
        raise _NotApart

    def of(value: Json) -> Json:
        if isinstance(value, list):
            return [of(each) for each in value]
        if not isinstance(value, dict):
            return value
        target = local_pointer(value["$ref"]) if "$ref" in value else None
        if target is None:
            return {name: of(each) for name, each in value.items()}
        met = _unfolded(document, target, above | {pointer})
        beside = {name: of(each) for name, each in value.items() if name != "$ref"}
        return {"allOf": [met], **beside} if beside else met

    return of(at(document, pointer))


def _own(document: Json, holder: dict[str, Json], key: str) -> dict[str, Json]:
    """Put what a reference leads to in its place, as a copy."""
    for _ in range(_DEEPEST):
        value = holder[key]
        if not isinstance(value, dict):
            raise _NotApart
        target = local_pointer(value["$ref"]) if "$ref" in value else None
        if target is None:
            return value
        met = copy.deepcopy(at(document, target)) if has(document, target) else None
        if not isinstance(met, dict) or not met.keys().isdisjoint(value.keys() - {"$ref"}):
            raise _NotApart
        holder[key] = {**met, **{name: e for name, e in value.items() if name != "$ref"}}
    raise _NotApart


def _answer(document: Json, response: dict[str, Json], reached: Reached) -> None:
    if reached.way[:1] and reached.way[0].startswith(HEADER):
        _header(document, response, reached)
        return
    content = response.get("content")
    is_found = False
    for media in content.values() if isinstance(content, dict) else ():
        if isinstance(media, dict) and "schema" in media:
            is_found |= _value(document, media, "schema", reached.way, reached)
    if not is_found:
        raise _NotApart


def _header(document: Json, response: dict[str, Json], reached: Reached) -> None:
    headers = response.get("headers")
    name = reached.way[0].removeprefix(HEADER).lower()
    named = [each for each in headers if each.lower() == name] if isinstance(headers, dict) else []
    if not named or reached.becomes not in ("gone", "optional") or not isinstance(headers, dict):
        raise _NotApart
    for each in named:
        if reached.becomes == "gone":
            del headers[each]
        else:
            _own(document, headers, each)["required"] = False


def _value(document: Json, holder: dict[str, Json], key: str, way: Way, reached: Reached) -> bool:
    """Change what a way leads to from here; False where it leads nowhere."""
    if not way:
        return _changed(holder, key, reached)
    node = _own(document, holder, key)
    step, rest = way[0], way[1:]
    is_found = False
    if step == EACH:
        for below in ("items", "additionalProperties"):
            if isinstance(node.get(below), dict):
                is_found |= _value(document, node, below, rest, reached)
    properties = node.get("properties")
    if step != EACH and isinstance(properties, dict) and step in properties:
        if rest or reached.becomes not in ("gone", "optional"):
            is_found |= _value(document, properties, step, rest, reached)
        else:
            is_found = True
            if reached.becomes == "gone":
                del properties[step]
    for keyword in _BRANCHES:
        branches = node.get(keyword)
        if not isinstance(branches, list):
            continue
        if keyword != "allOf" and "discriminator" in node:
            raise _NotApart  # its keys are names of components
        for number in range(len(branches)):
            each: dict[str, Json] = {"it": branches[number]}
            is_found |= _value(document, each, "it", way, reached)
            branches[number] = each["it"]
    if not rest and reached.becomes in ("gone", "optional"):
        _no_longer_required(node, step)
    return is_found


def _no_longer_required(node: dict[str, Json], name: str) -> None:
    required = node.get("required")
    if isinstance(required, list):
        node["required"] = [each for each in required if each != name]


def _changed(holder: dict[str, Json], key: str, reached: Reached) -> bool:
    written = holder[key]
    match reached.becomes:
        case "null":
            holder[key] = {"anyOf": [written, {"type": "null"}]}
        case "values":
            holder[key] = {"anyOf": [written, {"enum": [*reached.values]}]}
        case "other":
            holder[key] = reached.schema
        case "gone" | "optional":
            raise _NotApart  # an answer as a whole
    return True

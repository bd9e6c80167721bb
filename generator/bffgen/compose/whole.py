"""Ask of an object that is built whether it is what its contract says of the whole of it.

In:  a Built with the place that it is put at; what was read on the way to it.
Out: a Finding with an object that may be built and that the contract refuses; None where there is
     none, or where nobody knows.
How: each member is proved where it is put (`proved.py`), so only what the contract says beyond its
     members is asked here: oneOf, not, if, minProperties and their like (PITFALLS.md 19). What is
     proved of the schema of the result holds whatever upstreams send, as that schema rests on what
     models hold. What is not proved is kept by its place: a class has no words for it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bffgen.compose.marks import mistyped, promise
from bffgen.compose.proved import Proofs, shortened
from bffgen.compose.result import Met, result, says_more
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.expression import Built
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import join
from bffgen.model.shapes import Shape, held, shape, solid
from bffgen.proof.answer import Proved, Refuted, Unknown
from bffgen.proof.side import Side
from bffgen.proof.standalone import standalone
from bffgen.proof.validate import Unbuildable, refusals

# What a schema says of an object as a whole, and not of one of its members.
_WHOLE: Final = (
    *("oneOf", "anyOf", "not", "if", "then", "else", "enum", "const"),
    *("minProperties", "maxProperties", "dependentRequired", "dependentSchemas"),
    *("propertyNames", "patternProperties"),
)
_CLOSING: Final = ("additionalProperties", "unevaluatedProperties")
# What stands beside the schemas of a contract for a question; no contract has such a member.
_BESIDE: Final = "x-bffgen-whole"
_TOGETHER: Final = "its properties hang on each other, which is not followed"
_ANYTHING: Final = Side(True, "")


def broken_whole(
    proofs: Proofs,
    made: Built,
    api: Api,
    held_to: Mapping[str, tuple[str, ...]],
    met: Met,
    way: str,
    mark: Mark,
) -> Finding | None:
    """Hold an object against what its schema says of the whole of it.

    Args:
        held_to: property -> the schemas that what is put there is held to.
        way: dotted names from the root of what is built to the place.
    """
    if not says_more(api.meaning, made.schema):
        return None
    receiver = _beyond_members(api.meaning, made.schema)
    if receiver is None:
        proofs.undecided.add(made.schema)
        return None
    built = result(made, api.meaning, held_to, met)
    proof = proofs.ask(Side(built.schema, ""), receiver, _ANYTHING)
    match proof:
        case Proved() if proofs.has_values(Side(built.schema, "")):
            proofs.decided.add(made.schema)
            return None
        case Proved():
            # A member is promised what its source never sends: nothing can be built at all.
            proofs.undecided.add(made.schema)
            return None
        case Refuted(witness=witness) if built.is_real(witness):
            return _refused(witness, receiver, api, made.schema, way, mark)
        case Refuted() | Unknown():
            proofs.undecided.add(made.schema)
            reason = proof.reason if isinstance(proof, Unknown) else _TOGETHER
            return _unknown(reason, api, made.schema, way, mark)


def said_below(api: Api, pointer: str) -> frozenset[str]:
    """Give the schemas of objects at a place and inside it that say more than their members."""
    found: set[str] = set()
    seen: set[str] = set()
    work = [pointer]
    while work:
        here = solid(api.meaning, work.pop())
        if here in seen:
            continue
        seen.add(here)
        if shape(api.meaning, here) is Shape.OBJECT:
            if says_more(api.meaning, here):
                found.add(here)
            work += [each for group in schema.alternatives(api.meaning, here) for each in group]
            declared = schema.declared(api.meaning, here)
            work += [each for pointers in declared.values() for each in pointers]
        inside = held(api.meaning, here)
        work += [inside] if inside is not None else []
    return frozenset(found)


def _beyond_members(meaning: Json, pointer: str) -> Side | None:
    """Give a schema without what it says of its members alone; None where that is not known."""
    held_to: list[Json] = []
    for part in schema.conjuncts(meaning, pointer):
        written = schema.at(meaning, part)
        if not isinstance(written, dict):
            held_to += [written]
            continue
        kept: dict[str, Json] = {str(key): written[key] for key in _WHOLE if key in written}
        closing = [key for key in _CLOSING if key in written]
        if closing:
            if "unevaluatedProperties" in closing and schema.alternatives(meaning, part):
                return None
            whole = "unevaluatedProperties" in closing
            own = schema.declared(meaning, part) if whole else written.get("properties")
            kept["properties"] = {name: True for name in own} if isinstance(own, Mapping) else {}
            kept["additionalProperties"] = written[closing[0]]
        held_to += [kept] if kept else []
    if not isinstance(meaning, dict):
        return None
    return Side({**meaning, _BESIDE: {"allOf": held_to}}, join("", _BESIDE))


def _refused(
    witness: Json, receiver: Side, api: Api, pointer: str, way: str, mark: Mark
) -> Finding:
    keyword = _keyword(receiver, witness)
    return mistyped(
        replace(mark, label="may be another object"),
        promise(api, pointer),
        way=way,
        given=f"an object that its `{keyword}` refuses" if keyword else "another object",
        wanted="one that it takes" if keyword else "one that its schema takes",
        notes=(("witness", f"{shortened(witness)}   may be built, refused where it is put"),),
    )


def _unknown(reason: str, api: Api, pointer: str, way: str, mark: Mark) -> Finding:
    return finding(
        "compose-type-unknown",
        mark,
        promise(api, pointer),
        effect=Effect.RISKY,
        property=way or "the answer",
        source="",
        reason=reason,
        call="",
    )


def _keyword(receiver: Side, witness: Json) -> str:
    """Name what of the whole refuses a witness."""
    try:
        (faults,) = refusals(standalone(receiver.document, receiver.pointer), [witness])
    except Unbuildable:
        return ""
    said = (step for fault in faults for step in fault.schema_path if step in _WHOLE)
    keyword = next((str(step) for step in said), "")
    return "if" if keyword in ("then", "else") else keyword

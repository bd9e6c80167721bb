"""Judge one place of an answer: types that cannot meet, values that may be absent or null.

In:  a bound value or expression, the schema of the client that it is put at.
Out: a Finding with the author's characters, the promise and the upstream's line; None if fine.
How: only what types and presence alone decide (PITFALLS.md 20). Whether every value is contained
     is a question of the proof engine; what it does not answer is counted, never guessed.
"""

from bffgen.compose.scope import Bound
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place
from bffgen.model.plan import Built, Collected, Expression, Fixed, Hooked, Otherwise, Read

_ORDER = ("object", "array", "string", "number", "integer", "boolean", "null")


def promise(api: Api, pointer: str, label: str = "what is promised") -> Mark:
    """Mark the line of the client's contract that a finding is about."""
    return Mark(place=api.place(pointer), on="key", label=label)


def type_clash(found: Bound, api: Api, pointer: str, way: str, mark: Mark) -> Finding | None:
    """Refuse a copy between JSON types that have no value in common, null apart."""
    sent = found.read.types - {"null"}
    taken = schema.types(api.meaning, pointer)
    if sent & taken or (not sent and "null" in taken):
        return None
    return finding(
        "compose-type",
        mark,
        promise(api, pointer),
        Mark(place=found.api.place(found.read.pointer), on="key", label="what is sent"),
        property=way or "the answer",
        upstream_type=spelled(found.read.types),
        client_type=types_text(api.meaning, pointer),
    )


def absence(
    made: Expression, api: Api, pointer: str, way: str, at: Place, *, required: bool
) -> Finding | None:
    """Refuse a value that may be absent where one is required, or null where none is declared."""
    mark = made.mark if isinstance(made, Read) else Mark(place=at, on="key")
    if made.may_miss and required:
        return finding(
            "compose-presence",
            mark,
            promise(api, pointer, "required here"),
            property=way or "the answer",
            why=because(made),
        )
    if made.may_null and not schema.admits_null(api.meaning, pointer):
        return finding(
            "compose-type",
            mark,
            promise(api, pointer),
            property=way or "the answer",
            upstream_type="null",
            client_type=types_text(api.meaning, pointer),
            notes=(("why", because(made)),),
        )
    return None


def types_text(meaning: Json, pointer: str) -> str:
    """Name the types that a schema admits: `number or null`."""
    return spelled(schema.types(meaning, pointer))


def spelled(types: frozenset[str]) -> str:
    """Name some JSON types; a number admits integers without saying so."""
    if "number" in types:
        types -= {"integer"}
    return " or ".join(name for name in _ORDER if name in types) or "nothing"


def because(made: Expression) -> str:
    """Say why a value may be absent or null, by the first step that may be."""
    match made:
        case Read():
            return _step(made)
        case Otherwise():
            return because(made.options[-1])
        case Hooked():
            return next((because(a) for a in made.compulsory if a.may_miss), "")
        case Built() if made.base is not None:
            return because(made.base)
        case Collected():
            return because(made.over)
        case Built() | Fixed():
            return "it is null" if isinstance(made, Fixed) else ""


def _step(read: Read) -> str:
    way = read.name.partition(".")[2] if read.root == "request" else read.name
    if read.root_may_miss:
        kind = "an optional parameter" if read.root == "request" else "not required"
        return f"`{way}` is {kind}"
    if read.root_may_null and read.hops:
        return f"`{way}` may be null"
    for number, hop in enumerate(read.hops):
        step = hop.name if hop.index is None else str(hop.index)
        way = f"{way}.{step}"
        last = number == len(read.hops) - 1
        if hop.may_miss and hop.index is not None:
            return f"`{way}` is an element that may be missing"
        if hop.may_miss:
            return f"`{way}` may be absent upstream"
        if hop.may_null:
            return f"`{way}` may be null upstream" + (
                "" if last else ", and a step goes through it"
            )
    return f"`{way}` may be null" if read.root_may_null else ""

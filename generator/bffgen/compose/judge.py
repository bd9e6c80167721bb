"""Judge one place of an answer: types that cannot meet, values that may be absent or null.

In:  a bound value or expression, the schema of the client that it is put at.
Out: a Finding with the author's characters, the promise and the upstream's line; None if fine.
How: only what types and presence alone decide (PITFALLS.md 20). Whether every value is contained
     is a question of the proof engine (`proved.py`).
"""

from dataclasses import replace

from bffgen.compose.bound import Bound
from bffgen.compose.marks import mistyped, promise, sending
from bffgen.compose.spelled import shown, spelled
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.builder import Builder, Constant, Each, From, Python, Visible
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.expression import (
    Built,
    Chosen,
    Collected,
    Expression,
    Fixed,
    Hooked,
    Mapped,
    Otherwise,
    Preferred,
    Read,
    Shaped,
    Shown,
)
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.shapes import Shape, shape, solid
from bffgen.proof.validate import Unbuildable, fault_if_judged, is_valid

# A sealed cursor of one character, by which places of cursors are judged: base64url (RFC 4648 5).
SEALED = "AQ-_09azAZ-_09azAZ-_09az"

# A longer literal is cut in a message; its line is shown below.
_LITERAL = 40


def type_clash(found: Bound, api: Api, pointer: str, way: str, mark: Mark) -> Finding | None:
    """Refuse a copy between JSON types that have no value in common, null apart."""
    sent = found.read.types - {"null"}
    taken = schema.types(api.meaning, pointer)
    if sent & taken or (not sent and "null" in taken):
        return None
    return mistyped(
        mark,
        promise(api, pointer),
        sending(found.api, found.read.pointer),
        way=way,
        given=spelled(found.read.types),
        wanted=types_text(api.meaning, pointer),
    )


def copy_clash(found: Bound, api: Api, pointer: str, way: str, mark: Mark) -> Finding | None:
    """Refuse a list or a map that is copied where one of another form is promised.

    Whether each of its values is taken is a question of `proved.py`.
    """
    if found.read.root == "next":
        fault = fault_if_judged(api.meaning, pointer, SEALED)
        if fault is None:
            return None
        problem = f"no sealed cursor fits `{way}`: {fault[1]}"
        return finding("compose-schema", mark, promise(api, pointer), problem=problem)
    return _inner_clash(found, api, pointer, way, mark)


def _inner_clash(found: Bound, api: Api, pointer: str, way: str, mark: Mark) -> Finding | None:
    """Hold the elements of a list or the values of a map, all the way down."""
    receiver = solid(api.meaning, pointer)
    kind = shape(api.meaning, receiver)
    if kind is Shape.PLAIN:
        return None
    sent = _inside(found.api, solid(found.api.meaning, found.read.pointer), kind)
    taken = _inside(api, receiver, kind)
    if sent is None or taken is None:
        what = f"`{way}`, a copy of `{shown(found.read)}`, which is of another shape"
        seen = sending(found.api, found.read.pointer)
        return finding("compose-unsupported", mark, promise(api, pointer), seen, what=what)
    types = schema.types(found.api.meaning, sent)
    inner = replace(found, read=replace(found.read, pointer=sent, types=types))
    below = f"{way}[]" if kind is Shape.ARRAY else f"{way}.*"
    clash = type_clash(inner, api, taken, below, mark)
    if clash is None and "null" in types and not takes_null(api.meaning, taken):
        clash = _null(api, taken, below, mark, f"what `{shown(found.read)}` holds may be null")
    return clash or _inner_clash(inner, api, taken, below, mark)


def _inside(api: Api, pointer: str, kind: Shape) -> str | None:
    """Give the one schema of what a list or a map holds; None where it is no such thing."""
    if shape(api.meaning, pointer) is not kind:
        return None
    if kind is Shape.MAP:
        return schema.map_values(api.meaning, pointer)
    items = schema.items(api.meaning, pointer)
    return items[0] if len(items) == 1 else None


def absence(
    made: Expression, api: Api, pointer: str, way: str, mark: Mark, *, required: bool
) -> Finding | None:
    """Refuse a value that may be absent where one is required, or null where none is declared."""
    mark = made.mark if isinstance(made, Read) else mark
    if isinstance(made, Shown) and required:
        return finding(
            "compose-visible-required",
            mark,
            promise(api, pointer, "required here"),
            property=way or "the answer",
            source="",
        )
    if made.may_miss and required:
        return finding(
            "compose-presence",
            mark,
            promise(api, pointer, "required here"),
            property=way or "the answer",
            source="",
            why=because(made),
        )
    if made.may_null and not takes_null(api.meaning, pointer):
        return _null(api, pointer, way, mark, because(made, is_null=True))
    return None


def _null(api: Api, pointer: str, way: str, mark: Mark, why: str) -> Finding:
    return mistyped(
        mark,
        promise(api, pointer),
        way=way,
        given="null",
        wanted=types_text(api.meaning, pointer),
        notes=(("why", why),),
    )


def takes_null(meaning: Json, pointer: str) -> bool:
    """Say whether null is a value of a schema; `oneOf` may list it once too often."""
    try:
        return is_valid(meaning, pointer, None)
    except Unbuildable:
        return schema.admits_null(meaning, pointer)


def types_text(meaning: Json, pointer: str) -> str:
    """Name the types that a schema admits: `a number or null`."""
    return spelled(schema.types(meaning, pointer))


def misfit(constant: Constant, api: Api, pointer: str, way: str) -> Finding | None:
    """Refuse a literal that is no value of the schema it is put at."""
    fault = fault_if_judged(api.meaning, pointer, constant.value)
    if fault is None:
        return None
    literal = canonical_bytes(constant.value).decode()
    return mistyped(
        replace(constant.mark, label="no value of its schema"),
        promise(api, pointer),
        way=way,
        given="",
        wanted=types_text(api.meaning, pointer),
        literal=literal if len(literal) <= _LITERAL else f"{literal[:_LITERAL]}...",
        notes=(("why", fault[1]),),
    )


def two_readings(builder: Builder, api: Api, pointer: str) -> Finding | None:
    """Refuse a mapping whose keys are those of a builder and properties of the client too."""
    match builder:
        case Each():
            keys = {"each", "map"}
        case From():
            keys = {"from", "map"} if builder.members else {"from"}
        case Visible():
            keys = {"value", "visible_to"}
        case Python():
            keys = {"python", "args"} if builder.arguments else {"python"}
        case _:
            return None
    if not keys <= schema.declared(api.meaning, solid(api.meaning, pointer)).keys():
        return None
    return finding(
        "compose-ambiguous-builder",
        Mark(place=builder.place, on="key"),
        promise(api, pointer, "declares properties of these names"),
        keys=", ".join(f"`{key}`" for key in sorted(keys)),
    )


def because(made: Expression, *, is_null: bool = False) -> str:
    """Say why a value may be absent or null, by the first step that may be.

    Args:
        is_null: say why it may be null, and pass over what may be absent.
    """
    match made:
        case Read():
            return _null_step(made) if is_null else _step(made)
        case Otherwise() | Preferred():
            return because(made.options[-1], is_null=is_null)
        case Mapped():
            return because(made.value, is_null=is_null)
        case Shown():
            return "`visible_to` keeps it from some callers"
        case Hooked():
            return next((because(a) for a in made.compulsory if a.may_miss), "")
        case Built() if made.base is not None:
            return because(made.base, is_null=is_null)
        case Collected():
            return because(made.over, is_null=is_null)
        case Shaped() | Chosen():
            return because(made.value, is_null=is_null)
        case Built() | Fixed():
            return "it is null" if isinstance(made, Fixed) else ""


def _null_step(read: Read) -> str:
    steps = (hop.name if hop.index is None else str(hop.index) for hop in read.hops)
    of = " upstream" if read.hops and read.root != "request" else ""
    return f"`{'.'.join((_way(read), *steps))}` may be null{of}"


def _way(read: Read) -> str:
    """Write the root of a read as its author does."""
    if read.root == "request":
        return read.name.partition(".")[2] or "request.body"
    return f"headers.{read.name}" if read.root == "header" else read.name


def _step(read: Read) -> str:
    asked = read.root == "request"
    way = _way(read)
    absent = "may be left out by clients" if asked else "may be absent upstream"
    if read.root_may_miss and read.root == "identity":
        return "callers without credentials are let in"
    if read.root_may_miss and read.root == "lookup":
        return f"`{way}` may find nothing"
    if read.root_may_miss and way == "request.body":
        return f"`{way}` {absent}"
    if read.root_may_miss and read.root_may_lack:
        return f"`{way}` may answer without a body"
    if read.root_may_miss:
        return f"`{way}` is {'an optional parameter' if asked else 'not required'}"
    if read.root_may_null and read.hops:
        return f"`{way}` may be null"
    for number, hop in enumerate(read.hops):
        step = hop.name if hop.index is None else str(hop.index)
        way = f"{way}.{step}"
        last = number == len(read.hops) - 1
        if hop.may_miss and hop.index is not None:
            return f"`{way}` is an element that may be missing"
        if hop.may_miss:
            return f"`{way}` {absent}"
        if hop.may_null:
            return (
                f"`{way}` may be null"
                + ("" if asked else " upstream")
                + ("" if last else ", and a step goes through it")
            )
    return f"`{way}` may be null" if read.root_may_null else ""

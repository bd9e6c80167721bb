"""Hold what is built against the place of the client's contract that it is put at.

In:  the client's contract, a pointer to the schema of the place, what is to be built there.
Out: the schemas that the built value is held to, or a finding with the promise.
How: by the shape of the place alone; what the values are is for `judge.py`.
"""

from bffgen.compose.declared import distinct
from bffgen.compose.judge import types_text
from bffgen.compose.marks import mistyped, promise
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.builder import Builder, Members
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import tokens
from bffgen.model.shapes import Shape, is_alternative, shape, solid
from bffgen.model.spelling import apart, nearest, singular

# A place that takes no path, in the words of a message.
_KINDS = {
    Shape.OBJECT: "an object of several shapes",
    Shape.MIXED: "a value that may be of several shapes",
    Shape.MAP: "a map of values",
}


def no_object(api: Api, target: str, way: str, mark: Mark) -> Finding | None:
    """Refuse an object where the client is promised something else.

    Args:
        target: the schema of the place, null apart.
        way: dotted names from the root of the answer to this place.
    """
    found = shape(api.meaning, target)
    if found is Shape.OBJECT and not is_alternative(api.meaning, target):
        return None
    if found is Shape.OPEN:
        return finding("compose-open-shape", mark, promise(api, target), property=way)
    if found in _KINDS:
        return unbuilt(f"{named(way)}, {_KINDS[found]}", api, target, mark)
    return _of_another_type(api, target, way, mark, "an object")


def elements(api: Api, pointer: str, way: str, mark: Mark) -> str | Finding:
    """Give the schema of the elements where an array is built."""
    target = solid(api.meaning, pointer)
    found = shape(api.meaning, target)
    if found is Shape.OPEN:
        return finding("compose-open-shape", mark, promise(api, target), property=way)
    if found is Shape.MIXED:
        return unbuilt(f"{named(way)}, {_KINDS[found]}", api, target, mark)
    if found is not Shape.ARRAY:
        return _of_another_type(api, target, way, mark, "an array")
    items = schema.items(api.meaning, target)
    if len(items) == 1:
        return items[0]
    several = "of several kinds" if items else "whose elements are not declared"
    return unbuilt(f"{named(way)}, an array {several}", api, target, mark)


def held_to(api: Api, target: str, name: str, way: str, mark: Mark) -> tuple[str, ...] | Finding:
    """Give the schemas that a property of an object must all be a value of; at least one.

    Several are plain values; one object that is declared in several ways is not built.
    """
    member = schema.member(api.meaning, target, name)
    pointers = distinct(api, member)
    plain = all(shape(api.meaning, each) is Shape.PLAIN for each in pointers)
    if len(pointers) == 1 or (plain and member.together):
        return pointers
    return unbuilt(f"{named(way)}, which is declared in several ways", api, pointers[-1], mark)


def no_literal(api: Api, pointer: str, value: Json, way: str, mark: Mark) -> Finding | None:
    """Refuse a literal object, or a list of such, where an object of the contract is built."""
    target = solid(api.meaning, pointer)
    found = shape(api.meaning, target)
    inside: str | None = None
    parts: list[Json] = []
    if isinstance(value, dict):
        if found is Shape.OBJECT:
            what = f"{named(way)}, an object written as a literal"
            return unbuilt(what, api, target, mark)
        inside, parts = schema.map_values(api.meaning, target), list(value.values())
    elif isinstance(value, list):
        items = schema.items(api.meaning, target)
        inside, parts = (items[0] if len(items) == 1 else None), value
    faults = (no_literal(api, inside, each, way, mark) for each in parts if inside is not None)
    return next((fault for fault in faults if fault is not None), None)


def unbuilt(what: str, api: Api, pointer: str, mark: Mark) -> Finding:
    """Say what a contract promises and this version does not build."""
    return finding("compose-unsupported", mark, promise(api, pointer), what=what)


def named(way: str) -> str:
    """Name a place of the answer."""
    return f"`{way}`" if way else "the answer"


def _of_another_type(api: Api, target: str, way: str, mark: Mark, sent: str) -> Finding:
    wanted = types_text(api.meaning, target)
    return mistyped(mark, promise(api, target), way=way, given=sent, wanted=wanted)


def built_as(api: Api, pointer: str, way: str) -> str:
    """Say what is built at a place: its component, else the property that it is for."""
    names = tokens(solid(api.meaning, pointer))
    if names[:2] == ("components", "schemas") and len(names) == 3:
        return names[2]
    return singular(way.rpartition(".")[2].removesuffix("[]")) or "answer"


def component(api: Api, pointer: str) -> str:
    """Name the schema that a property stands in, by the component where it is one."""
    names = tokens(pointer)
    return names[2] if names[:2] == ("components", "schemas") else "the answer"


def key_misspelled(written: Builder, api: Api, target: str) -> Finding | None:
    """Refuse an object of one key that is no property and almost the key of a builder."""
    if not isinstance(written, Members) or not written.meant:
        return None
    (name, _), *_ = written.members
    declared = schema.declared(api.meaning, target)
    near = nearest(name, declared)
    if name in declared or (near and apart(name, near) <= apart(name, written.meant)):
        return None
    mark = Mark(place=written.place.at(name), on="key", label="not a key here")
    return finding("input-unknown-key", mark, key=name, nearest=written.meant, known="")

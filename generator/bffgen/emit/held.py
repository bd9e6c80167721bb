"""What no class can say of its values, as the part of a JSON Schema that the runtime asks.

In:  the meaning of a contract; keywords of its schemas that a class has no word for.
Out: Sparse: of a class the schema of nothing but those, at the members they are about.
How: a keyword is taken with those that it is read together with, and what it refers to comes along.
     What jsonschema-rs cannot judge by either is a finding, as it was.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from bffgen.emit.plain import FORMATS
from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE
from bffgen.model.place import escape
from bffgen.proof.standalone import standalone
from bffgen.proof.validate import Unbuildable, validator

# What a keyword is read together with (JSON Schema 2020-12, 10.2 and 10.3).
_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "if": ("if", "then", "else"),
    "contains": ("contains", "minContains", "maxContains"),
    "prefixItems": ("prefixItems", "items"),
    "items": ("prefixItems", "items"),
}
# Those that are about the names which no other of them is about.
_BY_NAME = ("properties", "patternProperties", "additionalProperties")
_BESIDE_ALL = frozenset(("unevaluatedProperties", "unevaluatedItems"))
_PUT = "x-held"


class Sparse:
    """The schema of what one class is held to beyond what it says itself."""

    def __init__(self) -> None:
        self._root: dict[str, Json] = {}

    def __bool__(self) -> bool:
        """Say whether there is anything."""
        return bool(self._root)

    def put(self, way: Iterable[str], held: Mapping[str, Json]) -> None:
        """Add what is held at a place of the class; a way is keywords and names."""
        here = self._root
        for each in way:
            inner = here.setdefault(each, {})
            if not isinstance(inner, dict):
                raise TypeError(f"{each} of a sparse schema")
            here = inner
        if here.keys().isdisjoint(held):
            here.update(held)
            return
        more = here.setdefault("allOf", [])
        if isinstance(more, list) and dict(held) not in more:
            more.append(dict(held))

    def schema(self, meaning: Json) -> dict[str, Json] | None:
        """Write it so that it stands alone; None where it cannot be judged by."""
        document = meaning if isinstance(meaning, dict) else {}
        return whole({**document, _PUT: self._root}, f"/{_PUT}")


def part_of(meaning: Json, pointer: str, keywords: Iterable[str]) -> dict[str, Json]:
    """Give keywords of a schema with what they are read together with."""
    written = schema.at(meaning, pointer)
    if not isinstance(written, dict):
        return {}
    kept: dict[str, Json] = {}
    for each in keywords:
        if each in _BESIDE_ALL:
            return reference(pointer)
        if each in _BY_NAME:
            kept |= _by_name(written)
        else:
            names = _TOGETHER.get(each, (each,))
            kept |= {name: written[name] for name in names if name in written}
    return kept


def _by_name(written: Mapping[str, Json]) -> dict[str, Json]:
    """Give what is said of members by their names; those that are declared hold their own."""
    kept = {name: written[name] for name in _BY_NAME[1:] if name in written}
    declared = written.get("properties")
    if "additionalProperties" in kept and isinstance(declared, dict) and declared:
        kept["properties"] = dict.fromkeys(declared, True)
    return kept


def or_null(held: dict[str, Json]) -> dict[str, Json]:
    """Let null be, where what stands beside it is what is held."""
    return {"anyOf": [{"type": "null"}, held]}


def reference(pointer: str) -> dict[str, Json]:
    """Refer to a schema of the document."""
    return {"$ref": f"#{quote(pointer)}"}


def whole(document: Json, pointer: str) -> dict[str, Json] | None:
    """Write a schema so that it stands alone; None where it cannot be judged by."""
    try:
        validator(document, pointer)
    except Unbuildable:
        return None
    made = _held_formats(standalone(document, pointer))
    return _renamed(made, pointer) if isinstance(made, dict) else None


def _renamed(made: dict[str, Json], pointer: str) -> dict[str, Json]:
    """Take the schema itself out of its definitions, and call the others by their last names."""
    definitions = made.get("$defs")
    if not isinstance(definitions, dict):
        return made
    last = [each.rpartition("/")[2] for each in definitions]
    names = {
        each: name if last.count(name) == 1 and name.isidentifier() else each.strip("/")
        for each, name in zip(definitions, last, strict=True)
    }
    back = {_definition(each): _definition(to) for each, to in names.items()}
    root, own = definitions[pointer], _definition(names[pointer])
    rest = {names[key]: _referring(each, back) for key, each in definitions.items()}
    said = _referring(root, back)
    if isinstance(said, dict) and own not in _references(rest):
        del rest[names[pointer]]
        return {**said, "$defs": rest} if rest else said
    return {"$ref": own, "$defs": rest}


def _definition(name: str) -> str:
    return f"#/$defs/{quote(escape(name))}"


def _references(written: Json) -> Iterable[Json]:
    if isinstance(written, dict):
        yield written.get("$ref")
        for each in written.values():
            yield from _references(each)
    elif isinstance(written, list):
        for each in written:
            yield from _references(each)


def _referring(written: Json, back: Mapping[str, str]) -> Json:
    """Give a schema with other names in what it refers to."""
    if isinstance(written, list):
        return [_referring(each, back) for each in written]
    if not isinstance(written, dict):
        return written
    return {
        key: back.get(value, value)
        if key == "$ref" and isinstance(value, str)
        else _referring(value, back)
        for key, value in written.items()
    }


def _held_formats(written: Json) -> Json:
    """Leave out the formats that hold nothing at run time."""
    if not isinstance(written, dict):
        return written
    made: dict[str, Json] = {}
    for key, value in written.items():
        if key == "format" and value not in FORMATS:
            continue
        if (key in HOLDS_MAP or key == "$defs") and isinstance(value, dict):
            made[key] = {name: _held_formats(each) for name, each in value.items()}
        elif key in HOLDS_LIST and isinstance(value, list):
            made[key] = [_held_formats(each) for each in value]
        elif key in HOLDS_ONE:
            made[key] = _held_formats(value)
        else:
            made[key] = value
    return made

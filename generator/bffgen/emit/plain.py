"""Python annotations of plain values: `Annotated[str, Field(max_length=64)]`.

In:  a flat schema of plain values (`model/plain.py`).
Out: its annotation with every bound on it, its bare type, and what no model can hold.
How: one part per JSON type; formats are types of the runtime that keep the text as it came;
     int32 and int64 are bounds; a pattern is put into the words of pydantic's Rust engine.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor

from bffgen.model.canonical import Json

# The runtime's types of formats, which check and keep the text (`runtime/formats.py`).
FORMATS = {
    "date-time": "DateTime",
    "date": "Date",
    "time": "Time",
    "uuid": "Uuid",
    "uri": "Uri",
    "email": "Email",
    "ipv4": "Ipv4",
    "ipv6": "Ipv6",
    "hostname": "Hostname",
}
# How the runtime's readers of texts call a bound.
BOUND_ARGUMENTS = (
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("exclusiveMinimum", "exclusive_minimum"),
    ("exclusiveMaximum", "exclusive_maximum"),
    ("multipleOf", "multiple_of"),
)
# The type of a file in a body of parts, and the schema that stands for it on the way there.
FILE_PART = "FilePart"
A_FILE: Mapping[str, Json] = {"type": "file"}
# The runtime's validator of listed values.
EXACT = "Exact"
# The runtime's type of what has no value: pydantic takes no `Never`, the type of such a signature.
NO_VALUE = "NoValue"
_NEVER = "Never"
_BITS = {"int32": 31, "int64": 63}
_NAMES = {
    "boolean": "bool",
    "integer": "int",
    "number": "float",
    "string": "str",
    "null": "None",
    "file": FILE_PART,
}
_ORDER = ("string", "number", "integer", "boolean")
_TEXT = (("maxLength", "max_length"), ("minLength", "min_length"))
_NUMBER = (
    ("minimum", "ge"),
    ("exclusiveMinimum", "gt"),
    ("maximum", "le"),
    ("exclusiveMaximum", "lt"),
    ("multipleOf", "multiple_of"),
)

# ECMA-262 \d and \w are ASCII; the Rust engine's are Unicode and would let too much through.
_ASCII = {r"\d": "0-9", r"\w": "A-Za-z0-9_"}
_NOT_ASCII = {r"\D": "[^0-9]", r"\W": "[^A-Za-z0-9_]"}
# Inside a class ECMA-262 has no classes and no operators; the Rust engine has both.
_CLASS = re.compile(r"\\.|[\[\]]|&&|--|~~")


def plain_type(types: frozenset[str]) -> str:
    """Write the type of plain values of some JSON types, null apart."""
    kinds = types - {"integer"} if "number" in types else types
    return " | ".join(_NAMES[kind] for kind in _ORDER if kind in kinds)


def annotation(schema: Mapping[str, Json]) -> str:
    """Give the annotation of a flat schema, bounds included."""
    if is_nothing(schema):
        return NO_VALUE
    if "enum" in schema:
        return _exact(_literal(schema), schema["enum"])
    types = _types(schema)
    return " | ".join(_part(name, schema) for name in types) if types else "Any"


def is_nothing(schema: Json | Mapping[str, Json]) -> bool:
    """Say whether a flat schema has no value, null apart."""
    return isinstance(schema, Mapping) and schema.get("enum") == []


def bare(schema: Mapping[str, Json]) -> str:
    """Give the type alone, as a signature wants it."""
    if "enum" in schema:
        return _literal(schema)
    types = _types(schema)
    return " | ".join(_NAMES[name] for name in types) if types else "object"


def _types(schema: Mapping[str, Json]) -> list[str]:
    written = schema.get("type")
    listed = written if isinstance(written, list) else [written]
    return [name for name in listed if isinstance(name, str) and name in _NAMES]


def held_to_bits(schema: Mapping[str, Json]) -> dict[str, Json]:
    """Give a flat schema with the bounds of int32 or int64, which its own may only tighten."""
    bits = _BITS.get(str(schema.get("format"))) if schema.get("type") == "integer" else None
    if bits is None:
        return dict(schema)
    least, most = -(2**bits), 2**bits - 1
    own, top = schema.get("minimum"), schema.get("maximum")
    return {
        **schema,
        "minimum": max(least, own) if isinstance(own, int | float) else least,
        "maximum": min(most, top) if isinstance(top, int | float) else most,
    }


def _exact(literal: str, values: Json) -> str:
    """Tell numbers from `true` and `false`, which are equal to 1 and 0 in Python."""
    listed = values if isinstance(values, list) else []
    is_mistaken = literal.startswith("Literal[") and any(each in (0, 1) for each in listed)
    return f"Annotated[{literal}, {EXACT}]" if is_mistaken and " | " not in literal else literal


def _literal(schema: Mapping[str, Json]) -> str:
    """Give the type of listed values; Literal has no fractions, which widen to all numbers."""
    values = schema["enum"] if isinstance(schema["enum"], list) else []
    whole = [
        int(each) if isinstance(each, float) and each.is_integer() else each for each in values
    ]
    widens = any(isinstance(each, float) for each in whole)
    flags = [each for each in whole if isinstance(each, bool)]
    if len(flags) == len(values) and {*flags} == {False, True}:
        return "bool"
    listed = [
        text(each)
        for each in whole
        if isinstance(each, str | bool) or (isinstance(each, int) and not widens)
    ]
    kinds = [f"Literal[{', '.join(dict.fromkeys(listed))}]"] if listed else []
    return " | ".join([*kinds, *(["float"] if widens else [])]) or _NEVER


def _part(name: str, schema: Mapping[str, Json]) -> str:
    base = _NAMES[name]
    bounds: dict[str, str] = {}
    if name == "string":
        base = FORMATS.get(str(schema.get("format")), base)
        bounds |= _bounds(schema, _TEXT, is_whole=True)
        pattern = held_pattern(schema)
        if pattern is not None:
            bounds["pattern"] = text(pattern)
    elif name in ("integer", "number"):
        bounds |= _bounds(schema, _NUMBER, is_whole=name == "integer")
        bits = _BITS.get(str(schema.get("format")))
        if bits is not None and name == "integer":
            least, most = -(1 << bits), (1 << bits) - 1
            bounds["ge"] = str(max(least, int(bounds.get("ge", str(least)))))
            bounds["le"] = str(min(most, int(bounds.get("le", str(most)))))
    if not bounds:
        return base
    listed = ", ".join(f"{key}={value}" for key, value in sorted(bounds.items()))
    return f"Annotated[{base}, Field({listed})]"


def _bounds(
    schema: Mapping[str, Json], keywords: Iterable[tuple[str, str]], *, is_whole: bool
) -> dict[str, str]:
    return {
        name: str(whole_bound(keyword, bound)) if is_whole else repr(bound)
        for keyword, name in keywords
        if isinstance(bound := schema.get(keyword), int | float)
    }


def whole_bound(keyword: str, bound: float) -> int:
    """Give the bound that means the same of whole numbers, the only one that pydantic takes there.

    `minimum: 0.5` is 1, `exclusiveMinimum: 0.5` is 0; whole multiples of 2.5 are those of 5.
    """
    exact = Fraction(repr(bound)) if isinstance(bound, float) else Fraction(bound)
    if keyword == "multipleOf":
        return exact.numerator
    return ceil(exact) if keyword in ("minimum", "exclusiveMaximum") else floor(exact)


def bytes_text(value: str) -> str:
    """Write an ASCII text as the literal of its bytes."""
    return f"b{text(value)}"


def text(value: str | bool | int) -> str:
    """Write a literal with double quotes, as the formatter does."""
    if not isinstance(value, str):
        return repr(value)
    written = repr(value)
    if written.startswith('"'):
        return written
    inner = written[1:-1].replace("\\'", "'")
    if '"' in inner:
        return written
    raw = '"' + inner + '"'
    if "\\\\" in inner and not inner.endswith("\\") and value.isprintable():
        return 'r"' + value + '"'
    return raw


def held_pattern(schema: Mapping[str, Json]) -> str | None:
    """Give the pattern of a schema as the Rust engine takes it; None where it takes none.

    What a client is promised is held elsewhere; a pattern of an upstream alone that the engine
    refuses is left off, since an answer is checked when it is built.
    """
    pattern = schema.get("pattern")
    if not isinstance(pattern, str) or refused_pattern(rust_pattern(pattern)):
        return None
    return rust_pattern(pattern)


def refused_pattern(pattern: str) -> bool:
    """Say whether the engine that runs a model's patterns refuses this one."""
    # 52 ms of import; a contract without patterns never gets here.
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return True
    return False


def rust_pattern(pattern: str) -> str:
    r"""Put an ECMA-262 pattern into the words of the Rust engine: `\d` is ASCII there too."""
    out, is_inside, at = [], False, 0
    for found in _CLASS.finditer(pattern):
        out.append(pattern[at : found.start()])
        token = found[0]
        at = found.end()
        if token in _ASCII:
            token = _ASCII[token] if is_inside else f"[{_ASCII[token]}]"
        elif token in _NOT_ASCII:
            token = _NOT_ASCII[token]
        elif token == "[":
            token = r"\[" if is_inside else token
            is_inside = True
        elif token == "]":
            is_inside = False
        elif is_inside and not token.startswith("\\"):
            token = f"{token[0]}\\{token[1]}"
        out.append(token)
    out.append(pattern[at:])
    return "".join(out)


def size(count: int) -> str:
    """Write a number of bytes as a person would: `64 * 1024`."""
    for unit in (1024 * 1024, 1024):
        if count % unit == 0:
            return f"{count // unit} * {'1024 * 1024' if unit > 1024 else '1024'}"
    return str(count)

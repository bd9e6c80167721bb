"""How a value is written outside of JSON: in a parameter, a header, a field or a part of a form.

In:  what an author says of it, and the schema of the value.
Out: whether two ways of writing give the same text for every value of a schema; words for one.
How: a scalar is written alike in most ways, a list and an object are not (OpenAPI 3.1.1 4.8.12.5).
     Reserved characters travel as they are, or not, only where a text may hold one.
"""

from dataclasses import dataclass
from typing import Final

from bffgen.model import schema
from bffgen.model.api import Encoding, Header, Parameter
from bffgen.model.canonical import Json
from bffgen.model.media import bare, is_json
from bffgen.model.place import join
from bffgen.model.tree import at, has

# RFC 3986 2.2.
_RESERVED: Final = frozenset(":/?#[]@!$&'()*+,;=")
# Formats whose texts hold no reserved character.
_PLAIN_FORMATS: Final = frozenset(("uuid", "date", "ipv4", "int32", "int64"))
_QUOTED: Final = ("string", "array", "object")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One way to write a value.

    Attributes:
        media_type: of `content`; empty where the style says how.
        reserved: whether reserved characters travel as they are.
    """

    style: str = ""
    explode: bool = False
    media_type: str = ""
    reserved: bool = False

    @property
    def words(self) -> str:
        """Say it in short words."""
        if self.media_type:
            return self.media_type
        told = f"{self.style}, {'exploded' if self.explode else 'not exploded'}"
        return f"{told}, reserved characters as they are" if self.reserved else told


def of_parameter(parameter: Parameter) -> Writing:
    """Give how a parameter is written."""
    return Writing(
        style=parameter.style,
        explode=parameter.explode,
        media_type=parameter.media_type or "",
        reserved=parameter.allow_reserved and parameter.location == "query",
    )


def of_header(header: Header) -> Writing:
    """Give how a header is written: in the style `simple`, the only one it has."""
    return Writing(style="simple", explode=header.explode, media_type=header.media_type or "")


def of_field(encoding: Encoding | None) -> Writing:
    """Give how a field of a form is written; without a word of it, as a query parameter is."""
    if encoding is None or encoding.style is None:
        return Writing(style="form", explode=True)
    return Writing(style=encoding.style, explode=encoding.explode, reserved=encoding.allow_reserved)


def is_written_alike(meaning: Json, pointer: str, sent: Writing, read: Writing) -> bool:
    """Say whether each value of a schema is the same text both ways.

    Args:
        meaning, pointer: of the schema of whoever sends.
    """
    if sent == read:
        return True
    kinds = schema.types(meaning, pointer) - {"null"}
    is_one = _is_one(meaning, pointer)
    if any(_wire(sent, kind, is_one) != _wire(read, kind, is_one) for kind in kinds):
        return False
    # Who may write reserved characters as they are may escape them as well.
    is_escaped = not sent.reserved or read.reserved or bool(read.media_type)
    return is_escaped or not _may_be_reserved(meaning, pointer)


def _wire(how: Writing, kind: str, is_one: bool) -> tuple[str, ...]:
    """Say how a value of a type is written; equal for two ways that give the same text."""
    if how.media_type:
        is_quoted = is_json(how.media_type) and kind in _QUOTED
        return ("content", bare(how.media_type)) if is_quoted else ("plain",)
    if how.style in ("label", "matrix"):
        return (how.style, str(how.explode and kind in ("array", "object")))
    if kind == "object":
        return (how.style, str(how.explode))
    if kind == "array" and not is_one:
        is_listed = how.style == "form" and how.explode
        return ("repeated",) if is_listed else (how.style.replace("form", "simple"),)
    return ("plain",)


def _is_one(meaning: Json, pointer: str) -> bool:
    """Say whether a list holds one element at most."""
    written = at(meaning, schema.resolve(meaning, pointer))
    most = written.get("maxItems") if isinstance(written, dict) else None
    return isinstance(most, int) and most <= 1


def _may_be_reserved(meaning: Json, pointer: str) -> bool:
    """Say whether a value, or an element of it, may hold a reserved character: in doubt it may."""
    here, seen = schema.resolve(meaning, pointer), set[str]()
    while here not in seen:
        seen.add(here)
        written = at(meaning, here)
        if not isinstance(written, dict):
            return written is True
        listed = [written["const"]] if "const" in written else written.get("enum")
        if isinstance(listed, list):
            return any(isinstance(each, str) and not _RESERVED.isdisjoint(each) for each in listed)
        kinds = schema.types(meaning, here)
        is_plain = written.get("format") in _PLAIN_FORMATS
        if "object" in kinds or ("string" in kinds and not is_plain):
            return True
        items = join(here, "items")
        if "array" not in kinds or not has(meaning, items):
            return "array" in kinds
        here = schema.resolve(meaning, items)
    # Lists of nothing but such lists hold no text.
    return False

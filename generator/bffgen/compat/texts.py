"""Values that travel as text: what a reader takes for a value of its schema.

In:  the meaning of a contract, a pointer, how lists are written.
Out: a document with a schema that admits, beside the reader's own values, those whose text it reads
     as one of them; one that admits, of a sender's values, those that have a text; and every
     reading of a value that was sent.
How: an integer is a text of digits to who reads texts, digits are an integer to who reads integers.
     What is added is shown to be read (an engine is asked), so the schema never admits too much; a
     witness against it is tried in all its readings before it counts (PITFALLS.md 29, 47).
"""

from collections.abc import Callable, Iterator
from itertools import islice, product
from json import dumps
from typing import Final, TypeAlias

from bffgen.compat.node import Node, node
from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.keywords import says_nothing
from bffgen.model.place import join
from bffgen.model.tree import slice_of

# Where the schema of what is read stands in the document that is given.
ROOT: Final = "/x-read"
# Where the schema of what is sent stands.
SENT: Final = "/x-sent"

# What a text of each type looks like, as an ECMA-262 pattern.
_INTEGER: Final = "^-?(0|[1-9][0-9]*)$"
_NUMBER: Final = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
_MOST: Final = 256
# How deep elements of lists are read as texts, and members of objects: of parts, those of the form
# itself.
_DEPTH: Final = 6
_PARTS: Final = 1
# Places of one schema that are read as texts: each member of a schema that is its own member leads
# to as many again, down to the depth. The form of a real contract has some hundreds.
_MOST_PLACES: Final = 20_000
_NO_ELEMENTS: Final[Json] = {"type": "array", "maxItems": 0}
_ANY_TEXT: Final[Json] = {"type": "string"}
_SCALARS: Final = frozenset(("string", "integer", "number", "boolean", "null"))
# What holds a value that is read to more than its own text shows.
_HOLDING: Final = ("allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas")
_CHOICES: Final = ("anyOf", "oneOf")
# A list of which nothing else is said is known by its elements.
_OF_LISTS: Final = frozenset(
    ("type", "items", "prefixItems", "minItems", "maxItems", "uniqueItems")
)

# Says whether every value of a schema is one of those at a pointer of the reader. What was asked is
# known by the identity of the schema, so each of them is a constant.
Contains: TypeAlias = Callable[[Json, str], bool]

# What is sent, and the schema that shows that all of it is read.
_AS_TEXT: Final[tuple[tuple[Json, Json], ...]] = (
    ({"type": "integer"}, {"type": "string", "pattern": _INTEGER}),
    ({"type": "number"}, {"type": "string", "pattern": _NUMBER}),
    ({"type": "boolean"}, {"enum": ["true", "false"]}),
    ({"type": "null"}, {"enum": ["null"]}),
)
_AS_VALUE: Final[tuple[tuple[Json, Json], ...]] = (
    ({"type": "string", "pattern": _INTEGER}, {"type": "integer"}),
    ({"type": "string", "pattern": _NUMBER}, {"type": "number"}),
    ({"enum": ["true"]}, {"enum": [True]}),
    ({"enum": ["false"]}, {"enum": [False]}),
)


def read(
    meaning: Json,
    pointer: str,
    contains: Contains,
    *,
    is_single: bool = False,
    is_joined: bool = False,
    has_parts: bool = False,
) -> Json:
    """Give a document whose schema at ROOT admits what a reader of texts takes at a pointer.

    Args:
        is_single: a list of one is written as its element is.
        is_joined: a list of several is one text.
        has_parts: objects within are JSON, whose members are no texts.
    """
    document = dict(slice_of(meaning, [pointer]))
    reading = _Reading(meaning, contains, _PARTS if has_parts else _DEPTH)
    document[ROOT[1:]] = reading.read(pointer, 0, is_single=is_single, is_joined=is_joined)
    return document


def sendable(meaning: Json, pointer: str, *, is_form: bool = False) -> Json:
    """Give a document whose schema at SENT admits what a sender of texts has a text for.

    A list without elements is not there (RFC 6570 2.3), whether by itself or as a member; a member
    that no schema describes is one text.

    Args:
        is_form: members are parts of a body, whose values may be lists.
    """
    document = dict(slice_of(meaning, [pointer]))
    here = node(meaning, pointer)
    is_mapped = schema.map_values(meaning, here.pointer) is not None
    is_described = is_form or is_mapped or bool(here.named("patternProperties"))
    listed: Json = {"not": _NO_ELEMENTS}
    plain: Json = {"type": [*sorted(_SCALARS)]}
    document[SENT[1:]] = {
        "allOf": [{"$ref": f"#{pointer}"}],
        "not": _NO_ELEMENTS,
        "properties": dict.fromkeys(schema.declared(meaning, here.pointer), listed),
        "additionalProperties": listed if is_described else plain,
    }
    return document


class _Reading:
    """One document while it is read as texts."""

    def __init__(self, meaning: Json, contains: Contains, depth: int) -> None:
        self._meaning, self._contains, self._depth = meaning, contains, depth
        self._rest = _MOST_PLACES
        # Choices that are being read: a branch that is the choice itself says nothing more.
        self._open: set[str] = set()

    def read(self, pointer: str, depth: int, *, is_single: bool, is_joined: bool = False) -> Json:
        """Give what is taken at a place: what the schema there admits, and what reads as that."""
        self._rest -= 1
        here = node(self._meaning, pointer)
        kinds = schema.types(self._meaning, here.pointer)
        ways: list[Json] = [{"$ref": f"#{pointer}"}]
        is_alone = len(here.parts) == 1 and not here.references
        is_plain = is_alone and here.said(_HOLDING) == {}
        branches = _branches(here) if is_alone and self._rest > 0 else []
        if branches and here.pointer not in self._open:
            # Whichever branch reads the text: of scalars, a oneOf is a union (PITFALLS.md 29).
            self._open.add(here.pointer)
            ways += [
                self.read(each, depth, is_single=is_single, is_joined=is_joined)
                for each in branches
            ]
            self._open.remove(here.pointer)
        elif is_plain and kinds - {"null"} == {"object"}:
            ways += [self._members(here, depth)] if depth < self._depth and self._rest > 0 else []
        elif is_plain and kinds - {"null"} == {"array"}:
            ways += [self._elements(here, depth)] if depth < _DEPTH and self._rest > 0 else []
        elif kinds & _SCALARS:
            ways += _ways(here, kinds, self._contains)
            ways += _listed(self._meaning, here.pointer)
            if is_joined and self._contains(_ANY_TEXT, here.pointer):
                ways.append({"type": "array", "items": {"type": [*sorted(_SCALARS)]}})
            elif is_single and "array" not in kinds:
                lone: Json = {"anyOf": [*ways]}
                ways.append({"type": "array", "maxItems": 1, "items": lone})
        if is_single and is_plain and _speaks_of_lists(here):
            ways += self._lone(here, depth)
        return {"anyOf": ways} if len(ways) > 1 else ways[0]

    def _lone(self, here: Node, depth: int) -> Iterator[Json]:
        """Give the element that is taken for a list of one."""
        least, most = (here.said((each,)).get(each) for each in ("minItems", "maxItems"))
        if least in (None, 0, 1) and most != 0:
            first = here.value("prefixItems")
            held = (True, join(first[1], 0)) if first and first[0] else here.value("items")
            one: Json = True
            if held is not None:
                one = self.read(held[1], depth + 1, is_single=False)
            yield {"allOf": [one, {"not": {"type": ["array", "object"]}}]}

    def _members(self, here: Node, depth: int) -> Json:
        """Give an object whose members are read as texts are."""
        written = dict(here.parts[0][1])
        written["properties"] = {
            name: self.read(where, depth + 1, is_single=True)
            for name, where in here.named("properties").items()
        }
        rest = here.value("additionalProperties")
        if rest is not None and isinstance(rest[0], dict):
            written["additionalProperties"] = self.read(rest[1], depth + 1, is_single=True)
        return written

    def _elements(self, here: Node, depth: int) -> Json:
        """Give an array whose elements are read as texts are."""
        written = dict(here.parts[0][1])
        items = here.value("items")
        if items is not None and isinstance(items[0], dict):
            written["items"] = self.read(items[1], depth + 1, is_single=False)
        first = here.value("prefixItems")
        if first is not None and isinstance(first[0], list):
            places = [join(first[1], number) for number in range(len(first[0]))]
            written["prefixItems"] = [self.read(p, depth + 1, is_single=False) for p in places]
        return written


def _branches(here: Node) -> list[str]:
    """Give the branches of a schema that says nothing but them, of which each reads on its own."""
    said = [key for key in here.parts[0][1] if not says_nothing(key)]
    found = here.value(said[0]) if len(said) == 1 and said[0] in _CHOICES else None
    if found is None or not isinstance(found[0], list):
        return []
    places = [join(found[1], number) for number in range(len(found[0]))]
    kinds = [schema.types(here.meaning, each) for each in places]
    # Of two branches of one type, a oneOf takes what fits one alone.
    is_apart = sum(map(len, kinds)) == len(frozenset().union(*kinds))
    return places if said[0] == "anyOf" or is_apart else []


def _speaks_of_lists(here: Node) -> bool:
    """Say whether a schema speaks of lists, and of nothing that an element does not show."""
    said = here.parts[0][1]
    kinds = said.get("type")
    is_named = kinds == "array" or (isinstance(kinds, list) and "array" in kinds)
    return is_named and all(key in _OF_LISTS or says_nothing(key) for key in said)


def _ways(here: Node, kinds: frozenset[str], contains: Contains) -> Iterator[Json]:
    """Give what else is read as a value of a scalar schema."""
    is_bare = not here.references and all(
        keyword == "type" or says_nothing(keyword) for _, part in here.parts for keyword in part
    )
    for sent, shown in (*_AS_TEXT, *_AS_VALUE):
        # Where nothing but the type is said, no engine is needed to see what fits.
        if _fits(shown, kinds) if is_bare else contains(shown, here.pointer):
            yield sent


def _fits(shown: Json, kinds: frozenset[str]) -> bool:
    values = shown.get("enum") if isinstance(shown, dict) else None
    if isinstance(values, list):
        return {schema.type_of(each) for each in values} <= kinds
    return isinstance(shown, dict) and shown.get("type") in kinds


def _listed(meaning: Json, pointer: str) -> Iterator[Json]:
    """Give the other readings of values that are listed: the text of a number, a number of text."""
    here = node(meaning, pointer)
    found = here.value("enum") or here.value("const")
    if found is None:
        return
    values = found[0] if isinstance(found[0], list) else [found[0]]
    others = [
        each
        for value in values
        for each in readings(value)
        # `00` is read as 0, which nobody writes so.
        if each not in values and written(each) == written(value)
    ]
    if others:
        yield {"enum": others}


def depth_of(*, has_parts: bool) -> int:
    """Say how deep members of objects are texts."""
    return _PARTS if has_parts else _DEPTH


def written(value: Json) -> str:
    """Write a scalar as it travels."""
    if isinstance(value, str):
        return value
    return dumps(value)


def readings(
    value: Json, depth: int = _DEPTH, joint: str = "", *, is_single: bool = False
) -> tuple[Json, ...]:
    """Give what a text may be read as, the value itself first; of lists and objects, some.

    Args:
        depth: how deep members of objects are texts.
        joint: what stands between the elements of a list, where all of it is one text.
        is_single: a text may be a list of one.
    """
    if isinstance(value, list):
        parts = [readings(each, depth) for each in value]
        lists: list[Json] = [[*each] for each in islice(product(*parts), _MOST)]
        is_flat = not any(isinstance(each, list | dict) for each in value)
        text = joint.join(map(written, value)) if is_flat and (joint or len(value) == 1) else None
        return (*lists, *(() if text is None else readings(text, depth)))
    if isinstance(value, dict):
        if depth == 0:
            return (value,)
        parts = [readings(each, depth - 1, is_single=True) for each in value.values()]
        return tuple(dict(zip(value, each, strict=True)) for each in islice(product(*parts), _MOST))
    text = written(value)
    found: list[Json] = [value, text]
    if text in ("true", "false"):
        found.append(text == "true")
    for make in (int, float):
        try:
            found.append(make(text))
        except ValueError:
            continue
    seen: dict[tuple[type, Json], Json] = {}
    for each in found:
        seen.setdefault((type(each), each if not isinstance(each, list | dict) else None), each)
    plain = tuple(seen.values())
    lone: list[Json] = [[each] for each in plain] if is_single else []
    return (*plain, *lone)

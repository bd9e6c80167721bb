"""Texts of a request as the typed values of their schema.

In:  the type that the contract has; texts, alone or in lists and objects.
Out: the value as that type; Invalid with all faults.
How: a text becomes what the type admits at its place by JSON's own grammar; of several kinds that
     fit (`5` is a number and a text) it is the first that the type takes. What a type admits is
     asked of pydantic once, when its reader is made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from .body import Json
from .body_faults import faults_of
from .problem import Fault, Invalid
from .scalar import TextRefused, boolean_of, integer_of, number_of

T = TypeVar("T")

Kinds: TypeAlias = frozenset[str]
"""Names of JSON types."""

TEXT: Final[Kinds] = frozenset({"string"})
_MANY: Final = 1000
_WITHIN: Final[Kinds] = frozenset({"array", "object"})

_READERS: Final[tuple[tuple[str, Callable[[str], Json]], ...]] = (
    ("integer", lambda text: integer_of(text, {})),
    ("number", lambda text: number_of(text, {})),
    ("boolean", boolean_of),
    ("string", lambda text: text),
)
_NAMES: Final[Mapping[type, str]] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
}


@dataclass(slots=True)
class Read:
    """What a text may be, the narrowest first; never empty."""

    values: list[Json]


Sent: TypeAlias = "Read | Sequence[Sent] | Mapping[str, Sent]"
"""Texts in the shape of the value that they make."""


@dataclass(frozen=True, slots=True)
class Member:
    """What a member of an object admits.

    Attributes:
        kinds: of the member; elements: of a list, None where it is none.
    """

    kinds: Kinds
    elements: Kinds | None = None

    @property
    def is_plain(self) -> bool:
        """Say whether one text is the member, or an element of it."""
        return not _WITHIN & (self.kinds if self.elements is None else self.elements)


ANY_TEXT: Final = Member(TEXT)


class Learnt:
    """What a type admits, as its JSON Schema says.

    Attributes:
        whole: the value itself.
        members: of an object, by their names in JSON; others: those without a name of theirs, None
            where an object has no others.
    """

    __slots__ = ("_defs", "_properties", "members", "others", "whole")

    def __init__(self, schema: Mapping[str, object]) -> None:
        self._defs = cast("Mapping[str, Mapping[str, object]]", schema.get("$defs", {}))
        here = self._behind(schema)
        self.whole = self._member(here)
        self._properties = cast("Mapping[str, object]", here.get("properties", {}))
        self.members = {name: self._member(each) for name, each in self._properties.items()}
        rest = here.get("additionalProperties")
        self.others = self._member(rest) if isinstance(rest, Mapping) else None

    def of(self, name: str) -> Member:
        """Give what a member admits; one that nobody knows is a text."""
        return self.members.get(name) or self.others or ANY_TEXT

    def inside(self, name: str) -> "Learnt":
        """Give what a member admits that is an object."""
        branches = self._branches(self._properties.get(name))
        here = next((each for each in branches if each.get("type") == "object"), branches[0])
        return Learnt({**here, "$defs": self._defs})

    def _behind(self, schema: Mapping[str, object]) -> Mapping[str, object]:
        target = str(schema.get("$ref", "")).rpartition("/")[2]
        return self._defs[target] if target else schema

    def _member(self, schema: object) -> Member:
        branches = self._branches(schema)
        lists = [each for each in branches if each.get("type") == "array"]
        if not lists:
            return Member(self._kinds(schema))
        return Member(self._kinds(schema), self._kinds(lists[0].get("items")))

    def _branches(self, schema: object) -> list[Mapping[str, object]]:
        """Give what a schema may be, one entry a branch."""
        if not isinstance(schema, Mapping):
            return [{}]
        here = self._behind(schema)
        branches = here.get("anyOf", here.get("oneOf"))
        if not isinstance(branches, list):
            return [here]
        return [inner for each in branches for inner in self._branches(each)]

    def _kinds(self, schema: object) -> Kinds:
        found: set[str] = set()
        for each in self._branches(schema):
            kind, values = each.get("type"), each.get("enum")
            if isinstance(kind, str):
                found.add(kind)
            elif isinstance(values, list):
                found |= {_NAMES[type(value)] for value in values if type(value) in _NAMES}
            else:
                found |= TEXT
        return frozenset(found)


def read_text(text: str, kinds: Kinds) -> Read:
    """Read a text as what its place admits; as itself where it is nothing of that."""
    found: list[Json] = []
    for kind, read in _READERS:
        if kind in kinds:
            try:
                found.append(read(text))
            except TextRefused:
                continue
    return Read(found or [text])


def value_of(sent: Sent) -> Json:
    """Give the value, each text in its first reading."""
    if isinstance(sent, Read):
        return sent.values[0]
    if isinstance(sent, Mapping):
        return {name: value_of(each) for name, each in sent.items()}
    return [value_of(each) for each in sent]


def fitted(
    adapter: TypeAdapter[T], sent: Sent, root: str, *, beside: Mapping[str, object] | None = None
) -> T:
    """Hold what was sent against the type, each text in the first reading that it takes.

    Args:
        root: the pointer of the value, a URI fragment.
        beside: members of an object that are no texts.
    """
    while True:
        value = value_of(sent)
        if beside and isinstance(value, dict):
            value |= cast("dict[str, Json]", beside)
        try:
            return adapter.validate_python(value, strict=True, by_alias=True, by_name=False)
        except ValidationError as found:
            if found.error_count() > _MANY:
                # Spelling out what very many faults are takes pydantic longer than finding them.
                raise Invalid(Fault(root, f"has more than {_MANY} faults")) from None
            refused = {_at(sent, error["loc"]) for error in found.errors(include_url=False)}
            if not _gone_on(sent, refused):
                raise Invalid(*faults_of(found, value, root)) from None


def _at(sent: Sent, location: Sequence[int | str]) -> int | None:
    """Find the text at a location, by its identity; branches of unions are no steps."""
    here = sent
    for step in location:
        here = _into(here, step) or here
    return id(here) if isinstance(here, Read) else None


def _into(sent: Sent, step: int | str) -> "Sent | None":
    if isinstance(sent, Mapping):
        return sent.get(step) if isinstance(step, str) else None
    if isinstance(sent, Sequence) and isinstance(step, int):
        return sent[step]
    return None


def _gone_on(sent: Sent, refused: set[int | None]) -> bool:
    """Go on to the next reading of the texts that were refused; say whether there was one."""
    if isinstance(sent, Read):
        has_more = id(sent) in refused and len(sent.values) > 1
        if has_more:
            del sent.values[0]
        return has_more
    inside = sent.values() if isinstance(sent, Mapping) else sent
    return any([_gone_on(each, refused) for each in inside])

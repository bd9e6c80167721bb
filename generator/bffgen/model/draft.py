"""A schema as the draft of a key: its keywords in normal form, the schemas below as handles.

In:  a document whose schemas have 2020-12 spelling; every `$ref` is local.
Out: drafts, which `model/pool.py` seals to keys once the schemas below have their ints.
How: a handle >= 0 is an int of the pool, a handle < 0 is `~number` of a schema of this document
     that has none yet; schemas are found by grammar position, never by key name (PITFALLS 27).
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE, NULLABLE_FACT, says_nothing
from bffgen.model.place import join, tokens
from bffgen.model.tree import at, has, local_pointer
from bffgen.model.value import stand_in

TRUE: Final = 0
FALSE: Final = 1

Draft: TypeAlias = list[tuple[str, object]]

_COMPONENTS: Final = "/components/schemas"
_MAPPING: Final = "discriminator/mapping"
_DEFAULT: Final = "discriminator/default"
ONE: Final = HOLDS_ONE | {_DEFAULT}
MAP: Final = HOLDS_MAP | {_MAPPING}
_IN_PLACE: Final = ("$ref", "allOf", "anyOf", "oneOf")
_HOLDS: Final = HOLDS_ONE | HOLDS_LIST | HOLDS_MAP | {"$ref", "discriminator"}

# What these mean hangs on more than the schema itself: on the dynamic scope.
_BOUND: Final = frozenset(("$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"))
_OF_TYPES: Final = frozenset(("type", "multipleOf"))
_OF_VALUES: Final = frozenset(("enum", "const"))
_COUNTS: Final = frozenset(("minLength", "minItems", "minProperties"))
_SWITCHES: Final = frozenset(("uniqueItems", "readOnly", "writeOnly"))
# Each of these acts only beside its partner.
_PARTNER: Final = {
    "then": "if",
    "else": "if",
    "minContains": "contains",
    "maxContains": "contains",
}


def seal(
    draft: Iterable[tuple[str, object]], ids: Callable[[int], int]
) -> tuple[tuple[str, object], ...]:
    """Put ints in place of the handles of a draft (or of a sealed key) and order what has no order.

    allOf and anyOf are sets, oneOf is a bag; `true` adds nothing to allOf; a group of one member
    holds together with the rest, so it joins allOf.
    """
    key: Draft = []
    together: set[int] = set()
    for keyword, value in draft:
        match value:
            case int() if keyword in ONE:
                # A branch that holds always is none, which only now may be known of it.
                if (below := ids(value)) != TRUE or keyword not in _PARTNER:
                    key.append((keyword, below))
            case tuple() if keyword in MAP:
                key.append((keyword, tuple((name, ids(each)) for name, each in value)))
            case tuple() if keyword == "prefixItems":
                key.append((keyword, tuple(map(ids, value))))
            case tuple() if keyword in HOLDS_LIST:
                members = list(map(ids, value))
                if keyword == "oneOf" and len(members) > 1:
                    key.append((keyword, tuple(sorted(members))))
                elif keyword == "anyOf" and len(set(members)) > 1:
                    key.append((keyword, tuple(sorted(set(members)))))
                else:
                    together.update(members)
            case _:
                key.append((keyword, value))
    together.discard(TRUE)
    if together:
        key.append(("allOf", tuple(sorted(together))))
    key.sort(key=_keyword)
    return tuple(key)


def _keyword(entry: tuple[str, object]) -> str:
    return entry[0]


class Reader:
    """Drafts the schemas of one document.

    A schema is known by the identity of its dict, so the document must stay unchanged; the
    reader keeps it alive.

    Attributes:
        schemas: number -> schema; a number is given to what may hold others.
        pointers: number -> where it was met first.
        ids: number -> int of the pool, -1 until it has one.
    """

    def __init__(
        self, document: Json, serial: Callable[[], int], leaf: Callable[[Draft, str], int]
    ) -> None:
        self.document = document
        self.schemas: list[Mapping[str, Json]] = []
        self.pointers: list[str] = []
        self.ids: list[int] = []
        self._handles: dict[int, int] = {}
        self._targets: dict[str, tuple[Json, str] | None] = {}
        self._serial = serial
        self._own_serial = serial()
        self._leaf = leaf
        self._components = _components(document)
        self._heirs: dict[str, list[str]] | None = None

    def copy(self, leaf: Callable[[Draft, str], int]) -> "Reader":
        """Give a reader that has met the same schemas, whose ints are those of a copied pool."""
        other = Reader(self.document, self._serial, leaf)
        other.schemas = self.schemas.copy()
        other.pointers = self.pointers.copy()
        other.ids = self.ids.copy()
        other._handles = self._handles.copy()
        other._targets = self._targets.copy()
        other._own_serial = self._own_serial
        other._heirs = self._heirs
        return other

    def handle(self, schema: Json, base: str, *path: str | int) -> int:
        """Give the handle of a schema that stands at `base` + `path`.

        What means the same as another schema has that one's handle: `$ref` alone, or a group of
        one member alone, annotations aside.
        """
        if schema is True:
            return TRUE
        if schema is False:
            return FALSE
        if not isinstance(schema, dict):
            return self._leaf([("malformed", self.value(schema))], join(base, *path))
        known = self._handles.get(id(schema))
        if known is None:
            known = self._new_handle(schema, join(base, *path))
            self._handles[id(schema)] = known
        if known < 0 and (found := self.ids[~known]) >= 0:
            return found
        return known

    def _new_handle(self, schema: dict[str, Json], pointer: str) -> int:
        if _HOLDS.isdisjoint(schema):
            return self._leaf(self._entries(schema, pointer), pointer)
        seen: set[int] = set()
        here: Json = schema
        while isinstance(here, dict) and (below := self._alias(here, pointer)) is not None:
            if id(here) in seen:
                # Nothing but a circle of references: no validator gives it a meaning.
                return self._leaf([("$ref", "circle")], pointer)
            seen.add(id(here))
            here, pointer = below
        if here is not schema:
            return self.handle(here, pointer)
        self.schemas.append(schema)
        self.pointers.append(pointer)
        self.ids.append(-1)
        return ~(len(self.schemas) - 1)

    def _alias(self, schema: dict[str, Json], pointer: str) -> tuple[Json, str] | None:
        """Give the schema that this one stands for, where it adds nothing."""
        meant = [keyword for keyword in schema if not _is_silent(keyword)]
        if len(meant) != 1 or meant[0] not in _IN_PLACE:
            return None
        keyword, value = meant[0], schema[meant[0]]
        if keyword == "$ref":
            return self._target(value)
        if not isinstance(value, list):
            return None
        # Members are counted as they are written: whether two of them mean the same cannot be told
        # while a circle is open, and so must not be told where none is.
        return (value[0], join(pointer, keyword, 0)) if len(value) == 1 else None

    def _target(self, reference: Json) -> tuple[Json, str] | None:
        if not isinstance(reference, str):
            return None
        if reference not in self._targets:
            pointer = local_pointer(reference)
            found = pointer is not None and has(self.document, pointer)
            self._targets[reference] = (
                (at(self.document, pointer), pointer) if found and pointer is not None else None
            )
        return self._targets[reference]

    def draft(self, number: int) -> Draft:
        """Write the draft of a schema that was given a number."""
        return self._entries(self.schemas[number], self.pointers[number])

    def _entries(self, schema: Mapping[str, Json], pointer: str) -> Draft:
        draft: Draft = []
        together: list[int] = []
        for keyword, value in schema.items():
            if _is_silent(keyword) or _PARTNER.get(keyword, keyword) not in schema:
                continue
            if keyword in _HOLDS:
                self._holder(draft, together, keyword, value, pointer)
            elif keyword in _BOUND:
                draft.append((keyword, (self.value(value), self._serial())))
            elif keyword not in _OF_TYPES and keyword not in _OF_VALUES:
                draft += _plain(keyword, value, self.value)
        draft += _types(schema, self.value) + _values(schema, self.value)
        if isinstance(schema.get("discriminator"), dict):
            draft += self._discriminator(schema, pointer)
        if together:
            draft.append(("allOf", tuple(together)))
        return draft

    def _holder(
        self, draft: Draft, together: list[int], keyword: str, value: Json, pointer: str
    ) -> None:
        """Enter a keyword that holds schemas; what always holds is gathered in `together`."""
        if keyword == "$ref":
            target = self._target(value)
            if target is None:
                draft.append(("$ref", (self.value(value), self._own_serial)))
            else:
                together.append(self.handle(*target))
        elif keyword in HOLDS_ONE:
            draft.append((keyword, self.handle(value, pointer, keyword)))
        elif keyword in HOLDS_LIST and isinstance(value, list):
            members = [self.handle(each, pointer, keyword, n) for n, each in enumerate(value)]
            if keyword == "allOf":
                together += members
            else:
                draft.append((keyword, tuple(members)))
        elif keyword in HOLDS_MAP and isinstance(value, dict):
            if value:
                named = [(n, self.handle(value[n], pointer, keyword, n)) for n in sorted(value)]
                draft.append((keyword, tuple(named)))
        elif keyword != "discriminator" or not isinstance(value, dict):
            draft.append((f"{keyword}!", self.value(value)))

    def _discriminator(self, schema: Mapping[str, Json], pointer: str) -> Draft:
        """Enter what a typed peer reads by: each key with the schema it names (PITFALLS 8, 9).

        Explicit keys and component names count alike. Where no branch is listed, the branches
        are the components whose allOf chain reaches this one.
        """
        written = _object(schema["discriminator"])
        mapping = _object(written.get("mapping"))
        named = {key: self._named(text) for key, text in mapping.items()}
        implicit = self._branches(schema) or self._family(pointer)
        pairs = {name: self._component(name) for name in implicit if name not in named}
        pairs |= {key: each for key, each in named.items() if each is not None}
        lost = {key: self.value(mapping[key]) for key in named if named[key] is None}
        draft: Draft = [("discriminator", self.value(written.get("propertyName")))]
        if pairs:
            draft.append((_MAPPING, tuple((key, pairs[key]) for key in sorted(pairs))))
        if lost:
            draft.append(("discriminator/lost", tuple((key, lost[key]) for key in sorted(lost))))
        if "defaultMapping" in written:
            default = self._named(written["defaultMapping"])
            raw = self.value(written["defaultMapping"])
            draft.append((_DEFAULT, default) if default is not None else ("discriminator/!", raw))
        return draft

    def _named(self, text: Json) -> int | None:
        """Follow a discriminator's value: a component's name or a local reference."""
        if isinstance(text, str) and text in self._components:
            return self._component(text)
        target = self._target(text)
        return None if target is None else self.handle(*target)

    def _component(self, name: str) -> int:
        return self.handle(self._components[name], _COMPONENTS, name)

    def _branches(self, schema: Mapping[str, Json]) -> list[str]:
        """Give the component names of the branches that oneOf and anyOf list."""
        names = []
        for keyword in ("oneOf", "anyOf"):
            members = schema.get(keyword)
            for member in members if isinstance(members, list) else ():
                name = _component_name(_object(member).get("$ref"))
                if name in self._components:
                    names.append(name)
        return names

    def _family(self, pointer: str) -> list[str]:
        """Give the component at a pointer and all whose allOf chain reaches it."""
        if self._heirs is None:
            self._heirs = _heirs(self._components)
        own = _component_name(f"#{pointer}")
        found = [own] if own in self._components else []
        for name in found:
            found += [heir for heir in self._heirs.get(name, ()) if heir not in found]
        return found

    def value(self, value: Json) -> object:
        """Give a hashable stand-in for a JSON value: equal values, equal stand-ins.

        Object keys are unordered, `1` equals `1.0`, `True` equals no number.
        """
        return stand_in(value, self._serial)


def _is_silent(keyword: str) -> bool:
    """Say whether no value is refused by a keyword: the fact of PITFALLS 10 is told apart."""
    return says_nothing(keyword) or keyword == NULLABLE_FACT


def _types(schema: Mapping[str, Json], value: Callable[[Json], object]) -> Draft:
    """Enter the type set; `integer` is a number that is a multiple of 1."""
    draft: Draft = []
    written = schema.get("type")
    step = value(schema["multipleOf"]) if "multipleOf" in schema else None
    if isinstance(written, str):
        written = [written]
    if isinstance(written, list):
        names = {each for each in written if isinstance(each, str)}
        if "integer" in names and "number" not in names:
            step = 1 if step is None else step
            # The least common multiple of 1 and p/q in lowest terms is p.
            step = step.numerator if isinstance(step, Fraction) else step
            names.add("number")
        draft.append(("type", tuple(sorted(names - {"integer"}))))
    elif "type" in schema:
        draft.append(("type!", value(written)))
    if step is not None:
        draft.append(("multipleOf", step))
    return draft


def _values(schema: Mapping[str, Json], value: Callable[[Json], object]) -> Draft:
    """Enter the listed values: const is an enum of one, and both together list what both do."""
    if "enum" not in schema and "const" not in schema:
        return []
    listed = schema.get("enum", [])
    if not isinstance(listed, list):
        return [("enum!", value(listed))]
    values = frozenset(map(value, listed))
    if "const" in schema:
        const = frozenset((value(schema["const"]),))
        values = const & values if "enum" in schema else const
    return [("enum", values)]


def _plain(keyword: str, written: Json, value: Callable[[Json], object]) -> Draft:
    """Enter a keyword that holds no schema, unless it says nothing with this value."""
    if keyword in _SWITCHES and written is False:
        return []
    if keyword in _COUNTS and value(written) == 0:
        return []
    if keyword == "minContains" and value(written) == 1:
        return []
    if keyword == "required":
        names = _names(written)
        return [("required", names)] if names else []
    if keyword == "dependentRequired" and isinstance(written, dict):
        pairs = [(name, _names(written[name])) for name in sorted(written)]
        pairs = [(name, names) for name, names in pairs if names]
        return [(keyword, tuple(pairs))] if pairs else []
    return [(keyword, value(written))]


def _names(written: Json) -> tuple[str, ...]:
    """Give the names of a list, each once, sorted; what is no text names no member."""
    texts = written if isinstance(written, list) else []
    return tuple(sorted({each for each in texts if isinstance(each, str)}))


def _components(document: Json) -> dict[str, Json]:
    return _object(_object(_object(document).get("components")).get("schemas"))


def _component_name(reference: Json) -> str:
    """Give the name of the component that a local reference leads to, else the empty text."""
    pointer = local_pointer(reference)
    if pointer is None or not pointer.startswith(f"{_COMPONENTS}/"):
        return ""
    path = tokens(pointer)
    return path[2] if len(path) == 3 else ""


def _heirs(components: Mapping[str, Json]) -> dict[str, list[str]]:
    """Give, for each component, the components whose allOf refers to it."""
    heirs: dict[str, list[str]] = {}
    for name, schema in components.items():
        members = _object(schema).get("allOf")
        for member in members if isinstance(members, list) else ():
            parent = _component_name(_object(member).get("$ref"))
            if parent in components:
                heirs.setdefault(parent, []).append(name)
    return heirs


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}

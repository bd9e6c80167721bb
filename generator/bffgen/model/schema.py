"""Questions about a schema at its place in a normalised document.

In:  a document whose schemas have 2020-12 spelling (`Api.meaning`) and a pointer to one of them.
Out: what it admits, declares and requires; pointers, which `emit/` and `compose/` walk on.
How: in-place applicators ($ref with its siblings, allOf, anyOf, oneOf, if/then/else,
     dependentSchemas) are walked with a set of what was seen, so no question runs for ever.

Each answer says on which side it errs: `types` never leaves a type out, `requires` never says
yes too often.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, says_nothing
from bffgen.model.own_types import TYPES, own_types, type_of
from bffgen.model.place import join, tokens
from bffgen.model.tree import at, has, local_pointer, slice_of

# What `model/tree.py` knows of any document is asked for here as well.
__all__ = [
    "TYPES",
    "FlatObject",
    "Member",
    "admits_null",
    "alternatives",
    "at",
    "conjuncts",
    "declared",
    "flatten_object",
    "in_place",
    "is_open",
    "items",
    "map_values",
    "member",
    "objects_have",
    "requires",
    "resolve",
    "slice_of",
    "type_of",
    "types",
]

# Applicators nested deeper than any contract that people write; deeper ones are answered on the
# safe side instead of overflowing the stack.
_DEPTH = 60
# Times that the types of schemas in a circle are looked at; then they are taken as they are.
_ROUNDS = 8
# Documents whose types are remembered: both sides of a comparison in all their views.
_DOCUMENTS = 16
_KNOWN: dict[int, tuple[Json, dict[str, frozenset[str]]]] = {}

_TOGETHER = ("$ref", "allOf")
_IN_PLACE = (*_TOGETHER, "anyOf", "oneOf", "then", "else", "dependentSchemas")
_OF_TYPES = ("$ref", "allOf", "anyOf", "oneOf", "if", "then", "else")
_OBJECT = frozenset(("object",))
_CONDITIONAL = ("anyOf", "oneOf", "if", "not", "dependentSchemas", "enum", "const", "$dynamicRef")
_BEYOND = (
    *("patternProperties", "propertyNames", "minProperties", "maxProperties"),
    "dependentRequired",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatObject:
    """One object schema in place of a chain of allOf and `$ref`.

    Attributes:
        properties: name -> pointers of its declarations, which hold together; order of mention.
        required: names, in order of mention; one may be undeclared.
        closed: whether undeclared names are refused; not where a pattern of names lets some in.
        values: the schema of undeclared members, where there is one.
        beyond: (keyword, pointer) of what the chain says about the object and this form does not.
    """

    properties: tuple[tuple[str, tuple[str, ...]], ...]
    required: tuple[str, ...]
    closed: bool
    values: str | None
    beyond: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """The declarations of one property of an object.

    Attributes:
        together: pointers that all hold wherever the property is there; order of mention.
        apart: pointers that hold in some branch, which may be taken or not.
    """

    together: tuple[str, ...]
    apart: tuple[str, ...]


def resolve(document: Json, pointer: str) -> str:
    """Follow `$ref`s that stand alone, annotations aside, to the schema they mean.

    A circle of such references, and one that leads nowhere, ends at its own pointer.
    """
    seen: set[str] = set()
    here = pointer
    while here not in seen:
        seen.add(here)
        schema = _keywords(document, here)
        target = _target(document, schema)
        if target is None or any(k != "$ref" and not says_nothing(k) for k in schema):
            return here
        here = target
    return pointer


def conjuncts(document: Json, pointer: str) -> tuple[str, ...]:
    """Give this schema and all that hold together with it: behind `$ref` and allOf, at any depth.

    The schema itself first, then depth first in order of mention, each once.
    """
    return tuple(_walk(document, pointer, _TOGETHER))


def in_place(document: Json, pointer: str) -> tuple[str, ...]:
    """Give this schema and every one that may act at its place, taken or not (PITFALLS 2).

    `if` is left out: it asks, it does not promise. Order as in `conjuncts`, what holds always
    before what holds sometimes.
    """
    return tuple(_walk(document, pointer, _IN_PLACE))


def alternatives(document: Json, pointer: str) -> tuple[tuple[str, ...], ...]:
    """Give the anyOf and oneOf groups of this schema's conjuncts: of each, one member holds."""
    groups = [
        _below(document, part, keyword)
        for part in conjuncts(document, pointer)
        for keyword in ("anyOf", "oneOf")
    ]
    return tuple(group for group in groups if group)


def types(document: Json, pointer: str) -> frozenset[str]:
    """Give the JSON types that may be admitted: never too few, sometimes too many.

    `integer` stands for numbers without a fraction; `number` for those with one, and where it
    is in, `integer` is in as well unless the schema lists its values.
    """
    known = _known_types(document)
    if pointer not in known:
        _settle(document, pointer, known)
    return known[pointer]


def _known_types(document: Json) -> dict[str, frozenset[str]]:
    """Give what is known of a document's schemas; it does not change while it is asked about."""
    same, known = _KNOWN.get(id(document), (None, None))
    if known is None or same is not document:
        known = {}
        _KNOWN[id(document)] = document, known
        while len(_KNOWN) > _DOCUMENTS:
            del _KNOWN[next(iter(_KNOWN))]
    return known


def admits_null(document: Json, pointer: str) -> bool:
    """Say whether null may be admitted."""
    return "null" in types(document, pointer)


def declared(document: Json, pointer: str) -> Mapping[str, tuple[str, ...]]:
    """Give each declared property with the pointers of its declarations.

    The union over all in-place applicators, taken or not; order of first mention. Names that
    `if` alone mentions are declared too (PITFALLS 2), by the pointer of that test.
    """
    found: dict[str, list[str]] = {}
    promises = in_place(document, pointer)
    for part in promises:
        for where in _named(document, part, "properties"):
            found.setdefault(tokens(where)[-1], []).append(where)
    promised, seen = set(found), set(promises)
    for part in _walk(document, pointer, (*_IN_PLACE, "if")):
        for where in _named(document, part, "properties") if part not in seen else ():
            if (name := tokens(where)[-1]) not in promised:
                found.setdefault(name, []).append(where)
    return {name: tuple(pointers) for name, pointers in found.items()}


def member(document: Json, pointer: str, name: str) -> Member:
    """Give the declarations of a property by how they hold: all of them, or in a branch alone.

    A branch without another one that admits objects is taken by every object.
    """
    together: dict[str, None] = {}
    seen: set[str] = set()
    work = [pointer]
    while work:
        parts = [each for each in conjuncts(document, work.pop()) if each not in seen]
        seen.update(parts)
        for part in parts:
            if name in _object(_keywords(document, part).get("properties")):
                together[join(part, "properties", name)] = None
            for keyword in ("anyOf", "oneOf"):
                branches = _below(document, part, keyword)
                taken = [each for each in branches if "object" in types(document, each)]
                work += taken if len(taken) == 1 else []
    others = declared(document, pointer).get(name, ())
    return Member(
        together=tuple(together), apart=tuple(each for each in others if each not in together)
    )


def requires(document: Json, pointer: str, name: str) -> bool:
    """Say whether every admitted value has the member: never yes too often (PITFALLS 20).

    Only objects may be admitted, and each branch that admits an object must require the name.
    """
    return types(document, pointer) == _OBJECT and objects_have(document, pointer, name)


def objects_have(document: Json, pointer: str, name: str) -> bool:
    """Say whether every object that is admitted has the member: never yes too often.

    Of null and other values nothing is said.
    """
    return _requires(document, pointer, name, {}, 0)


def items(document: Json, pointer: str) -> tuple[str, ...]:
    """Give the schemas that elements of an array may be held to, in order of mention."""
    found: list[str] = []
    for part in in_place(document, pointer):
        for keyword in ("prefixItems", "items", "unevaluatedItems"):
            found += _below(document, part, keyword)
    return tuple(found)


def map_values(document: Json, pointer: str) -> str | None:
    """Give the schema of undeclared members where it says something about them (a map)."""
    for part in in_place(document, pointer):
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            for where in _below(document, part, keyword):
                if not isinstance(at(document, where), bool) and not _trivial(document, where):
                    return where
    return None


def is_open(document: Json, pointer: str) -> bool:
    """Say whether objects are admitted of which nothing is declared (PITFALLS 31)."""
    if "object" not in types(document, pointer) or declared(document, pointer):
        return False
    if map_values(document, pointer) is not None or _closes(document, pointer):
        return False
    return not any(
        all(_closes(document, member) for member in group)
        for group in alternatives(document, pointer)
    )


def flatten_object(document: Json, pointer: str) -> FlatObject | None:
    """Merge a chain of allOf and `$ref` into one object schema.

    Only what the schema says of objects is merged; ask `types` what else it admits.

    Returns:
        None where no such form is exact: the chain decides between alternatives (anyOf, oneOf,
        if, not, dependentSchemas), lists its values, or closes one of its links against another.
    """
    if "object" not in types(document, pointer):
        return None
    properties: dict[str, list[str]] = {}
    required: dict[str, None] = {}
    beyond: list[tuple[str, str]] = []
    parts = conjuncts(document, pointer)
    for part in parts:
        schema = _keywords(document, part)
        if any(keyword in schema for keyword in _CONDITIONAL):
            return None
        if "$ref" in schema and _target(document, schema) is None:
            return None
        for where in _named(document, part, "properties"):
            properties.setdefault(tokens(where)[-1], []).append(where)
        required.update(dict.fromkeys(_texts(schema.get("required"))))
        beyond += [(keyword, join(part, keyword)) for keyword in _BEYOND if keyword in schema]
    rest = _rest(document, parts, frozenset(properties))
    if rest is None:
        return None
    return FlatObject(
        properties=tuple((name, tuple(where)) for name, where in properties.items()),
        required=tuple(required),
        closed=rest is False and not any(keyword == "patternProperties" for keyword, _ in beyond),
        values=rest if isinstance(rest, str) else None,
        beyond=tuple(beyond),
    )


def _rest(document: Json, parts: Iterable[str], names: frozenset[str]) -> bool | str | None:
    """Say what undeclared members of a chain are held to.

    Returns:
        True without a bound, False where they are refused, the pointer of their schema, or None
        where a link closes itself against names that another link declares.
    """
    rest: bool | str = True
    for part in parts:
        schema = _keywords(document, part)
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            where = join(part, keyword)
            if keyword not in schema or _trivial(document, where):
                continue
            whole = keyword == "unevaluatedProperties"
            own = declared(document, part) if whole else _object(schema.get("properties"))
            if names - own.keys() or (isinstance(rest, str) and rest != where):
                return None
            rest = False if schema[keyword] is False or rest is False else where
    return rest


def _walk(document: Json, pointer: str, kinds: Iterable[str]) -> Iterator[str]:
    """Give the schema and those reached through the applicators, in their order, each once."""
    seen: set[str] = set()
    work = [pointer]
    while work:
        here = work.pop()
        if here in seen:
            continue
        seen.add(here)
        yield here
        below: list[str] = []
        for kind in kinds:
            below += (
                _named(document, here, kind) if kind in HOLDS_MAP else _below(document, here, kind)
            )
        work += reversed(below)


def _below(document: Json, pointer: str, keyword: str) -> tuple[str, ...]:
    """Give the schemas that one keyword holds: behind `$ref`, in its list, or itself."""
    schema = _keywords(document, pointer)
    if keyword not in schema:
        return ()
    if keyword == "$ref":
        target = _target(document, schema)
        return () if target is None else (target,)
    if keyword in HOLDS_LIST:
        members = schema[keyword]
        count = len(members) if isinstance(members, list) else 0
        return tuple(join(pointer, keyword, number) for number in range(count))
    return (join(pointer, keyword),)


def _named(document: Json, pointer: str, keyword: str) -> tuple[str, ...]:
    names = _object(_keywords(document, pointer).get(keyword))
    return tuple(join(pointer, keyword, name) for name in names)


def _keywords(document: Json, pointer: str) -> dict[str, Json]:
    return _object(at(document, pointer))


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _target(document: Json, schema: Mapping[str, Json]) -> str | None:
    pointer = local_pointer(schema.get("$ref"))
    return pointer if pointer is not None and has(document, pointer) else None


def _trivial(document: Json, pointer: str) -> bool:
    """Say whether a schema is `true` or `{}`, annotations and references aside."""
    schema = at(document, resolve(document, pointer))
    return schema is True or (isinstance(schema, dict) and all(map(says_nothing, schema)))


def _closes(document: Json, pointer: str) -> bool:
    """Say whether a schema, or what holds with it, refuses undeclared names."""
    for part in conjuncts(document, pointer):
        schema = _keywords(document, part)
        if "enum" in schema or "const" in schema or schema.get("maxProperties") == 0:
            return True
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            if keyword in schema and at(document, resolve(document, join(part, keyword))) is False:
                return True
    return False


def _settle(document: Json, pointer: str, known: dict[str, frozenset[str]]) -> None:
    """Find the types of a schema and of those that act at its place, all at once.

    Each begins with all types and loses those that a keyword does not admit, until nothing changes;
    whenever that is given up, what is left is never too few. Linear but for circles.
    """
    parts: dict[str, dict[str, tuple[str, ...]]] = {}
    order: list[str] = []
    work = [(pointer, False)]
    while work:
        here, is_left = work.pop()
        if is_left:
            order.append(here)
        elif here not in parts and here not in known:
            value = at(document, here)
            used = [each for each in _OF_TYPES if isinstance(value, dict) and each in value]
            parts[here] = {each: _below(document, here, each) for each in used}
            work.append((here, True))
            work += ((each, False) for below in parts[here].values() for each in below)
    known.update(dict.fromkeys(order, TYPES))
    for _ in range(_ROUNDS):
        is_settled = True
        for here in order:
            found = _admitted(at(document, here), parts[here], known)
            is_settled = is_settled and found == known[here]
            known[here] = found
        if is_settled:
            break


def _admitted(
    value: Json, parts: Mapping[str, tuple[str, ...]], known: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """Intersect what each keyword of a schema admits, by what is known of the schemas in place."""
    if not isinstance(value, dict):
        return frozenset() if value is False else TYPES
    found = own_types(value)
    for keyword in ("$ref", "allOf"):
        found = found.intersection(*(known[each] for each in parts.get(keyword, ())))
    for keyword in ("anyOf", "oneOf"):
        if members := parts.get(keyword):
            found &= frozenset().union(*(known[each] for each in members))
    if "if" in parts:
        test, met, unmet = (
            [known[each] for each in parts.get(k, ())] or [TYPES] for k in ("if", "then", "else")
        )
        found &= (test[0] & met[0]) | unmet[0]
    return found


def _requires(document: Json, pointer: str, name: str, seen: dict[str, bool], depth: int) -> bool:
    """Say whether every object that is admitted has the member; one met while open does not say."""
    if pointer in seen or depth > _DEPTH:
        return seen.get(pointer, False)
    seen[pointer] = False
    schema = _keywords(document, pointer)

    def asks(keyword: str) -> list[bool]:
        return [
            _requires(document, each, name, seen, depth + 1)
            for each in _below(document, pointer, keyword)
            # A branch that admits no object is never the one that is taken.
            if "object" in types(document, each)
        ]

    values = schema["enum"] if isinstance(schema.get("enum"), list) else [schema.get("const")]
    objects = (
        [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []
    )
    met = "if" in schema and any(asks("if") + asks("then"))
    seen[pointer] = (
        name in _texts(schema.get("required"))
        or any(asks("$ref") + asks("allOf"))
        or any(len(members) > 0 and all(members) for members in (asks("anyOf"), asks("oneOf")))
        or (met and any(asks("else")))
        or (len(objects) > 0 and all(name in each for each in objects))
    )
    return seen[pointer]

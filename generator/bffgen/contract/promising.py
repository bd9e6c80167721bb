"""Say what a client is promised beside its contract, by its composition, its policy and defaults.

In:  a Composition, the family of its clients, the bundled contract.
Out: Promises, each with the place where people wrote it.
How: by the contract's names alone: no upstream is opened and no schema lowered, so that a check
     costs what it did. What the contract itself says is not promised a second time.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from bffgen.contract.composition import read_composition
from bffgen.contract.yaml import read_document
from bffgen.model.builder import (
    Builder,
    Constant,
    Each,
    Enum,
    From,
    Members,
    Name,
    Step,
    Value,
    ValuePath,
    Visible,
)
from bffgen.model.callers import Wanted
from bffgen.model.canonical import Json, canonical_bytes, sorted_bytes
from bffgen.model.composition import Answered, Composition, Defaults, Derived, RequestLimits
from bffgen.model.family import Family
from bffgen.model.finding import Finding, stops
from bffgen.model.media import JSON, bare
from bffgen.model.outline import Outline, followed, outlines
from bffgen.model.place import Place, join, tokens
from bffgen.model.policy import Budgets
from bffgen.model.problem import PROBLEM
from bffgen.model.promises import (
    Cached,
    Guarded,
    Kept,
    Part,
    PromisedOperation,
    Promises,
    Usual,
)
from bffgen.model.telling import TITLES, Errors
from bffgen.model.tree import at, references_in

_SCHEMAS: Final = "/components/schemas"
_BRANCHES: Final = ("allOf", "oneOf", "anyOf")
# So many times are components entered from one answer by every way that leads to them. Components
# that all lead to each other have more ways than anybody reads, n! of n: beyond it, each is named
# where it stands nearest to the top.
_MOST: Final = 200
_LIMITS: Final = RequestLimits()
_USUAL: Final = Usual(
    max_body_bytes=_LIMITS.max_body_bytes, within_ms=_LIMITS.within_ms, media_type=JSON
)


def read_promised(
    read: Callable[[str], bytes],
    folder: str,
    family: Family,
    document: Json,
    budgets: Budgets | None = None,
) -> tuple[Promises | None, tuple[Finding, ...]]:
    """Read what a client is promised now.

    Args:
        folder: of the client, relative to the workspace.
        document: its bundled contract.
        budgets: of its policy.

    Returns:
        None where there is no composition, so that nobody knows; or where it has faults.
    """
    path = f"{folder}/composition.yaml"
    try:
        content = read(path)
    except OSError:
        return None, ()
    value = read_document(content, path)
    if isinstance(value, tuple):
        return None, value
    composition, found = read_composition(value, Place(document=path), Defaults())
    faults = tuple(each for each in found if stops((each,)))
    return (None if faults else promises_of(composition, family, document, budgets)), faults


def promises_of(
    composition: Composition, family: Family, document: Json, budgets: Budgets | None = None
) -> Promises:
    """Say what a client is promised; linear in the composition and in the contract's answers."""
    resolving = _Resolving(composition, family, document)
    codes, media_type = _told(composition.errors)
    errors = composition.errors
    places = [(Part.CODES, errors.place.at("body")), (Part.MEDIA, errors.place)] if errors else []
    if budgets is not None:
        places += [(part, budgets.place.at(part)) for part in (Part.RATE, Part.AGE)]
    found = (resolving.operation(each) for each in outlines(document))
    return Promises(
        codes=codes,
        media_type=media_type,
        usual=_USUAL,
        rate=budgets.rate if budgets is not None else None,
        cursor_age=budgets.cursor_age if budgets is not None else None,
        operations=tuple(
            sorted((each for each in found if not each.is_plain), key=lambda each: each.key)
        ),
        place=composition.place,
        places=tuple(places),
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a schema stands in an answer.

    Attributes:
        way: names that lead to it, as a pointer.
        within: components that it lies in.
    """

    pointer: str
    way: str
    within: frozenset[str]


class _Resolving:
    """What is said of the operations of one client."""

    def __init__(self, composition: Composition, family: Family, document: Json) -> None:
        self._composition = composition
        self._seals = family is Family.THIRD_PARTY
        self._document = document
        self._answered = {each.operation: each for each in composition.operations}
        self._omitted = dict(composition.omit_operations)
        shaped = {each.component: (*_visible(each.builder, ""),) for each in composition.shapes}
        self._shaped = {name: visible for name, visible in shaped.items() if visible}
        self._leading = _leading(document, self._shaped)

    def operation(self, outline: Outline) -> PromisedOperation:
        """Say what is promised of an operation."""
        names = (outline.operation_id, outline.key)
        omitted = next((self._omitted[each] for each in names if each in self._omitted), None)
        media_type = bare(outline.forms[0]) if outline.forms else JSON
        media_type = "" if media_type == JSON else media_type
        if omitted is not None:
            return PromisedOperation(
                key=outline.key, is_served=False, place=omitted, places=((Part.SERVED, omitted),)
            )
        answered = next((self._answered[each] for each in names if each in self._answered), None)
        if answered is None:
            return PromisedOperation(
                key=outline.key, media_type=media_type, place=self._composition.place
            )
        places: dict[str, Place] = {}
        shown = self._shown(answered, outline, places)
        writable = {_pointer(each.way): each for each in answered.writable_by}
        places |= {f"{Part.WRITABLE}{way}": each.place for way, each in writable.items()}
        key = answered.idempotency
        needs_key = key is not None and key.required is True
        if key is not None and needs_key:
            needs_key = key.header.lower() not in outline.required_headers
            places[Part.KEY] = key.place.at("required")
        limits, has_body = answered.request, outline.has_body
        if limits.place is not None:
            parts = (Part.MAX_BODY, Part.WITHIN, Part.TYPES)
            places |= {part: limits.place.at(part) for part in parts}
        cursor = self._cursor(answered, places)
        cached = _cached(answered, places)
        return PromisedOperation(
            key=outline.key,
            allow=_grants(answered.allow),
            visible_to=shown,
            writable_by=tuple(sorted((way, _grants(each.to)) for way, each in writable.items())),
            needs_key=needs_key,
            max_body_bytes=_unusual(limits.max_body_bytes, _USUAL.max_body_bytes, has_body),
            within_ms=_unusual(limits.within_ms, _USUAL.within_ms, has_body),
            types=tuple(sorted({name for name, _ in limits.types})) if has_body else (),
            cursor=cursor,
            cached=cached,
            media_type=media_type,
            place=answered.place,
            places=(
                *((Part.ALLOW, answered.place.at("allow")) for _ in answered.allow[:1]),
                *places.items(),
            ),
        )

    def _shown(self, answered: Answered, outline: Outline, places: dict[str, Place]) -> Guarded:
        """Give the members of an answer that only some callers get, shared shapes among them."""
        found: dict[str, tuple[str, ...]] = {}
        named = [*_visible(answered.body, "")]
        if self._shaped and outline.answer:
            named += self._by_shapes(outline)
        for way, visible in named:
            found[way] = _grants(visible.to)
            places[f"{Part.VISIBLE}{way}"] = visible.place
        return tuple(sorted(found.items()))

    def _by_shapes(self, outline: Outline) -> Iterator[tuple[str, Visible]]:
        """Find where components with a shape of their own stand in an answer."""
        for form in outline.forms:
            schema = join(outline.answer, "content", form, "schema")
            yield from self._components(schema)

    def _components(self, schema: str) -> Iterator[tuple[str, Visible]]:
        """Give the guards of components below a schema, nearest first; no way enters one twice."""
        work = deque([_Standing(schema, "", frozenset())])
        entered: set[str] = set()
        count = 0
        while work:
            standing = work.popleft()
            here, within = followed(self._document, standing.pointer), standing.within
            if here != standing.pointer:
                component = tokens(here)[-1]
                if here in within or component not in self._leading:
                    continue
                if count >= _MOST and here in entered:
                    continue
                count += 1
                entered.add(here)
                within |= {here}
                for below, visible in self._shaped.get(component, ()):
                    yield standing.way + below, visible
            work += self._inside(_Standing(here, standing.way, within))

    def _inside(self, standing: "_Standing") -> Iterator["_Standing"]:
        """Give the schemas of what a schema holds; elements of lists and branches have no name."""
        here, schema = standing.pointer, self._schema(standing.pointer)
        for name in _mapping(schema.get("properties")):
            way = join(standing.way, name)
            yield replace(standing, pointer=join(here, "properties", name), way=way)
        if isinstance(schema.get("items"), dict):
            yield replace(standing, pointer=join(here, "items"))
        for keyword in _BRANCHES:
            branches = schema.get(keyword)
            for number, _ in enumerate(branches if isinstance(branches, list) else ()):
                yield replace(standing, pointer=join(here, keyword, number))

    def _schema(self, pointer: str) -> dict[str, Json]:
        try:
            return _mapping(at(self._document, pointer))
        except KeyError:
            return {}

    def _cursor(self, answered: Answered, places: dict[str, Place]) -> str:
        """Name the form of cursors: whether they are sealed, and whose they are."""
        if answered.implement is not None and answered.implement.pages is not None:
            pages = answered.implement.pages
            places[Part.CURSOR] = pages.place
            is_sealed = self._seals if pages.seal is None else pages.seal
            return "c1" if is_sealed else ""
        written = answered.paginate
        if written is None:
            return ""
        places[Part.CURSOR] = written.place
        is_sealed = self._seals if written.seal is None else written.seal
        source = next((each for each in answered.sources if each.name == written.source), None)
        whose = f"{source.service}.{source.operation}" if source is not None else ""
        # What this composition calls the source is not in the cursors.
        steps = written.following.text.partition(".")[2]
        digest = sha256(canonical_bytes([whose, steps])).hexdigest()[:8]
        return f"{'c1' if is_sealed else 'c0'}:{digest}"


def _leading(document: Json, shaped: Iterable[str]) -> frozenset[str]:
    """Name the components that are shaped, or lead to one that is."""
    found = frozenset(shaped)
    schemas = _mapping(_mapping(_mapping(document).get("components")).get("schemas"))
    refers = {name: references_in(sorted_bytes(each)) for name, each in schemas.items() if found}
    while True:
        targets = {f"#{join(_SCHEMAS, name)}" for name in found}
        more = found | {name for name, each in refers.items() if each & targets}
        if more == found:
            return found
        found = more


def _told(errors: Errors | None) -> tuple[tuple[str, ...], str]:
    """Give the codes that failures may carry, and the media type in which they are told."""
    if errors is None:
        return tuple(sorted(TITLES)), PROBLEM
    return tuple(sorted(set(_codes(errors.body)))), errors.media_type


def _codes(builder: Builder) -> Iterator[str]:
    match builder:
        case Value():
            if any(isinstance(each, ValuePath) and _is_code(each) for each in builder.options):
                yield from TITLES
        case Enum() if _is_code(builder.value):
            told = dict(builder.pairs)
            others = any(code not in told for code in TITLES) and builder.default is not None
            values = [told[code].value for code in TITLES if code in told]
            values += [builder.default.value] if others and builder.default is not None else []
            yield from (each if isinstance(each, str) else _json(each) for each in values)
        case Members() | Each() | From():
            for _, member in builder.members:
                yield from _codes(member)
        case _:
            return


def _is_code(path: ValuePath) -> bool:
    steps = path.steps
    return len(steps) == 1 and isinstance(steps[0], Name) and steps[0].name == "code"


def _unusual(number: int, usual: int, is_there: bool) -> int | None:
    return number if is_there and number != usual else None


def _json(value: Json) -> str:
    return canonical_bytes(value).decode()


def _visible(builder: Builder | None, way: str) -> Iterator[tuple[str, Visible]]:
    """Give every `visible_to` of a body with the names that lead to it."""
    match builder:
        case Visible():
            yield way, builder
            yield from _visible(builder.value, way)
        case Each() | From() | Members():
            for name, member in builder.members:
                yield from _visible(member, join(way, name))
        case _:
            return


def _cached(answered: Answered, places: dict[str, Place]) -> Cached | None:
    """Say what caches are told of an answer."""
    scope, has_etag = None, False
    for header in answered.headers:
        name, value = header.name.lower(), header.value
        if name == "etag" and isinstance(value, Derived):
            has_etag = True
            places[Part.CACHE] = header.place
        elif name == "cache-control":
            places[Part.CACHE] = header.place
            scope = Kept.DERIVED
            if isinstance(value, Constant) and isinstance(value.value, str):
                scope = _scope(value.value)
    return Cached(scope=scope, has_etag=has_etag) if has_etag or scope is not None else None


def _scope(control: str) -> Kept:
    """Say who may keep an answer: anybody, unless it says otherwise (RFC 9111 3)."""
    said = {each.strip().partition("=")[0] for each in control.lower().split(",")}
    if "no-store" in said:
        return Kept.NOBODY
    return Kept.PRIVATE if "private" in said else Kept.PUBLIC


def _grants(wanted: Iterable[Wanted]) -> tuple[str, ...]:
    return tuple(sorted({f"{each.kind}({each.name})" for each in wanted}))


def _pointer(way: Iterable[Step]) -> str:
    """Write a way by the names in it: an element of a list has none."""
    return join("", *(each.name for each in way if isinstance(each, Name)))


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}

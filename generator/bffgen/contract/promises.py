"""Read and write the promises of a frozen release: the part `promises` of release.yaml.

In:  the mapping under `promises`; or Promises.
Out: Promises with findings for what does not fit; or the mapping.
How: what is usual is left out, so that an operation that promises nothing beside its contract has
     no line; what is written is read back as the same value (`tests/contract/test_promises.py`).
"""

import re
from typing import Final

from bffgen.contract.fields import Fields
from bffgen.model.canonical import Json
from bffgen.model.finding import Mark, finding
from bffgen.model.place import Place
from bffgen.model.promises import (
    Cached,
    Guarded,
    Kept,
    Part,
    PromisedOperation,
    Promises,
    Usual,
)
from bffgen.model.units import size, span

_FAILURES: Final = "failures"
_USUAL: Final = "default"
_OPERATIONS: Final = "operations"
_KEY: Final = re.compile(r"[A-Z]+ /\S*")
_PARTS: Final = (
    Part.SERVED,
    Part.ALLOW,
    Part.KEY,
    Part.MAX_BODY,
    Part.WITHIN,
    Part.TYPES,
    Part.CURSOR,
    Part.CACHE,
    Part.MEDIA,
)


def read_promises(fields: Fields) -> Promises:
    """Read what stands under `promises`; its faults are told in the list of `fields`."""
    fields.demand(_FAILURES)
    failures = fields.mapping(_FAILURES)
    codes: tuple[str, ...] = ()
    media_type = ""
    if failures is not None:
        codes = tuple(sorted({text for text, _ in failures.texts(Part.CODES)}))
        failures.demand(Part.CODES)
        media_type = failures.required_text(Part.MEDIA)
        failures.done()
    usual = fields.mapping(_USUAL) or Fields({}, fields.at(_USUAL), [])
    fields.demand(_USUAL)
    rate, age = usual.rate(Part.RATE), usual.period(Part.AGE)
    operations = [
        _operation(name, Fields.of(value, place, fields.faults))
        for name, value, place in fields.items(_OPERATIONS)
    ]
    fields.done()
    said = fields.at(_FAILURES)
    return Promises(
        codes=codes,
        media_type=media_type,
        usual=_usual(usual),
        rate=rate,
        cursor_age=age,
        operations=tuple(sorted(operations, key=lambda each: each.key)),
        place=fields.place,
        places=(
            *((part, said.at(part)) for part in (Part.CODES, Part.MEDIA)),
            *((part, usual.at(part)) for part in (Part.RATE, Part.AGE)),
        ),
    )


def _usual(fields: Fields) -> Usual:
    for part in (Part.MAX_BODY, Part.WITHIN, Part.MEDIA):
        fields.demand(part)
    usual = Usual(
        max_body_bytes=fields.size_bytes(Part.MAX_BODY) or 0,
        within_ms=fields.duration_ms(Part.WITHIN) or 0,
        media_type=fields.text(Part.MEDIA) or "",
    )
    fields.done()
    return usual


def _operation(key: str, fields: Fields) -> PromisedOperation:
    if not _KEY.fullmatch(key):
        problem = f"`{key}` where an operation such as `GET /home` belongs"
        mark = Mark(place=fields.place, on="key")
        fields.faults.append(finding("input-schema", mark, problem=problem))
    served = fields.flag(Part.SERVED)
    shown, ways = _guarded(fields, Part.VISIBLE)
    writable, more = _guarded(fields, Part.WRITABLE)
    cache = fields.mapping(Part.CACHE)
    cached = None
    if cache is not None:
        scope = cache.choice("scope", Kept)
        cached = Cached(
            scope=Kept(scope) if scope is not None else None, has_etag=cache.flag("etag") is True
        )
        cache.done()
    operation = PromisedOperation(
        key=key,
        is_served=served is not False,
        allow=_texts(fields, Part.ALLOW),
        visible_to=shown,
        writable_by=writable,
        needs_key=fields.choice(Part.KEY, ("required",)) is not None,
        max_body_bytes=fields.size_bytes(Part.MAX_BODY),
        within_ms=fields.duration_ms(Part.WITHIN),
        types=_texts(fields, Part.TYPES),
        cursor=fields.text(Part.CURSOR) or "",
        cached=cached,
        media_type=fields.text(Part.MEDIA) or "",
        place=fields.place,
        places=(*((part, fields.at(part)) for part in _PARTS if part in fields), *ways, *more),
    )
    fields.done()
    return operation


def _texts(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(sorted({text for text, _ in fields.texts(key)}))


def _guarded(fields: Fields, part: str) -> tuple[Guarded, tuple[tuple[str, Place], ...]]:
    """Read which members are for some callers alone; with the place of each."""
    section = fields.mapping(part)
    if section is None:
        return (), ()
    found, places = [], []
    for way in [*section]:
        found.append((way, _texts(section, way)))
        places.append((f"{part}{way}", section.at(way)))
    section.done()
    return tuple(sorted(found)), tuple(places)


def written_promises(promises: Promises) -> dict[str, Json]:
    """Write promises as `read_promises` reads them."""
    codes: list[Json] = [*promises.codes]
    usual = promises.usual
    default: dict[str, Json] = {
        Part.MAX_BODY: size(usual.max_body_bytes),
        Part.WITHIN: span(usual.within_ms),
        Part.MEDIA: usual.media_type,
    }
    if promises.rate is not None:
        default[Part.RATE] = str(promises.rate)
    if promises.cursor_age is not None:
        default[Part.AGE] = str(promises.cursor_age)
    written: dict[str, Json] = {
        _FAILURES: {Part.MEDIA: promises.media_type, Part.CODES: codes},
        _USUAL: default,
    }
    if promises.operations:
        written[_OPERATIONS] = {each.key: _written(each) for each in promises.operations}
    return written


def _written(operation: PromisedOperation) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if not operation.is_served:
        found[Part.SERVED] = False
    if operation.allow:
        found[Part.ALLOW] = [*operation.allow]
    for part, guarded in (
        (Part.VISIBLE, operation.visible_to),
        (Part.WRITABLE, operation.writable_by),
    ):
        if guarded:
            found[part] = {way: [*names] for way, names in guarded}
    if operation.needs_key:
        found[Part.KEY] = "required"
    if operation.max_body_bytes is not None:
        found[Part.MAX_BODY] = size(operation.max_body_bytes)
    if operation.within_ms is not None:
        found[Part.WITHIN] = span(operation.within_ms)
    if operation.types:
        found[Part.TYPES] = [*operation.types]
    if operation.cursor:
        found[Part.CURSOR] = operation.cursor
    if operation.cached is not None:
        cache: dict[str, Json] = {"etag": operation.cached.has_etag}
        scope = operation.cached.scope
        found[Part.CACHE] = {"scope": str(scope), **cache} if scope is not None else cache
    if operation.media_type:
        found[Part.MEDIA] = operation.media_type
    return found

"""Bind lists and maps: what is built of each element of another one.

In:  a list of a source or the request, the schema of the list or map that is promised.
Out: a Collected; findings on both sides.
How: the element is a loop of its own; what is looked up for it is kept with the list that has it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from bffgen.compose.bound import Bound, present
from bffgen.compose.counted import miscounted
from bffgen.compose.enum import mapped
from bffgen.compose.judge import takes_null
from bffgen.compose.loops import loop_element, map_value
from bffgen.compose.marks import promise
from bffgen.compose.reads import Listed, Reads, there
from bffgen.compose.scope import Scope
from bffgen.compose.secured import with_null
from bffgen.compose.target import elements, named
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.builder import Each, Enum, ValuePath
from bffgen.model.expression import Collected, Expression, Mapped, Read
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.shapes import held, solid
from bffgen.model.spelling import singular


class Elements(Protocol):
    """What binds an element of a list: the binder of the whole answer."""

    api: Api
    reads: Reads
    faults: list[Finding]

    def project(
        self, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
    ) -> Expression | None:
        """Copy a value to a place of the receiver's schema."""
        ...

    def judged(
        self, made: Expression | None, pointer: str, way: str, mark: Mark, *, required: bool
    ) -> Expression | None:
        """Give what was made if it may be put there; else keep the finding."""
        ...


def each(
    binder: Elements,
    builder: Each,
    scope: Scope,
    pointer: str,
    way: str,
    build: Callable[[Scope, str], Expression | None],
) -> Expression | None:
    """Bind `{each: P as x, map: {..}}`.

    Args:
        build: binds an element in the scope of its loop to the schema of the elements.
    """
    reads = binder.reads
    over = reads.bound(builder.over, scope)
    items = elements(binder.api, pointer, way, Mark(place=builder.place, on="key"))
    if isinstance(items, Finding):
        binder.faults.append(items)
        return None
    if over is None:
        return None
    one = reads.element(over, builder.loop, builder.over.mark, scope)
    if one is None:
        return None
    inner = scope.inside(builder.loop, one)
    reads.enter(builder.loop)
    skip: list[Read] = []
    for found in [reads.bound(path, inner) for path in builder.skip_if_missing]:
        if found is not None:
            skip += [keyed.read for keyed in found.keyed] + [found.read]
            inner = inner.given(found)
    item = build(inner, items)
    lookups = reads.leave(builder.loop)
    if item is None:
        return None
    made = Collected(
        over=over.read,
        loop=builder.loop,
        item=item,
        limit=builder.limit,
        skip=tuple(dict.fromkeys(skip)),
        null_as_null=takes_null(binder.api.meaning, pointer),
        lookups=lookups,
    )
    mark = builder.over.mark
    may_drop = over.source in reads.dropping
    binder.faults += miscounted(
        made, over, binder.api, pointer, way, mark, can_limit=True, may_drop=may_drop
    )
    return made


def every(
    binder: Elements, path: ValuePath, scope: Scope, pointer: str, way: str
) -> Expression | None:
    """Bind `items.*.sku`: an array of what the rest of the path gives on each element."""
    listed = binder.reads.every(path, scope)
    if listed is None:
        return None
    found = listed.one
    items = elements(binder.api, pointer, way, path.mark)
    if isinstance(items, Finding):
        binder.faults.append(items)
        return None
    # Absent elements drop; a null one is a value like any other.
    skip = (with_null(found.read),) if found.read.may_miss else ()
    item = _element(binder, there(found), scope, items, f"{way}[]", path.mark)
    if item is None:
        return None
    return _walked(binder, listed, item, skip, pointer, way, path.mark)


def every_mapped(
    binder: Elements, builder: Enum, scope: Scope, pointer: str, way: str
) -> Expression | None:
    """Bind `{enum: items.*.status, map: {..}}`: an array of what each value becomes."""
    path = builder.value
    listed = binder.reads.every(path, scope)
    if listed is None:
        return None
    items = elements(binder.api, pointer, way, path.mark)
    if isinstance(items, Finding):
        binder.faults.append(items)
        return None
    found = listed.one
    # What is mapped is absent where the value is absent or null, and what is absent drops.
    skip = (found.read,) if found.read.may_miss or found.read.may_null else ()
    item = mapped(builder, present(found), binder.api, items, f"{way}[]")
    if not isinstance(item, Mapped):
        binder.faults += item
        return None
    return _walked(binder, listed, item, skip, pointer, way, path.mark)


def _walked(
    binder: Elements,
    listed: Listed,
    item: Expression,
    skip: tuple[Read, ...],
    pointer: str,
    way: str,
    mark: Mark,
) -> Collected:
    """Give the list of what is made of each element that a path with `.*` walks."""
    inner = Collected(over=listed.over.read, loop=listed.loop, item=item, skip=skip)
    null_as_null = takes_null(binder.api.meaning, pointer)
    made = replace(listed.around(inner), null_as_null=null_as_null)
    may_drop = listed.over.source in binder.reads.dropping
    binder.faults += miscounted(
        made, listed.over, binder.api, pointer, way, mark, may_drop=may_drop
    )
    return made


def projected(
    binder: Elements, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
) -> Expression | None:
    """Project a list, element by element."""
    items = elements(binder.api, pointer, way, mark)
    one = loop_element(found, singular(_plural(found)), mark)
    return _collected(binder, found, scope, pointer, f"{way}[]", mark, items, one)


def is_wider(api: Api, pointer: str, found: Bound) -> bool:
    """Say whether a list or map may hold values of more types than the one that is put there.

    A type checker takes a list of integers for no list of integers or null: it is made anew.
    """
    mine = held(api.meaning, pointer)
    theirs = held(found.api.meaning, found.read.pointer)
    if mine is None or theirs is None:
        return False
    inner = replace(found, read=replace(found.read, pointer=theirs))
    sent = schema.types(found.api.meaning, theirs)
    return sent < schema.types(api.meaning, mine) or is_wider(api, mine, inner)


def projected_map(
    binder: Elements, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
) -> Expression | None:
    """Project a map, value by value, under the names that it has."""
    meaning = binder.api.meaning
    values = schema.map_values(meaning, solid(meaning, pointer))
    theirs = promise(binder.api, pointer)
    if values is None:
        what = f"{named(way)}, a map whose names have patterns"
        binder.faults.append(finding("compose-unsupported", mark, theirs, what=what))
        return None
    one = map_value(found, singular(_plural(found)), mark, theirs)
    return _collected(binder, found, scope, pointer, f"{way}.*", mark, values, one)


def _collected(
    binder: Elements,
    found: Bound,
    scope: Scope,
    pointer: str,
    way: str,
    mark: Mark,
    inside: str | Finding,
    one: Bound | Finding,
) -> Expression | None:
    """Project what a list or a map holds.

    Args:
        inside: the schema of what is promised inside; one: what there is.
    """
    binder.faults += [each for each in (inside, one) if isinstance(each, Finding)]
    if isinstance(inside, Finding) or isinstance(one, Finding):
        return None
    binder.reads.note(one)
    item = _element(binder, one, scope, inside, way, mark)
    if item is None:
        return None
    null_as_null = takes_null(binder.api.meaning, pointer)
    loop = one.read.name
    of_map = way.endswith(".*")
    made = Collected(
        over=found.read, loop=loop, item=item, null_as_null=null_as_null, of_map=of_map
    )
    whole = way.removesuffix("[]")
    may_drop = found.source in binder.reads.dropping
    binder.faults += miscounted(made, found, binder.api, pointer, whole, mark, may_drop=may_drop)
    return made


def _element(
    binder: Elements, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
) -> Expression | None:
    """Project one element, which is neither absent nor null but where promised."""
    item = binder.project(found, scope, pointer, way.removesuffix("[]"), mark)
    return binder.judged(item, pointer, way, mark, required=True)


def _plural(found: Bound) -> str:
    """Name what a list is called: by the last step to it."""
    return next((hop.name for hop in reversed(found.read.hops) if hop.name), found.read.name)

"""What a message on the wire does not show: names that code is generated from, and lists that page.

In:  one operation in both contracts.
Out: Occurrences, none of which has a payload to show.
How: names are compared as written; a list is paged where a query parameter is named as one of the
     usual cursors.
"""

from collections.abc import Iterator
from typing import Final

from bffgen.compat.change import Occurrence, change
from bffgen.compat.pair import Pair
from bffgen.model.api import Operation
from bffgen.model.canonical import Json
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.place import join

_PAGING: Final = frozenset(
    ("cursor", "page", "pagetoken", "nexttoken", "offset", "startingafter", "after", "continuation")
)


def compare_names(pair: Pair, was: Operation, now: Operation) -> Iterator[Occurrence]:
    """Tell what a regenerated client, or one that reads whole lists, would notice."""
    if was.operation_id != now.operation_id:
        yield _named(pair, "operation-id-changed", was, now, was.operation_id, now.operation_id)
    if was.tags[:1] != now.tags[:1]:
        before, after = (next(iter(each.tags), None) for each in (was, now))
        yield _named(pair, "operation-tag-changed", was, now, before, after)
    shared = {(each.location, each.name) for each in was.parameters if each.required} & {
        (each.location, each.name) for each in now.parameters if each.required
    }
    orders = [
        [each.name for each in side.parameters if (each.location, each.name) in shared]
        for side in (was, now)
    ]
    if orders[0] != orders[1]:
        before, after = (", ".join(each) for each in orders)
        yield _named(pair, "parameter-order-changed", was, now, before, after)
    yield from _paging(pair, was, now)


def _paging(pair: Pair, was: Operation, now: Operation) -> Iterator[Occurrence]:
    """Tell a cursor that came: who reads one page from now on misses the others."""
    cursors = [
        [
            each
            for each in side.parameters
            if each.location == "query" and each.name.lower().replace("_", "") in _PAGING
        ]
        for side in (was, now)
    ]
    if now.method == "GET" and cursors[1] and not cursors[0]:
        name = cursors[1][0].name
        line = f"{now.key}   without `{name}`"
        shown = Request(line=line, before="answered whole", after="answered with the first page")
        yield _named(pair, "pagination-added", was, now, None, name, subject=name, witness=shown)


def _named(
    pair: Pair,
    kind: str,
    was: Operation,
    now: Operation,
    before: str | None,
    after: str | None,
    *,
    subject: str = "",
    witness: Witness | None = None,
) -> Occurrence:
    key = {"operation-id-changed": "operationId", "operation-tag-changed": "tags"}.get(
        kind, "parameters"
    )
    earlier: Json = before
    later: Json = after
    return Occurrence(
        change=change(
            kind,
            where="operation",
            coordinate=was.key,
            before=earlier,
            after=later,
            was=pair.in_baseline(join(was.pointer, key)),
            now=pair.in_revision(join(now.pointer, key)),
            name=subject or was.key,
            was_=before or "none",
            now_=after or "none",
        ),
        operation=was.key,
        answer="no",
        witness=witness or NoWitness(why="no message shows it"),
    )

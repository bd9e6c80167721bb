"""Say which operations of a client are announced to go, and since when.

In:  the events of its ledger, its contract, the names of the operations in it.
Out: Deprecations, in the order of the operations.
How: by what was written alone and by no clock, so that a BFF comes out the same on any day. What
     was withdrawn is announced no more, whatever mark the contract still has; and a sunset that
     moved counts as it was said last, never earlier than the contract has it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bffgen.govern.notice import is_withdrawn
from bffgen.govern.target import key_of, sunset_of
from bffgen.model.canonical import Json
from bffgen.model.deprecation import Deprecation
from bffgen.model.event import Deprecated
from bffgen.model.ledger import Ledger
from bffgen.model.outline import outlines
from bffgen.model.template import names_in
from bffgen.model.tree import at

# RFC 3986 2: what an address is written with; a link is no place for anything else.
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


def announced(ledger: Ledger, document: Json, operations: Sequence[str]) -> tuple[Deprecation, ...]:
    """Find what is announced to go.

    Args:
        operations: `METHOD path` of each that the document has, in its order.
    """
    said: dict[str, list[Deprecated]] = {}
    for event in ledger.of(Deprecated):
        # `GET /orders#` is all of the operation, as `GET /orders` is.
        said.setdefault(key_of(event.target.removesuffix("#")), []).append(event)
    found = []
    pointers = {each.key: each.pointer for each in outlines(document)}
    keys = {key_of(each): each for each in reversed(operations)}
    for operation in operations:
        events = said.get(key_of(operation))
        standing = [each for each in events or () if not is_withdrawn(each, ledger)]
        written = at(document, pointers[operation]) if operation in pointers else None
        if standing:
            found.append(_by_events(operation, standing, written, keys))
        elif events is None:
            found += _by_contract(operation, written)
    return tuple(found)


def _by_events(
    operation: str, standing: Sequence[Deprecated], written: Json, keys: Mapping[str, str]
) -> Deprecation:
    marked = sunset_of(written)
    since = min(each.announced for each in standing)
    sunset = max(day for day in (standing[-1].sunset, marked) if day is not None)
    named = [each.replacement for each in standing if each.replacement]
    replacement = named[-1] if named else ""
    return Deprecation(
        operation=operation,
        since=since,
        # RFC 9745 4: no sunset comes before the deprecation; the gate refuses it as well.
        sunset=sunset if sunset >= since else None,
        replacement=replacement,
        successor=_successor(operation, keys.get(key_of(replacement), "")),
        guide=replacement if _ADDRESS.fullmatch(replacement) else "",
        files=tuple(sorted(each.place.document for each in standing)),
    )


def _by_contract(operation: str, written: Json) -> Iterator[Deprecation]:
    """Take what the contract alone says: until when, and by nobody since when."""
    sunset = sunset_of(written)
    if sunset is not None:
        yield Deprecation(
            operation=operation,
            since=None,
            sunset=sunset,
            replacement="",
            successor="",
            guide="",
            files=(),
        )


def _successor(operation: str, replacement: str) -> str:
    """Give the path of what comes after, where a request for the operation can fill it."""
    path = replacement.partition(" ")[2]
    return path if {*names_in(path)} <= {*names_in(operation)} else ""

"""Shape functions of their own: for a schema that leads back to itself, and for a union.

In:  a value that is put at a place of the receiver's contract, what binds it there.
Out: what was bound; a Shaped where building the place needs the place again.
How: a pair is the schema of the place and the schema of the value. A pair that is met while it is
     being bound is called, and read as what is read of the value around it; so a recursion ends
     with the last pair, of which two contracts have finitely many.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bffgen.compose.bound import Bound
from bffgen.compose.secured import is_same
from bffgen.model.api import Api
from bffgen.model.expression import (
    Built,
    Chosen,
    Collected,
    Expression,
    Fixed,
    Hooked,
    Lookup,
    Mapped,
    Otherwise,
    Preferred,
    Read,
    Shaped,
    Shown,
)
from bffgen.model.shapes import solid


@dataclass(slots=True)
class _Pair:
    """A pair that is being bound, or that calls itself.

    Attributes:
        first: the value that it was met with first.
    """

    first: Bound
    is_called: bool = False


class Pairs:
    """The pairs of one receiver."""

    def __init__(self) -> None:
        self._pairs: dict[str, _Pair] = {}
        self._contracts: list[Api] = []

    def bound(
        self,
        target: str,
        shape: str,
        found: Bound,
        bind: Callable[[], Expression | None],
        again: Callable[[Bound, Bound], None],
        *,
        called: str,
        null_as_null: bool,
        chooses: bool = False,
    ) -> Expression | None:
        """Bind a value to a schema.

        Args:
            target: pointer of the schema, null apart; shape: what builds it, empty for projection.
            again: notes that one value is read as another is.
            called: what is built.
            chooses: it takes a function of its own, whether or not it calls itself.
        """
        key = self._key(target, shape, found)
        pair = self._pairs.get(key)
        if pair is None:
            pair = self._pairs[key] = _Pair(first=found, is_called=chooses)
            body = bind()
            if not pair.is_called:
                del self._pairs[key]
                return body
            if body is None:
                return None
            body = moved(body, found.read, _given(key, found.read))
        else:
            pair.is_called = True
            again(found, pair.first)
            body = None
        return Shaped(
            function=key, called=called, value=found.read, body=body, null_as_null=null_as_null
        )

    def _key(self, target: str, shape: str, found: Bound) -> str:
        """Name a pair, by a text that no loop has; of a source, as each has classes of its own."""
        if not any(each is found.api for each in self._contracts):
            self._contracts.append(found.api)
        number = next(n for n, each in enumerate(self._contracts) if each is found.api)
        where = solid(found.api.meaning, found.read.pointer)
        return f"{target} {shape} <- {found.source} {number} {where}"


def _given(key: str, read: Read) -> Read:
    """Give the value inside the function: it is there."""
    types = read.types - {"null"}
    return Read(root="loop", name=key, pointer=read.pointer, types=types, mark=read.mark)


def moved(made: Expression, value: Read, given: Read) -> Expression:
    """Give an expression with all that it reads of a value read of what is given for it."""

    def read(each: Read) -> Read:
        if not is_same(replace(each, hops=each.hops[: len(value.hops)]), value):
            return each
        hops = each.hops[len(value.hops) :]
        return replace(
            each,
            root=given.root,
            name=given.name,
            root_may_miss=given.root_may_miss,
            root_may_null=given.root_may_null,
            hops=(*given.hops, *hops),
        )

    def inner(each: Expression) -> Expression:
        return moved(each, value, given)

    match made:
        case Fixed():
            return made
        case Read():
            return read(made)
        case Otherwise():
            options = (read(each) if isinstance(each, Read) else each for each in made.options)
            return replace(made, options=tuple(options))
        case Mapped():
            return replace(made, value=read(made.value))
        case Hooked():
            return replace(made, arguments=tuple(map(inner, made.arguments)))
        case Shown():
            return replace(made, value=inner(made.value))
        case Built():
            members = tuple((name, inner(each)) for name, each in made.members)
            return replace(made, members=members, base=read(made.base) if made.base else None)
        case Collected():
            over = read(made.over)
            if (value.root, value.name) == ("loop", made.loop):
                # Inside, the name is that of the inner element.
                return replace(made, over=over)
            return replace(
                made,
                over=over,
                item=inner(made.item),
                skip=tuple(map(read, made.skip)),
                lookups=tuple(_keyed(each, read) for each in made.lookups),
            )
        case Preferred():
            return replace(made, options=tuple(map(inner, made.options)))
        case Chosen():
            branches = tuple(map(inner, made.branches))
            return replace(made, value=read(made.value), branches=branches)
        case Shaped():
            # What it builds of is its own value.
            return replace(made, value=read(made.value))


def _keyed(lookup: Lookup, read: Callable[[Read], Read]) -> Lookup:
    return replace(lookup, key=read(lookup.key))

"""The views of a contract by those who compare it: what travels, as typed peers read it.

In:  an Api.
Out: a schema in a view: its int, and the document in which its pointer says so.
How: whether a schema reaches a mark or a discriminator is asked of the pool, so that most of a
     contract costs a look-up a schema; a view is made when one that does first asks for it.
"""

from collections.abc import Collection
from typing import Final

from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.marked import Marked
from bffgen.model.peer_view import MARKS, Role, peer_view
from bffgen.model.pool import Pool
from bffgen.model.typed_view import typed_view
from bffgen.model.view import Side

_TYPED: Final = frozenset(("discriminator",))


class Views:
    """The views of one contract."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._pieces = Marked(api.meaning)
        self._marked = _Reaching(api.pool, MARKS)
        self._typed = _Reaching(api.pool, _TYPED)
        self._documents: dict[tuple[Side, Role] | None, Json] = {None: api.meaning}
        self._as_read: dict[int, Json] = {}

    def schema(self, schema: int, pointer: str, side: Side, role: Role) -> tuple[int, Json]:
        """Give a schema as it travels and is read: its int, and the document of its pointer.

        Args:
            schema: the int of what stands at the pointer in `Api.meaning`.
        """
        is_marked, is_typed = self._marked.reaches(schema), self._typed.reaches(schema)
        if not is_marked and not is_typed:
            return schema, self._api.meaning
        document = self._travelling((side, role) if is_marked else None)
        if is_typed:
            if id(document) not in self._as_read:
                self._as_read[id(document)] = typed_view(document)
            document = self._as_read[id(document)]
        return self._api.pool.intern(document, pointer), document

    def _travelling(self, view: tuple[Side, Role] | None) -> Json:
        if view is not None and view not in self._documents:
            self._documents[view] = peer_view(self._api.meaning, *view, self._pieces)
        return self._documents[view]


class _Reaching:
    """Which schemas of a pool reach one with some keyword."""

    def __init__(self, pool: Pool, keywords: Collection[str]) -> None:
        self._pool, self._keywords = pool, keywords
        self._known: dict[int, bool] = {}

    def reaches(self, start: int) -> bool:
        """Say whether a schema or one below it has such a keyword; each is looked at once."""
        if start in self._known:
            return self._known[start]
        seen, work = {start}, [start]
        while work:
            here = work.pop()
            has = any(key in self._keywords for key, _ in self._pool.node(here))
            if has or self._known.get(here):
                self._known[here] = self._known[start] = True
                return True
            for below in self._pool.below(here):
                if below not in seen and self._known.get(below) is not False:
                    seen.add(below)
                    work.append(below)
        self._known |= dict.fromkeys(seen, False)
        return False

"""A view that changes a schema by how it is reached: what all such views have in common.

In:  a document whose schemas have 2020-12 spelling.
Out: Placed, of which each view says how a schema is changed, and may say more of its mode.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.proof.side import Side
from bffgen.proof.views.drawing import Drawing, Keywords
from bffgen.proof.views.modes import Mode, Modes


class Placed(ABC):
    """The views of one document's schemas."""

    def __init__(self, document: Json, *, needs_roots: bool = False) -> None:
        self._document = document
        self._drawing = Drawing(document, self)
        self._modes = Modes(document, needs_roots=needs_roots)

    def side(self, pointer: str) -> Side:
        """Give the view of the schema at a pointer."""
        return self._drawing.side(pointer)

    def top(self, pointer: str) -> Hashable:
        """See View."""
        return self._modes.root(pointer)

    def below(self, pointer: str, mode: Hashable, keyword: str, key: str) -> Hashable:
        """See View."""
        assert isinstance(mode, Mode)
        return self._below(pointer, mode, keyword, key)

    def altered(self, keywords: Keywords, pointer: str, mode: Hashable) -> Keywords:
        """See View."""
        assert isinstance(mode, Mode)
        return self._altered(keywords, pointer, mode)

    def _below(self, pointer: str, mode: Mode, keyword: str, key: str) -> Mode:
        """Give the mode of a schema below another."""
        return self._modes.below(pointer, mode, keyword, key)

    @abstractmethod
    def _altered(self, keywords: Keywords, pointer: str, mode: Mode) -> Keywords:
        """Change the copy of one schema."""

    def _types(self, pointer: str) -> frozenset[str]:
        return schema.types(self._document, pointer)

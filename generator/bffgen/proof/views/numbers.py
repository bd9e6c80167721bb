"""A sender whose numbers are those of most languages: integers of 64 bits, doubles.

In:  a sender's document.
Out: Sides on which each place of a number says so (PITFALLS 42).
How: the bounds stand at the root of each instance location, so that no branch of a oneOf becomes
     narrower than another; where a number may have a fraction its integers are doubles too.
"""

from collections.abc import Hashable
from typing import Final

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.proof.side import Side
from bffgen.proof.views.drawing import Drawing, Keywords, is_alias
from bffgen.proof.views.modes import Mode, Modes
from bffgen.proof.views.producer import conjoined

_INTEGERS: Final[Keywords] = {"minimum": -(2**63), "maximum": 2**63 - 1}
# The largest double (IEEE 754 binary64).
_LARGEST: Final = 1.7976931348623157e308
_NUMBERS: Final[Keywords] = {"minimum": -_LARGEST, "maximum": _LARGEST}


class MachineNumbers:
    """The views of one document's schemas."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._drawing = Drawing(document, self)
        self._modes = Modes(document)

    def side(self, pointer: str) -> Side:
        """Give the view of the schema at a pointer."""
        return self._drawing.side(pointer)

    def top(self, pointer: str) -> Hashable:
        """See View."""
        return self._modes.root(pointer)

    def below(self, pointer: str, mode: Hashable, keyword: str, key: str) -> Hashable:
        """See View."""
        assert isinstance(mode, Mode)
        return self._modes.below(pointer, mode, keyword, key)

    def altered(self, keywords: Keywords, pointer: str, mode: Hashable) -> Keywords:
        """See View."""
        assert isinstance(mode, Mode)
        if mode.kind != "root" or is_alias(keywords):
            return keywords
        kinds = schema.types(self._document, pointer)
        if "number" in kinds:
            return conjoined(keywords, _NUMBERS)
        return conjoined(keywords, _INTEGERS) if "integer" in kinds else keywords

"""A sender whose numbers are those of most languages: integers of 64 bits, doubles.

In:  a sender's document.
Out: Sides on which each place of a number says so (PITFALLS 42).
How: the bounds stand at the root of each instance location, so that no branch of a oneOf becomes
     narrower than another; where a number may have a fraction its integers are doubles too.
"""

from typing import Final

from bffgen.proof.views.drawing import Keywords, is_alias
from bffgen.proof.views.modes import Mode
from bffgen.proof.views.placed import Placed
from bffgen.proof.views.producer import conjoined

_INTEGERS: Final[Keywords] = {"minimum": -(2**63), "maximum": 2**63 - 1}
# The largest double (IEEE 754 binary64).
_LARGEST: Final = 1.7976931348623157e308
_NUMBERS: Final[Keywords] = {"minimum": -_LARGEST, "maximum": _LARGEST}


class MachineNumbers(Placed):
    """The views of one document's schemas."""

    def _altered(self, keywords: Keywords, pointer: str, mode: Mode) -> Keywords:
        if mode.kind != "root" or is_alias(keywords):
            return keywords
        kinds = self._types(pointer)
        if "number" in kinds:
            return conjoined(keywords, _NUMBERS)
        return conjoined(keywords, _INTEGERS) if "integer" in kinds else keywords

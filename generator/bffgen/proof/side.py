"""A schema at its place: what the search is asked about, and what the judge is asked by.

In:  a document whose schemas have 2020-12 spelling, and a pointer to one of them.
Out: a Side, which judges values without the pool (COMPATIBILITY.md 6).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bffgen.model.canonical import Json
from bffgen.model.dialect import Era
from bffgen.proof.validate import judge_as_written, judge_for


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a question.

    Attributes:
        document: must not change once it is here.
        original: the schema in its author's own words, where it was given alone; None where the
            document is all there is.
        era: the draft of the original.
    """

    document: Json = field(hash=False, compare=False)
    pointer: str
    original: Json = field(default=None, hash=False, compare=False)
    era: Era | None = None

    def judge(self, value: Json, *, asserts_formats: bool) -> Callable[[Json], bool]:
        """Give a test for one value and its variations; raises Unbuildable."""
        if self.era is not None and not asserts_formats:
            return judge_as_written(self.original, self.era, self.document, self.pointer, value)
        return judge_for(self.document, self.pointer, value, asserts_formats=asserts_formats)

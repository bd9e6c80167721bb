"""What came of comparing two contracts, before anybody says how it is told; as JSON and back.

In:  nothing; `tasks/comparing.py` makes these values, and keeps them between two runs.
Out: Record.
How: it hangs on the bytes of both sides and on what peers do, so it can be kept by their digests.
     Its form is that of its classes (codec.py): what a finding gains is kept without a word here.
     Anything that is no such form is a ValueError, and then the sides are compared again.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, cast

from bffgen.model.canonical import Json
from bffgen.model.codec import codec_of
from bffgen.model.comparison import ChangeFinding, Side
from bffgen.model.finding import Finding
from bffgen.model.place import On, Place, Span

SideName: TypeAlias = Literal["baseline", "revision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was read.

    Attributes:
        path: in the tree of files of its side; name: as it is printed.
        digest: SHA-256 of its bytes, hex.
    """

    side: SideName
    path: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Two sides, compared.

    Attributes:
        findings: of every class, sorted.
        asked: distinct questions put to the proof engine.
        reasons: why questions were left open.
        doubts: what is only odd about what was read.
        files: those of both sides.
        spans: where the findings and doubts are printed.
    """

    baseline: Side
    revision: Side
    findings: tuple[ChangeFinding, ...]
    asked: int
    reasons: tuple[str, ...]
    doubts: tuple[Finding, ...]
    files: tuple[File, ...]
    spans: dict[tuple[Place, On], Span | None] = field(hash=False)


_CODEC: Final = codec_of(Record)


def written(record: Record) -> Json:
    """Write a record as JSON."""
    return _CODEC.write(record)


def read(value: Json) -> Record:
    """Read what `written` wrote; ValueError for anything else."""
    return cast("Record", _CODEC.read(value))

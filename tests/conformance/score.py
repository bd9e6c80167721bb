"""What came out of a corpus: one row of the table that `make conformance` prints.

In:  answers of the engine beside what is known to be true.
Out: Scores, as rows of the table and as what tests/conformance/scores.json keeps.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log
from statistics import linear_regression

# Below this, in nodes, what is not of the document itself counts.
LARGE = 2_000
COLUMNS = ("cases", "right", "wrong", "unknown", "unvalidated")


@dataclass(slots=True)
class Score:
    """What came out of the cases of one row.

    Attributes:
        name: the corpus, or the corpus and the part of it.
        right: how many cases were answered as they are.
        wrong: case -> what was answered otherwise.
        unknown: case -> the reason why it was left open.
        unvalidated: cases whose witness is none by another judge.
        cpu_s: of the answers, seconds; what reads and checks the cases is left out where it can be.
        sizes: [nodes, CPU seconds] of cases that are to cost in proportion to their size.
    """

    name: str
    right: int = 0
    wrong: dict = field(default_factory=dict)
    unknown: dict = field(default_factory=dict)
    unvalidated: list = field(default_factory=list)
    cpu_s: float = 0.0
    sizes: list = field(default_factory=list)

    @property
    def cases(self):
        return self.right + len(self.wrong) + len(self.unknown)

    @property
    def decided(self):
        """The share of cases that were answered at all."""
        return 1 - len(self.unknown) / self.cases if self.cases else 1.0

    @property
    def growth(self):
        """The power of its size that a case costs, by least squares: 1 is linear; None for few."""
        points = [(log(n), log(s)) for n, s in self.sizes if n >= LARGE and s > 0]
        return linear_regression(*zip(*points, strict=True)).slope if len(points) > 2 else None

    def note(self, case: str, told, truth) -> None:
        """Count one answer."""
        if told == truth:
            self.right += 1
        else:
            self.wrong[case] = f"{told}, and the truth is {truth}"

    def counts(self) -> dict:
        """Give what is kept of a row."""
        found = {
            "cases": self.cases,
            "right": self.right,
            "wrong": len(self.wrong),
            "unknown": len(self.unknown),
            "unvalidated": len(self.unvalidated),
        }
        if self.unknown:
            found["reasons"] = dict(sorted(Counter(self.unknown.values()).items()))
        if self.growth is not None:
            found["growth"] = round(self.growth, 2)
        return {**found, "cpu_s": round(self.cpu_s, 1)}


def table(rows: Mapping[str, Mapping]) -> Iterator[str]:
    """Write rows (name -> counts) as lines; what was left open follows with its reasons."""
    width = max(map(len, rows), default=0) + 2
    yield f"{'corpus':{width}}" + "".join(f"{each:>13}" for each in (*COLUMNS, "CPU s"))
    for name, row in rows.items():
        numbers = "".join(f"{row[each]:13}" for each in COLUMNS)
        yield f"{name:{width}}{numbers}{row['cpu_s']:13.1f}"
    reasons: Counter = Counter()
    for row in rows.values():
        reasons.update(row.get("reasons", {}))
    for name, row in rows.items():
        if "growth" in row:
            yield f"{name}: costs grow as nodes to the power of {row['growth']}"
    for reason, count in reasons.most_common():
        yield f"unknown: {reason}: {count}"


def fallen(kept: Mapping[str, Mapping], now: Iterable[Score]) -> list[str]:
    """Say which rows are worse than those kept; a row with `why` may be, and must be.

    How many are right is compared where as many were asked: questions and payloads are the
    engine's own, and fewer of them are no fault. Times are the machine's.
    """
    found = []
    for score in now:
        row, name = kept.get(score.name), score.name
        if row is None:
            found.append(f"{name}: no such row is kept; look at it and bless it")
            continue
        counts = score.counts()
        worse = [
            f"{name}: {counts[each]} {each}, and {row[each]} are kept"
            for each, sign in (("right", -1), ("wrong", 1), ("unknown", 1), ("unvalidated", 1))
            if sign * (counts[each] - row[each]) > 0
            and (each != "right" or counts["cases"] == row["cases"])
        ]
        if row.get("why") and not worse:
            found.append(f"{name}: is as good as kept, and its `why` has no use any more")
        elif not row.get("why"):
            found += worse
    return found

"""What counts of use say of a place that live builds of a release may use.

In:  the newest counts, the builds of a release that may be out, an operation.
Out: Seen: an upper bound with its window; None where nobody counts.
How: who named no build may be of any (PITFALLS 24). What reads an answer cannot be seen where it is
     sent, so that each call may; what requests hold is counted by its place.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from bffgen.govern.target import is_same
from bffgen.model.rule import Direction
from bffgen.model.usage import Counted, Demand, Usage, lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was counted.

    Attributes:
        calls: of the operation; None where calls are not counted.
        sent: requests that hold the place; None where those are not counted, or it is none.
        is_bound: whether requests are among them that named no known build.
        stale: why it decides nothing; empty where it does.
    """

    direction: Direction
    calls: int | None
    sent: int | None
    is_bound: bool
    first: date
    last: date
    stale: str

    @property
    def uses(self) -> int | None:
        """Count what is known to use the place; None where nobody knows."""
        if self.direction == "response":
            return None
        return self.calls if self.direction == "none" else self.sent

    @property
    def text(self) -> str:
        """Say it with its window; empty where nothing was counted that says anything."""
        most = "at most " if self.is_bound else ""
        of = "" if self.calls is None else _many(self.calls, "call")
        if self.sent is not None:
            said = f"sent in {most}{_of(self.sent, self.calls)}"
        elif not of:
            return ""
        elif self.direction == "response":
            said = f"read by at most {of}"
        else:
            said = f"{most}{of}"
        window = f"{said}, {self.first.isoformat()} to {self.last.isoformat()}"
        return f"{window}, which decides nothing: {self.stale}" if self.stale else window


def seen(
    usage: Usage | None,
    names: Collection[tuple[str, str]],
    direction: Direction,
    operation: str,
    touches: Callable[[str], bool],
) -> Seen | None:
    """Count what builds of a release, and those that nobody knows, do at an operation.

    Args:
        names: (channel, build) of those that may be out.
        touches: says of a place that is counted whether it is the one that is asked of.
    """
    if usage is None:
        return None
    own = [
        counted
        for use in usage.channels
        for build, counted in use.builds
        if (use.channel, build) in names
    ]
    if not own:
        return None
    unknown = [use.unknown for use in usage.channels]
    strange = _calls(unknown, operation)
    is_counted = any(each.calls for each in (*own, *unknown))
    sent = _sent(own, touches) + _sent(unknown, touches) if direction == "request" else []
    return Seen(
        direction=direction,
        calls=_calls(own, operation) + strange if is_counted else None,
        sent=sum(sent) if sent else None,
        is_bound=bool(strange),
        first=usage.first,
        last=usage.last,
        stale="",
    )


def aged(found: Seen | None, usage: Usage | None, demand: Demand, as_of: date) -> Seen | None:
    """Say of counts that are too old, too short or of too few known builds that they are."""
    if found is None:
        return None
    return replace(found, stale=lacks(usage, replace(demand, is_decisive=True), as_of))


def by_party(usage: Usage | None, operation: str) -> str:
    """Say which parties still call an operation, and when each was seen last."""
    told = []
    for each in usage.parties if usage is not None else ():
        calls = sum(number for name, number in each.calls if is_same(name, operation))
        if calls:
            last = f", last seen {each.last_seen.isoformat()}" if each.last_seen else ""
            told.append(f"{each.party} made {_many(calls, 'call')}{last}")
    return ", ".join(told)


def _calls(every: Iterable[Counted], operation: str) -> int:
    return sum(n for each in every for name, n in each.calls if is_same(name, operation))


def _sent(every: Iterable[Counted], touches: Callable[[str], bool]) -> list[int]:
    return [number for each in every for target, number in each.sent if touches(target)]


def _of(sent: int, calls: int | None) -> str:
    if calls is None or calls < sent:
        return _many(sent, "request")
    return f"{sent:,} of {_many(calls, 'call')}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"

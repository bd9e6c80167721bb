"""What was out when: the releases of a client and the ends that were announced, as spans of time.

In:  nothing; `govern/timeline.py` makes these values.
Out: Timeline of Spans.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

# live: something rests on it; over: nothing does any more;
# notice: from an announcement to its sunset.
SpanKind: TypeAlias = Literal["live", "over", "notice", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time.

    Attributes:
        label: of its line; text: what is said of it, in a sentence.
        end: None where it goes on, and nobody knows until when.
        ticks: what happened within it: (when, what).
    """

    label: str
    text: str
    kind: SpanKind
    start: datetime
    end: datetime | None
    ticks: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One client.

    Attributes:
        releases: oldest first; notices: by their announcement.
    """

    client: str
    as_of: datetime
    releases: tuple[Span, ...]
    notices: tuple[Span, ...]

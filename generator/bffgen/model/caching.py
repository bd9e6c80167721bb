"""What is told of an answer beside its body: to caches, and of further pages.

In:  nothing; `compose/` makes these values of compositions and contracts.
Out: Caching, Pages.
"""

from dataclasses import dataclass
from typing import Final

# What `Caching.control` says where it is derived of the sources' answers.
STRICTEST: Final = "strictest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caching:
    """What caches are told of an answer.

    Attributes:
        has_etag: a strong ETag of its bytes, so that a client may ask for a change.
        control: what Cache-Control says: `strictest` derives it of the sources' answers, any
            other text stands as it is; None sends none.
        vary: request headers that the answer depends on, credentials included.
        credentials: request headers that carry credentials of the operation's schemes.
    """

    has_etag: bool = False
    control: str | None = None
    vary: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()


SAYS_NOTHING: Final = Caching()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A list that is given in pages, as its route says it.

    Attributes:
        cursor: the client's query parameter.
        beside: names of the client's other query parameters, sorted; deep: of those that come
            member by member (`deepObject`).
        has_link: an answer links to the next page.
        is_sealed: a cursor is good for its own list alone.
    """

    cursor: str
    beside: tuple[str, ...]
    deep: tuple[str, ...]
    has_link: bool
    is_sealed: bool

    @property
    def is_told(self) -> bool:
        """Say whether clients get more than the cursor as it is."""
        return self.has_link or self.is_sealed

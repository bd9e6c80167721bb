"""What a release promises beside its contract: who may call, how much may be sent, what is kept.

In:  nothing; `contract/promising.py` makes these values of a composition and a policy,
     `contract/promises.py` of a frozen release.
Out: Promises with its PromisedOperations.
How: two are equal where they promise the same, wherever people wrote it: places are no part of it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from bffgen.model.place import Place
from bffgen.model.policy import Period, Rate

# (names in a body as a pointer, what a caller must have one of: `scope(pii.read)`), both sorted.
Guarded: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


class Part(StrEnum):
    """What is promised, as releases write it and as the places of it are found.

    A guarded member has its pointer behind it: `visible_to/lines/price`.
    """

    SERVED = "served"
    ALLOW = "allow"
    VISIBLE = "visible_to"
    WRITABLE = "writable_by"
    KEY = "idempotency"
    MAX_BODY = "max_body"
    WITHIN = "within"
    TYPES = "types"
    CURSOR = "cursor"
    CACHE = "cache"
    CODES = "codes"
    MEDIA = "media"
    RATE = "rate"
    AGE = "cursor_age"


class Kept(StrEnum):
    """Who may keep an answer, by its Cache-Control (RFC 9111 5.2.2).

    DERIVED: the strictest that the answers of the upstreams allow.
    """

    PUBLIC = "public"
    PRIVATE = "private"
    NOBODY = "no-store"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cached:
    """What caches are told of an answer.

    Attributes:
        scope: None where there is no Cache-Control.
        has_etag: a client that has the answer may ask whether it changed.
    """

    scope: Kept | None
    has_etag: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedOperation:
    """One operation of the contract.

    Attributes:
        key: `METHOD path`.
        is_served: it is answered, and not by 501.
        allow: what a caller must have one of, on top of the contract, sorted; empty asks nothing.
        visible_to: members of the answer that only some callers get.
        writable_by: members of the body that only some callers may send.
        needs_key: a request without a key under which it is done once is refused, although the
            contract takes it.
        max_body_bytes, within_ms: of the client's body, and how long it may take; None as usual.
        types: media types of the body that are taken, sorted; empty takes all of the contract.
        cursor: names the form of its cursors: what opens one form opens no other; empty where
            nobody knows.
        cached: None where caches are told nothing.
        media_type: of JSON that is answered where nothing is asked for; empty where it is the
            usual one.
        place: of all that is said of it.
        places: (part, where it is said), for those that are.
    """

    key: str
    is_served: bool = True
    allow: tuple[str, ...] = ()
    visible_to: Guarded = ()
    writable_by: Guarded = ()
    needs_key: bool = False
    max_body_bytes: int | None = None
    within_ms: int | None = None
    types: tuple[str, ...] = ()
    cursor: str = ""
    cached: Cached | None = None
    media_type: str = ""
    place: Place = field(compare=False)
    places: tuple[tuple[str, Place], ...] = field(default=(), compare=False)

    def at(self, part: str) -> Place:
        """Give where a part is said; where it is not, the place of the whole."""
        return dict(self.places).get(part, self.place)

    @property
    def is_plain(self) -> bool:
        """Say whether nothing is promised of it that the contract does not say."""
        return self == PromisedOperation(key=self.key, place=self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What holds of every operation that says nothing else.

    Attributes:
        max_body_bytes, within_ms: of a body, where the contract has one.
        media_type: of an answer in JSON, where the contract has one.
    """

    max_body_bytes: int
    within_ms: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """All that a client's BFF promises beside the contract.

    Attributes:
        codes: that a failure may carry, sorted; none where no code is told.
        media_type: of failures, in lower case.
        usual: of operations that say nothing else.
        rate: of requests; cursor_age: of sealed cursors; None where nobody says.
        operations: sorted by their keys; those of which nothing is said are left out.
        place: of what is said of all operations.
        places: (part, where it is said).
    """

    codes: tuple[str, ...]
    media_type: str
    usual: Usual
    rate: Rate | None = None
    cursor_age: Period | None = None
    operations: tuple[PromisedOperation, ...] = ()
    place: Place = field(compare=False)
    places: tuple[tuple[str, Place], ...] = field(default=(), compare=False)

    def at(self, part: str) -> Place:
        """Give where a part is said; where it is not, the place of the whole."""
        return dict(self.places).get(part, self.place)

"""Answers of upstreams that are kept, and when they stand in for a call.

In:  what a source asks, how long its answers are kept and for whom.
Out: the value of an answer that is fresh; of a stale one while it is asked for anew, or where that
     fails; else of the answer that is asked for now.
How: an entry is the answer's bytes, read anew for each request, and kept only when it could be read
     once. The key is a digest of all that is sent, and of who asks where answers are one caller's.
     An upstream may shorten what the composition allows, never lengthen it.
"""

import asyncio
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Final, TypeVar

from .caching import directives, left
from .exchange import EXCHANGE, Exchange, note_freshness
from .fetch import UpstreamFailed
from .flight import Flights
from .identity import Caller
from .store import Entry, Store
from .transport import UpstreamResponse
from .ways import Asking, Kept

T = TypeVar("T")

_NOT_FOUND: Final = 404
_OK: Final = 200
_GONE: Final = frozenset((_NOT_FOUND, 410))
_NO_ANSWER: Final = frozenset({"timeout", "connect"})
_SERVER_FAULT: Final = 500

_PAUSE_S: Final = 1.0
"""So long a stale answer stands in without a further call, once its upstream has failed."""

_MOST_PAUSES: Final = 1024
_TO_ANSWER_S: Final = 0.01
"""Kept of a source's time to answer by what is kept, where its upstream is late."""

_JITTER: Final = 0.1
"""Entries that were made together do not end together: each lives up to so much shorter."""

# RFC 9110 7.6.1, RFC 9111 3.1: of one connection; and what is of one caller.
_NOT_KEPT: Final = frozenset(
    ("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding")
) | {"upgrade", "content-encoding", "content-length", "set-cookie", "age"}


class Cache:
    """What one BFF keeps, whatever store has it.

    Attributes:
        store: where entries are.
        flights: calls that are out: equal ones are one.
    """

    __slots__ = ("_paused", "flights", "store")

    def __init__(self, store: Store) -> None:
        self.store = store
        self.flights: Flights[tuple[UpstreamResponse, Entry | None]] = Flights()
        self._paused: dict[str, float] = {}

    async def close(self) -> None:
        """End what is asked for in the background."""
        await self.flights.close()

    async def keep(self, key: str, entry: Entry | None) -> None:
        """Keep what was answered now; None forgets what was answered before."""
        self._paused.pop(key, None)
        if entry is None:
            await self.store.drop(key)
        else:
            await self.store.put(key, entry)

    def is_paused(self, key: str) -> bool:
        """Say whether the upstream is to be left alone, since it has just failed for this key."""
        ends_at = self._paused.get(key)
        return ends_at is not None and asyncio.get_running_loop().time() < ends_at

    def pause(self, key: str) -> None:
        """Leave an upstream alone that has just failed for this key."""
        now = asyncio.get_running_loop().time()
        if len(self._paused) >= _MOST_PAUSES:
            self._paused = {key: end for key, end in self._paused.items() if end > now}
        if len(self._paused) < _MOST_PAUSES:
            self._paused[key] = now + _PAUSE_S


@dataclass(frozen=True, slots=True)
class Cached:
    """How long the answers of one source are kept, and for whom.

    Attributes:
        name: `operation.source`; no two share their entries.
        ttl_ms: fresh for so long at most.
        revalidate_ms: after that answered at once, and asked for anew in the background.
        if_error_ms: after that it stands in where the upstream gives no answer or a 5xx.
        negative_ms: for so long a 404 is kept.
        by_caller: each caller has entries of his own.
        told_as: the client's word for the source.
        cap_ms: the source's own limit, which holds in the background as well.
    """

    name: str
    ttl_ms: int
    told_as: str
    cap_ms: int
    revalidate_ms: int = 0
    if_error_ms: int = 0
    negative_ms: int = 0
    by_caller: bool = False

    async def value(self, kept: Kept | None, asking: Asking[T], until: float) -> T:
        """Give the value of an answer that is kept, or of one that is asked for now."""
        if not isinstance(kept, Cache):
            response = await asking.send(until)
            note_freshness(response.headers)
            return asking.read(response)
        key = self._key(asking)
        found = await kept.store.get(key)
        if found is None:
            return await self._asked(kept, key, asking, until)
        entry, age_s = found
        stale_s = age_s - entry.fresh_s
        is_paused = stale_s > 0 and kept.is_paused(key)
        stands_in = stale_s < entry.if_error_s
        if stale_s < entry.revalidate_s or (stands_in and is_paused):
            if stale_s > 0 and not is_paused:
                self._refresh(kept, key, asking)
            try:
                return self._taken(asking, entry, age_s)
            except UpstreamFailed as failure:
                if failure.reason != "bad-body":
                    raise
            # Kept by a BFF that read something else of it.
            await kept.store.drop(key)
            return await self._asked(kept, key, asking, until)
        if not stands_in:
            return await self._asked(kept, key, asking, until)
        try:
            return await self._asked(kept, key, asking, until - _TO_ANSWER_S)
        except UpstreamFailed as failure:
            if not _is_down(failure):
                raise
        kept.pause(key)
        return self._taken(asking, entry, age_s)

    async def _asked(self, cache: Cache, key: str, asking: Asking[T], until: float) -> T:
        """Give the value of the answer that is asked for now, by this request or by another."""
        call = partial(self._call, cache, key, asking)
        response, entry = await cache.flights.join(key, call, until)
        if entry is None:
            note_freshness(response.headers)
        else:
            self._note(entry, 0.0)
        return asking.read(response)

    async def _call(
        self, cache: Cache, key: str, asking: Asking[T], until: float
    ) -> tuple[UpstreamResponse, Entry | None]:
        """Ask, and keep the answer where it may be kept and can be read."""
        try:
            response = await asking.send(until)
        except UpstreamFailed as failure:
            if failure.status in _GONE:
                await cache.keep(key, self._not_found(failure))
            raise
        entry = self._entry(response)
        if entry is not None and not _is_whole(asking, response):
            entry = None
        await cache.keep(key, entry)
        return response, entry

    def _refresh(self, cache: Cache, key: str, asking: Asking[T]) -> None:
        """Ask anew in the background, once, under the source's own limit."""

        async def call(until: float) -> tuple[UpstreamResponse, Entry | None]:
            try:
                return await self._call(cache, key, asking, until)
            except UpstreamFailed:
                cache.pause(key)
                raise

        now = asyncio.get_running_loop().time()
        cache.flights.begin(key, call, now + self.cap_ms / 1000)

    def _taken(self, asking: Asking[T], entry: Entry, age_s: float) -> T:
        """Give the value of an entry."""
        self._note(entry, age_s)
        if entry.status == _NOT_FOUND:
            raise UpstreamFailed("status", _NOT_FOUND)
        answer = UpstreamResponse(
            status=entry.status, headers=_Folded(entry.headers), body=entry.body
        )
        return asking.read(answer)

    def _note(self, entry: Entry, age_s: float) -> None:
        """Note for caches of clients, and for the log, what is answered by an entry."""
        exchange = EXCHANGE.get(None)
        if exchange is None:
            return
        left_s = entry.fresh_s - age_s
        if age_s > 0:
            exchange.note_kept(self.name.rpartition(".")[2], self.told_as, -left_s)
        if exchange.freshness is not None:
            stale_s = max(entry.revalidate_s + min(left_s, 0.0), 0.0)
            exchange.freshness.keep(max(left_s, 0.0), stale_s, is_private=self.by_caller)

    def _key(self, asking: Asking[T]) -> str:
        """Give a digest of all that is sent; of who asks as well, where answers are one caller's.

        Values of a user stand in it, so it is no text of them.
        """
        asked = asking.request
        sent = (asked.method, asked.path, asked.query, asked.headers, asked.body)
        parts: tuple[object, ...] = (self.name, asking.service, sent)
        if self.by_caller:
            exchange = EXCHANGE.get(None)
            caller = exchange.caller if exchange is not None else None
            who = (caller.sub, caller.client_id) if isinstance(caller, Caller) else None
            parts = (*parts, who, asking.credentials)
        return sha256(repr(parts).encode()).hexdigest()

    def _entry(self, response: UpstreamResponse) -> Entry | None:
        """Make an entry of an answer; None where it may not be kept (RFC 9111 3)."""
        headers, said = response.headers, directives(response.headers)
        refused = (
            {"no-store", "no-cache"} if self.by_caller else {"no-store", "no-cache", "private"}
        )
        if response.status != _OK or refused & said.keys() or "Set-Cookie" in headers:
            return None
        if headers.get("Vary", "").strip() == "*":
            return None
        fresh_s = self.ttl_ms / 1000 * (1 - random.random() * _JITTER)
        told_s = left(headers, said)
        if told_s is not None:
            fresh_s = min(fresh_s, told_s)
        if fresh_s <= 0:
            return None
        may_be_stale = said.keys().isdisjoint(("must-revalidate", "proxy-revalidate"))
        return Entry(
            status=response.status,
            headers=tuple(_kept(headers)),
            body=response.body,
            fresh_s=fresh_s,
            revalidate_s=self.revalidate_ms / 1000 if may_be_stale else 0.0,
            if_error_s=self.if_error_ms / 1000 if may_be_stale else 0.0,
        )

    def _not_found(self, failure: UpstreamFailed) -> Entry | None:
        """Make an entry of a 404; None where it is not kept."""
        refused = {"no-store", "no-cache"} | (set() if self.by_caller else {"private"})
        if not self.negative_ms or refused & directives(failure.headers).keys():
            return None
        return Entry(status=_NOT_FOUND, headers=(), body=b"", fresh_s=self.negative_ms / 1000)


def _is_whole(asking: Asking[object], response: UpstreamResponse) -> bool:
    """Read an answer once, in a task of its own and for no request yet.

    False where a part of it breaks its contract and is left out or let through: a next one may be
    better.

    Raises:
        UpstreamFailed: it cannot be read.
    """
    outer = EXCHANGE.get(None)
    if outer is None:
        asking.read(response)
        return True
    apart = Exchange(arrived_at=outer.arrived_at, trace=outer.trace)
    token = EXCHANGE.set(apart)
    try:
        asking.read(response)
    finally:
        EXCHANGE.reset(token)
    return not apart.invalid


def _is_down(failure: UpstreamFailed) -> bool:
    """Say whether an upstream gave no answer, or one that says that the fault is its own."""
    status = failure.status
    return failure.reason in _NO_ANSWER or (status is not None and status >= _SERVER_FAULT)


def _kept(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in headers.items():
        if name.lower() not in _NOT_KEPT:
            yield name, text


class _Folded(Mapping[str, str]):
    """Headers that are looked up without regard to case."""

    __slots__ = ("_texts",)

    def __init__(self, headers: Iterable[tuple[str, str]]) -> None:
        self._texts = {name.lower(): text for name, text in headers}

    def __getitem__(self, name: str) -> str:
        return self._texts[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

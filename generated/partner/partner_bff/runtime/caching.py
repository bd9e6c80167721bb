"""What an answer tells the caches between a BFF and its clients.

In:  what an operation says of caching, the upstream answers that were used, the request's headers.
Out: Cache-Control and Vary (RFC 9111, RFC 9110 12.5.5) as the wire has them.
How: an answer is fresh as long as every answer that it is made of. Nobody's answer is stored for
     another: a request with credentials, whether they were needed or not, is answered `private`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

STRICTEST: Final = "strictest"

_DIRECTIVE: Final = re.compile(
    r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s,\"]+)))?"
)
_SECONDS: Final = re.compile(r"[0-9]{1,18}")
# RFC 9111 1.2.2: a cache may take anything beyond for as long as it can.
_LONGEST_S: Final = 2**31

_ALWAYS: Final = (b"authorization", b"cookie")
"""Headers whose presence makes an answer private, whatever the contract asks for."""


class Freshness:
    """How long the upstream answers of one request are fresh, taken together."""

    __slots__ = ("_is_private", "_is_stored", "_left_s", "_stale_s")

    def __init__(self) -> None:
        self._is_private = False
        self._is_stored = True
        self._left_s: int | None = _LONGEST_S + 1  # of no answer yet; None: not known of one
        self._stale_s = _LONGEST_S + 1

    def note(self, headers: Mapping[str, str]) -> None:
        """Take the headers of one more upstream answer into account."""
        said = directives(headers)
        self._is_stored = self._is_stored and "no-store" not in said
        self._is_private = self._is_private or "private" in said
        left_s = left(headers, said)
        if "no-cache" in said or headers.get("Vary", "").strip() == "*":
            left_s = None
        self._stale_s = 0
        self._shorten(left_s)

    def keep(self, left_s: float, stale_s: float, *, is_private: bool) -> None:
        """Take one more answer into account that the BFF keeps itself.

        Args:
            left_s: for which it is fresh still; 0 where it is stale.
            stale_s: for which it may be answered after that.
            is_private: it is kept for one caller.
        """
        self._is_private = self._is_private or is_private
        self._stale_s = min(self._stale_s, int(stale_s))
        self._shorten(int(left_s))

    def _shorten(self, left_s: int | None) -> None:
        known = self._left_s is not None and left_s is not None
        self._left_s = min(self._left_s or 0, left_s or 0) if known else None

    def for_one_caller(self) -> None:
        """Keep the answer from others: who calls is known, wherever the credential travelled."""
        self._is_private = True

    def control(self, *, is_private: bool) -> bytes:
        """Write Cache-Control.

        Args:
            is_private: the answer is the one caller's, by its credentials.
        """
        if not self._is_stored:
            return b"no-store"
        is_private = is_private or self._is_private
        if self._left_s is None or self._left_s > _LONGEST_S:
            return b"private, no-cache" if is_private else b"no-cache"
        if is_private:
            return b"private, max-age=%d" % self._left_s
        fresh = b"public, max-age=%d, s-maxage=%d" % (self._left_s, self._left_s)
        if self._stale_s == 0:
            return fresh
        # RFC 5861 3; as long as every answer that it is made of may be.
        return b"%s, stale-while-revalidate=%d" % (fresh, self._stale_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caching:
    """What an operation says of caching.

    Attributes:
        has_etag: its answers carry an ETag of their bytes, and a client that has them gets 304.
        control: STRICTEST derives Cache-Control of the sources' answers; any other text stands as
            it is; None sends none.
        vary: request headers that the answer depends on.
        credentials: further request headers that carry credentials, in lower case.
    """

    has_etag: bool = False
    control: str | None = None
    vary: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()

    def freshness(self) -> Freshness | None:
        """Make what notes the upstream answers of a request; None where nothing asks for it."""
        return Freshness() if self.control == STRICTEST else None

    def headers(
        self, sent: Sequence[tuple[bytes, bytes]], freshness: Freshness | None
    ) -> list[tuple[bytes, bytes]]:
        """Write Cache-Control and Vary of a complete answer.

        Args:
            sent: the headers of the request, names in lower case, as ASGI has them.
            freshness: of the answers that it is made of, as `freshness` gave it.
        """
        made = []
        if freshness is not None:
            private = {*_ALWAYS, *(name.encode("ascii") for name in self.credentials)}
            is_private = any(name in private for name, _ in sent)
            made.append((b"cache-control", freshness.control(is_private=is_private)))
        elif self.control is not None:
            made.append((b"cache-control", self.control.encode("ascii")))
        if self.vary:
            made.append((b"vary", ", ".join(self.vary).encode("ascii")))
        return made


SAYS_NOTHING: Final = Caching()


def directives(headers: Mapping[str, str]) -> dict[str, str]:
    """Read the directives of Cache-Control; of one said twice the later stands."""
    found = _DIRECTIVE.finditer(headers.get("Cache-Control", ""))
    return {each[1].lower(): each[2] or each[3] or "" for each in found}


def left(headers: Mapping[str, str], said: Mapping[str, str]) -> int | None:
    """Give the seconds for which an answer is fresh still; None where it does not say.

    Args:
        said: its directives.
    """
    age = headers.get("Age", "0").strip()
    # A shared cache is told no more than the upstream tells one (RFC 9111 5.2.2.10).
    lifetimes = [said[name] for name in ("max-age", "s-maxage") if name in said]
    if not lifetimes or not all(map(_SECONDS.fullmatch, (*lifetimes, age))):
        return None
    return min(max(min(map(int, lifetimes)) - int(age), 0), _LONGEST_S)

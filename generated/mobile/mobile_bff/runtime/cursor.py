"""Cursors of pages: the link to the next one, and a seal so that a cursor fits one list alone.

In:  the request's query, the upstream's cursor, the keys of the settings.
Out: `Link` with `rel="next"` (RFC 8288); a sealed cursor, or the upstream's out of a sealed one.
How: a seal is an HMAC-SHA256 over the path, the list's other parameters and the cursor, so that a
     cursor which was changed, or belongs to another list, is refused and never answers some page of
     something else. The cursor itself can be read: it is sealed, not hidden.
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeGuard
from urllib.parse import quote

from starlette.types import Scope

from .body import MISSING
from .parse import decoded, query_values

_VERSION: Final = b"\x01"
_MAC_BYTES: Final = 16
"""Of 32: NIST SP 800-107 5.1 asks for at least 4; a guess is right once in 2**128."""

# RFC 3986 3.4: what may stand in a query as it is; `'` and the rest are left alone too.
_NOT_IN_A_QUERY: Final = re.compile(rb"[^!$%&'()*+,\-./0-9:;=?@A-Z_a-z~]")


class CursorInvalid(Exception):
    """A cursor that was changed, or is of another list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How an operation gives a list in pages.

    Attributes:
        cursor: the query parameter that names a page.
        beside: the contract's other query parameters: with another value it is another list.
        deep: of those that come member by member, as `filter[status]`.
        has_link: whether an answer links to the next page.
        is_sealed: whether a cursor is good for its own list alone.
    """

    cursor: str
    beside: tuple[str, ...] = ()
    deep: tuple[str, ...] = ()
    has_link: bool = False
    is_sealed: bool = False

    def link(self, scope: Scope, cursor: str) -> bytes:
        """Write `Link` to the page of a cursor: the query that was asked, with that cursor.

        The reference has no path (RFC 3986 5.2.2): it holds wherever a proxy puts this one.
        """
        sent: bytes = scope["query_string"]
        kept = [
            _NOT_IN_A_QUERY.sub(lambda found: b"%%%02X" % found[0][0], pair)
            for pair in sent.split(b"&")
            if pair and decoded(pair.partition(b"=")[0]) != self.cursor
        ]
        name, value = quote(self.cursor, safe=""), quote(cursor, safe="")
        query = b"&".join([*kept, f"{name}={value}".encode("ascii")])
        return b'<?%s>; rel="next"' % query

    def seal(self, scope: Scope, keys: Sequence[bytes]) -> "Seal | None":
        """Make the seal of the list that a request asks for; None where there is none."""
        if not self.is_sealed:
            return None
        values = query_values(scope)
        digest = sha256(scope["path"].encode())
        starts = tuple(f"{name}[" for name in self.deep)
        members = sorted(name for name in values if name.startswith(starts)) if starts else ()
        for name in (*self.beside, *members):
            for value in values.get(name, ()):
                text = decoded(value)
                said = value if text is None else text.encode()
                for part in (name.encode(), said):
                    digest.update(b"%d:" % len(part) + part)
        return Seal(keys, digest.digest())


class Seal:
    """Seals the cursors of one list."""

    __slots__ = ("_keys", "_list")

    def __init__(self, keys: Sequence[bytes], of_list: bytes) -> None:
        """Take the keys, of which the first signs and all verify, and what tells lists apart."""
        self._keys = keys
        self._list = of_list

    def sealed(self, cursor: str) -> str:
        """Seal the cursor of an upstream."""
        content = cursor.encode()
        return _text(_VERSION + self._mac(self._keys[0], content) + content)

    def opened(self, sealed: str) -> str:
        """Give the cursor of the upstream.

        Raises:
            CursorInvalid: for everything that `sealed` has not made for this list.
        """
        try:
            made = urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
            version, mac, content = made[:1], made[1 : 1 + _MAC_BYTES], made[1 + _MAC_BYTES :]
            cursor = content.decode()
        except ValueError:
            raise CursorInvalid from None
        # Every key is tried, so that the time does not tell which one it was.
        fits = [hmac.compare_digest(mac, self._mac(key, content)) for key in self._keys]
        if version != _VERSION or not any(fits) or _text(made) != sealed:
            raise CursorInvalid
        return cursor

    def _mac(self, key: bytes, content: bytes) -> bytes:
        return hmac.digest(key, _VERSION + self._list + content, "sha256")[:_MAC_BYTES]


def _text(made: bytes) -> str:
    """Write the one text of some bytes: base64 has others that read the same."""
    return urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def is_cursor(cursor: str | MISSING | None) -> TypeGuard[str]:
    """Tell whether an upstream has given a further page: not absent, not null, not empty."""
    return cursor is not MISSING and cursor is not None and cursor != ""

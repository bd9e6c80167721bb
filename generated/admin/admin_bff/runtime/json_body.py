"""The JSON body of a request, read within its limits and held against the contract.

In:  the request; the type that the contract has for its body, and how much of it is read for how
     long.
Out: the body as that type, MISSING where an optional one is absent; Invalid with all its faults,
     or BodyRefused for one that is not read at all.
How: its bytes are read by body_content.py; what they say is looked through and held to the type by
     json_text.py.
"""

from collections.abc import Sequence
from functools import partial
from types import UnionType
from typing import Generic, TypeVar, cast

from pydantic import TypeAdapter
from starlette.requests import Request

from .body import MISSING, Body
from .body_content import MAX_BYTES, ROOT, WITHIN_MS, BodyContent, Checking, Guarding
from .call import Call
from .json_text import json_value, validated_json

T = TypeVar("T")


class JsonBody(Generic[T]):
    """The body that one operation takes.

    Args:
        model: a Body, or a list, dict or union of such or of plain values.
        types: the media types that are taken, in lower case and without parameters.
        max_bytes: of the body; within_ms: from the first wait for it to its last byte.
        guard: of what only some callers may send; None where all may send all.
        check: what the contract says of it beyond its type; None where that says all.
    """

    __slots__ = ("_adapter", "_check", "_content", "_guard")

    def __init__(
        self,
        model: type[T] | UnionType,
        *,
        types: Sequence[str] = ("application/json",),
        max_bytes: int = MAX_BYTES,
        within_ms: int = WITHIN_MS,
        guard: Guarding | None = None,
        check: Checking | None = None,
    ) -> None:
        # A union is no type to a checker; whoever makes a reader says what it is.
        self._adapter: TypeAdapter[T] = TypeAdapter(cast("type[T]", model))
        self._content = BodyContent(types, max_bytes=max_bytes, within_ms=within_ms)
        self._guard = guard
        self._check = check

    async def read(self, http: Request, call: Call) -> T:
        """Read a body that the contract requires."""
        return await self._content.read(http, call, partial(self._parsed, call.identity))

    async def read_if_sent(self, http: Request, call: Call) -> T | MISSING:
        """Read a body that may be left out."""
        return await self._content.read_if_sent(http, call, partial(self._parsed, call.identity))

    def _parsed(self, caller: Body | None, content: bytes, _media_type: str) -> T:
        value = json_value(content, ROOT)
        if self._guard is not None:
            self._guard.hold(value, caller)
        body = validated_json(self._adapter, content, value, ROOT)
        if self._check is not None:
            self._check.hold(value, ROOT)
        return body

"""A form that a client sends (`application/x-www-form-urlencoded`), or JSON of the same type.

In:  the request; the type that the contract has for its body, and how its members travel.
Out: the body as that type, MISSING where an optional one is absent; Invalid with all its faults,
     or BodyRefused for one that is not read at all.
How: pairs are taken apart as the WHATWG URL standard has it (5.1); a member is a text, the texts of
     a list come one by one, an object is JSON (OpenAPI 3.1.1 4.8.15.1), where `encoding` says
     nothing else. What texts are is said by typed_text.py.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_core import from_json
from starlette.requests import Request

from .body import MISSING, Body, has_integral_floats, integral_floats_as_integers
from .body_content import MAX_BYTES, ROOT, WITHIN_MS, BodyContent, Checking, Guarding
from .call import Call
from .json_text import json_value, validated_json
from .parse import decoded
from .problem import Fault, Invalid, token
from .typed_text import ANY_TEXT, Learnt, Member, Read, Sent, fitted, read_text, value_of

T = TypeVar("T")

FORM: Final = "application/x-www-form-urlencoded"

_MOST_PAIRS: Final = 10_000


class FormBody(Generic[T]):
    """The body that one operation takes.

    Args:
        model: a Body, or a dict of plain values.
        json: the media types of JSON that are taken as well, in lower case without parameters.
        joined: members whose elements come in one text, with commas between.
        deep: members that are objects and come member by member, as `address[city]`.
        max_bytes: of the body; within_ms: from the first wait for it to its last byte.
        guard: of what only some callers may send; None where all may send all.
        check: what the contract says of it beyond its type; None where that says all.
    """

    __slots__ = ("_adapter", "_check", "_content", "_deep", "_guard", "_joined", "_model")

    def __init__(
        self,
        model: type[T],
        *,
        json: Sequence[str] = (),
        joined: Sequence[str] = (),
        deep: Sequence[str] = (),
        max_bytes: int = MAX_BYTES,
        within_ms: int = WITHIN_MS,
        guard: Guarding | None = None,
        check: Checking | None = None,
    ) -> None:
        self._adapter = TypeAdapter(model)
        self._model = Learnt(self._adapter.json_schema())
        self._joined = frozenset(joined)
        self._deep = {name: self._model.inside(name) for name in deep}
        self._content = BodyContent((FORM, *json), max_bytes=max_bytes, within_ms=within_ms)
        self._guard = guard
        self._check = check

    async def read(self, http: Request, call: Call) -> T:
        """Read a body that the contract requires."""
        return await self._content.read(http, call, partial(self._parsed, call.identity))

    async def read_if_sent(self, http: Request, call: Call) -> T | MISSING:
        """Read a body that may be left out."""
        return await self._content.read_if_sent(http, call, partial(self._parsed, call.identity))

    def _parsed(self, caller: Body | None, content: bytes, media_type: str) -> T:
        if media_type != FORM:
            value = json_value(content, ROOT)
            if self._guard is not None:
                self._guard.hold(value, caller)
            return self._held(validated_json(self._adapter, content, value, ROOT))
        sent = self._members(_pairs(content))
        if self._guard is not None:
            self._guard.hold(value_of(sent), caller)
        return self._held(fitted(self._adapter, sent, ROOT))

    def _held(self, body: T) -> T:
        if self._check is not None:
            self._check.hold(self._adapter.dump_python(body, mode="json", by_alias=True), ROOT)
        return body

    def _members(self, pairs: Sequence[tuple[str, bytes]]) -> dict[str, Sent]:
        """Put the texts of each member together."""
        texts: dict[str, list[bytes]] = {}
        deep: dict[str, dict[str, Sent]] = {}
        for name, text in pairs:
            outer, bracket, rest = name.partition("[")
            if bracket and outer in self._deep and rest.endswith("]"):
                inside = deep.setdefault(outer, {})
                if rest[:-1] in inside:
                    raise _invalid(outer, f"has `{rest[:-1]}` more than once")
                kinds = self._deep[outer].of(rest[:-1]).kinds
                inside[rest[:-1]] = read_text(_decoded(text), kinds)
            else:
                texts.setdefault(name, []).append(text)
        sent: dict[str, Sent] = {name: self._member(name, each) for name, each in texts.items()}
        return {**sent, **deep}

    def _member(self, name: str, texts: list[bytes]) -> Sent:
        member = self._model.of(name)
        is_one = member.elements is None or name in self._joined
        if is_one and len(texts) > 1 and member is not ANY_TEXT:
            raise _invalid(name, f"comes {len(texts)} times; the contract wants one value")
        if member.elements is None:
            return _read(name, texts[0], member)
        if name in self._joined:
            texts = texts[0].split(b",") if texts[0] else []
        element = Member(member.elements)
        return [_read(name, each, element) for each in texts]


def _read(name: str, raw: bytes, member: Member) -> Read:
    text = _decoded(raw)
    if member.is_plain:
        return read_text(text, member.kinds)
    value = json_value(text.encode(), f"{ROOT}/{token(name)}")
    if not has_integral_floats(value):
        return Read([value])
    return Read([value, from_json(integral_floats_as_integers(value))])


def _decoded(raw: bytes) -> str:
    text = decoded(raw)
    if text is None:
        raise Invalid(Fault(ROOT, "is not percent-encoded UTF-8"))
    return text


def _pairs(content: bytes) -> list[tuple[str, bytes]]:
    pairs: list[tuple[str, bytes]] = []
    pieces = content.split(b"&", _MOST_PAIRS)
    if len(pieces) > _MOST_PAIRS:
        raise Invalid(Fault(ROOT, f"has more than {_MOST_PAIRS} members"))
    for piece in pieces:
        name, _, value = piece.partition(b"=")
        if piece:
            pairs.append((_decoded(name), value))
    return pairs


def _invalid(name: str, message: str) -> Invalid:
    return Invalid(Fault(f"{ROOT}/{token(name)}", message))

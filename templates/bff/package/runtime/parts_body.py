"""A body of parts that a client sends (`multipart/form-data`): fields, and files beside them.

In:  the request; the type that the contract has for its body, which members are files.
Out: the body as that type, MISSING where an optional one is absent; Invalid with all its faults,
     or BodyRefused, with the place of the part where one is to blame.
How: parts are taken as they come. Fields are read as those of a form are; the bytes of files stay
     in memory up to a bound of all together, the rest in files without a name (spool.py).
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar, cast

from pydantic import TypeAdapter
from pydantic_core import from_json
from starlette.requests import Request

from .body import MISSING, Body, Json, has_integral_floats, integral_floats_as_integers
from .body_content import (
    MAX_BYTES,
    ROOT,
    WITHIN_MS,
    Guarding,
    hold_form,
    is_utf8,
    media_type,
    part_too_large,
    part_unsupported,
    told_length,
    too_large,
    too_slow,
)
from .call import Call
from .faults import keep
from .file_part import OCTETS, FilePart
from .json_text import json_value
from .media_range import fits_a_header, is_within
from .multipart import MULTIPART, Malformed, Part, PartHead, Parts
from .problem import Fault, Invalid, token
from .spool import Spool
from .typed_text import Learnt, Member, Read, Sent, fitted, read_text, value_of

T = TypeVar("T")

FIELD_BYTES: Final = 1024 * 1024
"""What all fields of one body may have together: they stay in memory."""

SPOOLED_BYTES: Final = 1024 * 1024
"""What all files of one body may have in memory together."""

_MOST_PARTS: Final = 1000
_OF_FIELDS: Final = frozenset({"", "text/plain"})
_OF_JSON: Final = frozenset({"", "text/plain", "application/json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFile:
    """A member that is a file, or a list of files.

    Attributes:
        types: the media types that are taken, ranges included, in lower case.
        at_least, at_most: bytes of one file.
        repeats: it is a list, and may come several times.
    """

    types: tuple[str, ...] = ("*/*",)
    at_least: int = 0
    at_most: int | None = None
    repeats: bool = False

    def media_type(self, told: str) -> str | None:
        """Give the media type of a file; None for one that is not taken."""
        if not told:
            # Nothing is claimed: the only type that it may have, else any bytes.
            only = self.types[0] if len(self.types) == 1 and "*" not in self.types[0] else OCTETS
            return only if is_within(only, self.types) else None
        return told if fits_a_header(told) and is_within(told, self.types) else None


class PartsBody(Generic[T]):
    """The body that one operation takes.

    Args:
        model: a Body, or a dict of plain values.
        files: the members that are files; every other is a field.
        max_bytes: of the body; within_ms: from the first wait for it to its last byte.
        guard: of what only some callers may send; None where all may send all.
    """

    __slots__ = ("_adapter", "_files", "_guard", "_max_bytes", "_model", "_within_s")

    def __init__(
        self,
        model: type[T],
        *,
        files: Mapping[str, TakenFile] | None = None,
        max_bytes: int = MAX_BYTES,
        within_ms: int = WITHIN_MS,
        guard: Guarding | None = None,
    ) -> None:
        self._adapter = TypeAdapter(model)
        self._model = Learnt(self._adapter.json_schema())
        self._files = files or {}
        self._max_bytes = max_bytes
        self._within_s = within_ms / 1000
        self._guard = guard

    async def read(self, http: Request, call: Call) -> T:
        """Read a body that the contract requires."""
        found = await self.read_if_sent(http, call, is_required=True)
        return cast("T", found)

    async def read_if_sent(
        self, http: Request, call: Call, *, is_required: bool = False
    ) -> T | MISSING:
        """Read a body that may be left out."""
        try:
            taken = await self._taken(http, call)
            if taken is not None:
                return self._value(taken, call.identity)
            if is_required:
                raise Invalid(Fault(ROOT, "is absent; the contract requires it"))
        except Invalid as fault:
            keep(http, fault)
        return MISSING

    async def _taken(self, http: Request, call: Call) -> "_Taken | None":
        """Take the parts; None where no body comes."""
        length = told_length(http)
        if length == 0:
            return None
        hold_form(http, (MULTIPART,), is_taken=media_type(http) == MULTIPART)
        if length is not None and length > self._max_bytes:
            raise too_large()
        taken = _Taken(http.headers["content-type"], self._model, self._files)
        loop = asyncio.get_running_loop()
        began, count = loop.time(), 0
        try:
            async with asyncio.timeout(self._within_s):
                async for piece in http.stream():
                    count += len(piece)
                    if count > self._max_bytes:
                        raise too_large()
                    await taken.feed(piece)
        except TimeoutError:
            raise too_slow() from None
        call.extend(loop.time() - began)
        return taken if count else None

    def _value(self, taken: "_Taken", caller: Body | None) -> T:
        taken.end()
        sent: dict[str, Sent] = {
            name: self._field(name, texts) for name, texts in taken.texts.items()
        }
        files: dict[str, object] = {
            name: found if self._files[name].repeats else found[0]
            for name, found in taken.files.items()
        }
        if self._guard is not None:
            shown: dict[str, Json] = dict.fromkeys(files, "")
            self._guard.hold({**shown, **cast("dict[str, Json]", value_of(sent))}, caller)
        return fitted(self._adapter, sent, ROOT, beside=files)

    def _field(self, name: str, texts: Sequence[bytes]) -> Sent:
        member = self._model.of(name)
        if member.elements is None:
            return _read(name, texts[0], member)
        element = Member(member.elements)
        return [_read(name, each, element) for each in texts]


class _Taken:
    """The parts of one body, as far as they have come.

    Attributes:
        texts: of fields, undecoded; files: by name likewise.
    """

    def __init__(self, content_type: str, model: Learnt, files: Mapping[str, TakenFile]) -> None:
        self.texts: dict[str, list[bytes]] = {}
        self.files: dict[str, list[FilePart]] = {}
        self._model = model
        self._known = files
        self._faults: list[Fault] = []
        self._count = self._field_bytes = 0
        self._name = ""
        self._text: bytearray | None = None
        self._spool: Spool | None = None
        self._spools: list[Spool] = []
        self._parts: Parts | None = None
        try:
            self._parts = Parts(content_type)
        except Malformed as fault:
            self._faults.append(Fault(ROOT, str(fault)))

    async def feed(self, piece: bytes) -> None:
        """Take a piece of the body; behind what is no part the rest is passed over."""
        if self._parts is None:
            return
        try:
            events = self._parts.feed(piece)
        except Malformed as fault:
            self._faults.append(Fault(ROOT, str(fault)))
            self._parts = None
            return
        for event in events:
            if isinstance(event, PartHead):
                self._begin(event)
            elif event is Part.END:
                self._end_part()
            elif self._spool is not None:
                await self._spooled(self._spool, event)
            elif self._text is not None:
                self._field_bytes += len(event)
                if self._field_bytes > FIELD_BYTES:
                    raise part_too_large(self._pointer, f"is above {FIELD_BYTES} bytes of fields")
                self._text += event

    def end(self) -> None:
        """Hold that the body was one of parts, and that each part may come as it did.

        Raises:
            Invalid: with all that was found.
        """
        if self._parts is not None and not self._parts.is_whole:
            self._faults.append(Fault(ROOT, "ends before its last boundary"))
        for name, found in self.files.items():
            least = self._known[name].at_least
            if any(each.size < least for each in found):
                message = f"has too few bytes; the contract wants at least {least}"
                self._faults.append(Fault(f"{ROOT}/{token(name)}", message))
        if self._faults:
            raise Invalid(*self._faults)

    @property
    def _pointer(self) -> str:
        return f"{ROOT}/{token(self._name)}"

    def _begin(self, head: PartHead) -> None:
        self._name, self._text, self._spool = head.name, None, None
        self._count += 1
        if self._count > _MOST_PARTS:
            raise part_too_large(ROOT, f"has more than {_MOST_PARTS} parts")
        file = self._known.get(head.name)
        if file is not None:
            self._begin_file(head, file)
            return
        before = self.texts.setdefault(head.name, [])
        if head.name not in self._model.members and self._model.others is None:
            before[:] = [b""]  # that it came is all that is looked at
            return
        member = self._model.of(head.name)
        if before and member.elements is None:
            self._told_twice()
            return
        kinds = _OF_FIELDS if member.is_plain else _OF_JSON
        name, _, parameters = head.media_type.partition(";")
        if name.strip().lower() not in kinds or not is_utf8(parameters):
            raise part_unsupported(self._pointer, f"is none of {', '.join(sorted(kinds - {''}))}")
        self._text = bytearray()

    def _begin_file(self, head: PartHead, file: TakenFile) -> None:
        before = self.files.setdefault(head.name, [])
        if before and not file.repeats:
            self._told_twice()
            return
        told = file.media_type(head.media_type.strip())
        if told is None:
            raise part_unsupported(self._pointer, f"is none of {', '.join(file.types)}")
        self._spool = Spool()
        self._spools.append(self._spool)
        filename = MISSING if head.filename is None else head.filename
        before.append(FilePart(self._spool, media_type=told, filename=filename))

    def _told_twice(self) -> None:
        message = "comes more than once; the contract wants one value"
        fault = Fault(self._pointer, message)
        if fault not in self._faults:
            self._faults.append(fault)

    async def _spooled(self, spool: Spool, piece: bytes) -> None:
        most = self._known[self._name].at_most
        if most is not None and spool.size + len(piece) > most:
            raise part_too_large(self._pointer, f"is above {most} bytes")
        kept = sum(each.in_memory for each in self._spools)
        await spool.write(piece, to_file=kept + len(piece) > SPOOLED_BYTES)

    def _end_part(self) -> None:
        if self._text is not None:
            self.texts[self._name].append(bytes(self._text))
        self._text = self._spool = None


def _read(name: str, raw: bytes, member: Member) -> Read:
    pointer = f"{ROOT}/{token(name)}"
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise Invalid(Fault(pointer, "is not UTF-8")) from None
    if member.is_plain:
        return read_text(text, member.kinds)
    value = json_value(raw, pointer)
    if not has_integral_floats(value):
        return Read([value])
    return Read([value, from_json(integral_floats_as_integers(value))])

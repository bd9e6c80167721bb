"""Bodies of two sides: whether they are there, in which media types, and the value in each.

In:  the content of one message in both contracts, and who sends it.
Out: Occurrences of what the message as a whole does; Positions of the values in it.
How: what a client sends must be covered by the revision's entries; what it receives must be covered
     by those of its baseline. An added type of an answer is negotiated and safe; where nobody
     negotiates (webhooks) and for ranges that grew it is not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bffgen.compat.change import Occurrence, change
from bffgen.compat.encodings import compare_encodings
from bffgen.compat.flow import Message
from bffgen.compat.media import covering, covers, is_range, name
from bffgen.compat.pair import Pair
from bffgen.compat.position import Form, Position, standing
from bffgen.model.api import MediaType, Operation, Response
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.media import bare, is_json
from bffgen.model.rule import Direction
from bffgen.model.unsaid import unsaid

_FORMS: Final[Mapping[str, Form]] = {
    "application/x-www-form-urlencoded": "form",
    "multipart/form-data": "parts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one side says of a body.

    Attributes:
        types: empty where there is no body.
        required: whether the body is always there.
        pointer: of what says so, or of its nearest parent.
    """

    types: Sequence[MediaType]
    required: bool
    pointer: str


def of_request(operation: Operation) -> Content:
    """Give what an operation says of its request's body."""
    if operation.body is None:
        return Content(types=(), required=False, pointer=operation.pointer)
    body = operation.body
    return Content(types=body.content, required=body.required, pointer=body.pointer)


def of_response(response: Response) -> Content:
    """Give what a response says of its body."""
    return Content(types=response.content, required=True, pointer=response.pointer)


def compare_body(
    pair: Pair, message: Message, was: Content, now: Content
) -> Iterator[Occurrence | Position]:
    """Compare the bodies of one message."""
    bodies = _Bodies(pair, message, was, now)
    yield from bodies.presence()
    if was.types and now.types:
        yield from bodies.media_types()
        yield from bodies.values()


class _Bodies:
    def __init__(self, pair: Pair, message: Message, was: Content, now: Content) -> None:
        self._pair, self._message, self._flow = pair, message, message.flow
        self._direction: Direction = message.direction
        self._was, self._now, self._where = was, now, message.words("body")
        # Clients choose among what answers offer; nobody chooses what a webhook brings.
        self._is_negotiated = self._direction == "response" and not self._flow.called_by_us

    def presence(self) -> Iterator[Occurrence]:
        """Tell a body that came, went, must be there or may be absent."""
        was, now = self._was, self._now
        if was.types and not now.types:
            yield self._tell("body-removed", breaks=True)
        elif now.types and not was.types:
            must = now.required and self._direction == "request"
            yield self._tell("body-became-required" if must else "body-added", breaks=must)
        elif was.required != now.required:
            came = now.required
            kind = "body-became-required" if came else "body-became-optional"
            yield self._tell(kind, breaks=came == (self._direction == "request"))

    def media_types(self) -> Iterator[Occurrence]:
        """Tell types that one side has and the other does not cover."""
        was, now = self._was.types, self._now.types
        for each in was:
            if self._direction == "request":
                is_lost = covering(now, each.media_type) is None
            else:
                is_lost = self._is_negotiated and not any(
                    covers(each.media_type, one.media_type)
                    or covers(one.media_type, each.media_type)
                    for one in now
                )
            if is_lost:
                yield self._media("media-type-removed", each, breaks=True)
        for each in now:
            if covering(was, each.media_type) is not None:
                continue
            if self._direction == "response" and (
                not self._is_negotiated or is_range(each.media_type)
            ):
                yield self._media("media-type-widened", each, breaks=True)
            else:
                yield self._media("media-type-added", each, breaks=False)

    def values(self) -> Iterator[Occurrence | Position]:
        """Give the values that travel in a type both sides have, and tell how they are written."""
        sent, read = self._was.types, self._now.types
        if self._direction == "response":
            sent, read = read, sent
        for each in sent:
            other = covering(read, each.media_type)
            if other is None:
                continue
            was, now = (each, other) if self._direction == "request" else (other, each)
            pointers = _schema(was), _schema(now)
            if pointers[0] is not None and pointers[1] is not None:
                position = self._position(each, pointers[0], pointers[1], self._where)
                yield position
                yield from compare_encodings(self._pair, position, was, now)
            if was.item_pointer is not None and now.item_pointer is not None:
                where = f"{self._where} item"
                yield self._position(each, was.item_pointer, now.item_pointer, where)

    def _position(self, sent: MediaType, was: str, now: str, where: str) -> Position:
        return Position(
            direction=self._direction,
            baseline=was,
            revision=now,
            operation=self._flow.name,
            where=where,
            form=_form(sent.media_type),
            is_xml=bare(sent.media_type).endswith(("/xml", "+xml")),
            required=self._was.required or self._direction == "response",
            only_reads=self._flow.only_reads,
            is_refusal=self._message.is_refusal,
        )

    def _tell(self, kind: str, *, breaks: bool) -> Occurrence:
        was, now = self._was, self._now
        return self._occurrence(kind, self._where, was.pointer, now.pointer, breaks)

    def _media(self, kind: str, media: MediaType, *, breaks: bool) -> Occurrence:
        lost = kind == "media-type-removed"
        was = media.pointer if lost else self._was.pointer
        now = self._now.pointer if lost else media.pointer
        return self._occurrence(kind, name(media.media_type), was, now, breaks)

    def _occurrence(self, kind: str, subject: str, was: str, now: str, breaks: bool) -> Occurrence:
        before: list[str] = sorted(name(each.media_type) for each in self._was.types)
        after: list[str] = sorted(name(each.media_type) for each in self._now.types)
        return Occurrence(
            change=change(
                kind,
                direction=self._direction,
                where=self._where,
                coordinate=self._coordinate(subject),
                before={"types": list(before), "required": self._was.required},
                after={"types": list(after), "required": self._now.required},
                was=self._pair.in_baseline(was),
                now=self._pair.in_revision(now),
                name=subject,
                was_=", ".join(before) or "none",
                now_=", ".join(after) or "none",
            ),
            operation=self._flow.name,
            answer="no" if breaks else "yes",
            witness=self._witness(kind, subject),
        )

    def _coordinate(self, subject: str) -> str:
        """Name a body, or one of its types, by what declares it."""
        holder = self._was if self._was.types else self._now
        named = standing(holder.pointer, f"{self._flow.name} {self._where}")
        return named if subject == self._where else f"{named} {subject}"

    def _witness(self, kind: str, subject: str) -> Witness:
        """Show the message and what comes of it on either side."""
        line, sent = self._flow.name, "sent" if self._flow.called_by_us else "answered"
        # What one side sends and the other refuses; what it may send now and never did.
        match (self._direction, kind):
            case ("request", "media-type-removed"):
                headers = (f"Content-Type: {subject}",)
                return Request(line=line, headers=headers, before="taken", after="refused with 415")
            case ("request", "body-became-required"):
                line = f"{line}   without a body"
                return Request(line=line, before="answered", after="refused with 422")
            case ("request", "body-removed"):
                line = f"{line}   with a body"
                return Request(line=line, before="heeded", after="answered as if without it")
            case ("response", "media-type-removed"):
                headers = (f"Accept: {subject}",)
                after = "refused with 406"
                return Request(line=line, headers=headers, before="answered", after=after)
            case ("response", "media-type-widened"):
                before, after = f"never {sent} as {subject}", f"sometimes {sent} so"
                return Request(line=line, before=before, after=after)
            case ("response", "body-removed"):
                return Request(line=line, before=f"{sent} with a body", after=f"{sent} without one")
            case ("response", "body-became-optional"):
                before, after = f"always {sent} with a body", f"sometimes {sent} without one"
                return Request(line=line, before=before, after=after)
            case _:
                return NoWitness(why="nothing fails")


def _schema(media: MediaType) -> str | None:
    """Give where the schema of a body stands: JSON without one is any JSON (OpenAPI 3.1 4.8.14).

    Of octets and the like a schema says nothing, so that there is nothing to compare.
    """
    if media.schema_pointer is None and media.item_pointer is None and is_json(media.media_type):
        return unsaid(media.pointer)
    return media.schema_pointer


def _form(media_type: str) -> Form:
    kind = bare(media_type)
    return _FORMS.get(kind, "text" if kind.startswith("text/") else "json")

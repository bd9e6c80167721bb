"""An answer as it goes over the wire.

In:  statuses, media types and values of a contract.
Out: FakeAnswer; which representation is spoken, how values become headers and bodies.
How: JSON is preferred to text, and text to what is neither, of which only octets can be made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from bffgen.model.api import MediaType
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.verify.hints import Echo, Hints
from bffgen.verify.request import is_json

PROBLEM: Final = "application/problem+json"
NO_BODY: Final = frozenset((204, 205, 304))
# The server's own: a drawn value would be a lie about the message.
OF_THE_SERVER: Final = frozenset(
    (
        *("connection", "content-encoding", "content-length", "date", "keep-alive", "trailer"),
        *("transfer-encoding", "upgrade", "content-range"),
    )
)
_OF_RANGES: Final = {
    "*/*": "application/json",
    "application/*": "application/json",
    "text/*": "text/plain",
    "image/*": "image/png",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeAnswer:
    """What a fake answers.

    Attributes:
        headers: (name, value) as they are sent, Content-Type among them where there is a body.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def spoken(content: Sequence[MediaType]) -> MediaType | None:
    """Choose a representation: JSON first, then text, then what there is."""
    order = (
        *(each for each in content if is_json(each.media_type)),
        *(each for each in content if is_text(each.media_type)),
        *content,
    )
    return order[0] if order else None


def is_text(media_type: str) -> bool:
    """Say whether bodies of a media type are texts."""
    return media_type.lower().startswith("text/")


def content_type(media_type: str) -> tuple[str, str]:
    """Give the header of a body; of a range one of its types."""
    return "Content-Type", _OF_RANGES.get(media_type, media_type.replace("/*", "/octet-stream"))


def header_text(value: Json) -> str:
    """Write a value as `simple` does, in characters that a header takes.

    Source:
        OpenAPI 3.1.1 4.8.12.3.
    """
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case list():
            text = ",".join(map(header_text, value))
        case dict():
            text = ",".join(f"{name},{header_text(each)}" for name, each in value.items())
        case _:
            text = str(value)
    return "".join(each for each in text if each.isprintable() and each.isascii())


def plain_problem(status: int, detail: str, *headers: tuple[str, str]) -> FakeAnswer:
    """Make a problem of RFC 9457 for a fault that the contract has no form for."""
    value: Json = {"type": "about:blank", **_told(status, detail)}
    return FakeAnswer(
        status=status, headers=(content_type(PROBLEM), *headers), body=canonical_bytes(value)
    )


def about_fault(status: int, detail: str) -> Hints:
    """Hint at what the body of a fault should say, whatever its members are called."""
    told = _told(status, detail)
    title = told["title"]
    names: dict[str, Json] = {
        "type": "about:blank",
        **told,
        "statusCode": status,
        "code": status,
        "message": detail,
        "errorMessage": detail,
        "description": detail,
        "reason": detail,
        "error": title,
    }
    echoes = tuple(Echo.of(name, value, deep=True) for name, value in names.items())
    return Hints(seed="fault", identity=str(status), echoes=echoes)


def _told(status: int, detail: str) -> dict[str, Json]:
    known = {each.value: each.phrase for each in HTTPStatus}
    return {"title": known.get(status, f"Status {status}"), "status": status, "detail": detail}

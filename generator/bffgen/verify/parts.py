"""A body of parts as a fake is sent it (`multipart/form-data`).

In:  its Content-Type and its bytes.
Out: SentPart values in their order; None of what has no parts.
How: by the standard library's parser of MIME, which is slow and independent of what BFFs use.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPart:
    """One part.

    Attributes:
        is_file: it has a file name.
    """

    name: str
    is_file: bool
    content: bytes


def sent_parts(content_type: str, body: bytes) -> tuple[SentPart, ...] | None:
    """Take a body apart."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n"
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head.encode("latin-1") + body)
    if message.defects or not message.is_multipart():
        return None
    return tuple(_parts(message))


def _parts(message: EmailMessage) -> Iterable[SentPart]:
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            yield SentPart(name=name, is_file=part.get_filename() is not None, content=content)

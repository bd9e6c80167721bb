# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import MISSING, Field

from .runtime.body import Body, CamelBody
from .runtime.file_part import FilePart


class Photo(Body, extra="forbid"):
    """`Photo` of the contract."""

    caption: Annotated[str, Field(max_length=40, min_length=1)]

    image: FilePart
    """The picture itself."""

    position: Annotated[int, Field(ge=1)] | MISSING = MISSING


class ClaimFrom(Body):
    """`from` of `Claim`."""

    name: str


class AddNoteBody(Body):
    """The body of `addNote request`."""

    text: Annotated[str, Field(max_length=20)]

    labels: list[str] | MISSING = MISSING


class Claim(CamelBody):
    """`Claim` of the contract."""

    title: str

    weight: float | MISSING = MISSING

    photo: FilePart

    papers: Annotated[list[FilePart], Field(max_length=3)] | MISSING = MISSING

    from_: ClaimFrom | MISSING = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPhotoRequest:
    """What a client asks with `POST /products/{id}/photos`, within the contract."""

    id: str

    body: Photo


@dataclass(frozen=True, slots=True, kw_only=True)
class AddClaimRequest:
    """What a client asks with `POST /claims`, within the contract."""

    body: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNoteRequest:
    """What a client asks with `POST /notes`, within the contract."""

    body: AddNoteBody | MISSING

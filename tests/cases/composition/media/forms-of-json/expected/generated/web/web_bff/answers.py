# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from .runtime.accept import preferred
from .runtime.answer import Answer
from .runtime.body import Body


class Product(Body):
    """`Product` of the contract."""

    id: str

    title: str


class Title(Body):
    """`Title` of the contract."""

    title: str


@dataclass(frozen=True, slots=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200

    def media_type(self, asked: Sequence[tuple[bytes, bytes]]) -> bytes:
        """Give the form of the body that the client asks for."""
        return preferred(asked, b"application/vnd.shop.v2+json", b"application/json")


@dataclass(frozen=True, slots=True)
class GetTitle200(Answer[Title]):
    """The product."""

    status: ClassVar[int] = 200

    def media_type(self, asked: Sequence[tuple[bytes, bytes]]) -> bytes:
        """Give the media type that the contract has for the body."""
        return b"application/vnd.shop.title+json"


GetProductResponse: TypeAlias = GetProduct200
GetTitleResponse: TypeAlias = GetTitle200

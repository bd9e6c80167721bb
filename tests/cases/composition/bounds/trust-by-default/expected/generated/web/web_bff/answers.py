# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from pydantic import MISSING

from .runtime.answer import Answer
from .runtime.body import Body


class Part(Body):
    """`Part` of the contract."""

    name: str

    state: Literal["open", "sent"] | MISSING = MISSING


class Product(Body):
    """`Product` of the contract."""

    id: str

    parts: list[Part]

    marks: list[str] | MISSING = MISSING

    missing: list[str] | MISSING = MISSING


@dataclass(frozen=True, slots=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200


GetProductResponse: TypeAlias = GetProduct200

# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import MISSING, Field

from .runtime.answer import Answer
from .runtime.observed import Observable


class Part(Observable):
    """`Part` of the contract."""

    name: Annotated[str, Field(min_length=1)]

    state: Literal["open", "sent"] | MISSING = MISSING


class Product(Observable):
    """`Product` of the contract."""

    id: Annotated[str, Field(max_length=8)]

    parts: list[Part]

    marks: list[str] | MISSING = MISSING

    missing: list[str] | MISSING = MISSING


@dataclass(frozen=True, slots=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200


GetProductResponse: TypeAlias = GetProduct200

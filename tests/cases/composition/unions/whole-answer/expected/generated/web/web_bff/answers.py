# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from pydantic import MISSING

from .runtime.answer import Answer
from .runtime.body import CamelBody, Date


class Card(CamelBody):
    """`Card` of the contract."""

    method: Literal["card"]

    brand: str

    last_digits: str | MISSING = MISSING


class Invoice(CamelBody):
    """`Invoice` of the contract."""

    method: Literal["invoice"]

    due_on: Date | MISSING = MISSING


@dataclass(frozen=True, slots=True)
class GetThing200(Answer[Card | Invoice]):
    """The thing."""

    status: ClassVar[int] = 200


GetThingResponse: TypeAlias = GetThing200

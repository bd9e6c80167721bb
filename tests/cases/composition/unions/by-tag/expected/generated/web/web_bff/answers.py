# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import MISSING, Field

from .runtime.answer import Answer
from .runtime.body import Body, CamelBody, Date


class Card(CamelBody):
    """`Card` of the contract."""

    method: Literal["card"]

    brand: str

    last_digits: str | MISSING = MISSING


class Invoice(CamelBody):
    """`Invoice` of the contract."""

    method: Literal["invoice"]

    due_on: Date | MISSING = MISSING


class Wallet(Body):
    """`Wallet` of the contract."""

    method: Literal["wallet"]

    provider: str | MISSING = MISSING


class Thing(Body):
    """`Thing` of the contract."""

    id: str

    payment: Annotated[Card | Invoice | Wallet, Field(discriminator="method")]


@dataclass(frozen=True, slots=True)
class GetThing200(Answer[Thing]):
    """The thing."""

    status: ClassVar[int] = 200


GetThingResponse: TypeAlias = GetThing200

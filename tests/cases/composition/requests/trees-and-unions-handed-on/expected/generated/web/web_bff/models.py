# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import MISSING, Field

from .runtime.body import Body, CamelBody, Date


class Card(CamelBody):
    """`Card` of the contract."""

    method: Literal["card"]

    brand: str

    last_digits: str | MISSING = MISSING


class Invoice(CamelBody):
    """`Invoice` of the contract."""

    method: Literal["invoice"]

    due_on: Date


class Thing(Body):
    """`Thing` of the contract."""

    name: Annotated[str, Field(max_length=40)]

    count: int | MISSING = MISSING

    payment: Annotated[Card | Invoice, Field(discriminator="method")] | MISSING = MISSING

    parts: "list[Thing] | MISSING" = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveThingRequest:
    """What a client asks with `POST /things/{id}`, within the contract."""

    id: str

    body: Thing

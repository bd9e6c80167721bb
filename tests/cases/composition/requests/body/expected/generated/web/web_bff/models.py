# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import MISSING, Field

from .runtime.body import Body, Date


class CheckProduct(Body):
    """`product` of `Check`."""

    id: Annotated[str, Field(min_length=1)]


class Wish(Body):
    """`Wish` of the contract."""

    colour: str

    count: Annotated[int, Field(ge=1)] | MISSING = MISSING

    secret: str | MISSING = MISSING


class Check(Body, extra="forbid"):
    """What a customer wishes."""

    note: Annotated[str, Field(max_length=200)] | None | MISSING = MISSING
    """In the customer's own words."""

    product: CheckProduct

    wishes: Annotated[list[Wish], Field(max_length=20)]

    later: Date | MISSING = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckProductRequest:
    """What a client asks with `POST /checks`, within the contract."""

    body: Check
    """What a customer wishes."""

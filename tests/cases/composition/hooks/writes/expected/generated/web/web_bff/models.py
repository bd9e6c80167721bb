# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import MISSING, Field

from .runtime.body import Body


class Reason(Body):
    """`Reason` of the contract."""

    why: Annotated[str, Field(max_length=20)]

    note: str | MISSING = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOrderRequest:
    """What a client asks with `GET /orders/{id}`, within the contract."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrderRequest:
    """What a client asks with `POST /orders/{id}/cancellation`, within the contract."""

    id: str

    body: Reason

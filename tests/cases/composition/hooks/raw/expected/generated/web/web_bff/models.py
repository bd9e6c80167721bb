# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HasOrderRequest:
    """What a client asks with `GET /orders/{id}/presence`, within the contract."""

    id: str

# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass
from typing import Literal

from pydantic import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProductRequest:
    """What a client asks with `GET /products/{id}`, within the contract."""

    id: str

    page: int

    full: bool

    sort_by: Literal["price", "title"]

    ratio: float | MISSING

    class_: str | MISSING

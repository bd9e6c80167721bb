# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass

from pydantic import MISSING

from .runtime.counted import Counted


class Patch(Counted, least=1, needs={"sale": ("price",)}):
    """`Patch` of the contract."""

    title: str | MISSING = MISSING

    price: float | MISSING = MISSING

    sale: float | MISSING = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchProductRequest:
    """What a client asks with `PATCH /products/{id}`, within the contract."""

    id: str

    body: Patch

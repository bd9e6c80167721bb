# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from pydantic import MISSING

from .runtime.answer import Answer
from .runtime.body import CamelBody
from .runtime.header import RawHeaders, header
from .runtime.scalar import boolean_of, choice_of, integer_of, number_of, text_of


class Product(CamelBody):
    """`Product` of the contract."""

    id: str

    title: str

    price: float

    in_stock: bool

    revision: int | MISSING = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200

    x_kind: Literal["product", "part"]
    """What it is."""

    x_product: str

    x_price: float | MISSING = MISSING

    x_revision: int | MISSING = MISSING
    """How often it was changed."""

    x_language: str

    x_in_stock: bool | MISSING = MISSING

    x_warehouse: str | MISSING = MISSING

    x_unused: str | MISSING = MISSING

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return (
            *header("X-Kind", self.x_kind, choice_of, ("product", "part")),
            *header("X-Product", self.x_product, text_of, {"max_length": 40}),
            *header("X-Price", self.x_price, number_of, {"minimum": 0}),
            *header(
                "X-Revision", self.x_revision, integer_of, {"minimum": 0, "maximum": 2147483647}
            ),
            *header("X-Language", self.x_language, text_of, {}),
            *header("X-In-Stock", self.x_in_stock, boolean_of),
            *header("X-Warehouse", self.x_warehouse, text_of, {}),
            *header("X-Unused", self.x_unused, text_of, {}),
        )


GetProductResponse: TypeAlias = GetProduct200

# made by bffgen from contracts/clients/partner/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from pydantic import MISSING, Field

from .runtime.answer import Answer
from .runtime.body import Body, DateTime


class Money(Body):
    """An amount of one currency."""

    amount: Annotated[float, Field(ge=0, le=1000000)]
    """The amount in whole units of the currency, such as euros, not cents."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """The currency by its ISO 4217 code."""


class Product(Body):
    """A product of the range."""

    product_id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The product; never given to another one."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """The article, as it stands on order lines and delivery notes."""

    price: Money | MISSING = MISSING
    """The price of one piece with taxes; absent for a product that is not priced in this
    currency.
    """

    available: bool
    """Whether at least one piece can be sent today."""

    updated_at: DateTime
    """When the product was last published. Of two copies the later one is right."""

    deleted: bool
    """Whether the product has left the shop."""

    deleted_at: DateTime | None | MISSING = MISSING
    """When it left the shop; null while it is sold, absent for products older than 2019."""


class ProductBatch(Body):
    """The products that are known."""

    items: Annotated[list[Product], Field(max_length=100)]
    """Products in the order of the list of ids."""


class ProductPage(Body):
    """One page of the range."""

    items: Annotated[list[Product], Field(max_length=200)]
    """Products in the order in which they were last published."""

    next_cursor: Annotated[str, Field(max_length=1000)] | MISSING = MISSING
    """The `cursor` of the next page; absent on the last one."""

    synced_until: DateTime
    """The `updated_since` of the next walk, once this one is complete."""


@dataclass(frozen=True, slots=True)
class ListProducts200(Answer[ProductPage]):
    """One page."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class BatchGetProducts200(Answer[ProductBatch]):
    """The products."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200


ListProductsResponse: TypeAlias = ListProducts200
BatchGetProductsResponse: TypeAlias = BatchGetProducts200
GetProductResponse: TypeAlias = GetProduct200

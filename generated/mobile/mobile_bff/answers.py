# made by bffgen from contracts/clients/mobile/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from pydantic import MISSING, Field

from .runtime.answer import Answer
from .runtime.body import Body, CamelBody, Uri


class ProductCard(CamelBody):
    """A product among others; as little as a card shows."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The name of a product in links into the app."""

    name: Annotated[str, Field(max_length=160, min_length=1)]
    """The name."""

    image_url: Annotated[Uri, Field(max_length=500)] | MISSING = MISSING
    """A small picture."""

    price_minor: Annotated[int, Field(ge=0, le=9223372036854775807)] | MISSING = MISSING
    """The price in the smallest unit of the currency."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | MISSING = MISSING
    """ISO 4217 code."""

    in_stock: bool | MISSING = MISSING
    """Whether it can be sent today."""


class Product(CamelBody):
    """A product on one screen."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The name of a product in links into the app."""

    name: Annotated[str, Field(max_length=160, min_length=1)]
    """The name, without the brand."""

    brand_name: Annotated[str, Field(max_length=80, min_length=1)] | MISSING = MISSING
    """The brand; absent when there is none."""

    summary: Annotated[str, Field(max_length=280)]
    """One or two plain sentences."""

    image_url: Annotated[Uri, Field(max_length=500)] | MISSING = MISSING
    """One picture, as wide as asked for."""

    price_minor: Annotated[int, Field(ge=0, le=9223372036854775807)]
    """The price in the smallest unit of the currency, such as cents; whole yen for JPY."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """The currency by its ISO 4217 code."""

    in_stock: bool
    """Whether the app offers to buy it.

    When stock is not known the answer is yes, and checkout decides.
    """

    stars: Annotated[float, Field(ge=1, le=5)] | MISSING = MISSING
    """Mean of all ratings; absent before the first review."""

    star_count: Annotated[int, Field(ge=0, le=2147483647)]
    """How many ratings the stars rest on."""


class MoreProduct(Body):
    """A product that goes with the one on the screen."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The name of a product in links into the app."""

    name: Annotated[str, Field(max_length=160, min_length=1)]
    """Its name."""

    stars: Annotated[float, Field(ge=1, le=5)] | MISSING = MISSING
    """Mean of its ratings."""


class ProductCards(Body):
    """One screen of a list."""

    cards: Annotated[list[ProductCard], Field(max_length=24)]
    """Products, best match first."""

    next: Annotated[str, Field(max_length=500)] | None | MISSING = MISSING
    """The `cursor` of the next screen; null on the last one."""


class MoreProducts(Body):
    """Products that go with one, best first."""

    more: Annotated[list[MoreProduct], Field(max_length=4)]
    """The products; empty when nothing is known to go with it."""


@dataclass(frozen=True, slots=True)
class ListProducts200(Answer[ProductCards]):
    """One screen."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class ListMore200(Answer[MoreProducts]):
    """What goes with it; stars that cannot be had in time are left out."""

    status: ClassVar[int] = 200


ListProductsResponse: TypeAlias = ListProducts200
GetProductResponse: TypeAlias = GetProduct200
ListMoreResponse: TypeAlias = ListMore200

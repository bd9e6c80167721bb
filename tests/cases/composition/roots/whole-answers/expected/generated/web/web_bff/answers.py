# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from .runtime.answer import Answer
from .runtime.body import Body, RootBody


class Product(Body):
    """A product as the shop shows it."""

    id: str

    title: str


class ListProductsBody(RootBody):
    """The body of `listProducts`."""

    root: Annotated[list[Product], Field(max_length=50)]


class Titles(RootBody):
    """Titles, no two of them promised to differ."""

    root: list[str]


class ProductsBySkuBody(RootBody):
    """The body of `productsBySku`."""

    root: dict[str, Product]


class CountProductsBody(RootBody):
    """The body of `countProducts`."""

    root: Annotated[int, Field(ge=0)]


class FeaturedProductBody(RootBody):
    """A product as the shop shows it."""

    root: Product | None


class Sold(Body):
    """`Sold` of the contract."""

    kind: Literal["Sold"]

    amount: float


class Returned(Body):
    """`Returned` of the contract."""

    kind: Literal["Returned"]

    reason: str


class ListEventsBody(RootBody):
    """The body of `listEvents`."""

    root: list[Annotated[Sold | Returned, Field(discriminator="kind")]]


@dataclass(frozen=True, slots=True)
class ListProducts200(Answer[ListProductsBody]):
    """All products."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class ListTitles200(Answer[Titles]):
    """Their titles."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class ProductsBySku200(Answer[ProductsBySkuBody]):
    """All products."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class CountProducts200(Answer[CountProductsBody]):
    """How many there are."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class FeaturedProduct200(Answer[FeaturedProductBody]):
    """The product, or null."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class ListEvents200(Answer[ListEventsBody]):
    """What happened."""

    status: ClassVar[int] = 200


ListProductsResponse: TypeAlias = ListProducts200
ListTitlesResponse: TypeAlias = ListTitles200
ProductsBySkuResponse: TypeAlias = ProductsBySku200
CountProductsResponse: TypeAlias = CountProducts200
FeaturedProductResponse: TypeAlias = FeaturedProduct200
ListEventsResponse: TypeAlias = ListEvents200

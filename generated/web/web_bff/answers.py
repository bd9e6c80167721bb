# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import MISSING, Field

from .runtime.answer import Answer
from .runtime.body import Body, CamelBody, Date, DateTime, Uri
from .runtime.header import RawHeaders, header
from .runtime.scalar import integer_of, text_of
from .runtime.told import Problem
from .runtime.told import problem as problem


class Brand(Body):
    """A brand."""

    name: Annotated[str, Field(max_length=80, min_length=1)]
    """The name as the brand spells it."""


class Price(CamelBody):
    """What the product costs, as a number and as it is to be shown."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    """The price in whole units of the currency."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """The currency by its ISO 4217 code."""

    label: Annotated[str, Field(max_length=40, min_length=1)]
    """The price as text, with as many decimals as the currency has."""

    list_amount: Annotated[float, Field(ge=0, le=1000000)] | None | MISSING = MISSING
    """The price to strike through beside a reduced one; null when the price is not reduced."""

    valid_until: DateTime
    """Until when this price is charged."""


class Availability(CamelBody):
    """Whether and when the product can be sent."""

    in_stock: bool
    """Whether it can be sent today."""

    quantity: Annotated[int, Field(ge=0, le=2147483647)]
    """Pieces that are free."""

    lead_time_days: Annotated[int, Field(ge=0, le=365)] | None | MISSING = MISSING
    """Days until new pieces arrive; null while pieces are free or no delivery is planned."""


class ProductImage(Body):
    """A large picture."""

    url: Annotated[Uri, Field(max_length=500)]
    """Where the picture is."""

    alt: Annotated[str, Field(max_length=160, min_length=1)]
    """What it shows; the title of the product where nobody has described the picture."""

    width: Annotated[int, Field(ge=1, le=4096)]
    """Width in pixels."""

    height: Annotated[int, Field(ge=1, le=8192)]
    """Height in pixels, so that the page does not jump."""


class Review(CamelBody):
    """What one buyer says."""

    rating: Annotated[int, Field(ge=1, le=5)]
    """Stars given."""

    title: Annotated[str, Field(max_length=120, min_length=1)] | MISSING = MISSING
    """A headline, if the buyer wrote one."""

    text: Annotated[str, Field(max_length=4000)]
    """The review as plain text."""

    author_name: Annotated[str, Field(max_length=60, min_length=1)]
    """The name under which the buyer wants to be shown."""

    created_at: DateTime
    """When it was written."""


class Money(Body):
    """An amount of one currency."""

    amount: Annotated[float, Field(ge=0, le=1000000)]
    """The amount in whole units of the currency, such as euros, not cents."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """The currency by its ISO 4217 code."""


class Seo(CamelBody):
    """What goes into the head of the page."""

    title: Annotated[str, Field(max_length=70, min_length=1)]
    """The title of the page in results."""

    description: Annotated[str, Field(max_length=200)]
    """The text below the title in results."""

    canonical_url: Annotated[Uri, Field(max_length=500)] | MISSING = MISSING
    """The one address of the page, where several lead to it."""

    keywords: Annotated[
        list[Annotated[str, Field(max_length=60, min_length=1)]], Field(max_length=20)
    ]
    """Words that people look for."""


class ProductTile(CamelBody):
    """A product among others."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The name of a product in addresses."""

    title: Annotated[str, Field(max_length=160, min_length=1)]
    """Its name."""

    brand: Annotated[str, Field(max_length=80, min_length=1)] | MISSING = MISSING
    """Its brand; absent when there is none."""

    price: Money | MISSING = MISSING
    """An amount of one currency."""

    in_stock: bool | MISSING = MISSING
    """Whether it can be sent today; absent when that is not known."""

    image_url: Annotated[Uri, Field(max_length=500)] | MISSING = MISSING
    """A small picture; absent when there is none."""


class Category(Body):
    """A department and all that lies below it."""

    id: Annotated[str, Field(max_length=64)]
    """Its name in addresses."""

    name: Annotated[str, Field(max_length=80, min_length=1)]
    """Its name for people."""

    children: "Annotated[list[Category], Field(max_length=100)]"
    """What lies right below it, in the order in which it is shown."""


class QuotedLine(CamelBody):
    """A line of a cart, and what it costs now."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """An article, as it goes into a cart."""

    quantity: Annotated[int, Field(ge=1, le=100)]
    """How many."""

    unit_price: Money | MISSING = MISSING
    """An amount of one currency."""

    in_stock: bool
    """Whether at least one piece can be sent today."""


class Charge(Body):
    """An amount as it was charged."""

    amount: Annotated[float, Field(ge=0, le=1000000)]
    """Whole units of the currency."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """ISO 4217 code."""


class OrderLine(CamelBody):
    """Pieces of one article."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """An article, as it goes into a cart."""

    title: Annotated[str, Field(max_length=160, min_length=1)]
    """Its name on the day of the order."""

    quantity: Annotated[int, Field(ge=1, le=100)]
    """How many."""

    unit_price: Charge
    """An amount as it was charged."""


class Address(CamelBody):
    """Where a parcel goes."""

    name: Annotated[str, Field(max_length=120, min_length=1)]
    """Who receives it."""

    street: Annotated[str, Field(max_length=160, min_length=1)]
    """Street and number."""

    postal_code: Annotated[str, Field(max_length=16, min_length=1)]
    """The postal code."""

    city: Annotated[str, Field(max_length=80, min_length=1)]
    """The town."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    """The country by its ISO 3166-1 alpha-2 code."""


class CardPayment(CamelBody):
    """Paid by card."""

    method: Literal["card"]
    """The kind of payment."""

    brand: Annotated[str, Field(max_length=30, min_length=1)]
    """Whose card."""

    last_digits: Annotated[str, Field(pattern="^[0-9]{4}$")]
    """The end of its number."""


class InvoicePayment(CamelBody):
    """Paid after delivery."""

    method: Literal["invoice"]
    """The kind of payment."""

    due_on: Date
    """The last day to pay."""


class WalletPayment(Body):
    """Paid through a wallet."""

    method: Literal["wallet"]
    """The kind of payment."""

    provider: Annotated[str, Field(max_length=40, min_length=1)]
    """Whose wallet."""


class PlacedOrder(Body):
    """What a customer is shown right after ordering."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    """The order."""

    state: Annotated[str, Field(max_length=30)]
    """How far it is. More states will come; show one that is not known as it is written."""

    total: Charge
    """An amount as it was charged."""


class ProductReviews(Body):
    """The rating and the newest reviews."""

    average: Annotated[float, Field(ge=1, le=5)] | MISSING = MISSING
    """Mean of all ratings; absent before the first review."""

    count: Annotated[int, Field(ge=0, le=2147483647)]
    """How many reviews there are."""

    items: Annotated[list[Review], Field(max_length=20)]
    """The newest reviews, newest first."""


class RelatedProduct(CamelBody):
    """A product that goes with the one of the page."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The name of a product in addresses."""

    title: Annotated[str, Field(max_length=160, min_length=1)]
    """Its name."""

    price: Money
    """An amount of one currency."""

    image_url: Annotated[Uri, Field(max_length=500)] | MISSING = MISSING
    """A small picture; absent when there is none."""


class SearchPage(CamelBody):
    """One page of what was found."""

    items: Annotated[list[ProductTile], Field(max_length=48)]
    """Products, best match first."""

    total: Annotated[int, Field(ge=0, le=2147483647)]
    """How many were found on all pages."""

    next_cursor: Annotated[str, Field(max_length=500)] | None | MISSING = MISSING
    """The `cursor` of the next page; null or absent on the last one."""


class CartQuote(Body):
    """What a cart costs now."""

    lines: Annotated[list[QuotedLine], Field(max_length=50)]
    """The lines of the cart in their order."""


class OrderHead(CamelBody):
    """An order in the list of a customer."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    """The order."""

    state: Annotated[str, Field(max_length=30)]
    """How far it is. More states will come; show one that is not known as it is written."""

    placed_at: DateTime
    """When it was placed."""

    total: Charge
    """An amount as it was charged."""


class Order(CamelBody):
    """An order as its customer sees it."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    """The order."""

    state: Annotated[str, Field(max_length=30)]
    """How far it is. More states will come; show one that is not known as it is written."""

    placed_at: DateTime
    """When it was placed."""

    total: Charge
    """An amount as it was charged."""

    lines: Annotated[list[OrderLine], Field(max_length=50)]
    """What was ordered."""

    shipping: Charge
    """An amount as it was charged."""

    ship_to: Address
    """Where a parcel goes."""

    payment: Annotated[CardPayment | InvoicePayment | WalletPayment, Field(discriminator="method")]
    """How it was paid, or is to be."""

    tracking_url: Annotated[Uri, Field(max_length=300)] | None | MISSING = MISSING
    """Where the carrier says how far it is; null before it was sent."""


class ProductPage(Body):
    """A product page from top to bottom."""

    kind: Literal["product"]
    """The kind of page, by which the web app picks its layout."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The name of a product in addresses."""

    sku: Annotated[str, Field(max_length=32)]
    """The article that goes into the basket."""

    title: Annotated[str, Field(max_length=160, min_length=1)]
    """The headline."""

    description: Annotated[str, Field(max_length=20000)]
    """The full description as HTML that may be put into the page as it is."""

    brand: Brand | None
    """The brand to show above the headline; null when there is none."""

    status: Literal["available", "coming_soon", "discontinued"]
    """Whether it can be ordered; `coming_soon` takes no orders yet, `discontinued` will not come
    back.
    """

    attributes: dict[str, Annotated[str, Field(max_length=200, min_length=1)]]
    """What the maker states, by the name under which it is shown."""

    price: Price
    """What the product costs, as a number and as it is to be shown."""

    availability: Availability | MISSING = MISSING
    """Whether and when the product can be sent."""

    images: Annotated[list[ProductImage], Field(max_length=12)] | MISSING = MISSING
    """Large pictures, the first one to be shown first."""

    reviews: ProductReviews | MISSING = MISSING
    """The rating and the newest reviews."""

    related: Annotated[list[RelatedProduct], Field(max_length=8)] | MISSING = MISSING
    """Products that go with this one; each has a price, or it is not shown."""

    seo: Seo
    """What goes into the head of the page."""

    unavailable: (
        Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)] | MISSING
    ) = MISSING
    """The parts of the page that could not be had in time, as in `BFF-Incomplete`; absent when all
    are there.
    """


class ListOrdersBody(Body):
    """One page of orders."""

    orders: Annotated[list[OrderHead], Field(max_length=100)]
    """Orders, newest first."""

    next: Annotated[str, Field(max_length=200)] | MISSING = MISSING
    """The `cursor` of the next page; absent on the last one."""


@dataclass(frozen=True, slots=True)
class GetProductPage200(Answer[ProductPage]):
    """The page."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class SearchProducts200(Answer[SearchPage]):
    """One page of what was found."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class GetCategory200(Answer[Category]):
    """The department."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class QuoteCart200(Answer[CartQuote]):
    """The cart with prices."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class ListOrders200(Answer[ListOrdersBody]):
    """One page."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder201(Answer[PlacedOrder]):
    """Placed."""

    status: ClassVar[int] = 201

    location: str
    """The order."""

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return (*header("Location", self.location, text_of, {"max_length": 200}),)


@dataclass(frozen=True, slots=True)
class PlaceOrder400(Answer[Problem]):
    """The request cannot be read, lacks a key that it has to have, or a cursor in it is not one of
    ours.
    """

    status: ClassVar[int] = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder401(Answer[Problem]):
    """Credentials are missing, wrong or have run out."""

    status: ClassVar[int] = 401

    www_authenticate: str | MISSING = MISSING
    """The schemes that are taken (RFC 9110 11.6.1)."""

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return (*header("WWW-Authenticate", self.www_authenticate, text_of, {"max_length": 500}),)


@dataclass(frozen=True, slots=True)
class PlaceOrder402(Answer[Problem]):
    """The payment was declined; another one may be taken."""

    status: ClassVar[int] = 402


@dataclass(frozen=True, slots=True)
class PlaceOrder408(Answer[Problem]):
    """The body did not come in time."""

    status: ClassVar[int] = 408


@dataclass(frozen=True, slots=True)
class PlaceOrder409(Answer[Problem]):
    """It does not go with the state that things are in; a further try as it is will not help."""

    status: ClassVar[int] = 409


@dataclass(frozen=True, slots=True)
class PlaceOrder413(Answer[Problem]):
    """The body is larger than is taken here."""

    status: ClassVar[int] = 413


@dataclass(frozen=True, slots=True)
class PlaceOrder415(Answer[Problem]):
    """The body has another media type than is taken here."""

    status: ClassVar[int] = 415


@dataclass(frozen=True, slots=True)
class PlaceOrder422(Answer[Problem]):
    """The request does not fit this contract; `errors` names each part that does not.

    Also the answer to what fits and cannot be done, such as a currency that the shop does not sell
    in.
    """

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class PlaceOrder500(Answer[Problem]):
    """A fault on this side; the instance is all that support needs."""

    status: ClassVar[int] = 500


@dataclass(frozen=True, slots=True)
class PlaceOrder502(Answer[Problem]):
    """A service behind this API that the answer cannot do without failed."""

    status: ClassVar[int] = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder503(Answer[Problem]):
    """A service behind this API that the answer cannot do without is not being asked for the
    moment.
    """

    status: ClassVar[int] = 503

    retry_after: int | MISSING = MISSING
    """Seconds after which a further try makes sense."""

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return (
            *header(
                "Retry-After", self.retry_after, integer_of, {"minimum": 0, "maximum": 2147483647}
            ),
        )


@dataclass(frozen=True, slots=True)
class PlaceOrder504(Answer[Problem]):
    """A service behind this API that the answer cannot do without did not answer in time."""

    status: ClassVar[int] = 504


@dataclass(frozen=True, slots=True)
class GetOrder200(Answer[Order]):
    """The order."""

    status: ClassVar[int] = 200


GetProductPageResponse: TypeAlias = GetProductPage200
SearchProductsResponse: TypeAlias = SearchProducts200
GetCategoryResponse: TypeAlias = GetCategory200
QuoteCartResponse: TypeAlias = QuoteCart200
ListOrdersResponse: TypeAlias = ListOrders200
PlaceOrderResponse: TypeAlias = (
    PlaceOrder201
    | PlaceOrder400
    | PlaceOrder401
    | PlaceOrder402
    | PlaceOrder408
    | PlaceOrder409
    | PlaceOrder413
    | PlaceOrder415
    | PlaceOrder422
    | PlaceOrder500
    | PlaceOrder502
    | PlaceOrder503
    | PlaceOrder504
)
GetOrderResponse: TypeAlias = GetOrder200

# made by bffgen from contracts/clients/admin/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import MISSING, Field

from .runtime.answer import Answer
from .runtime.body import Body, CamelBody, Date, DateTime, Email, Uri
from .runtime.header import RawHeaders, header
from .runtime.scalar import integer_of, text_of
from .runtime.told import Problem
from .runtime.told import problem as problem


class Price(CamelBody):
    """A price as it is charged."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    """Whole units of the currency."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """ISO 4217 code."""

    list_price: Annotated[float, Field(ge=0, le=1000000)] | None | MISSING = MISSING
    """The lowest price of the last 30 days; null when it is not reduced."""

    wholesale: Annotated[float, Field(ge=0, le=1000000)] | MISSING = MISSING
    """What dealers pay; only for the roles `buying` and `finance`."""

    valid_until: DateTime
    """Until when it is charged."""


class WarehouseStock(Body):
    """The stock in one warehouse."""

    code: Annotated[str, Field(pattern="^[A-Z]{3}[0-9]$")]
    """The warehouse."""

    quantity: Annotated[int, Field(ge=0, le=2147483647)]
    """Pieces that are free there."""


class Restock(Body):
    """What the back office advises to order of the maker; left out while prices or stock are
    unknown.
    """

    urgency: Literal["none", "soon", "now"]
    """When to order."""

    pieces: Annotated[int, Field(ge=0, le=2147483647)]
    """How many."""


class EditedProduct(CamelBody):
    """The texts of a product as they now are."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The product."""

    title: Annotated[str, Field(max_length=160, min_length=1)]
    """The name."""

    lifecycle: Literal["PRELAUNCH", "ACTIVE", "RETIRED"]
    """Whether it is sold."""

    updated_at: DateTime
    """When it was published."""


class AdjustmentBooked(CamelBody):
    """A correction as it was booked."""

    id: Annotated[int, Field(ge=1, le=9223372036854775807)]
    """The booking."""

    total: Annotated[int, Field(ge=0, le=2147483647)]
    """Pieces that are now free in all warehouses."""

    booked_at: DateTime
    """When it was booked."""


class QueuedReview(CamelBody):
    """A review that waits for a decision, or has one."""

    id: Annotated[str, Field(max_length=20, pattern="^r-[0-9]+$")]
    """The review."""

    product_id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The product."""

    rating: Annotated[int, Field(ge=1, le=5)]
    """Stars given."""

    title: Annotated[str, Field(max_length=120, min_length=1)] | MISSING = MISSING
    """A headline."""

    text: Annotated[str, Field(max_length=4000)]
    """The review."""

    author_name: Annotated[str, Field(max_length=60, min_length=1)]
    """The name to be shown."""

    created_at: DateTime
    """When it was written."""

    state: Literal["WAITING", "REPORTED", "PUBLISHED", "REFUSED"]
    """WAITING and REPORTED stand in the queue."""

    reports: Annotated[int, Field(ge=0, le=2147483647)]
    """How many readers have reported it."""


class Money(Body):
    """An amount of one currency."""

    amount: Annotated[float, Field(ge=0, le=1000000)]
    """The amount in whole units of the currency, such as euros, not cents."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """The currency by its ISO 4217 code."""


class OrderLine(CamelBody):
    """Pieces of one article."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """The article."""

    title: Annotated[str, Field(max_length=160, min_length=1)]
    """Its name on the day of the order."""

    quantity: Annotated[int, Field(ge=1, le=100)]
    """How many."""

    unit_price: Money
    """An amount of one currency."""


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


class Cancelled(Body):
    """An order that was cancelled."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    """The order."""

    state: Annotated[str, Field(max_length=30)]
    """How far an order is. More states will come; show one that is not known as it is written."""


class HalfCancelled(Body):
    """An order that was cancelled, with what is still to be done by hand."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    """The order."""

    state: Annotated[str, Field(max_length=30)]
    """How far an order is. More states will come; show one that is not known as it is written."""

    open: Annotated[list[Literal["stock-release"]], Field(max_length=5, min_length=1)]
    """The steps that did not succeed."""


class Stock(CamelBody):
    """The stock over all warehouses."""

    total: Annotated[int, Field(ge=0, le=2147483647)]
    """Pieces that are free."""

    lead_time_days: Annotated[int, Field(ge=0, le=365)] | None | MISSING = MISSING
    """Days until new pieces arrive; null while pieces are free or no delivery is planned."""

    warehouses: Annotated[list[WarehouseStock], Field(max_length=50)] | MISSING = MISSING
    """Where the pieces lie."""


class ListReviewQueueBody(CamelBody):
    """One page of the queue."""

    items: Annotated[list[QueuedReview], Field(max_length=50)]
    """The reviews, oldest first."""

    next_cursor: Annotated[str, Field(max_length=200)] | None | MISSING = MISSING
    """The `cursor` of the next page; null on the last one."""


class OrderHead(CamelBody):
    """An order as lists show it."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    """The order."""

    state: Annotated[str, Field(max_length=30)]
    """How far an order is. More states will come; show one that is not known as it is written."""

    placed_at: DateTime
    """When it was placed."""

    total: Money
    """An amount of one currency."""


class Order(CamelBody):
    """An order with all that support and finance need."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    """The order."""

    state: Annotated[str, Field(max_length=30)]
    """How far an order is. More states will come; show one that is not known as it is written."""

    placed_at: DateTime
    """When it was placed."""

    total: Money
    """An amount of one currency."""

    customer_id: Annotated[str, Field(max_length=64, min_length=1)]
    """Who ordered."""

    customer_email: Annotated[Email, Field(max_length=254)] | MISSING = MISSING
    """Where order mails go; only for the role `support`."""

    margin: Money | MISSING = MISSING
    """What the shop keeps of it; only for the role `finance`."""

    lines: Annotated[list[OrderLine], Field(max_length=50)]
    """What was ordered."""

    ship_to: Address
    """Where a parcel goes."""

    payment: Annotated[CardPayment | InvoicePayment | WalletPayment, Field(discriminator="method")]
    """How an order was paid, or is to be."""

    tracking_url: Annotated[Uri, Field(max_length=300)] | None | MISSING = MISSING
    """Where the carrier says how far it is; null before it was sent."""


class Product(CamelBody):
    """A product with all that its team needs to see of it."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    """The product."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """The article."""

    title: Annotated[str, Field(max_length=160, min_length=1)]
    """The name."""

    description_html: Annotated[str, Field(max_length=20000)]
    """The full description as HTML."""

    short_description: Annotated[str, Field(max_length=280)]
    """The description in one or two sentences."""

    brand: Annotated[str, Field(max_length=80, min_length=1)] | None
    """The brand; null for goods without one."""

    category_id: Annotated[str, Field(max_length=64)]
    """The category."""

    lifecycle: Literal["PRELAUNCH", "ACTIVE", "RETIRED"]
    """Whether it is sold."""

    attributes: dict[str, Annotated[str, Field(max_length=200, min_length=1)]]
    """What the maker states."""

    updated_at: DateTime
    """When it was last published."""

    deleted: bool
    """Whether it has left the shop."""

    price: Price | MISSING = MISSING
    """A price as it is charged."""

    stock: Stock | MISSING = MISSING
    """The stock over all warehouses."""

    restock: Restock | MISSING = MISSING
    """What the back office advises to order of the maker; left out while prices or stock are
    unknown.
    """


class ListOrdersBody(Body):
    """One page of orders."""

    orders: Annotated[list[OrderHead], Field(max_length=100)]
    """Orders, newest first."""

    next: Annotated[str, Field(max_length=200)] | MISSING = MISSING
    """The `cursor` of the next page; absent on the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200

    e_tag: str | MISSING = MISSING
    """The version, for `If-Match`."""

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return (*header("ETag", self.e_tag, text_of, {"max_length": 80}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateProduct200(Answer[EditedProduct]):
    """The texts as they now are."""

    status: ClassVar[int] = 200

    e_tag: str | MISSING = MISSING
    """The version, for `If-Match`."""

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return (*header("ETag", self.e_tag, text_of, {"max_length": 80}),)


@dataclass(frozen=True, slots=True)
class SetPrice200(Answer[Price]):
    """The price as it now is."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class CorrectStock201(Answer[AdjustmentBooked]):
    """Booked."""

    status: ClassVar[int] = 201


@dataclass(frozen=True, slots=True)
class ListReviewQueue200(Answer[ListReviewQueueBody]):
    """One page."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class ModerateReview200(Answer[QueuedReview]):
    """The review with the decision."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class ListOrders200(Answer[ListOrdersBody]):
    """One page."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class GetOrder200(Answer[Order]):
    """The order."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class CancelOrder200(Answer[Cancelled]):
    """Cancelled, and the pieces are free again."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class CancelOrder202(Answer[HalfCancelled]):
    """Cancelled, with something left to do."""

    status: ClassVar[int] = 202


@dataclass(frozen=True, slots=True)
class CancelOrder400(Answer[Problem]):
    """The request cannot be read, lacks a key that it has to have, or a cursor in it is not one of
    ours.
    """

    status: ClassVar[int] = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder401(Answer[Problem]):
    """Credentials are missing, wrong or have run out."""

    status: ClassVar[int] = 401

    www_authenticate: str | MISSING = MISSING
    """The schemes that are taken (RFC 9110 11.6.1)."""

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return (*header("WWW-Authenticate", self.www_authenticate, text_of, {"max_length": 500}),)


@dataclass(frozen=True, slots=True)
class CancelOrder403(Answer[Problem]):
    """The caller is known and may not do this."""

    status: ClassVar[int] = 403


@dataclass(frozen=True, slots=True)
class CancelOrder404(Answer[Problem]):
    """Nothing has this id."""

    status: ClassVar[int] = 404


@dataclass(frozen=True, slots=True)
class CancelOrder408(Answer[Problem]):
    """The body did not come in time."""

    status: ClassVar[int] = 408


@dataclass(frozen=True, slots=True)
class CancelOrder409(Answer[Problem]):
    """It does not go with the state that things are in; a further try as it is will not help."""

    status: ClassVar[int] = 409


@dataclass(frozen=True, slots=True)
class CancelOrder413(Answer[Problem]):
    """The body is larger than is taken here."""

    status: ClassVar[int] = 413


@dataclass(frozen=True, slots=True)
class CancelOrder415(Answer[Problem]):
    """The body has another media type than is taken here."""

    status: ClassVar[int] = 415


@dataclass(frozen=True, slots=True)
class CancelOrder422(Answer[Problem]):
    """The request does not fit this contract; `errors` names each part that does not.

    Also the answer to what fits and cannot be done, such as a currency that the shop does not sell
    in.
    """

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class CancelOrder500(Answer[Problem]):
    """A fault on this side; the instance is all that support needs."""

    status: ClassVar[int] = 500


@dataclass(frozen=True, slots=True)
class CancelOrder502(Answer[Problem]):
    """A service behind this API that the answer cannot do without failed."""

    status: ClassVar[int] = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder503(Answer[Problem]):
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
class CancelOrder504(Answer[Problem]):
    """A service behind this API that the answer cannot do without did not answer in time."""

    status: ClassVar[int] = 504


GetProductResponse: TypeAlias = GetProduct200
UpdateProductResponse: TypeAlias = UpdateProduct200
SetPriceResponse: TypeAlias = SetPrice200
CorrectStockResponse: TypeAlias = CorrectStock201
ListReviewQueueResponse: TypeAlias = ListReviewQueue200
ModerateReviewResponse: TypeAlias = ModerateReview200
ListOrdersResponse: TypeAlias = ListOrders200
GetOrderResponse: TypeAlias = GetOrder200
CancelOrderResponse: TypeAlias = (
    CancelOrder200
    | CancelOrder202
    | CancelOrder400
    | CancelOrder401
    | CancelOrder403
    | CancelOrder404
    | CancelOrder408
    | CancelOrder409
    | CancelOrder413
    | CancelOrder415
    | CancelOrder422
    | CancelOrder500
    | CancelOrder502
    | CancelOrder503
    | CancelOrder504
)

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What orders answers to hooks, whole: Orders 5.4.0."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, Date, DateTime, Email, Uri
from ..runtime.header import optional_header
from ..runtime.reply import Reply
from ..runtime.scalar import text_of
from ..runtime.transport import UpstreamResponse


class SchemasMoney(Body):
    """An amount of one currency."""

    value: Annotated[float, Field(ge=0, le=1000000)]
    """Whole units of the currency."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """ISO 4217 code."""


class SchemasCustomer(Body):
    """Who ordered."""

    id: Annotated[str, Field(max_length=64, min_length=1)]
    """The customer, as signing in names them."""

    email: Annotated[Email, Field(max_length=254)]
    """Where order mails go."""


class SchemasOrderLine(CamelBody):
    """Pieces of one article."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """The article."""

    title: Annotated[str, Field(max_length=160, min_length=1)]
    """Its name on the day of the order."""

    quantity: Annotated[int, Field(ge=1, le=100)]
    """How many."""

    unit_price: SchemasMoney
    """An amount of one currency."""


class SchemasAddress(CamelBody):
    """Where the parcel goes."""

    name: Annotated[str, Field(max_length=120, min_length=1)]
    """Who receives it."""

    street: Annotated[str, Field(max_length=160, min_length=1)]
    """Street and number."""

    postal_code: Annotated[str, Field(max_length=16, min_length=1)]
    """The postal code."""

    city: Annotated[str, Field(max_length=80, min_length=1)]
    """The town."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2 code."""


class SchemasCardPayment(CamelBody):
    """Paid by card."""

    method: Literal["card"]
    """The kind of payment."""

    brand: Annotated[str, Field(max_length=30, min_length=1)]
    """Whose card."""

    last_digits: Annotated[str, Field(pattern="^[0-9]{4}$")]
    """The end of its number."""


class SchemasInvoicePayment(CamelBody):
    """Paid after delivery."""

    method: Literal["invoice"]
    """The kind of payment."""

    due_on: Date
    """The last day to pay."""


class SchemasWalletPayment(Body):
    """Paid through a wallet."""

    method: Literal["wallet"]
    """The kind of payment."""

    provider: Annotated[str, Field(max_length=40, min_length=1)]
    """Whose wallet."""


class SchemasProblem(Body):
    """What went wrong, in the form of RFC 9457."""

    type: Annotated[str, Field(max_length=200)]
    """A URI that names the kind of problem."""

    title: Annotated[str, Field(max_length=120)]
    """The kind of problem in a few words."""

    status: Annotated[int, Field(ge=400, le=599)]
    """The HTTP status of this answer."""

    code: Annotated[str, Field(max_length=40)] | MISSING = MISSING
    """The kind of problem for programs."""


class SchemasOrder(CamelBody):
    """An order."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    """The order."""

    state: Annotated[str, Field(max_length=30)]
    """How far an order is. More states will come; treat one that is not known as PAID."""

    placed_at: DateTime
    """When it was placed."""

    total: SchemasMoney
    """An amount of one currency."""

    customer: SchemasCustomer
    """Who ordered."""

    lines: Annotated[list[SchemasOrderLine], Field(max_length=50, min_length=1)]
    """What was ordered."""

    shipping: SchemasMoney
    """An amount of one currency."""

    ship_to: SchemasAddress
    """Where the parcel goes."""

    payment: Annotated[
        SchemasCardPayment | SchemasInvoicePayment | SchemasWalletPayment,
        Field(discriminator="method"),
    ]
    """How an order was paid."""

    margin: SchemasMoney | MISSING = MISSING
    """What the shop keeps of it; left out until the costs are known."""

    reservation_id: Annotated[str, Field(max_length=40, pattern="^res-[0-9]+$")]
    """What the inventory has set aside for it."""

    tracking_url: Annotated[Uri, Field(max_length=300)] | None | MISSING = MISSING
    """Where the carrier says how far it is; null before it was sent."""


@dataclass(frozen=True, slots=True)
class OrdersCreateOrder201(Reply[SchemasOrder]):
    """Placed."""

    status: ClassVar[int] = 201
    _: KW_ONLY
    location: str | MISSING = MISSING
    """The order."""
    e_tag: str | MISSING = MISSING
    """The version of the order."""

    @classmethod
    def headers(cls, answer: UpstreamResponse) -> Mapping[str, object]:
        """Read the headers that the contract declares."""
        return {
            "location": optional_header(answer, "Location", text_of, {"max_length": 200}),
            "e_tag": optional_header(answer, "ETag", text_of, {"max_length": 80}),
        }


@dataclass(frozen=True, slots=True)
class OrdersCreateOrder402(Reply[SchemasProblem]):
    """The payment was declined."""

    status: ClassVar[int] = 402


@dataclass(frozen=True, slots=True)
class OrdersCreateOrder409(Reply[SchemasProblem]):
    """The reservation has lapsed or belongs to another order."""

    status: ClassVar[int] = 409


@dataclass(frozen=True, slots=True)
class OrdersCreateOrder422(Reply[SchemasProblem]):
    """The order cannot be carried out as it is written."""

    status: ClassVar[int] = 422

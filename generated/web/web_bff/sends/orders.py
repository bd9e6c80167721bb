# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What hooks send to orders, whole: Orders 5.4.0."""

from typing import Annotated, Literal

from pydantic import Field

from ..runtime.body import Body, CamelBody, Email


class SchemasMoney(Body):
    """An amount of one currency."""

    value: Annotated[float, Field(ge=0, le=1000000)]
    """Whole units of the currency."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """ISO 4217 code."""


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


class SchemasNewCardPayment(Body):
    """By a card that the payment form has already turned into a token."""

    method: Literal["card"]
    """The kind of payment."""

    token: Annotated[str, Field(max_length=80, min_length=6)]
    """The token of the payment form."""

    holder: Annotated[str, Field(max_length=120, min_length=1)]
    """The name on the card."""


class SchemasNewInvoicePayment(Body):
    """After delivery; only for customers who are known."""

    method: Literal["invoice"]
    """The kind of payment."""

    email: Annotated[Email, Field(max_length=254)]
    """Where the invoice goes."""


class SchemasNewOrderLine(CamelBody):
    """Pieces of one article."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """The article."""

    quantity: Annotated[int, Field(ge=1, le=100)]
    """How many."""

    unit_price: SchemasMoney
    """An amount of one currency."""


class SchemasNewOrder(CamelBody):
    """An order to place."""

    customer_id: Annotated[str, Field(max_length=64, min_length=1)]
    """The customer, as signing in names them."""

    reservation_id: Annotated[str, Field(max_length=40, pattern="^res-[0-9]+$")]
    """What the inventory has set aside for it."""

    lines: Annotated[list[SchemasNewOrderLine], Field(max_length=50, min_length=1)]
    """What is ordered, at which price."""

    ship_to: SchemasAddress
    """Where the parcel goes."""

    payment: Annotated[
        SchemasNewCardPayment | SchemasNewInvoicePayment, Field(discriminator="method")
    ]
    """How the order is to be paid."""

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getOrder`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, Date, DateTime, Uri, reader
from ..runtime.fetch import Fetch
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import orders


class OrdersTotal(Body):
    """An amount of one currency."""

    value: Annotated[float, Field(ge=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class OrdersLineUnitPrice(Body):
    """An amount of one currency."""

    value: Annotated[float, Field(ge=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class OrdersLine(CamelBody):
    """Pieces of one article."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    title: Annotated[str, Field(max_length=160, min_length=1)]
    quantity: Annotated[int, Field(ge=1, le=100)]
    unit_price: OrdersLineUnitPrice


class OrdersShipping(Body):
    """An amount of one currency."""

    value: Annotated[float, Field(ge=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class OrdersShipTo(CamelBody):
    """Where the parcel goes."""

    name: Annotated[str, Field(max_length=120, min_length=1)]
    street: Annotated[str, Field(max_length=160, min_length=1)]
    postal_code: Annotated[str, Field(max_length=16, min_length=1)]
    city: Annotated[str, Field(max_length=80, min_length=1)]
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]


class OrdersPaymentCard(CamelBody):
    """Paid by card."""

    method: Literal["card"]
    brand: Annotated[str, Field(max_length=30, min_length=1)]
    last_digits: Annotated[str, Field(pattern="^[0-9]{4}$")]


class OrdersPaymentInvoice(CamelBody):
    """Paid after delivery."""

    method: Literal["invoice"]
    due_on: Date


class OrdersPaymentWallet(Body):
    """Paid through a wallet."""

    method: Literal["wallet"]
    provider: Annotated[str, Field(max_length=40, min_length=1)]


class Orders(CamelBody):
    """An order."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    state: Annotated[str, Field(max_length=30)]
    placed_at: DateTime
    total: OrdersTotal
    lines: Annotated[list[OrdersLine], Field(max_length=50, min_length=1)]
    shipping: OrdersShipping
    ship_to: OrdersShipTo
    payment: Annotated[
        OrdersPaymentCard | OrdersPaymentInvoice | OrdersPaymentWallet,
        Field(discriminator="method"),
    ]
    tracking_url: Annotated[Uri, Field(max_length=300)] | None | MISSING = MISSING


READ_ORDERS = reader(Orders)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=150)


class GetOrderCalls:
    """The calls of `getOrder`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._orders = services["orders"]

    def get_order(self, order_id: str, *, customer_id: str | MISSING = MISSING) -> Fetch[Orders]:
        """Ask orders for the source `orders`: GET /orders/{orderId}."""
        return self._orders.fetch(
            orders.get_order(order_id, customer_id=customer_id),
            READ_ORDERS,
            source="orders",
            retry=RETRY,
        )

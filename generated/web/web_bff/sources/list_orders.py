# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `listOrders`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, DateTime, reader
from ..runtime.fetch import Fetch
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import orders


class OrdersOrderTotal(Body):
    """An amount of one currency."""

    value: Annotated[float, Field(ge=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class OrdersOrder(CamelBody):
    """An order as lists show it."""

    id: Annotated[str, Field(max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")]
    state: Annotated[str, Field(max_length=30)]
    placed_at: DateTime
    total: OrdersOrderTotal


class Orders(Body):
    """One page of orders."""

    orders: Annotated[list[OrdersOrder], Field(max_length=100)]
    next: Annotated[str, Field(max_length=200, min_length=1)] | MISSING = MISSING


READ_ORDERS = reader(Orders)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=150)


class ListOrdersCalls:
    """The calls of `listOrders`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._orders = services["orders"]

    def list_orders(
        self,
        *,
        customer_id: str | MISSING = MISSING,
        cursor: str | MISSING = MISSING,
        limit: int | MISSING = MISSING,
    ) -> Fetch[Orders]:
        """Ask orders for the source `orders`: GET /orders."""
        return self._orders.fetch(
            orders.list_orders(customer_id=customer_id, cursor=cursor, limit=limit),
            READ_ORDERS,
            source="orders",
            retry=RETRY,
        )

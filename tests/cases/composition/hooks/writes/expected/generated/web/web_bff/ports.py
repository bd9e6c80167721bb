# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from pydantic import MISSING

from . import answers
from .models import CancelOrderRequest as CancelOrderRequest
from .models import GetOrderRequest as GetOrderRequest
from .runtime.call import Call as Call
from .runtime.fetch import Fetch
from .runtime.fetch import UpstreamFailed as UpstreamFailed
from .sends import orders as orders_sends
from .sources import cancel_order as cancel_order_sources
from .sources import get_order as get_order_sources
from .uses.orders import OrdersCancelOrder204 as OrdersCancelOrder204
from .uses.orders import OrdersCancelOrder409 as OrdersCancelOrder409
from .uses.orders import OrdersGetOrder200 as OrdersGetOrder200
from .uses.orders import OrdersGetOrder404 as OrdersGetOrder404
from .uses.orders import OrdersMarkOrder204 as OrdersMarkOrder204


class GetOrderUpstreams(Protocol):
    """What `getOrder` asks of upstreams, and nothing else."""

    def get_order(self, order_id: str) -> Fetch[get_order_sources.OrdersGetOrder]:
        """Ask orders: GET /orders/{orderId}."""
        ...


class CancelOrderUpstreams(Protocol):
    """What `cancelOrder` asks of upstreams, and nothing else."""

    def cancel_order(
        self, body: orders_sends.Cancellation, order_id: str
    ) -> Fetch[cancel_order_sources.OrdersCancelOrder]:
        """Ask orders: POST /orders/{orderId}/cancel."""
        ...

    def mark_order(
        self, order_id: str, *, body: list[str] | MISSING = MISSING
    ) -> Fetch[cancel_order_sources.OrdersMarkOrder]:
        """Ask orders: PUT /orders/{orderId}/mark."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    async def look_up(
        self, request: GetOrderRequest, up: GetOrderUpstreams, call: Call, /
    ) -> answers.GetOrderResponse:
        """Answer `getOrder`: GET /orders/{id}."""
        ...

    async def cancel(
        self, request: CancelOrderRequest, up: CancelOrderUpstreams, call: Call, /
    ) -> answers.CancelOrderResponse:
        """Answer `cancelOrder`: POST /orders/{id}/cancellation."""
        ...

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from pydantic import MISSING

from . import answers
from .models import GetOrderRequest as GetOrderRequest
from .runtime.call import Call as Call
from .runtime.fetch import Fetch
from .runtime.fetch import UpstreamFailed as UpstreamFailed
from .sources import get_order as get_order_sources
from .uses.orders import OrdersGetOrder200 as OrdersGetOrder200
from .uses.orders import OrdersGetOrder404 as OrdersGetOrder404
from .uses.orders import OrdersGetParcel200 as OrdersGetParcel200
from .uses.orders import OrdersGetParcel204 as OrdersGetParcel204


class GetOrderUpstreams(Protocol):
    """What `getOrder` asks of upstreams, and nothing else."""

    def get_order(self, order_id: str) -> Fetch[get_order_sources.OrdersGetOrder]:
        """Ask orders: GET /orders/{orderId}."""
        ...

    def get_parcel(
        self, order_id: str, *, language: str | MISSING = MISSING
    ) -> Fetch[get_order_sources.OrdersGetParcel]:
        """Ask orders: GET /orders/{orderId}/parcel."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    async def look_up(
        self, request: GetOrderRequest, up: GetOrderUpstreams, call: Call, /
    ) -> answers.GetOrderResponse:
        """Answer `getOrder`: GET /orders/{id}."""
        ...

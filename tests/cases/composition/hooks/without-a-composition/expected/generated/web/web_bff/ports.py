# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from . import answers
from .models import GetOrderRequest as GetOrderRequest
from .models import HasOrderRequest as HasOrderRequest
from .runtime.call import Call as Call
from .runtime.fetch import UpstreamFailed as UpstreamFailed


class GetOrderUpstreams(Protocol):
    """What `getOrder` asks of upstreams: nothing."""


class HasOrderUpstreams(Protocol):
    """What `hasOrder` asks of upstreams: nothing."""


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    async def has_order(
        self, request: HasOrderRequest, up: HasOrderUpstreams, call: Call, /
    ) -> answers.HasOrderResponse:
        """Answer `hasOrder`: GET /orders/{id}/presence."""
        ...

# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from . import answers
from .models import HasOrderRequest as HasOrderRequest
from .runtime.call import Call as Call
from .runtime.fetch import UpstreamFailed as UpstreamFailed
from .runtime.raw import RawRequest as RawRequest
from .runtime.raw import Response as Response


class FollowOrderUpstreams(Protocol):
    """What `followOrder` asks of upstreams: nothing."""


class PrintLabelsUpstreams(Protocol):
    """What `printLabels` asks of upstreams: nothing."""


class PrintPagesUpstreams(Protocol):
    """What `printPages` asks of upstreams: nothing."""


class HasOrderUpstreams(Protocol):
    """What `hasOrder` asks of upstreams: nothing."""


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    async def follow_order(
        self, request: RawRequest, up: FollowOrderUpstreams, call: Call, /
    ) -> Response:
        """Answer `followOrder`: GET /orders/{id}/events."""
        ...

    async def print_labels(
        self, request: RawRequest, up: PrintLabelsUpstreams, call: Call, /
    ) -> Response:
        """Answer `printLabels`: POST /labels."""
        ...

    async def has_order(
        self, request: HasOrderRequest, up: HasOrderUpstreams, call: Call, /
    ) -> answers.HasOrderResponse:
        """Answer `hasOrder`: GET /orders/{id}/presence."""
        ...

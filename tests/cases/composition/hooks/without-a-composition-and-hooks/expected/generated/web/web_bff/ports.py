# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from .models import GetOrderRequest as GetOrderRequest
from .runtime.call import Call as Call
from .runtime.fetch import UpstreamFailed as UpstreamFailed


class GetOrderUpstreams(Protocol):
    """What `getOrder` asks of upstreams: nothing."""

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from .results import SchemasProduct as SchemasProduct
from .results import SchemasProductBrand as SchemasProductBrand
from .runtime.call import Call as Call
from .runtime.fetch import Fetch
from .sources import get_product as get_product_sources


class GetProductUpstreams(Protocol):
    """What `getProduct` asks of upstreams, and nothing else."""

    def get_product(self, id: str) -> Fetch[get_product_sources.Product]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    async def shown(self, *, product: get_product_sources.Product, call: Call) -> SchemasProduct:
        """Compute the source `shown` of `getProduct`."""
        ...

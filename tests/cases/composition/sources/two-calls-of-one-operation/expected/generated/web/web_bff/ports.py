# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from .runtime.fetch import Fetch
from .sources import get_product as get_product_sources


class GetProductUpstreams(Protocol):
    """What `getProduct` asks of upstreams, and nothing else."""

    def get_product_product(self, id: str) -> Fetch[get_product_sources.Product]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        ...

    def get_product_twin(self, id: str) -> Fetch[get_product_sources.Twin]:
        """Ask catalog for the source `twin`: GET /products/{id}."""
        ...

    def get_stock(self, sku: str) -> Fetch[get_product_sources.Stock]:
        """Ask stock for the source `stock`: GET /stock/{sku}."""
        ...

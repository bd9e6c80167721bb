# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""How each operation is answered: a plan that joins sources, a shape function that builds."""

from .batch_get_products import batch_get_products
from .get_product import get_product
from .list_products import list_products

__all__ = [
    "batch_get_products",
    "get_product",
    "list_products",
]

# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""How each operation is answered: a plan that joins sources, a shape function that builds."""

from .get_product import get_product
from .list_more import list_more
from .list_products import list_products

__all__ = [
    "get_product",
    "list_more",
    "list_products",
]

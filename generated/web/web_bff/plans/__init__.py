# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""How each operation is answered: a plan that joins sources, a shape function that builds."""

from .get_product_page import get_product_page
from .quote_cart import quote_cart
from .search_products import search_products

__all__ = [
    "get_product_page",
    "quote_cart",
    "search_products",
]

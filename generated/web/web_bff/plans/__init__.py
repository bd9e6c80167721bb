# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""How each operation is answered: a plan that joins sources, a shape function that builds."""

from .get_category import get_category
from .get_order import get_order
from .get_product_page import get_product_page
from .list_orders import list_orders
from .place_order import place_order
from .quote_cart import quote_cart
from .search_products import search_products

__all__ = [
    "get_category",
    "get_order",
    "get_product_page",
    "list_orders",
    "place_order",
    "quote_cart",
    "search_products",
]

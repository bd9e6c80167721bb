# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""How each operation is answered: a plan that joins sources, a shape function that builds."""

from .get_order import get_order
from .get_product import get_product
from .list_orders import list_orders
from .list_review_queue import list_review_queue

__all__ = [
    "get_order",
    "get_product",
    "list_orders",
    "list_review_queue",
]

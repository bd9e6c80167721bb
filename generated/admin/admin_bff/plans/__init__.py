# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""How each operation is answered: a plan that joins sources, a shape function that builds."""

from .cancel_order import cancel_order
from .correct_stock import correct_stock
from .get_order import get_order
from .get_product import get_product
from .list_orders import list_orders
from .list_review_queue import list_review_queue
from .moderate_review import moderate_review
from .set_price import set_price
from .update_product import update_product

__all__ = [
    "cancel_order",
    "correct_stock",
    "get_order",
    "get_product",
    "list_orders",
    "list_review_queue",
    "moderate_review",
    "set_price",
    "update_product",
]

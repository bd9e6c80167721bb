# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""How each operation is answered: a plan that joins sources, a shape function that builds."""

from .get_product import get_product

__all__ = [
    "get_product",
]

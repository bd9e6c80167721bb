# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What is set from outside for web beside addresses and keys."""

from typing import Literal

from .runtime.body import CamelBody


class Config(CamelBody):
    """The settings, as composition.yaml declares them."""

    show_stock: bool
    """Ask the stock service."""

    sell_unseen: bool

    market: Literal["eu", "us"]

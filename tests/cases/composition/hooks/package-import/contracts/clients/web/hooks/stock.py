"""Stock, as the web team sees it."""

from ..answers import Products


def in_stock(title: str) -> bool:
    """Say whether an article can be had."""
    return bool(title and Products)

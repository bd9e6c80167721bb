"""Stock, as the web team sees it."""

from importlib import resources

_SOLD_OUT = resources.files(__package__).joinpath("sold-out.txt").read_text().split("\n")


def in_stock(title: str) -> bool:
    """Say whether an article can be had."""
    return title not in _SOLD_OUT

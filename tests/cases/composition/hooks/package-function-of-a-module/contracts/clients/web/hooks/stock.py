"""Stock, as the web team sees it."""


def in_stock(title: str, count: int) -> bool:
    """Say whether an article can be had."""
    return bool(title and count)

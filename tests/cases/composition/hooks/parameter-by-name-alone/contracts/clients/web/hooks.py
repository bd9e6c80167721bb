def in_stock(sku: str, *, market: str) -> bool:
    """Say whether there is stock."""
    return bool(sku and market)

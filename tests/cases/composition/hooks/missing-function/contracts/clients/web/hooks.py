def is_there(sku: str) -> bool:
    """Say whether there is stock."""
    return bool(sku)

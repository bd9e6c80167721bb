def standing(price, sku, call):
    """Say whether an article can be had."""


async def reach(warehouse, /, price, days, *, far):
    """Say how far it is."""

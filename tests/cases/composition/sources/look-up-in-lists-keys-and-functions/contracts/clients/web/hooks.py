"""What the row computes itself."""

from web_bff.ports import Call, Price


async def standing(amount: float, currency: str, call: Call) -> Price:
    """Give the price of the first thing, halved."""
    return Price(sku="standing", amount=amount / 2, currency=currency)

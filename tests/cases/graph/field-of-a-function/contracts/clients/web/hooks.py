"""What the web team computes of several sources."""

from pydantic import MISSING

from web_bff.ports import Call, Standing


async def standing(price: float, call: Call, available: float | MISSING = MISSING) -> Standing:
    """Say whether an article can be had: what is dear is kept for those who ask."""
    return Standing(in_stock=available is not MISSING and price < 1000)

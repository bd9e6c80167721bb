from web_bff.ports import Call, Rank


async def rank(sku: str, call: Call) -> Rank:
    return Rank(best=True)

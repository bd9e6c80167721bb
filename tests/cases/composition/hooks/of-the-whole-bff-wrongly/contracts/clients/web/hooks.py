"""What the web team adds itself."""

from fastapi import APIRouter, Depends

from web_bff.guards import public

router = APIRouter(prefix="/products", dependencies=[Depends(public)])
routers = [router]


async def lifespan():
    """Hold a connection open."""
    yield 1


@router.get("/{sku}")
async def by_sku(sku: str) -> str:
    """Answer what the contract does."""
    return sku


@router.get("/{sku}/team")
async def of_the_team(sku: str) -> str:
    """Answer what it does not."""
    return sku


def in_stock(title: str) -> bool:
    """Say whether an article can be had."""
    return bool(title)

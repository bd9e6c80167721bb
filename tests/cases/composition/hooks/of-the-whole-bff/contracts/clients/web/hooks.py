"""What the web team computes itself."""

from contextlib import asynccontextmanager

routers = []


@asynccontextmanager
async def lifespan(settings):
    """Hold a connection open."""
    yield settings


def in_stock(title: str) -> bool:
    """Say whether an article can be had."""
    return bool(title)

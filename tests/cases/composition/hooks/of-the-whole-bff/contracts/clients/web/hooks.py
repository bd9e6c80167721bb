"""What the web team computes itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter
from web_bff.settings import Settings

routers: list[APIRouter] = []


@asynccontextmanager
async def lifespan(settings: Settings) -> AsyncIterator[Settings]:
    """Hold a connection open."""
    yield settings


def in_stock(title: str) -> bool:
    """Say whether an article can be had."""
    return bool(title)

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""The app of web: to be served as it is, or mounted under another FastAPI app."""

from fastapi import FastAPI

from .routes import products
from .runtime.app import bff_app
from .runtime.cache import Cache
from .runtime.store import MemoryStore
from .settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the app; without settings they are read from the environment."""
    given = settings or Settings.read()
    return bff_app(
        title="Shop",
        version="1.0.0",
        package="web_bff",
        services={"catalog": given.upstream_catalog_url, "stock": given.upstream_stock_url},
        routers=(products.router,),
        kept=Cache(MemoryStore(given.cache_bytes)),
        serves_docs=given.docs,
    )

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""The app of web: to be served as it is, or mounted under another FastAPI app."""

from fastapi import FastAPI

from . import hooks, ports
from .identity import Identity
from .routes import cart, orders, products
from .runtime.access import Auth
from .runtime.app import bff_app
from .runtime.cache import Cache
from .runtime.replays_in_memory import ReplaysInMemory
from .runtime.store import MemoryStore
from .settings import Settings

# Only the type check: a changed contract shows as a type error in the team's own file.
HOOKS: ports.Hooks = hooks


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the app; without settings they are read from the environment."""
    given = settings or Settings.read()
    return bff_app(
        title="Storefront web API",
        version="2.0.0",
        package="web_bff",
        services={
            "catalog": given.upstream_catalog_url,
            "inventory": given.upstream_inventory_url,
            "media": given.upstream_media_url,
            "orders": given.upstream_orders_url,
            "pricing": given.upstream_pricing_url,
            "recommendations": given.upstream_recommendations_url,
            "reviews": given.upstream_reviews_url,
        },
        routers=(cart.router, orders.router, products.router),
        auth=Auth(verifier=given.verifier(), identity=Identity),
        replays=ReplaysInMemory(),
        kept=Cache(MemoryStore(given.cache_bytes)),
        serves_docs=given.docs,
    )

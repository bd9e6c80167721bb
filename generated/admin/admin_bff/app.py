# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""The app of admin: to be served as it is, or mounted under another FastAPI app."""

from fastapi import FastAPI

from . import hooks, ports
from .identity import Identity
from .routes import orders, products, reviews
from .runtime.access import Auth
from .runtime.app import bff_app
from .runtime.replays_in_memory import ReplaysInMemory
from .settings import Settings

# Only the type check: a changed contract shows as a type error in the team's own file.
HOOKS: ports.Hooks = hooks


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the app; without settings they are read from the environment."""
    given = settings or Settings.read()
    return bff_app(
        title="Shop admin API",
        version="0.14.0",
        package="admin_bff",
        services={
            "catalog": given.upstream_catalog_url,
            "inventory": given.upstream_inventory_url,
            "orders": given.upstream_orders_url,
            "pricing": given.upstream_pricing_url,
            "reviews": given.upstream_reviews_url,
        },
        routers=(orders.router, products.router, reviews.router),
        auth=Auth(verifier=given.verifier(), identity=Identity),
        replays=ReplaysInMemory(),
        serves_docs=given.docs,
    )

# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""The app of partner: to be served as it is, or mounted under another FastAPI app."""

from fastapi import FastAPI

from .identity import Identity
from .routes import products
from .runtime.access import Auth
from .runtime.app import bff_app
from .settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the app; without settings they are read from the environment."""
    given = settings or Settings.read()
    return bff_app(
        title="Shop partner API",
        version="1.2.0",
        package="partner_bff",
        services={
            "catalog": given.upstream_catalog_url,
            "inventory": given.upstream_inventory_url,
            "pricing": given.upstream_pricing_url,
        },
        routers=(products.router,),
        auth=Auth(verifier=given.verifier(), identity=Identity),
        cursor_keys=given.cursor_keys,
        serves_docs=given.docs,
    )

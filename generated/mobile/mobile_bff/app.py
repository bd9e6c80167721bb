# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""The app of mobile: to be served as it is, or mounted under another FastAPI app."""

from fastapi import FastAPI

from . import hooks, ports
from .routes import products
from .runtime.app import bff_app
from .settings import Settings

# Only the type check: a changed contract shows as a type error in the team's own file.
HOOKS: ports.Hooks = hooks


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the app; without settings they are read from the environment."""
    return bff_app(
        title="Storefront mobile API",
        version="3.0.0",
        package="mobile_bff",
        settings=settings or Settings.read(),
        services=("catalog", "inventory", "media", "pricing", "reviews"),
        routers=(products.router,),
    )

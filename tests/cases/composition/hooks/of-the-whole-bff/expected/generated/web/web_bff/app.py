# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""The app of web: to be served as it is, or mounted under another FastAPI app."""

from functools import partial

from fastapi import FastAPI

from . import guards, hooks, ports
from .routes import products
from .runtime.app import bff_app
from .runtime.team_routes import include
from .settings import Settings

# Only the type check: a changed contract shows as a type error in the team's own file.
HOOKS: ports.Hooks = hooks


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the app; without settings they are read from the environment."""
    given = settings or Settings.read()
    return bff_app(
        title="Shop",
        version="1.0.0",
        package="web_bff",
        services={"catalog": given.upstream_catalog_url},
        routers=(products.router,),
        serves_docs=given.docs,
        resources=lambda: hooks.lifespan(given),
        include=partial(include, routers=hooks.routers, guards=guards.GUARDS),
    )

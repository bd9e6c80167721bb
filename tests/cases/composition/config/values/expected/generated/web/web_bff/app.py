# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""The app of web: to be served as it is, or mounted under another FastAPI app."""

from fastapi import FastAPI

from .config import Config
from .routes import products
from .runtime.app import bff_app
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
        config=Config(
            show_stock=given.config_show_stock,
            sell_unseen=given.config_sell_unseen,
            market=given.config_market,
        ),
        serves_docs=given.docs,
    )

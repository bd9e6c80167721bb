# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What is set from outside for web: environment variables that begin with BFF_."""

from typing import Literal

from .runtime.settings import BffSettings, UpstreamUrl


class Settings(BffSettings):
    """Where to listen and where the upstreams are; `Settings.read()` reads the environment."""

    upstream_catalog_url: UpstreamUrl
    """Where Catalog answers: `BFF_UPSTREAM_CATALOG_URL`."""

    upstream_stock_url: UpstreamUrl
    """Where Stock answers: `BFF_UPSTREAM_STOCK_URL`."""

    config_show_stock: bool = True
    """Ask the stock service: `BFF_CONFIG_SHOW_STOCK`."""

    config_sell_unseen: bool = False
    """The setting `sellUnseen` of the composition: `BFF_CONFIG_SELL_UNSEEN`."""

    config_market: Literal["eu", "us"] = "eu"
    """The setting `market` of the composition: `BFF_CONFIG_MARKET`."""

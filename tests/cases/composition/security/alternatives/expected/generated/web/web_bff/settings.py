# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What is set from outside for web: environment variables that begin with BFF_."""

from .runtime.settings import UpstreamUrl
from .runtime.static_keys import KeySettings


class Settings(KeySettings):
    """Where to listen and where the upstreams are; `Settings.read()` reads the environment."""

    upstream_catalog_url: UpstreamUrl
    """Where Catalog answers: `BFF_UPSTREAM_CATALOG_URL`."""

    upstream_stock_url: UpstreamUrl
    """Where Stock answers: `BFF_UPSTREAM_STOCK_URL`."""

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What is set from outside for web: environment variables that begin with BFF_."""

from .runtime.settings import BffSettings, Size, UpstreamUrl


class Settings(BffSettings):
    """Where to listen and where the upstreams are; `Settings.read()` reads the environment."""

    upstream_catalog_url: UpstreamUrl
    """Where Catalog answers: `BFF_UPSTREAM_CATALOG_URL`."""

    upstream_stock_url: UpstreamUrl
    """Where Stock answers: `BFF_UPSTREAM_STOCK_URL`."""

    cache_bytes: Size = 64 * 1024 * 1024
    """The most that is kept of upstreams' answers: `BFF_CACHE_BYTES`, such as `64MiB`."""

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What is set from outside for web: environment variables that begin with BFF_."""

from .runtime.settings import BffSettings, UpstreamUrl


class Settings(BffSettings):
    """Where to listen and where the upstreams are; `Settings.read()` reads the environment."""

    upstream_catalog_url: UpstreamUrl
    """Where Catalog answers: `BFF_UPSTREAM_CATALOG_URL`."""

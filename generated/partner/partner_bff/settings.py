# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""What is set from outside for partner: environment variables that begin with BFF_."""

from .runtime.settings import CursorKeys, UpstreamUrl
from .runtime.static_keys import KeySettings


class Settings(KeySettings):
    """Where to listen and where the upstreams are; `Settings.read()` reads the environment."""

    upstream_catalog_url: UpstreamUrl
    """Where Catalog answers: `BFF_UPSTREAM_CATALOG_URL`."""

    upstream_inventory_url: UpstreamUrl
    """Where Inventory answers: `BFF_UPSTREAM_INVENTORY_URL`."""

    upstream_pricing_url: UpstreamUrl
    """Where Pricing answers: `BFF_UPSTREAM_PRICING_URL`."""

    cursor_keys: CursorKeys
    """Keys that seal cursors, commas between: `BFF_CURSOR_KEYS`; the first signs."""

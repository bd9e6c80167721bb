# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""What is set from outside for mobile: environment variables that begin with BFF_."""

from .runtime.settings import Size, UpstreamUrl
from .runtime.static_keys import KeySettings


class Settings(KeySettings):
    """Where to listen and where the upstreams are; `Settings.read()` reads the environment."""

    upstream_catalog_url: UpstreamUrl
    """Where Catalog answers: `BFF_UPSTREAM_CATALOG_URL`."""

    upstream_inventory_url: UpstreamUrl
    """Where Inventory answers: `BFF_UPSTREAM_INVENTORY_URL`."""

    upstream_media_url: UpstreamUrl
    """Where Media answers: `BFF_UPSTREAM_MEDIA_URL`."""

    upstream_pricing_url: UpstreamUrl
    """Where Pricing answers: `BFF_UPSTREAM_PRICING_URL`."""

    upstream_recommendations_url: UpstreamUrl
    """Where Recommendations answers: `BFF_UPSTREAM_RECOMMENDATIONS_URL`."""

    upstream_reviews_url: UpstreamUrl
    """Where Reviews answers: `BFF_UPSTREAM_REVIEWS_URL`."""

    cache_bytes: Size = 64 * 1024 * 1024
    """The most that is kept of upstreams' answers: `BFF_CACHE_BYTES`, such as `64MiB`."""

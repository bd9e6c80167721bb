# made by bffgen from contracts/clients/partner/openapi.yaml; edits are lost
"""The security schemes of partner, as its contract declares them."""

from .runtime.auth import ApiKey

KEY = ApiKey(name="key", realm="partner", location="header", parameter="X-Api-Key")
"""The key that the partner desk gave out; two may be in use while one replaces the other."""

# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""The security schemes of web, as its contract declares them."""

from .runtime.auth import Bearer

CUSTOMER = Bearer(name="customer", realm="web")
"""The token that signing in gives; it names the customer."""

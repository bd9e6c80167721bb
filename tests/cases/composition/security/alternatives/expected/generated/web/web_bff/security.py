# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""The security schemes of web, as its contract declares them."""

from .runtime.auth import ApiKey, Bearer

APP_KEY = ApiKey(name="app-key", realm="web", location="header", parameter="X-App-Key")
"""The scheme `app-key`."""

OAUTH = Bearer(name="oauth", realm="web")
"""A token of the shop's own login."""

BEARER_AUTH = Bearer(name="bearerAuth", realm="web")
"""The scheme `bearerAuth`."""

SESSION = ApiKey(name="session", realm="web", location="cookie", parameter="session")
"""The scheme `session`."""

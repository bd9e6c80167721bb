# made by bffgen from contracts/clients/mobile/openapi.yaml; edits are lost
"""The security schemes of mobile, as its contract declares them."""

from .runtime.auth import Bearer

ACCOUNT = Bearer(name="account", realm="mobile")
"""The token of the account that is signed in on the phone; the app works without one."""

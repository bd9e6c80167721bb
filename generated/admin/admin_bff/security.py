# made by bffgen from contracts/clients/admin/openapi.yaml; edits are lost
"""The security schemes of admin, as its contract declares them."""

from .runtime.auth import Bearer

STAFF = Bearer(name="staff", realm="admin")
"""The sign-in of the shop's own people."""

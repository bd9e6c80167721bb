# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Who may call the routes that hooks of web add: each depends on one of these."""

from .runtime.team_routes import public as public
from .runtime.team_routes import resources as resources

# Each route that hooks add depends on one of these, or the BFF does not start.
GUARDS = (public,)

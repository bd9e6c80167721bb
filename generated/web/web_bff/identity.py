# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Who calls web: what a credential proves, once it is verified."""

from .runtime.identity import Caller


class Identity(Caller):
    """A caller who is known."""

# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Who calls mobile: what a credential proves, once it is verified."""

from .runtime.identity import Caller


class Identity(Caller):
    """A caller who is known."""

# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Who calls partner: what a credential proves, once it is verified."""

from .runtime.identity import Caller


class Identity(Caller):
    """A caller who is known."""

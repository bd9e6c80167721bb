# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Who calls web: what a credential proves, once it is verified."""

from typing import Annotated, Literal

from pydantic import MISSING, Field

from .runtime.body import Body
from .runtime.identity import Caller


class IdentityClaims(Body):
    """What else a credential says, as composition.yaml has it."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | MISSING = MISSING
    https_shop_example_tier: Annotated[
        Literal["basic", "gold"], Field(alias="https://shop.example/tier")
    ]


class Identity(Caller):
    """A caller who is known."""

    claims: IdentityClaims

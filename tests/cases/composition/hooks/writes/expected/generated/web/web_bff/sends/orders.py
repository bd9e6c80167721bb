# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What hooks send to orders, whole: Orders 1."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body


class Cancellation(Body):
    """`Cancellation` of the contract."""

    reason: Annotated[str, Field(min_length=1)]

    note: str | MISSING = MISSING

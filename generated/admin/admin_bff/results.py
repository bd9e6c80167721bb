# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Results: what functions of hooks give as sources; building one validates it."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from .runtime.body import Body


class Restock(Body):
    """What to order of the maker."""

    urgency: Literal["none", "soon", "now"]
    """When to order."""

    pieces: Annotated[int, Field(ge=0, le=2147483647)]
    """How many."""


RESTOCK_TYPE: TypeAdapter[Restock] = TypeAdapter(Restock)

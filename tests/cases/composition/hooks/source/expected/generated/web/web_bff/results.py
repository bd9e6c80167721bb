# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Results: what functions of hooks give as sources; building one validates it."""

from typing import Annotated

from pydantic import MISSING, Field, TypeAdapter

from .runtime.body import Body, CamelBody


class StandingWarehouse(Body):
    """`standing_Warehouse` of the contract."""

    name: str


class Standing(CamelBody):
    """Whether an article can be had, and how soon."""

    in_stock: bool

    days: Annotated[int, Field(ge=0)] | MISSING = MISSING

    from_: StandingWarehouse | MISSING = MISSING


STANDING_TYPE: TypeAdapter[Standing] = TypeAdapter(Standing)

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What hooks send to inventory, whole: Inventory 3.6.0."""

from typing import Annotated

from pydantic import Field

from ..runtime.body import Body


class SchemasReservationRequestLine(Body):
    """Pieces of one article."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """The article."""

    quantity: Annotated[int, Field(ge=1, le=100)]
    """How many."""


class SchemasReservationRequest(Body):
    """What is to be set aside."""

    lines: Annotated[list[SchemasReservationRequestLine], Field(max_length=50, min_length=1)]
    """Articles, each once."""

# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""What inventory answers to hooks, whole: Inventory 3.6.0."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from ..runtime.body import CamelBody
from ..runtime.reply import Reply


class Problem(CamelBody):
    """What went wrong, in the form of RFC 9457 with a trace id of ours."""

    title: Annotated[str, Field(max_length=120)]
    """The kind of problem in a few words."""

    status: Annotated[int, Field(ge=400, le=599)]
    """The HTTP status of this answer."""

    trace_id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    """The trace of the request, for a search in the logs."""


@dataclass(frozen=True, slots=True)
class InventoryReleaseStock204(Reply[None]):
    """The pieces are free."""

    status: ClassVar[int] = 204
    body: None = None


@dataclass(frozen=True, slots=True)
class InventoryReleaseStock404(Reply[Problem]):
    """Nothing has this name."""

    status: ClassVar[int] = 404

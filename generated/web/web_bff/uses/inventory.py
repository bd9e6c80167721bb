# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What inventory answers to hooks, whole: Inventory 3.6.0."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, ClassVar

from pydantic import MISSING, Field

from ..runtime.body import CamelBody, DateTime
from ..runtime.header import optional_header
from ..runtime.reply import Reply
from ..runtime.scalar import text_of
from ..runtime.transport import UpstreamResponse


class SchemasReservation(CamelBody):
    """Pieces that are set aside."""

    reservation_id: Annotated[str, Field(max_length=40, pattern="^res-[0-9]+$")]
    """The reservation."""

    expires_at: DateTime
    """When the pieces are free again unless an order takes them over."""


class Problem(CamelBody):
    """What went wrong, in the form of RFC 9457 with a trace id of ours."""

    title: Annotated[str, Field(max_length=120)]
    """The kind of problem in a few words."""

    status: Annotated[int, Field(ge=400, le=599)]
    """The HTTP status of this answer."""

    trace_id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    """The trace of the request, for a search in the logs."""


@dataclass(frozen=True, slots=True)
class InventoryReserveStock201(Reply[SchemasReservation]):
    """Reserved."""

    status: ClassVar[int] = 201
    _: KW_ONLY
    location: str | MISSING = MISSING
    """The reservation."""

    @classmethod
    def headers(cls, answer: UpstreamResponse) -> Mapping[str, object]:
        """Read the headers that the contract declares."""
        return {"location": optional_header(answer, "Location", text_of, {"max_length": 200})}


@dataclass(frozen=True, slots=True)
class InventoryReserveStock404(Reply[Problem]):
    """Nothing has this name."""

    status: ClassVar[int] = 404


@dataclass(frozen=True, slots=True)
class InventoryReserveStock409(Reply[Problem]):
    """Too few pieces of an article; nothing is reserved."""

    status: ClassVar[int] = 409


@dataclass(frozen=True, slots=True)
class InventoryReleaseStock204(Reply[None]):
    """The pieces are free."""

    status: ClassVar[int] = 204
    body: None = None


@dataclass(frozen=True, slots=True)
class InventoryReleaseStock404(Reply[Problem]):
    """Nothing has this name."""

    status: ClassVar[int] = 404

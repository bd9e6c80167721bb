# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What orders answers to hooks, whole: Orders 1."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import MISSING, Field

from ..runtime.body import Body
from ..runtime.reply import Reply


class OrderLine(Body):
    """An element of `lines` of `Order`."""

    sku: str

    count: Annotated[int, Field(ge=1)]


class Refusal(Body):
    """`Refusal` of the contract."""

    code: str


class Parcel(Body):
    """`Parcel` of the contract."""

    number: str


class Order(Body):
    """`Order` of the contract."""

    id: str

    lines: list[OrderLine]

    replaces: "Order | MISSING" = MISSING


@dataclass(frozen=True, slots=True)
class OrdersGetOrder200(Reply[Order]):
    """The order."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class OrdersGetOrder404(Reply[Refusal]):
    """No such order."""

    status: ClassVar[int] = 404


@dataclass(frozen=True, slots=True)
class OrdersGetParcel200(Reply[Parcel]):
    """The parcel."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class OrdersGetParcel204(Reply[None]):
    """Not sent yet."""

    status: ClassVar[int] = 204
    body: None = None

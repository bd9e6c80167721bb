# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import MISSING, Field

from .runtime.body import Body, CamelBody


class Filter(CamelBody, extra="forbid"):
    """`Filter` of the contract."""

    status: Literal["open", "closed"] | MISSING = MISSING

    max_price: Annotated[int, Field(ge=0)] | MISSING = MISSING


class Point(Body):
    """`Point` of the contract."""

    lat: float

    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProductsRequest:
    """What a client asks with `GET /shops/{shops}/areas/{area}/products`, within the contract."""

    shops: list[str]

    area: list[int]

    sale: bool

    x_fields: list[Literal["title", "price"]]

    tag: list[str] | MISSING

    sizes: list[int] | MISSING
    """Sizes in millimetres."""

    brands: list[str] | MISSING

    words: list[str] | MISSING

    filter: Filter | MISSING

    weight: float | str | MISSING

    near: Point | MISSING

    session: str | MISSING

    seen: list[str] | MISSING

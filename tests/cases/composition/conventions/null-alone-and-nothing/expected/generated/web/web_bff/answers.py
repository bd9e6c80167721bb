# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from pydantic import MISSING

from .runtime.answer import Answer
from .runtime.body import NoValue
from .runtime.check import Check, Checked
from .runtime.told import NO_BODY, NoBody


class Product(
    Checked,
    check=Check(
        {
            "properties": {
                "successor": {"$ref": "#/$defs/successor"},
                "former": {"items": {"$ref": "#/$defs/items"}},
            },
            "$defs": {"items": {"const": None}, "successor": {"type": "null"}},
        },
    ),
):
    """`Product` of the contract."""

    id: str

    successor: Any
    """There was one until 2024."""

    former: list[Any] | MISSING = MISSING

    season: NoValue | MISSING = MISSING

    seasons: list[NoValue] | MISSING = MISSING


@dataclass(frozen=True, slots=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class EditProduct204(Answer[NoBody]):
    """It is so."""

    status: ClassVar[int] = 204
    body: NoBody = NO_BODY


GetProductResponse: TypeAlias = GetProduct200
EditProductResponse: TypeAlias = EditProduct204

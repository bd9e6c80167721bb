# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from .runtime.answer import Answer
from .runtime.check import Check, Checked


class Product(Checked, check=Check({"properties": {"id": {"pattern": "(?<!a)b"}}})):
    """`Product` of the contract."""

    id: str


@dataclass(frozen=True, slots=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200


GetProductResponse: TypeAlias = GetProduct200

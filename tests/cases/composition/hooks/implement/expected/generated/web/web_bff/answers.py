# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from pydantic import MISSING

from .runtime.answer import Answer
from .runtime.body import Body
from .runtime.told import Problem
from .runtime.told import problem as problem


class Order(Body):
    """`Order` of the contract."""

    id: str

    state: Literal["open", "shipped"]

    parcel: str | MISSING = MISSING


@dataclass(frozen=True, slots=True)
class GetOrder200(Answer[Order]):
    """The order."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class GetOrder202(Answer[Order]):
    """The order, without its parcel."""

    status: ClassVar[int] = 202


@dataclass(frozen=True, slots=True)
class GetOrder404(Answer[Problem]):
    """There is no such order."""

    status: ClassVar[int] = 404


GetOrderResponse: TypeAlias = GetOrder200 | GetOrder202 | GetOrder404

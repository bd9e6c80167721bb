# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from .runtime.answer import Answer
from .runtime.told import NO_BODY, NoBody


@dataclass(frozen=True, slots=True)
class HasOrder204(Answer[NoBody]):
    """There is one."""

    status: ClassVar[int] = 204
    body: NoBody = NO_BODY


HasOrderResponse: TypeAlias = HasOrder204

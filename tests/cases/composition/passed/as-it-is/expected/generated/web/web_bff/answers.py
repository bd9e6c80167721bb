# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from pydantic import MISSING

from .runtime.answer import Answer
from .runtime.header import RawHeaders, header
from .runtime.passing import Passed
from .runtime.scalar import text_of


@dataclass(frozen=True, slots=True)
class GetImage200(Answer[Passed]):
    """The image."""

    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPrices200(Answer[Passed]):
    """The prices."""

    status: ClassVar[int] = 200

    content_disposition: str | MISSING = MISSING

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return (*header("Content-Disposition", self.content_disposition, text_of, {}),)


GetImageResponse: TypeAlias = GetImage200
ExportPricesResponse: TypeAlias = ExportPrices200

# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from .runtime.answer import Answer
from .runtime.body import Body
from .runtime.content import Content as Content
from .runtime.header import RawHeaders, header
from .runtime.passing import Passed
from .runtime.scalar import text_of
from .runtime.told import NO_BODY, NoBody, Problem
from .runtime.told import problem as problem


class Made(Body):
    """`Made` of the contract."""

    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GetInvoice200(Answer[Content | Passed]):
    """The invoice."""

    status: ClassVar[int] = 200
    types: ClassVar[tuple[str, ...]] = ("application/pdf",)

    content_disposition: str

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return (*header("Content-Disposition", self.content_disposition, text_of, {}),)


@dataclass(frozen=True, slots=True)
class GetInvoice404(Answer[Problem]):
    """What went wrong."""

    status: ClassVar[int] = 404


@dataclass(frozen=True, slots=True)
class PutImage204(Answer[NoBody]):
    """It is there."""

    status: ClassVar[int] = 204
    body: NoBody = NO_BODY


@dataclass(frozen=True, slots=True)
class ExportPrices200(Answer[Content | Passed]):
    """All prices."""

    status: ClassVar[int] = 200
    types: ClassVar[tuple[str, ...]] = ("text/csv",)


@dataclass(frozen=True, slots=True)
class AddPhoto201(Answer[Made]):
    """It is there."""

    status: ClassVar[int] = 201


GetInvoiceResponse: TypeAlias = GetInvoice200 | GetInvoice404
PutImageResponse: TypeAlias = PutImage204
ExportPricesResponse: TypeAlias = ExportPrices200
AddPhotoResponse: TypeAlias = AddPhoto201

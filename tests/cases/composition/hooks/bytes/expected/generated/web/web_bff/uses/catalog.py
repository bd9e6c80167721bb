# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What catalog answers to hooks, whole: Catalog 1."""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import MISSING

from ..runtime.body import Body
from ..runtime.passing import Passed
from ..runtime.reply import Reply


class CatalogGetInvoice404Body(Body):
    """The body of `getInvoice 404`."""

    why: str | MISSING = MISSING


@dataclass(frozen=True, slots=True)
class CatalogGetInvoice200(Reply[Passed]):
    """The invoice."""

    status: ClassVar[int] = 200
    types: ClassVar[tuple[str, ...]] = ("application/pdf",)


@dataclass(frozen=True, slots=True)
class CatalogGetInvoice404(Reply[CatalogGetInvoice404Body]):
    """There is none."""

    status: ClassVar[int] = 404


@dataclass(frozen=True, slots=True)
class CatalogPutImage204(Reply[None]):
    """It is there."""

    status: ClassVar[int] = 204
    body: None = None

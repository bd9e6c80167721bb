# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `searchProducts`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import catalog


class PageItemBrand(Body):
    """`brand` of `PageItem`."""

    name: Annotated[str, Field(max_length=80, min_length=1)]


class PageItem(Body):
    """A product as lists show it."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    title: Annotated[str, Field(max_length=160, min_length=1)]
    brand: PageItemBrand | None


class Page(CamelBody):
    """One page of what was found."""

    items: Annotated[list[PageItem], Field(max_length=48)]
    total: Annotated[int, Field(ge=0, le=2147483647)]
    next_cursor: Annotated[str, Field(max_length=500, min_length=1)] | None | MISSING = MISSING


READ_PAGE = reader(Page)


class SearchProductsCalls:
    """The calls of `searchProducts`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def search_products(
        self,
        q: str,
        *,
        category_id: str | MISSING = MISSING,
        cursor: str | MISSING = MISSING,
        limit: int | MISSING = MISSING,
        accept_language: str | MISSING = MISSING,
    ) -> Fetch[Page]:
        """Ask catalog for the source `page`: GET /search."""
        return self._catalog.fetch(
            catalog.search_products(
                q,
                category_id=category_id,
                cursor=cursor,
                limit=limit,
                accept_language=accept_language,
            ),
            READ_PAGE,
            source="page",
        )

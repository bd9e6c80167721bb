# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getCategory`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import catalog


class Catalog(Body):
    """A category and all that lies below it."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    name: Annotated[str, Field(max_length=80, min_length=1)]
    children: "Annotated[list[Catalog], Field(max_length=100)]"


READ_CATALOG = reader(Catalog)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=150)


class GetCategoryCalls:
    """The calls of `getCategory`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def get_category(
        self, category_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[Catalog]:
        """Ask catalog for the source `catalog`: GET /categories/{categoryId}."""
        return self._catalog.fetch(
            catalog.get_category(category_id, accept_language=accept_language),
            READ_CATALOG,
            source="catalog",
            retry=RETRY,
        )

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import catalog


class Catalog(Body):
    """What is read of the source `catalog`."""

    id: str
    class_: Annotated[str, Field(alias="class")]
    from_: Annotated[str | MISSING, Field(alias="from")] = MISSING
    json_: Annotated[str | MISSING, Field(alias="json")] = MISSING
    model_config_: Annotated[str | MISSING, Field(alias="model_config")] = MISSING
    copy_: Annotated[str | MISSING, Field(alias="copy")] = MISSING
    field_2fa: Annotated[str | MISSING, Field(alias="2fa")] = MISSING
    x_y: Annotated[str | MISSING, Field(alias="x-y")] = MISSING
    größe: str | MISSING = MISSING
    field_id: Annotated[str | MISSING, Field(alias="_id")] = MISSING
    none: Annotated[str | MISSING, Field(alias="None")] = MISSING
    str_: Annotated[str | MISSING, Field(alias="str")] = MISSING


READ_CATALOG = reader(Catalog)


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def get_product(self, id: str) -> Fetch[Catalog]:
        """Ask catalog for the source `catalog`: GET /products/{id}."""
        return self._catalog.fetch(catalog.get_product(id), READ_CATALOG, source="catalog")

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Results: what functions of hooks give as sources; building one validates it."""

from pydantic import MISSING, TypeAdapter

from .runtime.body import Body


class SchemasProductBrand(Body):
    """`brand` of `SchemasProduct`."""

    name: str


class SchemasProduct(Body):
    """A value of `catalog#schemas_Product`."""

    id: str

    sku: str

    title: str

    price: float

    weight: float | MISSING = MISSING

    tags: list[str]

    brand: SchemasProductBrand | None


SCHEMAS_PRODUCT_TYPE: TypeAdapter[SchemasProduct] = TypeAdapter(SchemasProduct)

"""What the web team changes of a product."""

from web_bff.ports import Call, SchemasProduct
from web_bff.sources import get_product as sources


async def shown(product: sources.Product, call: Call) -> SchemasProduct:
    """Give a product with the title that the web page shows."""
    return SchemasProduct(**{**product.model_dump(), "title": product.title.title()})

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to catalog: Catalog 1."""

from collections.abc import Mapping

from pydantic import MISSING

from ..runtime.styled import deep_style, form_style, header_style, json_text, query_of
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import headers


def find_products(
    paging: Mapping[str, int | MISSING | None],
    *,
    filter: Mapping[str, str | float | MISSING | None] | MISSING = MISSING,
    locale: Mapping[str, str | MISSING | None] | MISSING = MISSING,
    near: Mapping[str, str | int | MISSING | None] | MISSING = MISSING,
    x_trace: Mapping[str, str | int | MISSING | None] | MISSING = MISSING,
) -> UpstreamRequest:
    """GET /products: Find products."""
    return UpstreamRequest(
        method="GET",
        path="/products",
        query=query_of(
            deep_style("filter", filter),
            form_style("paging", paging, explode=False),
            form_style("locale", locale),
            form_style("near", json_text(near)),
        ),
        headers=headers(("X-Trace", header_style(x_trace, explode=True))),
    )

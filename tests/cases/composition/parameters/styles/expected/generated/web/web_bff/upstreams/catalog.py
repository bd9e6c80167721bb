# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to catalog: Catalog 1."""

from collections.abc import Sequence

from pydantic import MISSING

from ..runtime.styled import (
    cookie_header,
    delimited_style,
    form_style,
    header_style,
    json_text,
    label_style,
    query_of,
    simple_style,
)
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import headers


def find_products(
    shops: Sequence[str],
    area: Sequence[int],
    *,
    tag: Sequence[str] | MISSING = MISSING,
    sizes: Sequence[int] | MISSING = MISSING,
    brands: Sequence[str] | MISSING = MISSING,
    words: Sequence[str] | MISSING = MISSING,
    status: str | MISSING = MISSING,
    max_price: int | MISSING = MISSING,
    near: float | MISSING = MISSING,
    weight: str | float | MISSING = MISSING,
    sale: bool | MISSING = MISSING,
    x_fields: Sequence[str] | MISSING = MISSING,
    session: str | MISSING = MISSING,
    seen: Sequence[str] | MISSING = MISSING,
) -> UpstreamRequest:
    """GET /shops/{shops}/areas/{area}: Find products."""
    return UpstreamRequest(
        method="GET",
        path=f"/shops/{label_style(shops)}/areas/{simple_style(area)}",
        query=query_of(
            form_style("tag", tag, explode=False),
            delimited_style("sizes", sizes, "|"),
            form_style("brands", brands),
            delimited_style("words", words, " "),
            form_style("status", status, allow_reserved=True),
            form_style("max_price", max_price),
            form_style("near", json_text(near)),
            form_style("weight", weight),
            form_style("sale", sale),
        ),
        headers=(
            *headers(("X-Fields", header_style(x_fields))),
            *cookie_header(("session", session), ("seen", seen)),
        ),
    )

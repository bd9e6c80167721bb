# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Answer `listMore`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import ListMore200, ListMoreResponse, MoreProduct, MoreProducts
from ..models import ListMoreRequest
from ..ports import ListMoreUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import each
from ..runtime.index import Index
from ..sources import list_more as found

# What stands in for an optional source that is missing.
RATINGS_FALLBACK: Index[str, found.Ratings] = Index()


async def list_more(
    request: ListMoreRequest, up: ListMoreUpstreams, call: Call
) -> ListMoreResponse:
    """Waits: recs 200 ms, of 450. At most 5 calls."""
    async with call.sources() as source:
        recs = source.required(up.for_product(request.id, limit=4), cap_ms=200)
        ratings = source.after(recs).optional(
            "stars",
            lambda recs: each(
                recs.items,
                lambda rec: up.get_summary(rec.product_id),
                lambda rec: rec.product_id,
                limit=4,
                at_once=4,
                partial=True,
            ),
            cap_ms=100,
            fallback=RATINGS_FALLBACK,
        )
    return ListMore200(build_more_products(recs.value, ratings.value), missing=source.missing)


def build_more_products(recs: found.Recs, ratings: Index[str, found.Ratings]) -> MoreProducts:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return MoreProducts(more=[build_more_product(rec, ratings) for rec in recs.items[:4]])


def build_more_product(rec: found.RecsItem, ratings: Index[str, found.Ratings]) -> MoreProduct:
    """Build what is answered for one `rec`."""
    rating = ratings.by(rec.product_id)
    return MoreProduct(
        id=rec.product_id, name=rec.title, stars=MISSING if rating is MISSING else rating.average
    )

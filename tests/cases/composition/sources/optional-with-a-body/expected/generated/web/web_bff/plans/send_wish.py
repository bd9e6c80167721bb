# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `sendWish`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Found, SendWish200, SendWishResponse
from ..models import SendWishRequest
from ..ports import SendWishUpstreams
from ..runtime.call import Call
from ..sources import send_wish as found


async def send_wish(
    request: SendWishRequest, up: SendWishUpstreams, call: Call
) -> SendWishResponse:
    """Waits: product 250 ms, of 800. At most 3 calls."""
    async with call.sources() as source:
        product = source.required(up.get_product(request.body.id), cap_ms=250)
        advice = source.optional(
            "advice", lambda: up.advise_on_advice(send_advice(request)), cap_ms=250
        )
        more = source.after(product).optional(
            "more", lambda product: up.advise_on_more(send_more(product)), cap_ms=250
        )
    return SendWish200(build_found(product.value, advice.value, more.value), missing=source.missing)


def send_advice(request: SendWishRequest) -> found.SentAdvice:
    """Build what `advice` is sent, which validates it; what is absent stays absent."""
    return found.SentAdvice(wish=request.body.text)


def send_more(product: found.Product) -> found.SentMore:
    """Build what `more` is sent, which validates it; what is absent stays absent."""
    return found.SentMore(wish=product.title, sku=product.sku)


def build_found(
    product: found.Product, advice: found.Advice | MISSING, more: found.More | MISSING
) -> Found:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Found(
        title=product.title,
        advice=MISSING if advice is MISSING else advice.text,
        more=MISSING if more is MISSING else more.text,
    )

"""What the web team decides itself: texts that people read, and the steps of an order."""

from collections.abc import Sequence
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from typing import assert_never

from web_bff.answers import (
    Charge,
    PlacedOrder,
    PlaceOrder201,
    PlaceOrder402,
    PlaceOrder409,
    PlaceOrder422,
    PlaceOrderResponse,
    problem,
)
from web_bff.identity import Identity
from web_bff.models import NewOrder
from web_bff.ports import (
    Call,
    InventoryReserveStock201,
    OrdersCreateOrder201,
    OrdersCreateOrder402,
    OrdersCreateOrder409,
    OrdersCreateOrder422,
    PlaceOrderRequest,
    PlaceOrderUpstreams,
    UpstreamFailed,
)
from web_bff.sends import inventory, orders, pricing
from web_bff.uses.pricing import Quote

# ISO 4217: how many decimals a currency has, where it is not two.
_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"), 0),
    **dict.fromkeys(("PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def price_label(amount: float, currency: str) -> str:
    """Write a price as it stands on the page.

    Args:
        amount: whole units of the currency, finite and not negative.
        currency: ISO 4217 code; the code is written, since signs such as `$` name several.

    >>> price_label(1349.9, "EUR"), price_label(48900.0, "JPY")
    ('EUR 1,349.90', 'JPY 48,900')
    """
    decimals = _DECIMALS.get(currency, 2)
    # By repr, the shortest text of the double: 2.675 is what the upstream wrote, not 2.67499999..
    rounded = Decimal(repr(amount)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{currency} {rounded:,f}"


async def place_order(
    request: PlaceOrderRequest, up: PlaceOrderUpstreams, call: Call
) -> PlaceOrderResponse:
    """Hold the cart to the prices of now, set the pieces aside, order them.

    The reservation is given free where the order was refused. Where nobody knows whether there is
    an order (it was late, or broke), it is kept: the same key finishes the same order, and what
    no order takes over is free again after 15 minutes.
    """
    new, customer = request.body, call.caller(Identity).sub
    skus = [line.sku for line in new.lines]
    if len(set(skus)) < len(skus):
        return PlaceOrder422(problem(422, "article-twice"))
    quoted = await up.batch_quote(
        pricing.QuoteRequest(skus=skus), new.currency, customer_id=customer
    )
    moved = _price_conflict(new, quoted.body.items)
    if moved is not None:
        return PlaceOrder409(problem(409, moved))
    reserved = await up.reserve_stock(_stock_of(new))
    if not isinstance(reserved, InventoryReserveStock201):  # 404: sold by no warehouse any more
        return PlaceOrder409(problem(409, "out-of-stock"))
    reservation = reserved.body.reservation_id
    created = await up.create_order(_order_of(new, customer, reservation))
    match created:
        case OrdersCreateOrder201(body=order):
            total = Charge(amount=order.total.value, currency=order.total.currency)
            placed = PlacedOrder(id=order.id, state=order.state, total=total)
            return PlaceOrder201(placed, location=f"/orders/{order.id}")
        case OrdersCreateOrder402():
            await _give_free(reservation, up)
            return PlaceOrder402(problem(402, "payment-declined"))
        case OrdersCreateOrder422():
            await _give_free(reservation, up)
            return PlaceOrder422(problem(422, "order-refused"))
        case OrdersCreateOrder409():  # free already, or the pieces of another order: not ours
            return PlaceOrder409(problem(409, "reservation-lapsed"))
    assert_never(created)


def _price_conflict(new: NewOrder, quotes: Sequence[Quote]) -> str | None:
    """Say by a problem's code why an order cannot be taken at its prices; None where it can.

    Amounts are compared as they are: both are the double of what the pricing team wrote.
    """
    amounts = {quote.sku: quote.amount for quote in quotes if quote.currency == new.currency}
    if any(line.sku not in amounts for line in new.lines):
        return "not-sold"
    if any(amounts[line.sku] != line.unit_price for line in new.lines):
        return "price-changed"
    return None


def _stock_of(new: NewOrder) -> inventory.SchemasReservationRequest:
    """Write what is to be set aside for an order."""
    line = inventory.SchemasReservationRequestLine
    return inventory.SchemasReservationRequest(
        lines=[line(sku=each.sku, quantity=each.quantity) for each in new.lines]
    )


def _order_of(new: NewOrder, customer: str, reservation: str) -> orders.SchemasNewOrder:
    """Write an order as the order team takes it: every line at the price that was agreed."""
    to, paid = new.ship_to, new.payment
    return orders.SchemasNewOrder(
        customer_id=customer,
        reservation_id=reservation,
        lines=[
            orders.SchemasNewOrderLine(
                sku=line.sku,
                quantity=line.quantity,
                unit_price=orders.SchemasMoney(value=line.unit_price, currency=new.currency),
            )
            for line in new.lines
        ],
        ship_to=orders.SchemasAddress(
            name=to.name,
            street=to.street,
            postal_code=to.postal_code,
            city=to.city,
            country=to.country,
        ),
        payment=orders.SchemasNewCardPayment(method="card", token=paid.token, holder=paid.holder),
    )


async def _give_free(reservation: str, up: PlaceOrderUpstreams) -> None:
    """Give reserved pieces free; where that fails they are so by themselves after 15 minutes."""
    with suppress(UpstreamFailed):
        await up.release_stock(reservation)

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getOrder`: join the sources, then build the answer."""

from ..answers import (
    Address,
    CardPayment,
    Charge,
    GetOrder200,
    GetOrderResponse,
    InvoicePayment,
    Order,
    OrderLine,
    WalletPayment,
)
from ..identity import Identity
from ..models import GetOrderRequest
from ..ports import GetOrderUpstreams
from ..runtime.call import Call
from ..sources import get_order as found


async def get_order(
    request: GetOrderRequest, up: GetOrderUpstreams, call: Call
) -> GetOrderResponse:
    """Waits: orders 250 ms, of 3000.

    At most 1 call, 2 with those that are asked again. 404 when orders says 404.
    """
    identity = call.caller(Identity)
    async with call.sources() as source:
        orders = source.required(
            up.get_order(request.order_id, customer_id=identity.sub),
            cap_ms=250,
            on_status={404: 404},
        )
    return GetOrder200(build_order(orders.value))


def build_order(orders: found.Orders) -> Order:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Order(
        id=orders.id,
        state=orders.state,
        placed_at=orders.placed_at,
        total=Charge(amount=orders.total.value, currency=orders.total.currency),
        lines=[
            OrderLine(
                sku=line.sku,
                title=line.title,
                quantity=line.quantity,
                unit_price=Charge(amount=line.unit_price.value, currency=line.unit_price.currency),
            )
            for line in orders.lines
        ],
        shipping=Charge(amount=orders.shipping.value, currency=orders.shipping.currency),
        ship_to=Address(
            name=orders.ship_to.name,
            street=orders.ship_to.street,
            postal_code=orders.ship_to.postal_code,
            city=orders.ship_to.city,
            country=orders.ship_to.country,
        ),
        payment=build_payment(orders.payment),
        tracking_url=orders.tracking_url,
    )


def build_payment(
    payment: found.OrdersPaymentCard | found.OrdersPaymentInvoice | found.OrdersPaymentWallet,
) -> CardPayment | InvoicePayment | WalletPayment:
    """Build `CardPayment`, `InvoicePayment` or `WalletPayment`, by what `payment` is."""
    if isinstance(payment, found.OrdersPaymentCard):
        return CardPayment(
            method=payment.method, brand=payment.brand, last_digits=payment.last_digits
        )
    if isinstance(payment, found.OrdersPaymentInvoice):
        return InvoicePayment(method=payment.method, due_on=payment.due_on)
    return WalletPayment(method=payment.method, provider=payment.provider)

from web_bff.sources.get_thing import ThingPaymentCard, ThingPaymentInvoice, ThingPaymentWallet, ThingTree


def label(payment: ThingPaymentCard | ThingPaymentInvoice | ThingPaymentWallet) -> str:
    return payment.method


def depth(tree: ThingTree) -> int:
    return 1

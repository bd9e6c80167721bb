"""What the web team computes itself: texts that people read."""

from decimal import ROUND_HALF_UP, Decimal

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

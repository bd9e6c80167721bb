"""What the mobile team computes itself: numbers that the apps can add without rounding."""

from decimal import ROUND_HALF_UP, Decimal

# ISO 4217: how many decimals a currency has, where it is not two.
_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"), 0),
    **dict.fromkeys(("PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def to_minor_units(amount: float, currency: str) -> int:
    """Give an amount in the smallest unit of its currency, rounded half up.

    Args:
        amount: whole units of the currency, finite and not negative.
        currency: ISO 4217 code.

    >>> to_minor_units(349.9, "EUR"), to_minor_units(48900.0, "JPY")
    (34990, 48900)
    """
    # By repr, the shortest text of the double: 1.005 is what the upstream wrote, not 1.00499999..
    minor = Decimal(repr(amount)).scaleb(_DECIMALS.get(currency, 2))
    return int(minor.quantize(Decimal(1), ROUND_HALF_UP))

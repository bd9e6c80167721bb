"""What the web team computes itself."""


def label(title: str, price: float, currency: str) -> str:
    """Write the label of a product."""
    return f"{title} {price:.2f} {currency}"

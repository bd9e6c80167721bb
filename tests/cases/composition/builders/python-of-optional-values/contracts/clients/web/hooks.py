"""What the web team computes itself."""

from pydantic import MISSING


def label(title: str, weight: float | MISSING = MISSING) -> str:
    """Write the label of a product."""
    return title if weight is MISSING else f"{title}, {weight} kg"


def hint(weight: float) -> str:
    """Say what is heavy."""
    return "heavy" if weight > 30 else "light"

"""What the web team computes itself."""

from .stock import in_stock as in_stock

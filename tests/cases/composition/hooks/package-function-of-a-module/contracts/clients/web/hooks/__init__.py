"""What the web team computes itself."""

from .stock import in_stock, sold_out

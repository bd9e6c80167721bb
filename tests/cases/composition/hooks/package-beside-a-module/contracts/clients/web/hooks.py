"""One of two."""

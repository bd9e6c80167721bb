"""Views: the schemas of a side as its peer sends or reads them (COMPATIBILITY.md 7)."""

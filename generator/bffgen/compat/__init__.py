"""COMPARE: two contracts in one pool, and what each change does to the other side."""

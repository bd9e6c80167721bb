"""Who calls the storefront's BFFs in end-to-end tests: keys, and what stands behind each.

In:  a folder for the file of test keys.
Out: the settings that let a BFF know these callers; the headers by which each of them asks.
How: one file for all clients: a key is let in by what it may do, not by where it is kept.
"""

import json
from pathlib import Path

CUSTOMER, OTHER = "token-of-the-customer-ines", "token-of-another-customer"
ACME = "key-of-acme-for-its-sync"
EDITOR, MODERATOR = "token-of-a-catalog-editor", "token-of-a-moderator-00"
PRICER = "token-of-the-head-of-prices"
SUPPORT, FINANCE, OPS = (
    "token-of-support-staff-0",
    "token-of-finance-staff-0",
    "token-of-operations-00000",
)

_CALLERS = {
    CUSTOMER: {"sub": "c-40017"},
    OTHER: {"sub": "c-1"},
    ACME: {"sub": "acme", "client_id": "acme-batch"},
    EDITOR: {
        "sub": "s-1",
        "scopes": ["catalog.read", "catalog.write", "pricing.write", "stock.write"],
        "roles": ["buying"],
    },
    PRICER: {"sub": "s-6", "scopes": ["pricing.write", "pricing.override"]},
    MODERATOR: {"sub": "s-2", "scopes": ["catalog.read", "reviews.moderate"]},
    SUPPORT: {"sub": "s-3", "scopes": ["orders.read"], "roles": ["support"]},
    FINANCE: {"sub": "s-4", "scopes": ["orders.read"], "roles": ["finance"]},
    OPS: {"sub": "s-5", "scopes": ["orders.read", "orders.cancel"], "roles": ["ops"]},
}


def write_keys(folder: Path) -> dict[str, str]:
    """Write the file of keys; gives the settings that name it."""
    path = folder / "test-keys.json"
    path.write_text(json.dumps(_CALLERS))
    return {"BFF_TEST_KEYS_FILE": str(path), "BFF_ALLOW_TEST_KEYS": "1"}


def bearer(token: str) -> dict[str, str]:
    """Give the header of a bearer token."""
    return {"Authorization": f"Bearer {token}"}


# What a client's BFF is set to, beside addresses and callers.
MORE = {"partner": {"BFF_CURSOR_KEYS": "a-key-for-cursors-of-32-characters"}}
# What a client's BFF is asked with where a test says nothing else; web and mobile are open.
USUAL = {"partner": {"X-Api-Key": ACME}, "admin": bearer(EDITOR)}

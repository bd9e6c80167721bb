"""Families of clients; a module of its own, as the command line names them in its help.

In:  nothing.
Out: Family.
"""

from enum import StrEnum


class Family(StrEnum):
    """Who reads the client's contract, and so who is hurt by a change."""

    BROWSER = "browser"
    APP_STORE = "app-store"
    THIRD_PARTY = "third-party"
    INTERNAL = "internal"

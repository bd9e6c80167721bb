"""When releases were served no longer.

In:  a Ledger, a version.
Out: the instants at which a deployment left it out.
"""

from datetime import datetime
from itertools import pairwise

from bffgen.model.event import Deployed
from bffgen.model.ledger import Ledger


def replaced_at(version: str, ledger: Ledger) -> tuple[datetime, ...]:
    """Give when a release was replaced, in order; nothing where it never was, or never served."""
    return tuple(
        second.at
        for first, second in pairwise(ledger.of(Deployed))
        if version in first.serves and version not in second.serves
    )

"""What a client uses of its upstreams, without anything of how: the format `uses/1`.

In:  nothing; `publish/uses.py` makes these values of a Lineage, `contract/uses.py` of a file.
Out: Uses.
How: a team that owns an upstream holds them against its own change, and needs no workspace. Names
     of path parameters say nothing on the wire, so these are known by their number.
"""

from dataclasses import dataclass
from typing import Final

FORMAT: Final = "uses/1"
# Behind a read: all that is below it is read as well.
ALL_BELOW: Final = "**"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One source of an operation of the client.

    Attributes:
        client_operation: `METHOD path` of the client's contract.
        operation: of the upstream's, the names of path parameters left out: `GET /products/{}`.
        reads: `#/responses/200/body/items/*/sku`, `#/responses/200/headers/ETag`, sorted; of a
            status that is told apart and read no further `#/responses/404`.
        sends: `#/parameters/query/q`, `#/parameters/path/1`, `#/body/skus`, sorted.
        optional: the answer is given without it where it is missing.
        share: of the calls that were counted, how many are of the client's operation, from 0 to 1;
            None where nobody counts them.
    """

    client_operation: str
    operation: str
    reads: tuple[str, ...]
    sends: tuple[str, ...]
    optional: bool
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedUpstream:
    """What is used of one upstream.

    Attributes:
        contract_sha256: of the contract that it was found in, bundled, on one line, keys sorted.
    """

    name: str
    contract_sha256: str
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveShare:
    """A release of the client that is live.

    Attributes:
        shares: (channel, at most so much of it on the newest day, from 0 to 1), sorted; none where
            nobody counts.
    """

    version: str
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """What one client uses; upstreams by name.

    Attributes:
        as_of: the day on which it was written, `2026-11-27`.
        counted: first and last day of the counts that shares are of; None where there are none.
        live: releases in the field, oldest first; none where nothing is released.
    """

    client: str
    as_of: str
    upstreams: tuple[UsedUpstream, ...]
    counted: tuple[str, str] | None = None
    live: tuple[LiveShare, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the upstreams."""
        return tuple(each.name for each in self.upstreams)

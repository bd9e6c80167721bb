"""What a composition says of requests that come again, and what a plan makes of it.

In:  nothing; `contract/idempotency.py` makes Idempotency of the file, `compose/once.py` Once of it.
Out: values of `idempotency`: as written, and bound to both contracts.
"""

from dataclasses import dataclass

from bffgen.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardTo:
    """One upstream operation that a key goes on to, as written."""

    service: str
    operation: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Idempotency:
    """`idempotency: {header, required, forward_to, keep}` of an operation.

    Attributes:
        header: of the client's contract, which carries the key.
        required: None takes what the contract says of the header.
        keep_ms: how long an answer is kept, > 0.
        place: of the section.
    """

    header: str
    required: bool | None
    forward_to: tuple[ForwardTo, ...]
    keep_ms: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """How an operation answers a request that comes again.

    Attributes:
        header: by its name in the client's contract.
        required: a request without a key is refused.
        keep_s: how long an answer is kept.
        lease_s: the longest that a request is on its way, with the writes that it begins.
    """

    header: str
    required: bool
    keep_s: int
    lease_s: int

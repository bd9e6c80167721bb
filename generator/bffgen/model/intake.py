"""What is read of the body that a client sends, whoever answers the operation.

In:  nothing; `compose/` makes this value of the contract and the limits of its team.
Out: Intake.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The body that a client sends: JSON of one schema.

    Attributes:
        pointer: its schema in the client's contract, as it asks.
        types: the media types that are taken, in lower case, without parameters.
        max_body_bytes, within_ms: what is read of it, and for how long.
    """

    pointer: str
    required: bool
    types: tuple[str, ...]
    max_body_bytes: int
    within_ms: int

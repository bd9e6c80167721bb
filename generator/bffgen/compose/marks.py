"""The lines that findings about one place of an answer point at, and the one most of them are.

In:  a contract and a pointer to a schema of it; the way to the place.
Out: a Mark in the client's contract or in an upstream's; a Finding of a value outside its schema.
"""

from collections.abc import Iterable
from typing import Final

from bffgen.model.api import Api
from bffgen.model.finding import Finding, Mark, finding

PROMISED: Final = "what is promised"
SENT: Final = "what is sent"


def promise(api: Api, pointer: str, label: str = PROMISED) -> Mark:
    """Mark the line of the client's contract that a finding is about."""
    return Mark(place=api.place(pointer), on="key", label=label)


def sending(api: Api, pointer: str) -> Mark:
    """Mark the line of an upstream's contract that says what is sent."""
    return Mark(place=api.place(pointer), on="key", label=SENT)


def mistyped(
    *marks: Mark,
    way: str,
    given: str,
    wanted: str,
    literal: str = "",
    lacking: str = "",
    notes: Iterable[tuple[str, str]] = (),
) -> Finding:
    """Refuse a value that may lie outside what is promised.

    Args:
        way: dotted names from the root of the answer to the place; empty for the root.
        given: what is put there; wanted: what its schema takes, both in words.
        literal: the value itself, where the author wrote one.
        lacking: what an enum leaves out.
    """
    return finding(
        "compose-type",
        *marks,
        notes=notes,
        property=way or "the answer",
        literal=literal,
        upstream_type=given,
        client_type=wanted,
        lacking=lacking,
    )

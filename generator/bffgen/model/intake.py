"""What is read of the body that a client sends, whoever answers the operation.

In:  nothing; `compose/` makes this value of the contract and the limits of its team.
Out: Intake, Guard.
"""

from dataclasses import dataclass

from bffgen.model.form import Form
from bffgen.model.parts import Parts
from bffgen.model.security import Grants


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A part of a body that only some callers may send.

    Attributes:
        way: properties from the body to that part; None is each element of an array.
        to: what a caller must have one of; never empty.
    """

    way: tuple[str | None, ...]
    to: Grants


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The body that a client sends: JSON, a form or parts, of one schema.

    Attributes:
        pointer: its schema in the client's contract, as it asks.
        types: the media types that are taken, in lower case, without parameters.
        max_body_bytes, within_ms: what is read of it, and for how long.
        guards: in the author's order.
        form: how its members travel where `types` has forms; None of JSON alone.
        parts: how its members travel where it is one of parts; `types` has nothing else then.
        is_passed: it is none of these, has no schema, and is handed on as it comes.
    """

    pointer: str
    required: bool
    types: tuple[str, ...]
    max_body_bytes: int
    within_ms: int
    guards: tuple[Guard, ...] = ()
    form: Form | None = None
    parts: Parts | None = None
    is_passed: bool = False

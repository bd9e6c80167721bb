"""The public face of the proof engine: is every value of schema A a value of schema B?

In:  two JSON Schemas of 2020-12 meaning, or two ints of one pool.
Out: a Proof: yes, no with a witness, or unknown with a reason; never a guess.
How: equal meaning is one int of the pool, and a receiver that admits everything admits every
     sender. These two answers are sound and are all that is answered here: the search for a
     witness is not built yet, so everything else is `unknown`, and no answer is `no`.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.pool import Pool

NOT_BUILT: Final = "engine: not built yet"

# Keywords that no value is refused by, whatever they say.
_NEVER_REFUSE: Final = frozenset(("readOnly", "writeOnly", "contentEncoding", "contentMediaType"))
# Keywords that refuse no value where the schema below them is `true`.
_REST: Final = frozenset(
    ("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties", "propertyNames")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """Every value of the sender is a value of the receiver."""

    answer: Literal["yes"] = "yes"
    witness: None = None
    reason: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuted:
    """A value of the sender is none of the receiver.

    Attributes:
        witness: such a value; a validator has accepted it on one side and refused it on the other.
    """

    witness: Json = field(hash=False)
    answer: Literal["no"] = "no"
    reason: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Neither was shown; the reason says what stood in the way."""

    reason: str
    answer: Literal["unknown"] = "unknown"
    witness: None = None


Proof: TypeAlias = Proved | Refuted | Unknown


def prove(sub: Json, sup: Json) -> Proof:
    """Ask whether every value of `sub` is a value of `sup`: pure containment, no policy.

    Args:
        sub: a JSON Schema (2020-12 meaning); its `$ref`s lead into itself.
        sup: another.
    """
    for schema in (sub, sup):
        if not isinstance(schema, dict | bool):
            return Unknown(reason="unsupported: a schema that is neither an object nor a boolean")
    pool = Pool()
    return within(pool, pool.intern(sub, ""), pool.intern(sup, ""))


def within(pool: Pool, sender: int, receiver: int) -> Proof:
    """Ask the same of two schemas of one pool."""
    if sender == receiver or sender == Pool.FALSE or _admits_everything(pool, receiver):
        return Proved()
    return Unknown(reason=NOT_BUILT)


def _admits_everything(pool: Pool, schema: int) -> bool:
    return all(
        keyword in _NEVER_REFUSE or (keyword in _REST and value == Pool.TRUE)
        for keyword, value in pool.node(schema)
    )

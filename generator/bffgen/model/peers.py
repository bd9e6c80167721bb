"""What the two sides of a contract are taken to do, beyond what the contract says.

In:  nothing; `contract/policy.py` and the flags of `bffgen diff` make these values.
Out: Peers, with the Decoder of the clients that read answers.
How: defaults are those of COMPATIBILITY.md section 7; whatever differs from them is told with each
     finding that rests on it.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

UnknownField: TypeAlias = Literal["ignore", "fail"]
UnknownEnum: TypeAlias = Literal["fail", "tolerate"]
Null: TypeAlias = Literal["fail", "accept"]
Producer: TypeAlias = Literal["closed", "open"]
Formats: TypeAlias = Literal["assert", "annotate"]
Numbers: TypeAlias = Literal["json", "int64"]
Webhooks: TypeAlias = Literal["single", "opt-in"]

FUEL: Final = 20_000
"""Steps of the search for one pair of schemas, before it is given up as unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """How clients read an answer that says more than they know.

    Attributes:
        unknown_field: a property that the contract does not declare.
        unknown_enum: a text that is none of an enum's.
        null_for_optional: null where an optional property may be absent.
    """

    unknown_field: UnknownField = "ignore"
    unknown_enum: UnknownEnum = "fail"
    null_for_optional: Null = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """The assumptions of a comparison.

    Attributes:
        producer: `closed`: nobody sends a property that its schema does not declare.
        formats: `assert`: known formats are checked by those who read them.
        numbers: `int64`: no sender writes an integer beyond 64 bits or a number beyond a double.
        webhooks: `single`: one endpoint takes all; `opt-in`: clients choose the events they get.
        fuel: steps of the search for each pair of schemas.
    """

    producer: Producer = "closed"
    formats: Formats = "assert"
    numbers: Numbers = "json"
    webhooks: Webhooks = "single"
    decoder: Decoder = field(default_factory=Decoder)
    fuel: int = FUEL

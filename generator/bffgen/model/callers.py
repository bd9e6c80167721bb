"""What a composition says of callers: claims, roles and scopes, and which of them are asked for.

In:  nothing; `contract/callers.py` and `contract/grants.py` make these values of composition.yaml.
Out: Callers, Claim, Wanted.
"""

from dataclasses import dataclass, field
from typing import Literal

from bffgen.model.canonical import Json
from bffgen.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`role(support)` or `scope(pii.read)`: what a caller may have."""

    kind: Literal["role", "scope"]
    name: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a credential may say of its caller; `schema` of a plain value or a list of such."""

    name: str
    schema: dict[str, Json] = field(hash=False)
    required: bool
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """What is known of callers: claims in the author's order, roles and scopes beyond the contract.

    Attributes:
        roles: all that there are; none says that an issuer alone knows them.
        scopes: beside those of the contract's flows.
    """

    claims: tuple[Claim, ...] = ()
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


NOTHING_SAID = Callers()

"""What a client's policy promises, as far as building needs it.

In:  nothing; `contract/policy.py` makes these values of policy.yaml.
Out: Policy with the client's family and the ceilings of its budgets.
"""

from dataclasses import dataclass
from enum import StrEnum

from bffgen.model.place import Place


class Family(StrEnum):
    """Who reads the client's contract, and so who is hurt by a change."""

    BROWSER = "browser"
    APP_STORE = "app-store"
    THIRD_PARTY = "third-party"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """Ceilings for every operation of the client.

    Attributes:
        latency_ms: wall time of an operation, milliseconds, > 0; also its default budget.
        calls: the most upstream calls that one request may cause, >= 1.
        payload_bytes: the largest answer, bytes, > 0.
        place: where the file says so; the file itself where it is silent.
    """

    latency_ms: int = 1000
    calls: int = 60
    payload_bytes: int = 256 * 1024
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The policy.yaml of one client.

    Attributes:
        dependencies: what hooks need to be installed, as Python packages say it (PEP 508).
    """

    family: Family
    budgets: Budgets
    title: str | None
    dependencies: tuple[str, ...] = ()
    place: Place

"""Who is let in: what the runtime asks of an operation's access, whatever verifies its callers.

In:  a request on its way to an operation.
Out: the identity of its caller, None of one who is not known; or AccessRefused.
How: every operation has an Access, and `OPEN` is one that is written out: nothing is open by
     silence. What holds for contracts with security schemes is in auth.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias

from starlette.requests import HTTPConnection

from .body import Body
from .problem import Code, Fault

Claim: TypeAlias = "bool | int | float | str | Sequence[Claim] | Mapping[str, Claim] | None"


class AccessRefused(Exception):
    """A caller who is not let in.

    Attributes:
        challenges: values of `WWW-Authenticate`; what a 401 must have (RFC 9110 15.5.2).
        errors: the parts of the request that are not for this caller, where some are.
    """

    status: int
    code: Code
    challenges: tuple[str, ...]
    errors: tuple[Fault, ...]

    def __init__(
        self,
        status: int,
        code: Code,
        challenges: Sequence[str] = (),
        *,
        errors: Sequence[Fault] = (),
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.challenges = tuple(challenges)
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a credential proves.

    Attributes:
        sub: the subject; every caller has one.
        client_id: the app that the caller uses, where it is known.
        claims: what else is said of the caller, as JSON has it.
    """

    sub: str
    client_id: str | None = None
    scopes: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    # Nobody's log shows by accident what is said of a caller.
    claims: Mapping[str, Claim] = field(default_factory=dict, repr=False)


class Verifier(Protocol):
    """Says whose a credential is: of test keys, of signed tokens, of API keys."""

    async def verify(self, scheme: str, credential: str) -> Verified | None:
        """Give what a credential proves; None where it proves nothing.

        Args:
            scheme: the security scheme's name in the contract.
            credential: a token without `Bearer`, or a key, as it came; never empty.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """How a BFF knows its callers.

    Attributes:
        identity: the model of a caller, which what a credential proves must fit.
    """

    verifier: Verifier
    identity: type[Body]


class Access(Protocol):
    """Who may call an operation."""

    async def admit(self, http: HTTPConnection, auth: Auth | None) -> Body | None:
        """Give the caller's identity; None of a caller who is let in unknown.

        Raises:
            AccessRefused: for everybody else.
        """
        ...


class _Open:
    """No credential is looked at."""

    async def admit(self, http: HTTPConnection, auth: Auth | None) -> None:
        return None


OPEN: Final[Access] = _Open()
"""Of an operation whose contract says `security: []`."""

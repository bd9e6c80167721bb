"""Hold who may call an operation against what a BFF can verify.

In:  an operation of the client and its contract.
Out: Access; findings for a contract that does not say, and for schemes that the runtime cannot
     verify yet.
How: to the letter of the requirement. What is not verified is never left open: it is no build.
"""

from collections.abc import Iterable
from typing import assert_never

from bffgen.model.api import Api, Operation
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.security import (
    Access,
    ApiKey,
    Demand,
    Http,
    MutualTls,
    OAuth2,
    OpenIdConnect,
    SecurityScheme,
)


def access(api: Api, operation: Operation, faults: list[Finding]) -> Access:
    """Give who may call an operation.

    A contract that says nothing is refused too: open is said by `security: []`, never by silence.
    """
    if operation.security is None:
        mark = Mark(place=api.place(operation.pointer), on="key")
        faults.append(finding("compose-security-unsaid", mark, operation=operation.name))
        return Access()
    any_of = tuple(
        tuple(Demand(scheme=api.scheme(name), names=names) for name, names in alternative)
        for alternative in operation.security
    )
    made = Access(any_of=any_of)
    faults.extend(_unverified(api, made))
    return made


def _unverified(api: Api, made: Access) -> Iterable[Finding]:
    for scheme in made.schemes:
        kind = unverifiable(scheme)
        if kind:
            mark = Mark(place=api.place(scheme.pointer), on="key")
            yield finding("compose-security-unverified", mark, scheme=scheme.name, kind=kind)


def unverifiable(scheme: SecurityScheme) -> str:
    """Name what a scheme asks for where no BFF verifies that yet; empty where one does."""
    match scheme:
        case ApiKey() | OAuth2() | OpenIdConnect():
            return ""
        case Http():
            return "" if scheme.scheme == "bearer" else f"HTTP {scheme.scheme}"
        case MutualTls():
            return "mutual TLS"
        case _:
            assert_never(scheme)


def nobody(api: Api, operation: Operation, mark: Mark) -> Finding:
    """Say that who calls is asked where the contract asks for no credentials."""
    theirs = Mark(place=api.place(operation.pointer), on="key", label="asks for no credentials")
    return finding("compose-no-identity", mark, theirs, operation=operation.name)

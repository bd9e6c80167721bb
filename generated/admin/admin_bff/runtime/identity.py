"""The caller of an operation, as far as a credential proves it.

In:  what a verifier found.
Out: Caller, which plans and shape functions read; each BFF has its own, with its claims.
How: a body like any other: a caller who does not fit it is not let in.
"""

from .body import MISSING, Body


class Caller(Body):
    """A caller who is known.

    Attributes:
        sub: the subject: a user, or a program that calls for itself.
        client_id: the app that the caller uses, where the credential says so.
    """

    sub: str
    client_id: str | MISSING = MISSING
    scopes: list[str]
    roles: list[str]

    def has_scope(self, *any_of: str) -> bool:
        """Say whether the caller has one of these scopes."""
        return any(scope in self.scopes for scope in any_of)

    def has_role(self, *any_of: str) -> bool:
        """Say whether the caller has one of these roles."""
        return any(role in self.roles for role in any_of)

"""How callers of a contract prove who they are, and who of them is let in.

In:  nothing; `contract/schemes.py` makes schemes of a contract, `compose/security.py` an Access of
     an operation's requirement.
Out: SecurityScheme, a closed union; Access: alternatives of demands, and who of those is let in.
How: a scheme says where its credential travels; names behind a scheme in a requirement are scopes
     of oauth2 and openIdConnect, and roles of every other (OpenAPI 3.1.1 4.8.30).
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Carrier: TypeAlias = Literal["header", "query", "cookie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key in a header, a query parameter or a cookie; `parameter` is its name there."""

    name: str
    location: Carrier
    parameter: str
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """A scheme of the header Authorization; `scheme` in lower case, as `bearer` (RFC 9110 11.1)."""

    name: str
    scheme: str
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthFlow:
    """One way to get a token (OpenAPI 3.1.1 4.8.28, 3.2.0 4.30).

    Attributes:
        kind: `implicit`, `password`, `clientCredentials`, `authorizationCode` or
            `deviceAuthorization`.
        urls: (key, URL) as written, sorted: `authorizationUrl`, `tokenUrl`, `refreshUrl`,
            `deviceAuthorizationUrl`.
        scopes: their names, sorted.
    """

    kind: str
    urls: tuple[tuple[str, str], ...]
    scopes: tuple[str, ...]
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2:
    """A bearer token of an OAuth 2 server.

    Attributes:
        scopes: of all flows together, sorted.
        flows: in the document's order.
    """

    name: str
    scopes: tuple[str, ...]
    flows: tuple[OAuthFlow, ...] = ()
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdConnect:
    """A bearer token of an OpenID provider, which alone knows its scopes.

    Attributes:
        url: of the provider's metadata; empty where none is written.
    """

    name: str
    url: str = ""
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MutualTls:
    """A certificate of the caller."""

    name: str
    pointer: str


SecurityScheme: TypeAlias = ApiKey | Http | OAuth2 | OpenIdConnect | MutualTls


def credential(scheme: SecurityScheme) -> tuple[str, ...]:
    """Say what a scheme asks a caller to send: equal for schemes that one request satisfies.

    The name in the components does not count, nor does where a token comes from. Header names
    fold case (RFC 9110 5.1).
    """
    match scheme:
        case ApiKey(location="header", parameter=parameter):
            return "apiKey", "header", parameter.lower()
        case ApiKey(location=location, parameter=parameter):
            return "apiKey", location, parameter
        case Http(scheme=http):
            return "http", http
        case OAuth2():
            return ("oauth2",)
        case OpenIdConnect():
            return ("openIdConnect",)
        case MutualTls():
            return ("mutualTLS",)


def takes_scopes(scheme: SecurityScheme) -> bool:
    """Say whether names behind a scheme in a requirement are scopes; else they are roles."""
    return isinstance(scheme, OAuth2 | OpenIdConnect)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One credential that an alternative asks for, and what it must grant, sorted."""

    scheme: SecurityScheme
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """What a caller may have: any one of these is enough; both sorted."""

    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is asked for."""
        return bool(self.roles or self.scopes)

    def __or__(self, other: "Grants") -> "Grants":
        """Give what either asks for."""
        return Grants(
            roles=tuple(sorted({*self.roles, *other.roles})),
            scopes=tuple(sorted({*self.scopes, *other.scopes})),
        )


NOTHING_ASKED = Grants()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may call an operation.

    Attributes:
        any_of: alternatives in the contract's order, of each all demands; the empty one lets
            callers in without credentials. No alternative at all is `security: []`: open.
        allow: on top of the contract, what a caller must have one of; empty asks for nothing.
    """

    any_of: tuple[tuple[Demand, ...], ...] = ()
    allow: Grants = NOTHING_ASKED

    @property
    def schemes(self) -> tuple[SecurityScheme, ...]:
        """Give the schemes that are asked for, each once, in the order of the alternatives."""
        return tuple(dict.fromkeys(each.scheme for demands in self.any_of for each in demands))

    @property
    def is_open(self) -> bool:
        """Say whether no credential is ever looked at."""
        return not self.schemes

    @property
    def may_be_unknown(self) -> bool:
        """Say whether a caller without credentials is let in."""
        return self.is_open or (() in self.any_of and not self.allow)

    @property
    def may_be_forbidden(self) -> bool:
        """Say whether a caller who is known may be refused all the same."""
        asks = any(each.names for demands in self.any_of for each in demands)
        return bool(self.allow) or (asks and not self.may_be_unknown)

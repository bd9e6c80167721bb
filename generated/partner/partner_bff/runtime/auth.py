"""Access by the security schemes of the contract: alternatives, of each all credentials, scopes.

In:  a request, the schemes that its operation asks for, a Verifier.
Out: the identity of the caller; 401 with a challenge a scheme, or 403.
How: every credential that was sent for the operation is verified first, and a wrong one is 401
     whatever else was sent: a caller whose token has ended must hear of it, and not be taken for
     another, nor for a stranger (RFC 9110 11.4). Then the first alternative, in the contract's
     order, that is proved and granted lets the caller in; the one without credentials is the last.
"""

import logging
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Literal, TypeAlias
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import HTTPConnection

from .access import AccessRefused, Auth, Verified
from .body import Body

_log = logging.getLogger(__name__)

Carrier: TypeAlias = tuple[Literal["header", "query", "cookie"], str]
"""Where credentials travel: a place of the request and the name there."""

# RFC 6750 2.1: b64token; RFC 9110 11.1: the scheme's name is case-insensitive.
_BEARER: Final = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)
_AUTHORIZATION: Final[Carrier] = ("header", "authorization")

_SEVERAL: Final = ""
"""Stands for a credential that was sent twice, or as nothing: it proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A token in the header Authorization (RFC 6750 2.1).

    Attributes:
        name: of the scheme, in the contract.
        realm: what the challenge calls this BFF.
    """

    name: str
    realm: str

    @property
    def carrier(self) -> Carrier:
        """Say where the credential travels."""
        return _AUTHORIZATION

    def credential(self, sent: str) -> str:
        """Take the token out of the header's value; the empty text where there is none."""
        found = _BEARER.fullmatch(sent)
        return found[1] if found else ""

    def challenge(self, error: str = "", scopes: Sequence[str] = ()) -> str:
        """Write the value of `WWW-Authenticate` (RFC 6750 3)."""
        said = [f"realm={_quoted(self.realm)}"]
        said += [f"error={_quoted(error)}"] if error else []
        said += [f"scope={_quoted(' '.join(scopes))}"] if scopes else []
        return f"Bearer {', '.join(said)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key in a header, a query parameter or a cookie.

    Attributes:
        name: of the scheme, in the contract; parameter: what the key is called where it travels.
        realm: what the challenge calls this BFF.
    """

    name: str
    realm: str
    location: Literal["header", "query", "cookie"]
    parameter: str

    @property
    def carrier(self) -> Carrier:
        """Say where the credential travels."""
        # RFC 9110 5.1: names of headers fold case.
        is_header = self.location == "header"
        return self.location, self.parameter.lower() if is_header else self.parameter

    def credential(self, sent: str) -> str:
        """Give the key as it came."""
        return sent

    def challenge(self, error: str = "", scopes: Sequence[str] = ()) -> str:
        """Write the value of `WWW-Authenticate`; the scheme is ours, as no RFC has one for keys."""
        where = f"in={_quoted(self.location)}, name={_quoted(self.parameter)}"
        return f"ApiKey realm={_quoted(self.realm)}, {where}"


def _quoted(text: str) -> str:
    """Write a quoted string (RFC 9110 5.6.4); what no header holds becomes `?`."""
    plain = re.sub(r"[^ -~]", "?", text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


Scheme: TypeAlias = Bearer | ApiKey


@dataclass(frozen=True, slots=True)
class Need:
    """One credential, and all that it must grant."""

    scheme: Scheme
    scopes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    def is_granted(self, proof: Verified) -> bool:
        """Say whether a credential grants all that is needed."""
        return proof.scopes.issuperset(self.scopes) and proof.roles.issuperset(self.roles)


class AllOf:
    """One alternative of a requirement: every need of it must be met."""

    __slots__ = ("needs",)

    def __init__(self, *needs: Need) -> None:
        self.needs = needs


UNKNOWN_CALLER: Final = AllOf()
"""The alternative that asks for no credential: `{}` of the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """What a caller must have one of."""

    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()

    def meet(self, proof: Verified) -> bool:
        """Say whether a caller has one of them."""
        return not (proof.roles.isdisjoint(self.roles) and proof.scopes.isdisjoint(self.scopes))


class Secured:
    """Who may call an operation: one of the alternatives must be met."""

    __slots__ = ("_allow", "_any_of", "_lets_strangers_in", "_schemes")

    def __init__(self, *any_of: AllOf, allow: Grants | None = None) -> None:
        """Keep the alternatives.

        Args:
            any_of: in the contract's order.
            allow: what the caller must have one of, whatever alternative is met.
        """
        self._any_of = tuple(each.needs for each in any_of if each.needs)
        self._lets_strangers_in = any(not each.needs for each in any_of) and allow is None
        self._allow = allow
        self._schemes = tuple(
            dict.fromkeys(need.scheme for needs in self._any_of for need in needs)
        )

    async def admit(self, http: HTTPConnection, auth: Auth | None) -> Body | None:
        """Let a caller in: see `Access`."""
        if auth is None:
            raise RuntimeError("an operation that asks for credentials needs a verifier")
        sent = _sent(http, self._schemes)
        if not sent and self._lets_strangers_in:
            return None
        proofs = await self._verified(sent, auth)
        refusals: list[AccessRefused] = []
        for needs in self._any_of:
            if all(need.scheme in proofs for need in needs):
                found = self._identity(needs, proofs, auth)
                if not isinstance(found, AccessRefused):
                    return found
                refusals.append(found)
        # Who is known and unfit for every alternative is no stranger; who lacks a scope is.
        unfit = [each for each in refusals if each.status == HTTPStatus.UNAUTHORIZED]
        if unfit:
            raise unfit[0]
        if self._lets_strangers_in:
            return None
        raise refusals[0] if refusals else self._unauthenticated()

    async def _verified(self, sent: Mapping[Carrier, str], auth: Auth) -> dict[Scheme, Verified]:
        """Verify what was sent for each scheme; of each carrier one must take it."""
        proofs: dict[Scheme, Verified] = {}
        for scheme in self._schemes:
            credential = scheme.credential(sent.get(scheme.carrier, ""))
            proof = await auth.verifier.verify(scheme.name, credential) if credential else None
            if proof is not None:
                proofs[scheme] = proof
        wrong = sent.keys() - {scheme.carrier for scheme in proofs}
        if wrong:
            raise self._unauthenticated(wrong)
        return proofs

    def _identity(
        self, needs: Sequence[Need], proofs: Mapping[Scheme, Verified], auth: Auth
    ) -> Body | AccessRefused:
        """Give the caller that the credentials of one alternative prove, if it lets them in."""
        if not all(need.is_granted(proofs[need.scheme]) for need in needs):
            return AccessRefused(HTTPStatus.FORBIDDEN, "forbidden", _lacking(needs, proofs))
        used = [proofs[need.scheme] for need in needs]
        whole = joined(used)
        if self._allow is not None and not self._allow.meet(whole):
            return AccessRefused(HTTPStatus.FORBIDDEN, "forbidden")
        carriers = {need.scheme.carrier for need in needs}
        if len({proof.sub for proof in used}) > 1:
            # Which of two subjects it is that calls is nothing to guess at.
            return self._unauthenticated(carriers)
        try:
            return auth.identity.model_validate(_members(whole), by_alias=True, by_name=False)
        except ValidationError as unfit:
            places = (".".join(map(str, error["loc"])) for error in unfit.errors())
            _log.warning("a caller is not let in: %s", ", ".join(sorted(set(places))))
            return self._unauthenticated(carriers)

    def _unauthenticated(self, wrong: Collection[Carrier] = ()) -> AccessRefused:
        """Name every scheme that would do, and of each whether what was sent for it is wrong."""
        challenges = dict.fromkeys(
            scheme.challenge("invalid_token" if scheme.carrier in wrong else "")
            for scheme in self._schemes
        )
        return AccessRefused(HTTPStatus.UNAUTHORIZED, "unauthenticated", tuple(challenges))


def joined(proofs: Sequence[Verified]) -> Verified:
    """Join what several credentials of one subject prove; where two differ the first stands."""
    first, *others = proofs
    for other in others:
        first = Verified(
            sub=first.sub,
            client_id=first.client_id or other.client_id,
            scopes=first.scopes | other.scopes,
            roles=first.roles | other.roles,
            claims={**other.claims, **first.claims},
        )
    return first


def _members(proof: Verified) -> dict[str, object]:
    """Give an identity's members as JSON has them."""
    members: dict[str, object] = {
        "sub": proof.sub,
        "scopes": sorted(proof.scopes),
        "roles": sorted(proof.roles),
        "claims": proof.claims,
    }
    return members if proof.client_id is None else {**members, "client_id": proof.client_id}


def _lacking(needs: Sequence[Need], proofs: Mapping[Scheme, Verified]) -> tuple[str, ...]:
    """Challenge for the scopes that a good token does not have (RFC 6750 3.1)."""
    return tuple(
        need.scheme.challenge("insufficient_scope", need.scopes)
        for need in needs
        if isinstance(need.scheme, Bearer)
        and not proofs[need.scheme].scopes.issuperset(need.scopes)
    )


def _sent(http: HTTPConnection, schemes: Sequence[Scheme]) -> dict[Carrier, str]:
    """Find the credentials that a request carries for some schemes; no other is looked at."""
    found: dict[Carrier, str] = {}
    for carrier in dict.fromkeys(scheme.carrier for scheme in schemes):
        values = list(_values(http, carrier))
        if values:
            found[carrier] = values[0] if len(values) == 1 else _SEVERAL
    return found


def _values(http: HTTPConnection, carrier: Carrier) -> Iterator[str]:
    location, name = carrier
    if location == "header":
        yield from (text.strip(" \t") for text in http.headers.getlist(name))
    elif location == "query":
        query: bytes = http.scope["query_string"]
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        yield from (text for key, text in pairs if key == name)
    else:
        # RFC 6265 4.2.1; a value stands as it is, for it is no text of ours to decode.
        for header in http.headers.getlist("cookie"):
            for pair in header.split(";"):
                key, equals, text = pair.strip(" \t").partition("=")
                if equals and key == name:
                    yield text

"""Who is let in: requirements x credentials against an independent reading of both."""

import asyncio
import itertools
import json
import logging
from typing import Annotated

import pytest
from bff_package.runtime.access import OPEN, AccessRefused, Auth, Verified
from bff_package.runtime.auth import UNKNOWN_CALLER, AllOf, ApiKey, Bearer, Grants, Need, Secured
from bff_package.runtime.body import MISSING, Body
from bff_package.runtime.identity import Caller
from bff_package.runtime.parse import query_integer
from pydantic import Field
from starlette.requests import HTTPConnection

from tests.templates.runtime.asgi import ask
from tests.templates.runtime.little_bff import Product, Product200, little_bff
from tests.templates.runtime.virtual_clock import run

TOKEN = Bearer(name="token", realm="shop")
OTHER = Bearer(name="other", realm="shop")
KEY = ApiKey(name="key", realm="shop", location="header", parameter="X-Api-Key")
COOKIE = ApiKey(name="cookie", realm="shop", location="cookie", parameter="session")
QUERY = ApiKey(name="query", realm="shop", location="query", parameter="api key")


class Claims(Body):
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | MISSING = MISSING


class Identity(Caller):
    claims: Claims


class Keys:
    """A verifier of (scheme, credential)."""

    def __init__(self, **known):
        self.known = known
        self.asked = []

    async def verify(self, scheme, credential):
        assert credential
        self.asked.append((scheme, credential))
        return self.known.get(scheme, {}).get(credential)


def caller(sub="u-1", *, client_id=None, scopes="", roles="", claims=None):
    return Verified(
        sub=sub,
        client_id=client_id,
        scopes=frozenset(scopes.split()),
        roles=frozenset(roles.split()),
        claims=claims or {},
    )


def connection(*headers, query=b""):
    raw = [(name.lower().encode(), text.encode("latin-1")) for name, text in headers]
    return HTTPConnection({"type": "http", "headers": raw, "query_string": query})


def admitted(access, http, verifier):
    """Admit a caller: its identity, or the status and the challenges of the refusal."""
    try:
        return asyncio.run(access.admit(http, Auth(verifier=verifier, identity=Identity)))
    except AccessRefused as refused:
        return refused.status, refused.challenges


# --- every requirement x every set of credentials

PROOFS = {
    "token": {"T-a": caller(scopes="a"), "T-ab": caller(scopes="a b"), "T": caller()},
    # A second issuer, whose tokens travel in the same header.
    "other": {"O": caller(), "T-a": caller()},
    "key": {"K": caller(), "K-r": caller(roles="r")},
}
ALTERNATIVES = {
    "token": (("token", ()),),
    "token-a": (("token", ("a",)),),
    "token-a-b": (("token", ("a", "b")),),
    "other": (("other", ()),),
    "key": (("key", ()),),
    "key-r": (("key", ("r",)),),
    "token-a-and-key": (("token", ("a",)), ("key", ())),
    "token-and-other": (("token", ()), ("other", ())),
    "nothing": (),
}
SCHEMES = {"token": TOKEN, "other": OTHER, "key": KEY}
HEADER = {"token": "Authorization", "other": "Authorization", "key": "X-Api-Key"}
BEARERS = (
    (),
    *((f"Bearer {text}",) for text in ("T", "T-a", "T-ab", "O", "none")),
    ("Basic VA==",),
    ("Bearer T", "Bearer T"),
    ("",),
)
KEYS = ((), ("K",), ("K-r",), ("none",), ("",), ("K", "K"))
REQUIREMENTS = [
    names
    for count in (1, 2, 3)
    for names in itertools.permutations(ALTERNATIVES, count)
    if names == tuple(sorted(names)) or count == 2
]


def access_of(names):
    made = []
    for name in names:
        needs = [
            Need(SCHEMES[scheme], **{"roles" if scheme == "key" else "scopes": wanted})
            for scheme, wanted in ALTERNATIVES[name]
        ]
        made.append(AllOf(*needs))
    return Secured(*made)


def proved(scheme, bearer, key):
    """Say what is proved for a scheme, reading the headers in the plainest way there is."""
    values = key if scheme == "key" else bearer
    if len(values) != 1:
        return None
    text = values[0] if scheme == "key" else values[0].removeprefix("Bearer ")
    return PROOFS[scheme].get(text)


def truth(names, bearer, key):
    """Say 200, `unknown`, 401 or 403, in the words of OpenAPI and RFC 9110."""
    alternatives = [ALTERNATIVES[name] for name in names]
    asked = {scheme for alternative in alternatives for scheme, _ in alternative}
    for header, sent in (("Authorization", bearer), ("X-Api-Key", key)):
        readers = [scheme for scheme in asked if HEADER[scheme] == header]
        if readers and sent and not any(proved(scheme, bearer, key) for scheme in readers):
            return 401  # a credential that was sent, and that is none

    def has(scheme, wanted):
        found = proved(scheme, bearer, key)
        return found and set(wanted) <= (found.roles if scheme == "key" else found.scopes)

    if any(each and all(has(*need) for need in each) for each in alternatives):
        return 200
    if () in alternatives:
        return "unknown"
    known = any(all(has(scheme, ()) for scheme, _ in each) for each in alternatives)
    return 403 if known else 401


@pytest.mark.parametrize("names", REQUIREMENTS, ids="-or-".join)
def test_a_requirement_is_kept_to_the_letter_for_every_set_of_credentials(names):
    access, verifier = access_of(names), Keys(**PROOFS)
    for bearer, key in itertools.product(BEARERS, KEYS):
        http = connection(
            *(("Authorization", text) for text in bearer), *(("X-Api-Key", text) for text in key)
        )
        found = admitted(access, http, verifier)
        told = found[0] if isinstance(found, tuple) else 200 if found else "unknown"
        assert told == truth(names, bearer, key), (bearer, key)
        assert not isinstance(found, tuple) or found[0] == 403 or found[1], "a 401 has a challenge"


def test_the_table_has_every_answer():
    seen = {
        truth(names, bearer, key)
        for names in REQUIREMENTS
        for bearer, key in itertools.product(BEARERS, KEYS)
    }
    assert seen == {200, 401, 403, "unknown"}
    assert len(REQUIREMENTS) * len(BEARERS) * len(KEYS) > 5000


# --- where credentials travel


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_the_name_of_the_scheme_folds_case(scheme):
    found = admitted(
        Secured(AllOf(Need(TOKEN))), connection(("Authorization", f"{scheme} T")), Keys(**PROOFS)
    )
    assert found == Identity(sub="u-1", scopes=[], roles=[], claims=Claims())


@pytest.mark.parametrize(
    "value", ["T", "Bearer", "Bearer ", "Bearer T T", "Bearer T,T", "Bearer\tT", "Token T", "é"]
)
def test_a_header_that_is_no_bearer_token_is_a_wrong_credential(value):
    verifier = Keys(**PROOFS)
    found = admitted(Secured(AllOf(Need(TOKEN))), connection(("Authorization", value)), verifier)
    assert found == (401, ('Bearer realm="shop", error="invalid_token"',))
    assert verifier.asked == []


@pytest.mark.parametrize(
    ("scheme", "headers", "query", "credential"),
    [
        (KEY, [("x-api-key", "K")], b"", "K"),
        (KEY, [("X-API-KEY", " K ")], b"", "K"),
        (COOKIE, [("Cookie", "a=b; session=K; c=d")], b"", "K"),
        (COOKIE, [("Cookie", "a=b"), ("Cookie", "session=K==")], b"", "K=="),
        (COOKIE, [("Cookie", 'session="K"')], b"", '"K"'),
        (COOKIE, [("Cookie", "Session=K; session")], b"", None),
        (QUERY, [], b"x=1&api+key=K", "K"),
        (QUERY, [], b"api%20key=K%2B", "K+"),
        (QUERY, [], b"API+key=K", None),
        (QUERY, [], b"x=api+key", None),
    ],
)
def test_a_key_is_found_where_its_scheme_says(scheme, headers, query, credential):
    verifier = Keys()
    found = admitted(Secured(AllOf(Need(scheme))), connection(*headers, query=query), verifier)
    assert verifier.asked == ([(scheme.name, credential)] if credential else [])
    place = f'in="{scheme.location}", name="{scheme.parameter}"'
    assert found == (401, (f'ApiKey realm="shop", {place}',))


@pytest.mark.parametrize(
    ("scheme", "headers", "query"),
    [
        (KEY, [("X-Api-Key", "K"), ("x-api-key", "K")], b""),
        (COOKIE, [("Cookie", "session=K; session=K")], b""),
        (COOKIE, [("Cookie", "session=K"), ("Cookie", "session=K")], b""),
        (QUERY, [], b"api+key=K&api+key=K"),
        (QUERY, [], b"api+key="),
        (KEY, [("X-Api-Key", "")], b""),
    ],
)
def test_a_credential_that_is_sent_twice_or_empty_is_a_wrong_one(scheme, headers, query):
    verifier = Keys(**{scheme.name: {"K": caller()}})
    access = Secured(AllOf(Need(scheme)), UNKNOWN_CALLER)
    assert admitted(access, connection(*headers, query=query), verifier)[0] == 401
    assert verifier.asked == []


def test_a_credential_that_no_alternative_asks_for_is_not_looked_at():
    verifier = Keys(**PROOFS)
    http = connection(("Authorization", "Bearer none"), ("Cookie", "session=x"), ("X-Api-Key", "K"))
    assert admitted(Secured(AllOf(Need(KEY))), http, verifier).sub == "u-1"
    assert verifier.asked == [("key", "K")]


# --- who is it


def test_the_first_alternative_that_holds_says_who_calls():
    verifier = Keys(token={"T": caller("by-token")}, key={"K": caller("by-key")})
    http = connection(("Authorization", "Bearer T"), ("X-Api-Key", "K"))
    first, second = AllOf(Need(TOKEN)), AllOf(Need(KEY))
    assert admitted(Secured(first, second), http, verifier).sub == "by-token"
    assert admitted(Secured(second, first), http, verifier).sub == "by-key"
    assert admitted(Secured(UNKNOWN_CALLER, second), http, verifier).sub == "by-key"


def test_credentials_of_one_alternative_are_one_caller():
    verifier = Keys(
        token={"T": caller(scopes="a", claims={"currency": "EUR", "x": 1})},
        key={"K": caller(client_id="app", roles="r", claims={"currency": "USD", "y": 2})},
    )
    http = connection(("Authorization", "Bearer T"), ("X-Api-Key", "K"))
    found = admitted(Secured(AllOf(Need(TOKEN), Need(KEY))), http, verifier)
    assert (found.client_id, found.scopes, found.roles) == ("app", ["a"], ["r"])
    assert found.claims.currency == "EUR"


def test_credentials_of_two_subjects_are_not_one_caller():
    verifier = Keys(token={"T": caller("ann")}, key={"K": caller("bob")})
    http = connection(("Authorization", "Bearer T"), ("X-Api-Key", "K"))
    both = AllOf(Need(TOKEN), Need(KEY))
    assert admitted(Secured(both), http, verifier)[0] == 401
    assert admitted(Secured(both, UNKNOWN_CALLER), http, verifier)[0] == 401
    assert admitted(Secured(both, AllOf(Need(KEY))), http, verifier).sub == "bob"


def test_a_scope_of_the_key_is_no_scope_of_the_token():
    verifier = Keys(token={"T": caller()}, key={"K": caller(scopes="a")})
    http = connection(("Authorization", "Bearer T"), ("X-Api-Key", "K"))
    found = admitted(Secured(AllOf(Need(TOKEN, scopes=("a",)), Need(KEY))), http, verifier)
    assert found == (403, ('Bearer realm="shop", error="insufficient_scope", scope="a"',))


@pytest.mark.parametrize(
    ("allow", "told"),
    [
        (Grants(roles=("r",)), "u-1"),
        (Grants(roles=("q", "r")), "u-1"),
        (Grants(scopes=("a",)), "u-1"),
        (Grants(roles=("q",), scopes=("a",)), "u-1"),
        (Grants(roles=("a",), scopes=("r",)), 403),
        (Grants(roles=("q",), scopes=("b",)), 403),
    ],
)
def test_one_of_what_is_allowed_is_enough(allow, told):
    verifier = Keys(token={"T": caller(scopes="a", roles="r")})
    access = Secured(AllOf(Need(TOKEN)), UNKNOWN_CALLER, allow=allow)
    found = admitted(access, connection(("Authorization", "Bearer T")), verifier)
    assert (found.sub if isinstance(found, Identity) else found[0]) == told
    # Whoever must have something is known: a stranger is asked who it is.
    assert admitted(access, connection(), verifier) == (401, ('Bearer realm="shop"',))


@pytest.mark.parametrize(
    ("claim", "told"), [("EUR", "u-1"), (None, "u-1"), ("euro", 401), (1, 401)]
)
def test_a_caller_who_is_outside_the_model_is_not_let_in(claim, told, caplog):
    claims = {} if claim is None else {"currency": claim}
    verifier = Keys(token={"T": caller(claims=claims)})
    for access in (Secured(AllOf(Need(TOKEN))), Secured(AllOf(Need(TOKEN)), UNKNOWN_CALLER)):
        found = admitted(access, connection(("Authorization", "Bearer T")), verifier)
        assert (found.sub if isinstance(found, Identity) else found[0]) == told
    assert ("claims.currency" in caplog.text) is (told == 401)
    assert "euro" not in caplog.text


# --- challenges


def test_a_refusal_names_each_scheme_once_and_says_which_credential_is_wrong():
    access = Secured(AllOf(Need(TOKEN), Need(KEY)), AllOf(Need(OTHER)))
    key = 'ApiKey realm="shop", in="header", name="X-Api-Key"'
    assert admitted(access, connection(), Keys(**PROOFS)) == (401, ('Bearer realm="shop"', key))
    wrong = admitted(access, connection(("Authorization", "Bearer none")), Keys(**PROOFS))
    assert wrong == (401, ('Bearer realm="shop", error="invalid_token"', key))
    half = admitted(access, connection(("X-Api-Key", "K")), Keys(**PROOFS))
    assert half == (401, ('Bearer realm="shop"', key))


def test_who_is_known_is_told_the_scopes_that_are_lacking():
    access = Secured(AllOf(Need(TOKEN, scopes=("a", "b"))), AllOf(Need(KEY, roles=("r",))))
    found = admitted(access, connection(("Authorization", "Bearer T-a")), Keys(**PROOFS))
    assert found == (403, ('Bearer realm="shop", error="insufficient_scope", scope="a b"',))
    found = admitted(access, connection(("X-Api-Key", "K")), Keys(**PROOFS))
    assert found == (403, ())


# --- in front of an operation


@pytest.fixture
def served(tmp_path, monkeypatch):
    """Make an app of one secured operation; it says who calls."""

    def made(access, verifier):
        async def answer(http, call):
            query_integer(http, "px", minimum=64, default=640)
            known = call.known_caller(Identity)
            return Product200(
                Product(id="unknown" if known is MISSING else known.sub, price_minor=1)
            )

        auth = Auth(verifier=verifier, identity=Identity)
        operation = ("POST", "/v1/products/{id}", answer, {"access": access})
        return little_bff(tmp_path, monkeypatch, operation, auth=auth)

    return made


def asked(app, target, *headers, method="POST"):
    answered = run(ask(app, method, target, *headers))
    return answered, json.loads(answered.body)


def test_who_is_let_in_is_known_to_the_operation(served):
    app = served(Secured(AllOf(Need(TOKEN)), UNKNOWN_CALLER), Keys(**PROOFS))
    assert asked(app, "/v1/products/1", ("Authorization", "Bearer T"))[1]["id"] == "u-1"
    assert asked(app, "/v1/products/1")[1]["id"] == "unknown"


def test_a_stranger_learns_nothing_of_validation(served):
    app = served(Secured(AllOf(Need(TOKEN))), Keys(**PROOFS))
    answered, told = asked(app, "/v1/products/1?px=1")
    assert (answered.status, told["code"]) == (401, "unauthenticated")
    assert answered.headers["www-authenticate"] == 'Bearer realm="shop"'
    assert answered.headers["cache-control"] == "no-store"
    assert "errors" not in told
    _, told = asked(app, "/v1/products/1?px=1", ("Authorization", "Bearer T"))
    assert told["code"] == "invalid-request"


def test_what_the_contract_does_not_have_is_told_to_everyone(served):
    app = served(Secured(AllOf(Need(TOKEN))), Keys(**PROOFS))
    assert asked(app, "/v1/nothing")[0].status == 404
    assert asked(app, "/v1/products/1", method="GET")[0].status == 405


def test_a_refusal_is_a_problem_and_shows_no_credential(served, caplog):
    caplog.set_level(logging.DEBUG)
    app = served(Secured(AllOf(Need(TOKEN, scopes=("a",)))), Keys(**PROOFS))
    for secret in ("T", "secret-of-a-caller"):
        answered, told = asked(app, "/v1/products/1", ("Authorization", f"Bearer {secret}"))
        assert told["code"] == ("forbidden" if secret == "T" else "unauthenticated")
        assert answered.headers["content-type"] == "application/problem+json"
        assert b"secret" not in answered.body
    assert "secret" not in caplog.text


def test_without_a_verifier_nobody_is_let_in(tmp_path, monkeypatch):
    async def answer(http, call):
        raise AssertionError("nobody gets here")

    operation = ("GET", "/v1/x", answer, {"access": Secured(AllOf(Need(TOKEN)), UNKNOWN_CALLER)})
    app = little_bff(tmp_path, monkeypatch, operation)
    assert asked(app, "/v1/x", method="GET")[0].status == 500


def test_an_open_operation_looks_at_no_credential(served):
    verifier = Keys(**PROOFS)
    answered, told = asked(served(OPEN, verifier), "/v1/products/1", ("Authorization", "Bearer x"))
    assert (answered.status, told["id"], verifier.asked) == (200, "unknown", [])


def test_a_challenge_fits_a_header_whatever_a_contract_calls_its_key():
    odd = ApiKey(name="odd", realm="shop", location="query", parameter='a"b\\ü\r\n')
    (challenge,) = admitted(Secured(AllOf(Need(odd))), connection(), Keys())[1]
    assert challenge == r'ApiKey realm="shop", in="query", name="a\"b\\???"'

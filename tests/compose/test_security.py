"""Who may call an operation, as its contract says it, and what of it no BFF can verify."""

from dataclasses import replace

import pytest

from bffgen.compose.security import access
from bffgen.contract.workspace import read_workspace
from bffgen.model.security import Access, ApiKey, Demand, Http, OAuth2, OpenIdConnect
from tests.workspaces import facts, files, one, reader, rules

ISSUER = "https://i.example"
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "bearer": {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {"tokenUrl": ISSUER, "scopes": {"a": "", "b": ""}},
            "implicit": {"authorizationUrl": ISSUER, "scopes": {"b": "", "c": ""}},
        },
    },
    "oidc": {"type": "openIdConnect", "openIdConnectUrl": ISSUER},
    "basic": {"type": "http", "scheme": "basic"},
    "certificate": {"type": "mutualTLS"},
}
THING = {"type": "object", "properties": {"a": {"type": "string"}}}
UNSAID = object()


def read(security, *, of_document=UNSAID, schemes=SCHEMES):
    """Read the Api of a client whose operation has a security requirement."""
    written = one(THING, security=security)
    if security is UNSAID:
        del written["paths"]["/things/{id}"]["get"]["security"]
    if of_document is not UNSAID:
        written["security"] = of_document
    written["components"]["securitySchemes"] = schemes
    workspace, found = read_workspace(reader(files(written, {}, {"getThing": "x.y"})))
    return (workspace.clients[0].api if workspace.clients else None), found


def judged(security, **more):
    api, _ = read(security, **more)
    faults = []
    return access(api, api.operations[0], faults), faults


def test_schemes_are_read_with_what_they_need():
    api, _ = read([])
    pointer = "/components/securitySchemes/{}".format
    schemes = [
        replace(each, flows=()) if isinstance(each, OAuth2) else each for each in api.schemes
    ]
    assert schemes[:4] == [
        ApiKey(name="key", location="header", parameter="X-Api-Key", pointer=pointer("key")),
        Http(name="bearer", scheme="bearer", pointer=pointer("bearer")),
        OAuth2(name="oauth", scopes=("a", "b", "c"), pointer=pointer("oauth")),
        OpenIdConnect(name="oidc", url=ISSUER, pointer=pointer("oidc")),
    ]


def test_a_requirement_is_alternatives_of_demands():
    made, faults = judged([{"oauth": ["b", "a"], "key": []}, {}, {"bearer": ["ops"]}])
    assert faults == []
    assert [[(d.scheme.name, d.names) for d in demands] for demands in made.any_of] == [
        [("key", ()), ("oauth", ("a", "b"))],
        [],
        [("bearer", ("ops",))],
    ]
    assert (made.is_open, made.may_be_unknown) == (False, True)


@pytest.mark.parametrize(
    ("security", "is_open", "may_be_unknown", "may_be_forbidden"),
    [
        ([], True, True, False),
        ([{}], True, True, False),
        ([{"key": []}, {}], False, True, False),
        ([{"key": []}], False, False, False),
        ([{"oauth": ["a"]}], False, False, True),
        # Who lacks the scope is let in as a stranger is.
        ([{"oauth": ["a"]}, {}], False, True, False),
    ],
)
def test_what_a_requirement_comes_to(security, is_open, may_be_unknown, may_be_forbidden):
    made, faults = judged(security)
    assert faults == []
    assert (made.is_open, made.may_be_unknown) == (is_open, may_be_unknown)
    assert made.may_be_forbidden is may_be_forbidden


@pytest.mark.parametrize(
    ("security", "expected"),
    [
        ([{"basic": []}], ["HTTP basic"]),
        ([{"certificate": []}], ["mutual TLS"]),
        ([{"basic": [], "certificate": []}], ["HTTP basic", "mutual TLS"]),
        ([{"basic": []}, {"basic": [], "key": []}], ["HTTP basic"]),
        # Who is let in unknown may still send a certificate, and nobody would look at it.
        ([{"certificate": []}, {}], ["mutual TLS"]),
    ],
)
def test_what_cannot_be_verified_is_never_left_open(security, expected):
    _, faults = judged(security)
    assert {each.rule for each in faults} == {"compose-security-unverified"}
    assert [facts(each)["kind"] for each in faults] == expected


def test_a_contract_that_says_nothing_of_security_is_refused():
    made, (found,) = judged(UNSAID)
    assert (found.rule, facts(found)) == ("compose-security-unsaid", {"operation": "getThing"})
    assert made == Access()


def test_security_of_the_document_holds_where_an_operation_is_silent():
    made, faults = judged(UNSAID, of_document=[{"key": []}])
    assert ([d.scheme.name for (d,) in made.any_of], faults) == (["key"], [])
    assert judged([], of_document=[{"key": []}])[0].is_open


@pytest.mark.parametrize(
    "security", ["key", {"key": []}, ["key"], [None], [{"key": "a"}], [{"key": [1]}]]
)
def test_a_requirement_of_another_form_is_refused_and_not_read_as_open(security):
    api, found = read(security)
    assert api is None
    assert "input-openapi-structure" in rules(found)


@pytest.mark.parametrize(
    "scheme",
    [
        {"type": "apiKey", "in": "body", "name": "k"},
        {"type": "apiKey", "in": "header"},
        {"type": "http"},
        {"type": "password"},
        {"description": "no type"},
    ],
)
def test_a_scheme_of_another_form_is_refused(scheme):
    api, found = read([{"key": []}], schemes={"key": scheme})
    assert api is None
    assert "input-openapi-structure" in rules(found)


def test_alternatives_hold_each_scheme_once():
    key = ApiKey(name="key", location="header", parameter="k", pointer="/k")
    one_demand = Demand(scheme=key, names=())
    assert Access(any_of=((one_demand,), (one_demand,))).schemes == (key,)

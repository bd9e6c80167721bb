"""What a BFF can answer beside success, held against what its client's contract declares."""

import pytest

from bffgen.compose.errors import as_problems
from bffgen.compose.promises import Reason, declared, invalid_status, reasons, undeclared
from bffgen.compose.security import access
from bffgen.contract.workspace import read_workspace
from bffgen.model.composition import Source
from bffgen.model.place import Place
from bffgen.model.security import Access
from tests.workspaces import ID, PROBLEM, contract, facts, files, one, operation, reader

THING = {"type": "object", "properties": {"a": {"type": "string"}}}
FOUND = operation(THING)["responses"]["200"]
PLAIN = {"description": "Not answered.", "content": {"application/json": {"schema": {}}}}

FLOW = {"tokenUrl": "https://login.example/token", "scopes": {"read": "Read."}}
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "other": {"type": "http", "scheme": "bearer"},
    "token": {"type": "oauth2", "flows": {"clientCredentials": FLOW}},
}


def client(*statuses, **more):
    """Read a client whose operation declares some statuses beside 200, as problems."""
    answered = {"200": FOUND, **dict.fromkeys(statuses, PROBLEM), **more.pop("responses", {})}
    written = one(THING, responses=answered, **more)
    written["components"]["securitySchemes"] = SCHEMES
    tree = files(written, {}, {"getThing": "x.y"})
    api = read_workspace(reader(tree))[0].clients[0].api
    return api, api.operations[0]


@pytest.mark.parametrize(
    ("statuses", "asked", "found"),
    [
        (("404", "4XX", "default"), 404, "404"),
        (("4XX", "default"), 404, "4XX"),
        (("default",), 404, "default"),
        (("5XX",), 404, None),
        (("404",), 405, None),
    ],
)
def test_a_status_is_covered_by_itself_then_its_range_then_default(statuses, asked, found):
    _, answered = client(*statuses)

    response = declared(answered, asked)

    assert (response.status if response else None) == found


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (("422",), 422),
        (("400",), 400),
        (("400", "422"), 422),
        (("4XX",), 422),
        (("default",), 422),
        ((), 422),
    ],
)
def test_a_request_outside_the_contract_is_answered_by_what_the_contract_has(statuses, status):
    assert invalid_status(client(*statuses)[1]) == status


def source(name, *, required=True, on_status=()):
    place = Place(document="composition.yaml").at("operations", "getThing", "sources", name)
    return Source(
        name=name,
        service="shop",
        operation="getThing",
        arguments=(),
        required=required,
        timeout_ms=None,
        max_body_bytes=None,
        on_status=on_status,
        fallback=None,
        report_as=name,
        place=place,
        call=place.at("call"),
    )


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([source("a")], {422, 502, 503, 504}),
        ([source("a", required=False)], {422}),
        ([source("a"), source("b", required=False)], {422, 502, 503, 504}),
        ([source("a", on_status=((404, 404), (410, 404)))], {404, 422, 502, 503, 504}),
        ([source("a", on_status=((503, 502),))], {422, 502, 503, 504}),
    ],
)
def test_what_a_bff_may_answer_follows_from_its_sources(sources, expected):
    found = reasons(client("default")[1], Access(), sources)

    assert set(found) == expected
    assert all(reason.why for reason in found.values())


BODY = {"content": {"application/json": {"schema": THING}}}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"security": []}, set()),
        ({"security": [{}]}, set()),
        # Who may come unknown is still told that a credential is wrong, and forbidden nothing.
        ({"security": [{"key": []}, {}]}, {401}),
        ({"security": [{"key": []}]}, {401}),
        ({"security": [{"key": []}, {"token": ["read"]}]}, {401, 403}),
        ({"security": [{}, {"token": ["read"]}]}, {401}),
        ({"requestBody": BODY}, {408, 413, 415, 422}),
        ({"requestBody": BODY, "parameters": [ID], "security": [{"key": []}]},
         {401, 408, 413, 415, 422}),
    ],
)  # fmt: skip
def test_what_a_bff_may_answer_follows_from_what_its_operation_asks_for(written, expected):
    path = "/things/{id}" if "parameters" in written else "/things"
    document = contract({path: operation(THING, **{"parameters": (), **written})})
    document["components"]["securitySchemes"] = SCHEMES
    api = read_workspace(reader(files(document, {}, {"getThing": "x.y"})))[0].clients[0].api

    assert set(reasons(api.operations[0], access(api, api.operations[0], []), [])) == expected


def test_a_hook_that_is_called_may_raise():
    assert 500 not in reasons(client("default")[1], Access(), [])
    assert 500 in reasons(client("default")[1], Access(), [], calls_hooks=True)


def test_a_status_is_told_with_its_reason_and_the_line_that_says_so():
    only = source("shop", on_status=((410, 404),))
    found = reasons(client("default")[1], Access(), [only])

    assert found[404] == ("`on_status` of `shop`", only.place.at("on_status", "410"))
    assert found[502] == ("a required source that fails", None)


def test_without_parameters_no_request_is_outside_the_contract():
    written = contract({"/things": operation(THING, parameters=())})
    api = read_workspace(reader(files(written, {}, {"getThing": "x.y"})))[0].clients[0].api

    assert reasons(api.operations[0], access(api, api.operations[0], []), []) == {}


def test_a_status_that_is_not_declared_and_one_that_is_no_problem_are_two_findings():
    api, answered = client("504", responses={"422": PLAIN})
    asked = dict.fromkeys((413, 422, 502, 504), Reason("why"))

    found = list(undeclared(as_problems(api), answered, asked))

    assert {each.rule: facts(each) for each in found} == {
        "compose-problem-undeclared": {
            "operation": "getThing", "status": "422", "media_type": "application/problem+json"
        },
        "compose-status-undeclared": {"operation": "getThing", "statuses": "413, 502"},
    }  # fmt: skip
    pointers = {each.rule: each.marks[0].place.pointer for each in found}
    assert pointers["compose-problem-undeclared"].endswith("/responses/422")
    assert pointers["compose-status-undeclared"].endswith("/responses")


def test_one_response_that_is_no_problem_is_one_finding_for_all_its_statuses():
    api, answered = client(responses={"default": PLAIN})
    asked = dict.fromkeys((422, 502, 504), Reason("why"))

    (found,) = undeclared(as_problems(api), answered, asked)

    assert (found.rule, facts(found)["status"]) == ("compose-problem-undeclared", "422, 502, 504")

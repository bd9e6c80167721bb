"""Which of a contract's own responses or schemas says a problem, and how it is referred to."""

import pytest

from bffgen.contract.workspace import read_workspace
from bffgen.model.problem import response_reference, schema_reference
from tests.workspaces import PROBLEM, contract, files, operation, reader

FILE = "contracts/clients/web/openapi.yaml"
THING = {"type": "object"}
PLAIN = {"description": "Not answered.", "content": {"application/json": {"schema": THING}}}
BY_SCHEMA = {
    "description": "Not answered.",
    "content": {"application/problem+json": {"schema": {"$ref": "problem.yaml"}}},
}


def shared(name):
    return {"$ref": f"#/components/responses/{name}"}


def api(responses=None, components=None):
    written = contract({"/things": operation(THING, parameters=(), responses=responses)})
    written["components"]["responses"] = components or {}
    tree = files(written, {}, {"getThing": "x.y"})
    tree["contracts/clients/web/problem.yaml"] = b"{type: object}"
    (client,) = read_workspace(reader(tree))[0].clients
    return client.api


FOUND = {"200": {"description": "Found."}}


@pytest.mark.parametrize(
    ("used", "names", "status", "expected"),
    [
        ({"502": "Odd"}, ("Odd", "BadGateway"), 502, "Odd"),
        ({"502": "Odd"}, ("Odd", "GatewayTimeout"), 504, "GatewayTimeout"),
        ({}, ("504", "Problem"), 504, "504"),
        ({}, ("NotFound", "Unprocessable"), 422, "Unprocessable"),
        ({}, ("PayloadTooLarge",), 413, "PayloadTooLarge"),
        ({"default": "Odd"}, ("Odd", "Problem"), 502, "Odd"),
        ({}, ("Problem",), 502, "Problem"),
        ({}, ("ServerError",), 502, "ServerError"),
        ({"404": "NotFound"}, ("NotFound",), 502, None),
        ({}, (), 502, None),
    ],
)
def test_the_response_that_fits_best_is_referred_to(used, names, status, expected):
    responses = FOUND | {each: shared(name) for each, name in used.items()}
    found = response_reference(api(responses, dict.fromkeys(names, PROBLEM)), status, FILE)

    assert found == (f"#/components/responses/{expected}" if expected else "")


def test_a_response_that_is_no_problem_is_never_referred_to():
    assert response_reference(api(FOUND, {"BadGateway": PLAIN}), 502, FILE) == ""


def test_the_schema_of_other_problems_is_referred_to_from_where_the_text_stands():
    found = api(FOUND | {"404": BY_SCHEMA})

    assert schema_reference(found, FILE) == "problem.yaml"
    assert schema_reference(found, "contracts/clients/web/paths/things.yaml") == "../problem.yaml"
    assert schema_reference(api(FOUND | {"404": PROBLEM}), FILE) == ""

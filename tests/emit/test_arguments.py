"""Arguments of upstream calls: named after parameters, beside the names that their modules use."""

import pytest

from tests.workspaces import built, contract, facts, files, operation, parameter

ONE = {"type": "object", "required": ["n"], "properties": {"n": {"type": "string"}}}


def modules(parameters, *, upstream="one", path="/it"):
    """The modules of a workspace in which each parameter of a call is given a query parameter."""
    given = {f"{each['in']}.{each['name']}": "request.query.asked" for each in parameters}
    asked = parameter("asked", required=True)
    outcome, made = built(
        files(
            contract({"/thing": operation(ONE, parameters=[asked])}),
            {upstream: contract({path: operation(ONE, "getIt", parameters=parameters)})},
            {"getThing": {"sources": {"a": {"call": f"{upstream}.getIt", "with": given}}}},
        )
    )
    written = {} if made is None else {p: c.decode() for p, c in made.files if p.endswith(".py")}
    return outcome, {path.removeprefix("web_bff/"): text for path, text in written.items()}


def test_a_parameter_may_be_called_as_what_encodes_it():
    parameters = [
        parameter("segment", location="path"),
        parameter("query", required=True),
        parameter("headers", location="header"),
        parameter("self"),
    ]
    _, made = modules(parameters, path="/it/{segment}")

    module = made["upstreams/one.py"]
    assert 'path=f"/it/{segment(segment_)}"' in module
    assert 'query=query(("query", query_), ("self", self_))' in module
    assert 'headers=headers(("headers", headers_))' in module
    call = "one.get_it(segment_, query_, headers_=headers_, self_=self_)"
    assert call in made["sources/get_thing.py"]


def test_a_parameter_may_be_called_as_its_upstream():
    _, made = modules([parameter("catalog")], upstream="catalog")

    assert "catalog.get_it(catalog_=catalog_)" in made["sources/get_thing.py"]
    assert "up.get_it(catalog_=request.asked)" in made["plans/get_thing.py"]


def test_a_name_in_two_places_gets_its_place_in_front():
    _, made = modules([parameter("id", location="path"), parameter("id")], path="/it/{id}")

    assert "def get_it(path_id: str, *, query_id: str | MISSING" in made["upstreams/one.py"]
    assert "up.get_it(request.asked, query_id=request.asked)" in made["plans/get_thing.py"]


@pytest.mark.parametrize("name", ["query_id", "queryId"])
def test_what_a_place_in_front_leaves_equal_is_a_finding(name):
    parameters = [
        parameter("id", location="path"),
        parameter("id"),
        parameter(name, location="header"),
    ]
    outcome, made = modules(parameters, path="/it/{id}")

    (clash,) = outcome.findings
    assert not made
    assert clash.rule == "naming-clash"
    assert facts(clash) == {"first": "query id", "name": "query_id", "second": f"header {name}"}

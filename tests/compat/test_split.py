"""A contract that is split over files is the contract that it was: same findings, same names."""

import json

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bffgen.contract.refs import bundle
from bffgen.contract.source import Source
from bffgen.model.bundle import Bundle
from tests.compat.drawn import pairs
from tests.conformance.compared import compared_as_diff_does
from tests.workspaces import reader

# Without shrinking, which takes minutes.
DRAWN = settings(max_examples=40, phases=[each for each in Phase if each is not Phase.shrink])
LOCAL = "#/components/schemas/"


def pointed(value, to):
    """Write each reference to a component as `to` has it by its name."""
    if isinstance(value, list):
        return [pointed(each, to) for each in value]
    if not isinstance(value, dict):
        return value
    made = {key: pointed(each, to) for key, each in value.items()}
    if isinstance(value.get("$ref"), str):
        made["$ref"] = to(value["$ref"].removeprefix(LOCAL))
    return made


def whole(document):
    return {"api.json": document}


def by_tool(document):
    """Split as tools do: a file a schema, a file a path; the root names each schema."""
    (path,) = document["paths"]
    files = {
        f"schemas/{name}.json": pointed(schema, lambda each: f"{each}.json")
        for name, schema in document["components"]["schemas"].items()
    }
    files["paths/x.json"] = pointed(document["paths"][path], lambda name: f"../schemas/{name}.json")
    root = pointed(document, lambda name: f"schemas/{name}.json")
    root["paths"] = {path: {"$ref": "paths/x.json"}}
    root["components"]["schemas"] = {
        name: {"$ref": f"schemas/{name}.json"} for name in document["components"]["schemas"]
    }
    return {"api.json": root, **files}


def by_hand(document):
    """Split as people do: the schemas in one file, without a name in the root."""
    root = pointed(document, lambda name: f"common.json{LOCAL}{name}")
    del root["components"]
    return {"api.json": root, "common.json": {"components": document["components"]}}


def at_once(split, document):
    """Bundle what is split, as a release freezes it."""
    made = bundle("api.json", read_of(split(document)))
    assert isinstance(made, Bundle), made
    return {"api.json": made.document}


def read_of(files):
    return reader({path: json.dumps(each).encode() for path, each in files.items()})


def told(baseline, revision):
    """Compare two contracts; give all that a finding is known by, and what shows it."""
    sides = (
        Source(name="api.json", root="api.json", read=read_of(each), label=str)
        for each in (baseline, revision)
    )
    return {
        (each.fingerprint, each.rule, each.effect, each.coordinate, each.operations, each.witness)
        for each in compared_as_diff_does(*sides).findings
    }


@DRAWN
@given(pairs())
def test_a_contract_that_a_tool_splits_has_the_same_findings(pair):
    as_one = told(*map(whole, pair))
    assert told(*map(by_tool, pair)) == as_one
    assert told(whole(pair[0]), by_tool(pair[1])) == as_one
    assert told(by_tool(pair[0]), whole(pair[1])) == as_one


@DRAWN
@given(pairs(), st.sampled_from((by_tool, by_hand)))
def test_a_bundle_has_the_findings_of_its_files(pair, split):
    as_files = told(*map(split, pair))
    frozen = [at_once(split, each) for each in pair]
    assert told(*frozen) == as_files
    assert told(frozen[0], split(pair[1])) == as_files


@DRAWN
@given(pairs())
def test_a_split_by_itself_is_no_change(pair):
    baseline, _ = pair
    assert told(whole(baseline), by_tool(baseline)) == set()
    assert told(by_tool(baseline), whole(baseline)) == set()
    # What the root no longer names has the name of its file, which generated code is made of.
    renamed = told(whole(baseline), by_hand(baseline)) | told(by_hand(baseline), whole(baseline))
    assert {rule for _, rule, *_ in renamed} <= {"schema-name-changed"}

"""`reads.json` and Pact files: what is read of them, and each thing that does not fit."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bffgen
from bffgen.contract.pact import Pact, read_pact
from bffgen.contract.reads import read_reads, written_reads
from bffgen.model.reads import Reads, Teller

HOME = {"GET /home": {"reads": ["#/response/200/id"]}}


def manifest(operations=None, **more):
    builds = {"ios": {"5.0.1": {"operations": HOME if operations is None else operations}}}
    return {"format": "reads/1", "client": "app", "builds": builds, **more}


def problems(found):
    return [
        dict(each.facts).get("problem", f"{each.rule} {dict(each.facts).get('key')}")
        for each in found
    ]


def test_what_is_written_is_read_again_and_gives_the_same_bytes():
    operations = {
        "GET /home": {"reads": ["#/response/200/b", "#/response/200/a", "#/response/200/b"]},
        "GET /carts/{id}": {"reads": [], "sends": ["#/parameters/path/id"], "statuses": ["404"]},
    }
    found = read_reads(json.dumps(manifest(operations)).encode(), "m.json", "app")
    assert isinstance(found, Reads)
    first = written_reads(found)
    again = read_reads(first, "m.json", "app")
    assert isinstance(again, Reads) is False, "an import names its source"
    with_source = json.loads(first)
    with_source["builds"]["ios"]["5.0.1"]["source"]["sha256"] = "ab12"
    again = read_reads(json.dumps(with_source).encode(), "m.json", "app")

    (build,) = again.builds
    assert build.teller is Teller.MANIFEST
    assert [each.operation for each in build.operations] == ["GET /carts/{id}", "GET /home"]
    assert build.operation("GET /home").reads == ("#/response/200/a", "#/response/200/b")
    assert build.operation("GET /carts/{other}").sends == ("#/parameters/path/id",)
    assert written_reads(again) == written_reads(again)


REFUSED = [
    ({**manifest(), "format": "reads/2"}, "`reads/2` where one of `reads/1` belongs"),
    (manifest(client="web"), "`web`, and these are the reads of `app`"),
    ({"format": "reads/1", "client": "app"}, "input-missing-key builds"),
    (manifest(more=1), "input-unknown-key more"),
    (manifest({"home": {"reads": []}}), "`home` where an operation such as `GET /home`"),
    (manifest({"GET /home": {}}), "input-missing-key reads"),
    (manifest({"GET /home": []}), "a list where a mapping belongs"),
    (manifest({"GET /home": {"reads": {}}}), "a mapping where a list belongs"),
    (manifest({"GET /home": {"reads": [1]}}), "a number where a text belongs"),
    (manifest({"GET /home": {"reads": ["id"]}}), "`id` where a place such as `#/response/200"),
    (manifest({"GET /home": {"reads": ["#/request/id"]}}), "`#/request/id` where a place"),
    (
        manifest({"GET /home": {"reads": [], "sends": ["#/response/200/id"]}}),
        "`#/response/200/id` where a place such as `#/request/note`",
    ),
    (
        manifest({"GET /home": {"reads": [], "statuses": ["ok"]}}),
        "`ok` where a place such as `200`",
    ),
    (
        manifest({"GET /a/{x}": {"reads": []}, "GET /a/{y}": {"reads": []}}),
        "`GET /a/{y}` a second time",
    ),
    ([], "a list where a mapping belongs"),
]


@pytest.mark.parametrize(("value", "said"), REFUSED)
def test_a_manifest_that_does_not_fit_is_told(value, said):
    found = read_reads(json.dumps(value).encode(), "m.json", "app")

    assert not isinstance(found, Reads)
    assert any(each.startswith(said) for each in problems(found)), problems(found)


SCHEMA = jsonschema_rs.Draft202012Validator(
    json.loads((Path(bffgen.__file__).parent / "schemas/reads-1.json").read_text())
)
# What a schema cannot say: whose reads they are, and that two names are of one operation.
UNSAID = ("`web`, and", "`GET /a/{y}` a second time")


@pytest.mark.parametrize("value", [each for each, said in REFUSED if not said.startswith(UNSAID)])
def test_the_schema_refuses_what_the_reader_refuses(value):
    assert not SCHEMA.is_valid(value)


@pytest.mark.parametrize(
    "operation",
    [
        {"reads": []},
        {"reads": ["#/response/200", "#/response/2XX/a/b", "#/headers/default/X-Total"]},
        {"reads": [], "sends": ["#/request", "#/request/a", "#/parameters/header/X"]},
        {"reads": [], "statuses": ["200", "4XX", "default"]},
    ],
)
def test_the_schema_takes_what_the_reader_takes(operation):
    value = manifest({"GET /home": operation})

    assert SCHEMA.is_valid(value)
    assert isinstance(read_reads(json.dumps(value).encode(), "m.json", "app"), Reads)


# -- Pact


def interaction(body=None, *, path="/home", status=200, method="GET", **response):
    if body is not None:
        response["body"] = body
    return {
        "description": "x",
        "request": {"method": method, "path": path},
        "response": {"status": status, **response},
    }


def pact(*interactions, version="3.0.0", **more):
    return {
        "consumer": {"name": "app"},
        "provider": {"name": "bff"},
        "interactions": list(interactions),
        "metadata": {"pactSpecification": {"version": version}},
        **more,
    }


def read(value):
    return read_pact(json.dumps(value).encode(), "app-bff.json")


BODY = {"id": "1", "brand": {"name": "x"}, "cards": [{"id": 1}, {"more": [2]}], "no": {}}
WAYS = (("id",), ("brand", "name"), ("cards", "id"), ("cards", "more"), ("no",))


@pytest.mark.parametrize(
    ("given", "ways"),
    [
        (pact(interaction(BODY), version="2.0.0"), WAYS),
        (pact(interaction(BODY)), WAYS),
        (
            pact(
                {
                    **interaction({"content": BODY, "contentType": "application/json"}),
                    "type": "Synchronous/HTTP",
                },
                version="4.0",
            ),
            WAYS,
        ),
        (pact(interaction()), ((),)),
        (pact({**interaction(), "response": {"status": 200, "body": None}}), ((),)),
        (pact(interaction({})), ((),)),
        (pact(interaction([])), ((),)),
        (pact(interaction([{}, {"id": 1}])), ((), ("id",))),
        (pact(interaction([1])), ((),)),
        (pact(interaction({"content": {}}), version="4.0"), ((),)),
        (pact(interaction({"content": {"id": 1}}), version="2.0.0"), (("content", "id"),)),
        (pact(interaction({"content": {"id": 1}})), (("content", "id"),)),
        (
            pact(interaction({"content": {"id": 1}, "contentType": "x", "encoded": True})),
            (("content", "id"), ("contentType",), ("encoded",)),
        ),
        (pact(interaction({"content": {"id": 1}}), version="4.0"), (("id",),)),
        (pact(interaction("some text")), ((),)),
        (pact(interaction({"content": "eA==", "encoded": "base64"}), version="4.0"), ((),)),
        (pact(interaction([{"id": 1}, {"id": 2}])), (("id",),)),
        (
            pact(
                interaction(
                    {"prices": {"a": 1}},
                    matchingRules={"body": {"$.prices": {"matchers": [{"match": "values"}]}}},
                )
            ),
            (("prices", "a"), ("prices",)),
        ),
        (
            pact(
                interaction(
                    {"prices": {"a": 1}, "body": 2},
                    matchingRules={"$.body.prices.*": {"match": "type"}},
                ),
                version="2.0.0",
            ),
            (("prices", "a"), ("body",), ("prices",)),
        ),
        (
            pact(
                interaction(
                    {"a": 1},
                    matchingRules={"body": {"$['x-y'][*].z": {"matchers": [{"match": "eachKey"}]}}},
                )
            ),
            (("a",), ("x-y", "z")),
        ),
    ],
)
def test_what_a_test_matches_is_read(given, ways):
    found = read(given)

    assert isinstance(found, Pact), problems(found)
    (one,) = found.interactions
    assert one.ways == ways


def test_headers_of_the_answer_are_matched_and_the_query_is_not_of_the_path():
    (one,) = read(
        pact(interaction(path="/home?a=1", headers={"X-Total": "1"}, method="get"))
    ).interactions

    assert (one.method, one.path, one.status, one.headers) == ("GET", "/home", "200", ("X-Total",))


@pytest.mark.parametrize(
    "name", ["pactSpecification", "pact-specification", "pactSpecificationVersion"]
)
def test_the_version_stands_under_three_names(name):
    said = "2.0.0" if name.endswith("Version") else {"version": "2.0.0"}

    assert isinstance(read({**pact(interaction()), "metadata": {name: said}}), Pact)


def test_messages_are_left_out_and_counted():
    found = read(
        pact(
            interaction(),
            {"type": "Asynchronous/Messages", "contents": {}},
            version="4.0",
            messages=[{}],
        )
    )

    assert (len(found.interactions), found.messages) == (1, 2)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "a list where a mapping belongs"),
        ({}, "no `pactSpecification.version`: this is no Pact file"),
        (pact(interaction(), version="1.0.0"), "Pact specification 1.0.0, and 2, 3 and 4 are read"),
        (pact(interaction(), version="5"), "Pact specification 5, and 2, 3 and 4 are read"),
        ({**pact(), "metadata": []}, "no `pactSpecification.version`"),
        (pact(), "a Pact file without one interaction over HTTP"),
        (pact(messages=[{}]), "a Pact file without one interaction over HTTP"),
        ({**pact(), "interactions": {}}, "a mapping where a list belongs"),
        (pact(1), "a number where a mapping belongs"),
        (pact({"request": {}}), "null where a mapping belongs"),
        (pact(interaction(method="LOOK")), "`LOOK` where a method such as `GET` belongs"),
        (pact(interaction(path="home")), "`home` where a path such as `/home` belongs"),
        (pact(interaction(status="200")), "a text where a status such as 200, a number, belongs"),
        (pact(interaction(status=True)), "a boolean where a status"),
        (pact(interaction(status=99)), "`99` where a status"),
    ],
)
def test_a_pact_that_does_not_fit_is_refused_whole(value, said):
    found = read(value)

    assert not isinstance(found, Pact)
    assert any(each.startswith(said) for each in problems(found)), problems(found)


def test_all_faults_of_a_file_are_told_in_one_run():
    found = read(pact(interaction(path="x"), interaction(), interaction(status=0, method="")))

    assert [each.marks[0].place.pointer for each in found] == [
        "/interactions/0/request/path",
        "/interactions/2/request/method",
        "/interactions/2/response/status",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"interactions": [], "interactions": []}',
        b"[" * 100_000,
        b'{"a":' * 600 + b"1" + b"}" * 600,
    ],
)
def test_what_is_no_json_is_refused(content):
    assert not isinstance(read_pact(content, "app-bff.json"), Pact)
    assert not isinstance(read_reads(content, "m.json", "app"), Reads)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3)
    ),
    max_leaves=12,
)


@given(body=JSON, rules=JSON, response=JSON, whole=JSON)
def test_nothing_that_is_json_is_a_traceback(body, rules, response, whole):
    own = interaction(body, matchingRules=rules)
    for value in (
        pact(own),
        {**pact(own), "interactions": [response]},
        whole,
        pact(**{"x": whole}),
    ):
        read_pact(json.dumps(value).encode(), "p.json")
        read_reads(json.dumps(value).encode(), "p.json", "app")
    read_reads(json.dumps(manifest({"GET /home": whole})).encode(), "m.json", "app")
    read_reads(json.dumps(manifest(builds=whole)).encode(), "m.json", "app")

"""Both sides of a comparison are read together, and each as if it were alone."""

import json

import pytest

from bffgen.compat.compare import compare
from bffgen.compat.rule import rules
from bffgen.contract.side import read_side, read_sides
from bffgen.contract.source import Sources
from bffgen.model.finding import Effect
from bffgen.model.peers import Peers
from bffgen.model.pool import Pool

TEXT = {"type": "string"}


def document(**paths):
    operation = {path: {"get": {"responses": {"200": answer}}} for path, answer in paths.items()}
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"},
            "paths": {f"/{path}": item for path, item in operation.items()}}  # fmt: skip


def answer(schema):
    return {"description": "", "content": {"application/json": {"schema": schema}}}


@pytest.fixture
def sides(tmp_path):
    """Write two documents and read them as sides."""

    def read(baseline, revision):
        for name, written in (("baseline", baseline), ("revision", revision)):
            text = written if isinstance(written, str) else json.dumps(written)
            (tmp_path / f"{name}.json").write_text(text)
        with Sources(tmp_path, lambda: b"") as sources:
            opened = sources.open("baseline.json"), sources.open("revision.json")
            return read_sides(*opened, Pool())

    return read


def test_what_is_equal_on_both_sides_is_known_by_name_alone(sides):
    (one, _), (two, _) = sides(
        document(a=answer(TEXT), b=answer({})), document(a=answer(TEXT), b=answer(TEXT))
    )
    for api in (one, two):
        assert [each.key for each in api.operations] == ["GET /b"]
        assert [each.key for each in api.same] == ["GET /a"]


def test_a_second_file_of_equal_bytes_has_its_own_name(sides):
    (one, _), (two, _) = sides(document(a=answer(TEXT)), document(a=answer(TEXT)))
    assert one.operations == two.operations == ()
    assert [each.key for each in two.same] == ["GET /a"]
    assert one.place("/paths").document == "baseline.json"
    assert two.place("/paths").document == "revision.json"
    assert [path for path, _ in two.files] == ["revision.json"]


@pytest.mark.parametrize(
    ("baseline", "revision", "rules"),
    [
        ("{", document(), (["input-json-syntax"], [])),
        (document(), "{", ([], ["input-json-syntax"])),
        ("{", "}", (["input-json-syntax"], ["input-json-syntax"])),
        (document() | {"paths": 5}, document(), (["input-openapi-structure"], [])),
        (document() | {"openapi": "2.0.0"}, document(), (["input-openapi-version"], [])),
    ],
)
def test_the_faults_of_both_sides_are_told_in_one_run(sides, baseline, revision, rules):
    found = sides(baseline, revision)
    assert tuple([fault.rule for fault in faults] for _, faults in found) == rules
    assert [api is None for api, _ in found] == [bool(each) for each in rules]


def test_a_side_may_be_read_alone(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(document(a=answer(TEXT))))
    with Sources(tmp_path, lambda: b"") as sources:
        api, faults = read_side(sources.open("a.json"), Pool())
    assert faults == ()
    assert [each.key for each in api.operations] == ["GET /a"]
    assert api.same == ()


LOST = {"$ref": "#/components/schemas/Lost"}


@pytest.mark.parametrize("text", [LOST["$ref"], "gone.json#/Thing", "https://nowhere/thing.json"])
def test_a_schema_that_leads_nowhere_is_a_doubt_and_nothing_is_proved_of_it(sides, text):
    schema = {"type": "object", "properties": {"a": {"$ref": text}}}
    (one, doubts), (two, _) = sides(
        document(a=answer(schema)), document(a=answer({**schema, "minProperties": 1}))
    )
    assert [each.effect for each in doubts] == [Effect.RISKY]
    found = compare(one, two, Peers(), rules()).findings
    assert [(each.rule, each.effect) for each in found] == [
        ("response-schema-unproven", Effect.RISKY)
    ]


def test_anything_else_that_leads_nowhere_stops(sides):
    gone = {"$ref": "#/components/responses/Gone"}
    ((one, faults), _) = sides(document(a=gone), document())
    assert one is None
    assert [each.rule for each in faults] == ["input-reference-unresolved"]

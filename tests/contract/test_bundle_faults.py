"""References that lead nowhere, astray or in a circle: told at their places, all in one run."""

import pytest

from bffgen.contract.refs import bundle
from bffgen.model.place import Place
from tests.contract.bundling import HEAD, reader, using


def faults(files, root="api.yaml"):
    made = bundle(root, reader(files))
    assert isinstance(made, tuple)
    return [
        (each.rule, each.marks[0].place.document, each.marks[0].place.pointer, dict(each.facts))
        for each in made
    ]


AT = "/components/schemas/S0/$ref"


@pytest.mark.parametrize(
    ("reference", "rule", "facts"),
    [
        ("https://x.example/a.yaml#/A", "input-reference-remote", {}),
        ("//x.example/a.yaml", "input-reference-remote", {}),
        ("/etc/a.yaml", "input-reference-remote", {}),
        ("../../a.yaml", "input-reference-remote", {}),
        ("file:///a.yaml", "input-reference-remote", {}),
        ("C:\\a.yaml", "input-reference-remote", {}),
        ("gone.yaml#/A", "input-file-missing", {"path": "gone.yaml"}),
        ("t.yaml#/Mony", "input-reference-unresolved", {"nearest": "t.yaml#/Money"}),
        ("t.yaml#/Nothing", "input-reference-unresolved", {"nearest": ""}),
        ("t.yaml#anchor", "input-reference-unresolved", {"nearest": ""}),
        (
            "#/component/schemas/Other",
            "input-reference-unresolved",
            {"nearest": "#/components/schemas/Other"},
        ),
        ("Other", "input-reference-unresolved", {"nearest": "#/components/schemas/Other"}),
        ("#/components/schemas/S0", "input-reference-cycle", {}),
        ("#/components/schemas/S1", "input-reference-cycle", {}),
        (
            "#/components/parameters/P",
            "input-openapi-structure",
            {"problem": "`#/components/parameters/P` leads to a parameter where a schema belongs"},
        ),
        (
            "t.yaml#/text",
            "input-openapi-structure",
            {"problem": "`t.yaml#/text` leads to a text where a schema belongs"},
        ),
        (
            "three.yaml#/components/schemas/A",
            "input-openapi-structure",
            {
                "problem": "`three.yaml#/components/schemas/A` leads to a document of OpenAPI 3.0, "
                "where the same words mean something else"
            },
        ),
    ],
)
def test_a_reference_that_leads_astray_is_a_finding_at_its_place(reference, rule, facts):
    files = {
        "api.yaml": using(reference, "#/components/schemas/S0")
        + "    Other: {}\n  parameters: {P: {name: p, in: query, schema: {}}}\n",
        "t.yaml": "Money: {}\ntext: x\n",
        "three.yaml": "openapi: 3.0.3\ncomponents: {schemas: {A: {nullable: true}}}\n",
    }
    found = faults(files)
    told = {} if "path" in facts or "problem" in facts else {"reference": reference}
    assert found[0] == (rule, "api.yaml", AT, {**told, **facts})
    assert len(found) == 1


def test_a_circle_over_files_is_one_finding_with_every_reference_of_it():
    files = {
        "api.yaml": using("a.yaml#/A"),
        "a.yaml": "A: {$ref: 'b.yaml#/B'}",
        "b.yaml": "B: {$ref: 'a.yaml#/A'}",
    }
    (fault,) = bundle("api.yaml", reader(files))
    assert fault.rule == "input-reference-cycle"
    assert [mark.place for mark in fault.marks] == [
        Place(document="a.yaml", pointer="/A/$ref"),
        Place(document="b.yaml", pointer="/B/$ref"),
    ]


def test_path_items_that_stand_in_each_other_are_a_circle():
    api = HEAD + "paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}\n"
    assert {fault[0] for fault in faults({"api.yaml": api})} == {"input-reference-cycle"}
    inner = "{get: {callbacks: {c: {x: {$ref: '#/paths/~1a'}}}}}"
    assert [fault[0] for fault in faults({"api.yaml": f"{HEAD}paths: {{/a: {inner}}}\n"})] == [
        "input-reference-cycle"
    ]


def test_every_fault_of_every_file_is_told_once_in_one_run():
    files = {
        "api.yaml": using("a.yaml#/A", "gone.yaml", "b.yaml", "a.yaml#/B", "a.yaml#/A"),
        "a.yaml": "A: {$ref: 'https://x.example/x'}\n",
        "b.yaml": "x: {y: 1, y: 2}\nz: .nan\n",
    }
    assert [(rule, document, pointer) for rule, document, pointer, _ in faults(files)] == [
        ("input-reference-remote", "a.yaml", "/A/$ref"),
        ("input-file-missing", "api.yaml", "/components/schemas/S1/$ref"),
        ("input-reference-unresolved", "api.yaml", "/components/schemas/S3/$ref"),
        ("input-duplicate-key", "b.yaml", "/x/y"),
        ("input-not-json", "b.yaml", "/z"),
    ]


def test_a_contract_that_is_not_there_is_a_finding():
    assert faults({}) == [("input-file-missing", "api.yaml", "", {"path": "api.yaml"})]

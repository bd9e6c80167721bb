"""A contract of several files becomes one document, by names that no order has a say in."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.contract.refs import bundle
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import canonical_bytes
from bffgen.model.grammar import Kind, walk
from bffgen.model.place import Place
from bffgen.model.tree import at, has, local_pointer
from tests.contract.bundling import HEAD, holding, reader, using

MONEY = "components: {schemas: {Money: {type: string}}}\n"


def bundled(files, root="api.yaml"):
    made = bundle(root, reader(files))
    assert isinstance(made, Bundle), made
    for pointer, node, _ in walk(made.document, Kind.DOCUMENT):
        if "$ref" in node:
            target = local_pointer(node["$ref"])
            assert target is not None, pointer
            assert has(made.document, target), node["$ref"]
    return made


def schemas(files, root="api.yaml"):
    return bundled(files, root).document["components"]["schemas"]


@pytest.mark.parametrize(
    ("path", "content", "reference", "name"),
    [
        ("common.yaml", MONEY, "common.yaml#/components/schemas/Money", "common_Money"),
        ("money.json", '{"type": "string"}', "money.json", "money"),
        ("money.json", '{"type": "string"}', "./money.json#", "money"),
        ("a-b.c.yaml", "'x y': {}\n", "a-b.c.yaml#/x%20y", "a_b_c_x_y"),
        ("my types.yaml", "T: {}\n", "my%20types.yaml#/T", "my_types_T"),
        ("t.yaml", "'a/b~c': {}\n", "t.yaml#/a~1b~0c", "t_a_b_c"),
        ("t.yaml", "'a/b~c': {}\n", "t.yaml#/a%7E1b%7E0c", "t_a_b_c"),
        ("t.yaml", "x: [{}, {type: string}]\n", "t.yaml#/x/1", "t_1"),
        ("lib/t.yaml", "Größe: {}\n", "lib/t.yaml#/Gr%C3%B6%C3%9Fe", "t_Gr__e"),
        ("t.yaml", "$defs: {N: {$anchor: here}}\n", "t.yaml#here", "t_N"),
    ],
)
def test_what_moves_is_named_by_file_and_pointer(path, content, reference, name):
    found = schemas({"api.yaml": holding(reference), path: content})
    assert set(found) == {"S0", name}
    assert found["S0"]["items"] == {"$ref": f"#/components/schemas/{name}"}


def test_a_clash_gives_each_of_the_clashing_its_folder():
    files = {
        "api.yaml": holding(
            "billing/common.yaml#/components/schemas/Money",
            "orders/common.yaml#/components/schemas/Money",
            "orders/common.yaml#/components/schemas/Other",
        ),
        "billing/common.yaml": MONEY,
        "orders/common.yaml": "components: {schemas: {Money: {type: number}, Other: {}}}\n",
    }
    assert set(schemas(files)) == {
        "S0", "S1", "S2", "billing_common_Money", "orders_common_Money", "common_Other",
    }  # fmt: skip


def test_a_clash_with_a_component_of_the_root_gives_the_folder_to_what_moves():
    api = (
        holding("lib/common.yaml#/components/schemas/Money") + "    common_Money: {type: boolean}\n"
    )
    found = schemas({"api.yaml": api, "lib/common.yaml": MONEY})
    assert found["common_Money"] == {"type": "boolean"}
    assert found["lib_common_Money"] == {"type": "string"}


def test_a_clash_that_folders_do_not_end_is_settled_by_the_whole_path():
    files = {
        "api.yaml": holding("a/x/t.yaml#/T", "b/x/t.yaml#/T", "t.yaml#/T", "t.yaml#/deep/T"),
        "a/x/t.yaml": "T: {title: a}\n",
        "b/x/t.yaml": "T: {title: b}\n",
        "t.yaml": "T: {title: c}\ndeep: {T: {title: d}}\n",
    }
    found = schemas(files)
    titles = {name: each["title"] for name, each in found.items() if "title" in each}
    assert titles["a_x_t_T"] == "a"
    assert titles["b_x_t_T"] == "b"
    assert titles["t_deep_T"] == "d"
    assert len(titles) == 4


def test_names_that_no_path_tells_apart_are_a_finding_with_both_places():
    files = {
        "api.yaml": holding("a-b.yaml#/T", "a_b.yaml#/T"),
        "a-b.yaml": "T: {}",
        "a_b.yaml": "T: {}",
    }
    (fault,) = bundle("api.yaml", reader(files))
    assert (fault.rule, dict(fault.facts)["name"]) == ("naming-clash", "a_b_T")
    assert [mark.place.document for mark in fault.marks] == ["a-b.yaml", "a_b.yaml"]


def test_another_file_renames_nothing_unless_it_clashes():
    small = {"api.yaml": holding("x/t.yaml#/A", "x/t.yaml#/B"), "x/t.yaml": "A: {}\nB: {}\n"}
    large = {
        **small,
        "api.yaml": holding(
            "x/t.yaml#/A", "x/t.yaml#/B", "x/u.yaml#/A", "y/t.yaml#/B", "y/t.yaml#/C"
        ),
        "x/u.yaml": "A: {}\n",
        "y/t.yaml": "B: {}\nC: {}\n",
    }
    before, after = set(schemas(small)), set(schemas(large))
    assert before - after == {"t_B"}
    assert "t_A" in after
    assert {"x_t_B", "y_t_B"} <= after


KINDS = """
paths:
  /a:
    get:
      parameters: [{$ref: 'p.yaml#/Param'}]
      requestBody: {$ref: 'p.yaml#/Body'}
      responses:
        '200': {$ref: 'p.yaml#/Answer'}
      callbacks:
        done: {$ref: 'p.yaml#/Call'}
components:
  securitySchemes:
    key: {$ref: 'p.yaml#/Key', description: d}
"""
PARTS = """
Param: {name: q, in: query, schema: {$ref: '#/Text'}}
Body: {content: {application/json: {schema: {$ref: '#/Text'}, examples: {one: {$ref: '#/Sample'}}}}}
Answer:
  description: d
  headers: {X-Rate: {$ref: '#/Rate'}}
  links: {next: {$ref: '#/Next'}}
Call: {'{$url}': {post: {responses: {'200': {$ref: '#/Answer'}}}}}
Key: {type: apiKey, name: k, in: header}
Rate: {schema: {type: integer}}
Next: {operationId: x}
Sample: {value: v}
Text: {type: string}
"""


def test_each_kind_moves_to_its_own_section():
    made = bundled({"api.yaml": HEAD + KINDS, "p.yaml": PARTS})
    assert {section: set(names) for section, names in made.document["components"].items()} == {
        "securitySchemes": {"key", "p_Key"},
        "schemas": {"p_Text"},
        "responses": {"p_Answer"},
        "parameters": {"p_Param"},
        "examples": {"p_Sample"},
        "requestBodies": {"p_Body"},
        "headers": {"p_Rate"},
        "links": {"p_Next"},
        "callbacks": {"p_Call"},
    }
    assert made.document["paths"]["/a"]["get"]["responses"]["200"] == {
        "$ref": "#/components/responses/p_Answer"
    }


def test_one_node_in_two_roles_becomes_two_components():
    api = HEAD + (
        "components:\n  schemas: {A: {items: {$ref: 'p.yaml#/X'}}}\n"
        "  responses: {B: {headers: {X-A: {$ref: 'p.yaml#/X'}}}}\n"
    )
    components = bundled({"api.yaml": api, "p.yaml": "X: {}\n"}).document["components"]
    assert "p_X" in components["schemas"]
    assert "p_X" in components["headers"]


def test_a_component_that_is_nothing_but_a_reference_is_what_it_refers_to():
    """So a contract that is split over files, as tools split it, has the names that it had."""
    files = {
        "api.yaml": using("schemas/Pet.yaml", "schemas/Pet.yaml", "t.yaml#/T", "t.yaml#/U"),
        "schemas/Pet.yaml": "properties: {tag: {$ref: '../t.yaml#/T'}, pet: {$ref: Pet.yaml}}\n",
        "t.yaml": "T: {type: string}\nU: {$ref: '#/T'}\n",
    }
    made = bundled(files)
    found = made.document["components"]["schemas"]
    assert found == {
        "S0": {
            "properties": {
                "tag": {"$ref": "#/components/schemas/S2"},
                "pet": {"$ref": "#/components/schemas/S0"},
            }
        },
        # Of two names the first by the alphabet is the part's own.
        "S1": {"$ref": "#/components/schemas/S0"},
        "S2": {"type": "string"},
        "S3": {"$ref": "#/components/schemas/S2"},
    }
    assert list(found) == ["S0", "S1", "S2", "S3"]
    here = "/components/schemas"
    assert made.place(f"{here}/S0/properties").document == "schemas/Pet.yaml"
    assert made.place(f"{here}/S1").document == "api.yaml"
    assert made.place(f"{here}/S2/type") == Place(document="t.yaml", pointer="/T/type")


def test_a_schema_of_another_file_that_takes_nothing_stays_one():
    files = {"api.yaml": using("t.yaml#/No", "t.yaml#/Any"), "t.yaml": "No: false\nAny: true\n"}
    assert schemas(files) == {"S0": False, "S1": True}


def test_what_stands_beside_a_reference_leaves_the_part_its_own_name():
    api = f"{HEAD}components: {{schemas: {{A: {{$ref: 't.yaml#/T', minLength: 1}}}}}}\n"
    assert set(schemas({"api.yaml": api, "t.yaml": "T: {type: string}\n"})) == {"A", "t_T"}


def test_references_within_the_root_document_stay_as_they_are():
    api = HEAD + (
        "paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/R'}}}}}\n"
        "components:\n  responses: {R: {description: d}}\n"
        "  schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/x-shared/T'}}\n"
        "x-shared: {T: {items: {$ref: 'c.yaml#/U'}}}\n"
    )
    made = bundled({"api.yaml": api, "c.yaml": "U: {}\n"})
    assert made.document["components"]["schemas"]["B"] == {"$ref": "#/x-shared/T"}
    # What stands outside of the grammar is read as what a reference takes it for.
    assert made.document["x-shared"]["T"] == {"items": {"$ref": "#/components/schemas/c_U"}}


def test_a_contract_of_one_file_is_its_own_bundle():
    api = HEAD + "components: {schemas: {A: {items: {$ref: '#/components/schemas/A'}}}}\n"
    made = bundled({"api.yaml": api})
    assert made.document["components"]["schemas"] == {
        "A": {"items": {"$ref": "#/components/schemas/A"}}
    }
    assert made.files == (("api.yaml", sha256(api.encode()).hexdigest()),)
    assert made.place("/components/schemas/A") == Place(
        document="api.yaml", pointer="/components/schemas/A"
    )


def test_a_path_item_is_put_where_the_reference_to_it_stands():
    api = HEAD + (
        "paths:\n  /a:\n    $ref: paths/a.yaml\n    summary: mine\n"
        "  /b: {$ref: 'paths/b.yaml#/item'}\n"
        "webhooks: {w: {$ref: 'paths/b.yaml#/item'}}\n"
    )
    item = "summary: theirs\nget: {responses: {'200': {description: d}}}\n"
    made = bundled(
        {
            "api.yaml": api,
            "paths/a.yaml": item,
            "paths/b.yaml": "item: {$ref: '#/other'}\n"
            "other: {post: {requestBody: {$ref: '../r.yaml'}}}\n",
            "r.yaml": "content: {}\n",
        }
    )
    paths = made.document["paths"]
    assert paths["/a"] == {"summary": "mine", "get": {"responses": {"200": {"description": "d"}}}}
    body = {"$ref": "#/components/requestBodies/r"}
    assert paths["/b"] == made.document["webhooks"]["w"] == {"post": {"requestBody": body}}
    places = {
        "/paths/~1a": ("api.yaml", "/paths/~1a"),
        "/paths/~1a/summary": ("api.yaml", "/paths/~1a/summary"),
        "/paths/~1a/get/responses/200": ("paths/a.yaml", "/get/responses/200"),
        "/paths/~1b/post/requestBody": ("paths/b.yaml", "/other/post/requestBody"),
        "/webhooks/w/post": ("paths/b.yaml", "/other/post"),
        "/components/requestBodies/r/content": ("r.yaml", "/content"),
    }
    for pointer, (document, below) in places.items():
        assert made.place(pointer) == Place(document=document, pointer=below)


def test_files_may_refer_to_each_other_in_a_circle():
    files = {
        "api.yaml": holding("a.yaml#/A"),
        "a.yaml": "A: {properties: {b: {$ref: 'b.yaml#/B'}, "
        "root: {$ref: 'api.yaml#/components/schemas/S0'}}}",
        "b.yaml": "B: {items: {$ref: 'a.yaml#/A'}}",
    }
    found = schemas(files)
    assert found["a_A"]["properties"] == {
        "b": {"$ref": "#/components/schemas/b_B"},
        "root": {"$ref": "#/components/schemas/S0"},
    }
    assert found["b_B"] == {"items": {"$ref": "#/components/schemas/a_A"}}


def test_what_stands_beside_a_reference_is_kept():
    files = {
        "api.yaml": HEAD
        + "components: {schemas: {A: {$ref: t.yaml, title: x, not: {$ref: t.yaml}}}}\n",
        "t.yaml": "{}",
    }
    link = "#/components/schemas/t"
    assert schemas(files)["A"] == {"$ref": link, "title": "x", "not": {"$ref": link}}


DATA = """
components:
  schemas:
    A:
      default: {$ref: gone.yaml}
      example: {$ref: gone.yaml}
      examples: [{$ref: gone.yaml}]
      enum: [{$ref: gone.yaml}]
      const: {$ref: gone.yaml}
      x-note: {$ref: gone.yaml}
      properties: {$ref: {type: string}}
  parameters:
    P: {name: p, in: query, example: {$ref: gone.yaml}, schema: {}}
  x-part: {$ref: gone.yaml}
x-all: {$ref: gone.yaml}
"""


def test_a_reference_in_data_is_data():
    made = bundled({"api.yaml": HEAD + DATA})
    assert made.document["x-all"] == {"$ref": "gone.yaml"}
    assert made.document["components"]["schemas"]["A"]["properties"] == {"$ref": {"type": "string"}}


PETS = """
components:
  schemas:
    Pet: {discriminator: {propertyName: kind}, properties: {kind: {type: string}}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
    Lion: {allOf: [{$ref: '#/components/schemas/Cat'}]}
    Stone: {type: string}
"""


def test_a_discriminator_keeps_the_keys_that_were_names():
    """PITFALLS 9: the implicit key travels in payloads, and must outlive the move."""
    found = schemas({"api.yaml": holding("pets.yaml#/components/schemas/Pet"), "pets.yaml": PETS})
    # The heirs come along although nothing refers to them; a stranger does not.
    assert set(found) == {"S0", "pets_Pet", "pets_Cat", "pets_Lion"}
    assert found["pets_Pet"]["discriminator"]["mapping"] == {
        "Cat": "#/components/schemas/pets_Cat",
        "Lion": "#/components/schemas/pets_Lion",
    }


def test_keys_of_branches_that_move_are_written_down():
    api = HEAD + (
        "components:\n  schemas:\n    Own: {}\n    A:\n"
        "      oneOf: [{$ref: 'p.yaml#/Cat'}, {$ref: 'p.yaml#/Dog'},"
        " {$ref: '#/components/schemas/Own'}]\n"
        "      discriminator: {propertyName: k, mapping: {d: 'p.yaml#/Dog', own: Own}}\n"
    )
    made = bundled({"api.yaml": api, "p.yaml": "Cat: {}\nDog: {}\n"})
    where = "/components/schemas/A/discriminator"
    assert at(made.document, f"{where}/mapping") == {
        "d": "#/components/schemas/p_Dog",
        "own": "Own",
        "Cat": "#/components/schemas/p_Cat",
    }
    assert made.place(f"{where}/mapping/Cat") == Place(document="api.yaml", pointer=where)
    assert made.place(f"{where}/mapping/d").pointer == f"{where}/mapping/d"


def test_a_name_in_a_mapping_means_a_schema_of_its_own_file():
    pets = PETS.replace("propertyName: kind", "propertyName: kind, mapping: {stone: Stone}")
    found = schemas({"api.yaml": holding("pets.yaml#/components/schemas/Pet"), "pets.yaml": pets})
    assert (
        found["pets_Pet"]["discriminator"]["mapping"]["stone"] == "#/components/schemas/pets_Stone"
    )


def test_the_bundle_does_not_depend_on_the_working_place_of_its_files():
    files = {"api.yaml": using("c/t.yaml#/T"), "c/t.yaml": "T: {$ref: '../u.yaml'}", "u.yaml": "{}"}
    moved = {f"deep/er/{path}": content for path, content in files.items()}
    assert bundled(files).document == bundled(moved, "deep/er/api.yaml").document


FILES = ("x/a.yaml", "x/b.yaml", "y/a.yaml", "c.yaml")
NAMES = ("A", "B", "C")
TARGETS = [f"{file}#/{name}" for file in FILES for name in NAMES]


@st.composite
def webs(draw):
    """Draw files whose schemas refer to each other, never as a bare circle."""
    content = {
        file: {
            name: {"title": f"{file}#{name}", "allOf": [
                {"$ref": f"../{target}" if "/" in file else target}
                for target in draw(st.lists(st.sampled_from(TARGETS), max_size=2))
            ]}
            for name in NAMES
        }
        for file in FILES
    }  # fmt: skip
    wanted = draw(st.lists(st.sampled_from(TARGETS), min_size=1, max_size=5, unique=True))
    return {file: json.dumps(each) for file, each in content.items()}, wanted


@given(webs(), st.randoms(use_true_random=False))
def test_the_order_in_which_files_are_met_has_no_say(web, random):
    content, wanted = web
    first = bundled({**content, "api.yaml": using(*wanted)})
    order = list(range(len(wanted)))
    random.shuffle(order)
    lines = [f"    S{n}: {{$ref: {json.dumps(wanted[n])}}}\n" for n in order]
    second = bundled({**content, "api.yaml": f"{HEAD}components:\n  schemas:\n{''.join(lines)}"})
    assert canonical_bytes(first.document) == canonical_bytes(second.document)
    assert first.places == second.places
    # Each schema is there once, under one name, and its place is where it was written.
    titles = [
        each["title"]
        for each in first.document["components"]["schemas"].values()
        if "title" in each
    ]
    assert len(set(titles)) == len(titles)
    for name, each in first.document["components"]["schemas"].items():
        if "title" in each:
            place = first.place(f"/components/schemas/{name}")
            assert f"{place.document}#{place.pointer[1:]}" == each["title"]

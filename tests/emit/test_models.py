"""Classes of bodies: the oddities of the model generator, each held to what we make of it.

`RAW` rows run the generator alone: a version that cures or changes an oddity turns its row red,
and then the code in `emit/models.py` that works around it may go.
"""

import importlib
import json
import random

import pytest

from bffgen.emit.layout import flat
from bffgen.emit.models import _generated, camel, write_classes
from bffgen.proof.validate import is_valid
from tests.compose.drawn import Drawing
from tests.compose.test_soundness import Built, mangled
from tests.workspaces import built, facts, files, one

TEXT = {"type": "string"}


def thing(members=None, required=(), **more):
    return {"type": "object", "properties": members or {}, "required": list(required), **more}


def written(members, required=(), others=None):
    """Give the fields of the class `Thing` as lines, and its base."""
    classes = write_classes({"Thing": thing(members, required), **(others or {})})
    (made,) = (each for each in classes if each.name == "Thing")
    lines = {
        each.name: f"{each.attribute}: {flat(each.annotation)}"
        + ("" if each.is_required else " = MISSING")
        for each in made.fields
    }
    return made, lines


# --- what the generator does when it is left alone


def raw(members, required=(), name="Thing", **others):
    """Give the class that the generator writes, without its imports."""
    text = _generated({name: {**thing(members, required), "title": name}, **others})
    return text[text.index("class ", text.index("root: Any")) :].strip()


@pytest.mark.parametrize(
    ("members", "oddity"),
    [
        # a bounded value inside a list or a union becomes a class of its own
        ({"a": {"type": "array", "items": {"type": "string", "maxLength": 3}}}, "RootModel"),
        ({"a": {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]}}, "RootModel"),
        # bounds of an optional list stand outside its union with MISSING
        ({"a": {"type": "array", "items": TEXT, "maxItems": 2}},
         "Annotated[list[str] | MISSING, Field(max_length=2)]"),
        # bounds of an inner list are kept by a class of its own
        ({"a": {"type": "array", "items": {"type": "array", "items": TEXT, "maxItems": 2}}},
         "RootModel"),
        # int32 is no bound
        ({"a": {"type": "integer", "format": "int32"}}, "a: int | MISSING"),
        # formats become types that change the text
        ({"a": {"type": "string", "format": "date-time"}}, "AwareDatetime"),
        ({"a": {"type": "string", "format": "uuid"}}, "UUID"),
        ({"a": {"type": "string", "format": "uri"}}, "AnyUrl"),
        # a builtin that a member is called like is imported under another name, out of our sight
        ({"list": TEXT, "b": {"type": "array", "items": TEXT}}, "list_aliased"),
        # a class that is not there yet is written in words of typing
        ({"a": {"$ref": "#/$defs/Thing"}}, "Union[\"Thing\", MISSING]"),
    ],
)  # fmt: skip
def test_the_generator_still_has_the_oddity_that_we_work_around(members, oddity):
    text = _generated({"Thing": {**thing(members), "title": "Thing"}})

    assert oddity in text, text


@pytest.mark.parametrize("name", ["Any", "MISSING", "Body", "RootModel", "Größe", "X_Y"])
def test_the_generator_still_renames_or_loses_some_classes(name):
    text = _generated({name: {**thing({"a": TEXT}), "title": name}})

    assert f"class {name}(Body)" not in text


# --- what we make of it


@pytest.mark.parametrize(
    ("schema", "annotation"),
    [
        (TEXT, "str"),
        ({"type": "integer"}, "int"),
        ({"type": "number"}, "float"),
        ({"type": "boolean"}, "bool"),
        ({"type": "string", "minLength": 1, "maxLength": 3},
         "Annotated[str, Field(max_length=3, min_length=1)]"),
        ({"type": "string", "pattern": r"^\d{2}$"}, 'Annotated[str, Field(pattern="^[0-9]{2}$")]'),
        ({"type": "string", "pattern": 'a"b'}, "Annotated[str, Field(pattern='a\"b')]"),
        ({"type": "integer", "format": "int32"},
         "Annotated[int, Field(ge=-2147483648, le=2147483647)]"),
        ({"type": "integer", "format": "int32", "minimum": 0},
         "Annotated[int, Field(ge=0, le=2147483647)]"),
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 1.5},
         "Annotated[float, Field(gt=0, le=1.5)]"),
        ({"type": "string", "format": "date-time"}, "DateTime"),
        ({"type": "string", "format": "uri", "maxLength": 9},
         "Annotated[Uri, Field(max_length=9)]"),
        ({"type": "string", "format": "unheard-of"}, "str"),
        ({"enum": ["a", 1, True]}, 'Annotated[Literal["a", 1, True], Exact]'),
        ({"enum": ["a"]}, 'Literal["a"]'),
        ({"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]},
         "Annotated[str, Field(max_length=3)] | None"),
        ({"type": "array", "items": {"type": "string", "maxLength": 3}},
         "list[Annotated[str, Field(max_length=3)]]"),
        ({"type": "array", "items": TEXT, "minItems": 1, "maxItems": 2},
         "Annotated[list[str], Field(max_length=2, min_length=1)]"),
        ({"type": "array", "items": {"type": "array", "items": TEXT, "maxItems": 2}},
         "list[Annotated[list[str], Field(max_length=2)]]"),
        ({"anyOf": [{"type": "array", "items": TEXT, "maxItems": 2}, {"type": "null"}]},
         "Annotated[list[str], Field(max_length=2)] | None"),
        ({"type": "array", "items": {"anyOf": [TEXT, {"type": "null"}]}}, "list[str | None]"),
        ({"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
         "dict[str, Annotated[int, Field(ge=1)]]"),
        ({"type": "object",
          "additionalProperties": {"type": "array", "items": TEXT, "minItems": 1}},
         "dict[str, Annotated[list[str], Field(min_length=1)]]"),
        ({}, "Any"),
        ({"$ref": "#/Other"}, "Other"),
        ({"type": "array", "items": {"$ref": "#/Other"}, "maxItems": 2},
         "Annotated[list[Other], Field(max_length=2)]"),
    ],
)  # fmt: skip
def test_a_member_is_annotated_with_every_bound_at_its_place(schema, annotation):
    others = {"Other": thing({"b": TEXT})}

    assert written({"a": schema}, ["a"], others)[1]["a"] == f"a: {annotation}"
    # beside MISSING the same annotation stands, bounds inside
    assert written({"a": schema}, [], others)[1]["a"] == f"a: {annotation} | MISSING = MISSING"


NAMES = {
    "id": "id",
    "fooBar": "foo_bar",
    "class": "class_",
    "match": "match_",
    "_id": "field_id",
    "@type": "field_type",
    "1a": "field_1a",
    "x-y": "x_y",
    "a b": "a_b",
    "größe": "größe",
    "": "field_value",
    "None": "none",
    "MISSING": "missing",
    # what pydantic's BaseModel has itself
    "schema": "schema_",
    "copy": "copy_",
    "json": "json_",
    "dict": "dict_",
    "validate": "validate_",
    "model_config": "model_config_",
    "model_fields": "model_fields_",
    # not of BaseModel, so kept
    "model_x": "model_x",
    "self": "self",
    "root": "root",
    # builtins that annotations beside them name
    "list": "list_",
    "str": "str_",
    "int": "int_",
    "float": "float_",
    "bool": "bool_",
}


@pytest.mark.parametrize(("name", "attribute"), NAMES.items())
def test_a_member_has_a_python_name_and_keeps_its_own_in_json(name, attribute):
    made, lines = written({name: TEXT, "kebab-case": TEXT}, [name, "kebab-case"])

    alias = "" if attribute == name else f", Field(alias={json.dumps(name, ensure_ascii=False)})]"
    expected = f"Annotated[str{alias}" if alias else "str"
    assert lines[name] == f"{attribute}: {expected}"
    assert made.attribute(name) == attribute


def test_names_of_one_class_do_not_move_when_the_contract_grows():
    grown = {name: made for name, made in written(dict.fromkeys(NAMES, TEXT))[1].items()}

    for name in NAMES:
        assert grown[name] == written({name: TEXT, "kebab-case": TEXT})[1][name]


@pytest.mark.parametrize(
    ("names", "base"),
    [
        (["id", "title"], "Body"),
        (["id", "shortText"], "CamelBody"),
        (["id", "shortText", "x-y"], "Body"),
        (["short_text", "shortName"], "Body"),
        (["HTMLText"], "Body"),
        (["list"], "CamelBody"),
        ([], "Body"),
    ],
)
def test_a_class_whose_names_are_all_camel_case_needs_no_aliases(names, base):
    made, lines = written(dict.fromkeys(names, TEXT))

    assert made.base == base
    if base == "CamelBody":
        assert not any("alias" in line for line in lines.values())
        assert all(camel(each.attribute) == each.name for each in made.fields)


def test_a_class_that_refers_to_itself_is_written_in_quotes():
    _, lines = written(
        {
            "next": {"anyOf": [{"$ref": "#/Thing"}, {"type": "null"}]},
            "kids": {"type": "array", "items": {"$ref": "#/Thing"}, "maxItems": 3},
            "kind": {"enum": ["Thing", "Class0"]},
        }
    )

    assert lines == {
        "next": 'next: "Thing | None | MISSING" = MISSING',
        "kids": 'kids: "Annotated[list[Thing], Field(max_length=3)] | MISSING" = MISSING',
        "kind": 'kind: Literal["Thing", "Class0"] | MISSING = MISSING',
    }


def test_classes_stand_before_those_that_use_them():
    chain = {
        f"Part{letter}": thing({"a": {"$ref": f"#/Part{below}"}})
        for letter, below in zip("ABCDEFGHIJKL", "BCDEFGHIJKLM", strict=True)
    }
    classes = write_classes({**chain, "PartM": thing({"a": TEXT})})

    assert [each.name[-1] for each in classes] == list("MLKJIHGFEDCBA")


@pytest.mark.parametrize(
    "name", ["Field", "Literal", "Any", "MISSING", "Body", "RootModel", "Model", "Größe", "X_Y"]
)
def test_no_class_is_renamed_or_lost(name):
    assert [each.name for each in write_classes({name: thing({"a": TEXT})})] == [name]


@pytest.mark.parametrize(
    "doc",
    ["plain", 'a "quoted" word', "back\\slash \\d", 'ends with "', "two\n\nparagraphs", '"""'],
)
def test_descriptions_come_through_as_they_are(doc):
    made, _ = written({"a": {**TEXT, "description": doc}})

    assert made.fields[0].doc == doc


def test_no_class_is_written_of_no_schema():
    assert write_classes({}) == ()


# --- through the whole of bffgen: what is written imports, and accepts what its schema accepts


def package(schema, tmp_path, monkeypatch, name, components=None):
    tree = files(
        one(schema, components), {"first": one(schema, components), "second": one(thing())},
        {"getThing": "first.getThing"}, name=name,
    )  # fmt: skip
    outcome, made = built(tree, name)
    assert made is not None, outcome.findings
    monkeypatch.syspath_prepend(tmp_path)
    return Built(made, tmp_path)


def accepts(made, value):
    """Say whether the model of the upstream's answer takes a value."""
    module = importlib.import_module(made.calls.__module__)
    try:
        module.READ_FIRST(json.dumps(value).encode())
    except made.failed:
        return False
    return True


@pytest.mark.parametrize("seed", range(8))
def test_a_written_model_accepts_what_its_schema_accepts(seed, tmp_path, monkeypatch):
    rng = random.Random(f"models {seed}")
    drawing = Drawing(rng)
    schema = drawing.object(3)
    made = package(schema, tmp_path, monkeypatch, f"models{seed}", drawing.components)
    document = {"root": schema, "components": {"schemas": drawing.components}}

    try:
        for number in range(80):
            value = drawing.value(schema)
            value = value if number < 20 else mangled(value, rng, (None, 0.5, "zzzzzz", [], {}))
            assert accepts(made, value) == is_valid(document, "/root", value), value
    finally:
        made.forget()


def test_an_enum_of_numbers_takes_no_flag(tmp_path, monkeypatch):
    # Strict pydantic compares a literal by Python's ==, to which True is 1.
    schema = thing({"a": {"enum": [1, 2]}, "b": {"const": True}}, ["a"])
    made = package(schema, tmp_path, monkeypatch, "literals")

    try:
        assert [accepts(made, {"a": a}) for a in (1, 1.0, True, False)] == [
            True,
            True,
            False,
            False,
        ]
        assert [accepts(made, {"a": 1, "b": b}) for b in (True, 1)] == [True, False]
    finally:
        made.forget()


def test_every_odd_name_goes_in_and_out_by_its_own_spelling(tmp_path, monkeypatch):
    members = {name: {"type": "integer"} for name in NAMES}
    made = package(thing(members, NAMES), tmp_path, monkeypatch, "oddnames")
    values = {name: number for number, name in enumerate(NAMES)}

    try:
        assert accepts(made, values)
        for name in NAMES:
            assert not accepts(made, {key: each for key, each in values.items() if key != name})
    finally:
        made.forget()


def test_a_schema_that_contains_itself_imports_and_validates(tmp_path, monkeypatch):
    node = thing({"a": TEXT, "next": {"$ref": "#/components/schemas/Node"}}, ["a"])
    tree = files(
        one({"$ref": "#/components/schemas/Node"}, {"Node": node}),
        {"first": one(thing({"a": TEXT}, ["a"])), "second": one(thing())},
        {"getThing": {"call": "first.getThing", "omit": ["next"]}},
        name="nodes",
    )
    outcome, made = built(tree, "nodes")
    assert made is not None, outcome.findings
    monkeypatch.syspath_prepend(tmp_path)
    nodes = Built(made, tmp_path)
    answers = importlib.import_module(f"{nodes.package}.answers")

    try:
        inner = answers.Node(a="b")
        assert answers.Node(a="c", next=inner).next == inner
    finally:
        nodes.forget()


@pytest.mark.parametrize(
    ("names", "attribute"), [(("fooBar", "foo_bar"), "foo_bar"), (("_id", "@id"), "field_id")]
)
def test_two_members_that_become_one_name_are_a_finding_and_none_is_lost(names, attribute):
    schema = thing(dict.fromkeys(names, TEXT), names)
    outcome, made = built(
        files(one(schema), {"first": one(schema)}, {"getThing": "first.getThing"})
    )

    assert made is None
    found = [each for each in outcome.findings if each.rule == "naming-clash"]
    assert {facts(each)["name"] for each in found} == {attribute}


def test_two_members_of_an_upstream_that_become_one_name_are_a_finding():
    upstream = thing({"fooBar": TEXT, "foo_bar": TEXT}, ["fooBar", "foo_bar"])
    body = {"a": "first.fooBar", "b": "first.foo_bar"}
    outcome, made = built(
        files(
            one(thing({"a": TEXT, "b": TEXT})),
            {"first": one(upstream)},
            {"getThing": {"call": "first.getThing", "body": body}},
        )
    )

    assert made is None
    assert [facts(each) for each in outcome.findings] == [
        {"name": "foo_bar", "first": "fooBar", "second": "foo_bar"}
    ]


@pytest.mark.parametrize(
    ("member", "keyword"),
    [
        ({"type": "string", "pattern": "(a"}, "pattern"),
        ({"type": "string", "pattern": "^(?<!a)b\\1$"}, "pattern"),
    ],
)
def test_what_nothing_can_hold_of_a_promise_is_a_finding(member, keyword):
    schema = thing({"a": member})
    outcome, made = built(
        files(one(schema), {"first": one(schema)}, {"getThing": "first.getThing"})
    )

    assert made is None
    found = [each for each in outcome.findings if each.rule == "compose-bound-unenforceable"]
    assert {facts(each)["keyword"] for each in found} == {keyword}

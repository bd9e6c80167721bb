"""composition.yaml: what does not fit is refused at its place, all in one run, nothing ignored."""

import pytest

from bffgen.contract.pointer import locator
from bffgen.contract.yaml import read_document
from bffgen.model.composition import RESERVED
from bffgen.model.place import join
from tests.contract.composing import file, read, refused
from tests.workspaces import facts

# --- one refused document per member

SOURCES = "/operations/page/sources/product"
BODY = "/operations/page/body"


@pytest.mark.parametrize(
    ("settings", "rule", "key", "said"),
    [
        ({"call": 1}, "input-schema", "call", "a number where a text belongs"),
        ({"call": "catalog"}, "compose-schema", "call", "`catalog` is neither"),
        ({"call": "catalog."}, "compose-schema", "call", "`catalog.` is neither"),
        ({"call": ".get"}, "compose-schema", "call", "`.get` is neither"),
        ({"call": "catalog "}, "compose-schema", "call", "`catalog ` is neither"),
        ({"required": "no"}, "input-schema", "required", "a text where `true` or `false` belongs"),
        ({"required": None}, "input-schema", "required", "null where `true` or `false` belongs"),
        ({"timeout": 250}, "input-unit", "timeout", "a number"),
        ({"timeout": "250"}, "input-unit", "timeout", "250"),
        ({"timeout": "0ms"}, "input-unit", "timeout", "0ms"),
        ({"timeout": "-1s"}, "input-unit", "timeout", "-1s"),
        ({"timeout": "1.5s"}, "input-unit", "timeout", "1.5s"),
        ({"timeout": "1 s"}, "input-unit", "timeout", "1 s"),
        ({"timeout": None}, "input-unit", "timeout", "null"),
        ({"timeout": "9" * 5000 + "s"}, "input-unit", "timeout", "9" * 5000 + "s"),
        ({"timeout": "\u0661s"}, "input-unit", "timeout", "\u0661s"),
        ({"max_body": "64KB"}, "input-unit", "max_body", "64KB"),
        ({"max_body": "0B"}, "input-unit", "max_body", "0B"),
        ({"on_status": [404]}, "input-schema", "on_status", "a list where a mapping belongs"),
        ({"on_status": {"200": 404}}, "compose-schema", "on_status/200", "`on_status` maps"),
        ({"on_status": {"404": 200}}, "compose-schema", "on_status/404", "`on_status` maps"),
        ({"on_status": {"404": "404"}}, "compose-schema", "on_status/404", "`on_status` maps"),
        ({"on_status": {"404": True}}, "compose-schema", "on_status/404", "`on_status` maps"),
        ({"on_status": {"4XX": 404}}, "compose-schema", "on_status/4XX", "`on_status` maps"),
        ({"on_status": {"40\u00b2": 404}}, "compose-schema", "on_status/40\u00b2", "`on_status`"),
        ({"on_status": {"9" * 5000: 4}}, "compose-schema", "on_status/" + "9" * 5000, "`on_st"),
        ({"with": "a"}, "input-schema", "with", "a text where a mapping belongs"),
        ({"with": {"a": "b c"}}, "compose-path-syntax", "with/a", None),
        ({"with": {"a": [1]}}, "compose-schema", "with/a", "a list where a value belongs"),
        ({"with": {"a": {"python": "f"}}}, "compose-unsupported", "with/a", "a builder"),
        ({"with": {"body": {"b": [1]}}}, "compose-schema", "with/body/b", "a list where a value"),
        ({"report_as": 1}, "input-schema", "report_as", "a number where a text belongs"),
        ({"report_as": "é"}, "compose-schema", "report_as", "`report_as` travels in a header"),
        ({"report_as": ""}, "compose-schema", "report_as", "`report_as` travels in a header"),
        ({"tiemout": "1s"}, "input-unknown-key", "tiemout", "tiemout"),
    ],
)
def test_a_wrong_setting_of_a_source_is_refused_at_its_place(settings, rule, key, said):
    given = {"call": "catalog.get", **settings}

    found = refused(file({"sources": {"product": given}}))

    assert [(each[0], each[1]) for each in found] == [(rule, f"{SOURCES}/{key}")]
    assert said is None or str(found[0][3]).startswith(said)


@pytest.mark.parametrize(
    ("builder", "rule", "below"),
    [
        ([1], "compose-schema", ""),
        ("a b", "compose-path-syntax", ""),
        ({"from": 1}, "compose-path-syntax", "/from"),
        ({"from": "a else b"}, "compose-path-syntax", "/from"),
        ({"from": "a", "map": ["b"]}, "input-schema", "/map"),
        ({"from": "a", "map": None}, "input-schema", "/map"),
        ({"each": "a", "map": {}}, "compose-path-syntax", "/each"),
        ({"each": 1, "map": {}}, "input-schema", "/each"),
        ({"each": "a as b", "map": "c"}, "input-schema", "/map"),
        ({"each": "a as b", "map": {}, "limit": 0}, "input-schema", "/limit"),
        ({"each": "a as b", "map": {}, "limit": True}, "input-schema", "/limit"),
        ({"each": "a as b", "map": {}, "limit": 1.5}, "input-schema", "/limit"),
        ({"each": "a as b", "map": {}, "skip_if_missing": "c"}, "input-schema", "/skip_if_missing"),
        (
            {"each": "a as b", "map": {}, "skip_if_missing": [1]},
            "input-schema",
            "/skip_if_missing/0",
        ),
        ({"python": 1}, "input-schema", "/python"),
        ({"python": "f", "args": "a"}, "compose-schema", "/args"),
        ({"python": "f", "args": [["a"]]}, "compose-schema", "/args/0"),
        ({"object": "a"}, "input-schema", "/object"),
        ({"a": {"b": "c d"}}, "compose-path-syntax", "/a/b"),
    ],
)
def test_a_wrong_builder_is_refused_at_its_place(builder, rule, below):
    found = refused(file({"call": "s.o", "body": builder}))

    assert [(each[0], each[1]) for each in found] == [(rule, BODY + below)]


@pytest.mark.parametrize(
    ("operation", "rule", "below"),
    [
        (1, "input-schema", ""),
        ([], "input-schema", ""),
        ("", "input-schema", ""),
        ({"call": ""}, "input-schema", "/call"),
        ("orders", "compose-schema", ""),
        ({"sources": ["a"]}, "input-schema", "/sources"),
        ({"call": "s.o", "budget": 450}, "input-unit", "/budget"),
        ({"call": "s.o", "omit": "a"}, "input-schema", "/omit"),
        ({"call": "s.o", "omit": [1]}, "input-schema", "/omit/0"),
        ({"call": "s.o", "incomplete": True}, "input-schema", "/incomplete"),
        ({"call": "s.o", "incomplete": {"header": 1}}, "input-schema", "/incomplete/header"),
        ({"call": "s.o", "incomplete": {"head": True}}, "input-unknown-key", "/incomplete/head"),
        ({"call": "s.o", "bdy": "s"}, "input-unknown-key", "/bdy"),
        ({"call": "s.o", "sources": {}}, "compose-schema", "/sources"),
        ({"call": "hooks.tier"}, "compose-schema", ""),
    ],
)
def test_a_wrong_operation_is_refused_at_its_place(operation, rule, below):
    found = refused(file(operation))

    assert [(each[0], each[1]) for each in found] == [(rule, f"/operations/page{below}")]


@pytest.mark.parametrize(
    ("value", "rule", "pointer"),
    [
        ([], "input-schema", ""),
        ("text", "input-schema", ""),
        ({"operations": {}}, "input-missing-key", ""),
        ({"format": 1, "operations": {}}, "input-schema", "/format"),
        ({"format": "composition/2", "operations": {}}, "input-schema", "/format"),
        (file(defaults=["a"]), "input-schema", "/defaults"),
        (file(defaults={"timeout": 1}), "input-unit", "/defaults/timeout"),
        (file(defaults={"reserve": "x"}), "input-unit", "/defaults/reserve"),
        (file(defaults={"max_body": "x"}), "input-unit", "/defaults/max_body"),
        (file(defaults={"forward_headers": "A"}), "input-schema", "/defaults/forward_headers"),
        (file(defaults={"forward_headers": [1]}), "input-schema", "/defaults/forward_headers/0"),
        (file(defaults={"time": "1s"}), "input-unknown-key", "/defaults/time"),
        ({"format": "composition/1", "operations": []}, "input-schema", "/operations"),
        (file(omit_operations="a"), "input-schema", "/omit_operations"),
        (file(omit_operations=[{}]), "input-schema", "/omit_operations/0"),
        ({**file(), "operation": {}}, "input-unknown-key", "/operation"),
    ],
)
def test_a_wrong_file_is_refused_at_its_place(value, rule, pointer):
    found = refused(value)

    assert (rule, pointer) in [(each[0], each[1]) for each in found]


@pytest.mark.parametrize("name", ["lambda", "class", "__init__", "os.system", "a b", "1st"])
def test_a_function_has_a_name_that_a_team_can_write(name):
    assert [each[:2] for each in refused(file({"call": "s.o", "body": {"python": name}}))] == [
        ("compose-schema", f"{BODY}/python")
    ]
    found = refused(file({"implement": name}))
    assert ("compose-schema", "/operations/page/implement") in [each[:2] for each in found]


@pytest.mark.parametrize(
    ("members", "below"),
    [
        ({"batch": {"ids": "x.ids"}}, "/batch"),
        ({"batch": {"max": 5}}, "/batch"),
        ({"batch": {"ids": "x.ids", "skus": "x.skus", "max": 5}}, "/batch"),
        ({"batch": {"ids": "x.ids", "max": 5, "items": "a.0"}}, "/batch/items"),
        ({"batch": {"ids": "x.ids", "max": 5}, "each": "x.a as b", "limit": 2}, "/each"),
    ],
)
def test_a_fan_out_in_another_form_is_refused_at_its_line(members, below):
    found = refused(file({"sources": {"product": {"call": "s.o", **members}}}))
    assert ("compose-schema", f"{SOURCES}{below}") in [(each[0], each[1]) for each in found]


# --- names


@pytest.mark.parametrize("name", [*sorted(RESERVED), "1st", "a-b", "a b", "", "a.b", "prix_é"])
def test_a_source_has_no_reserved_name_and_one_that_a_path_can_say(name):
    found = refused(file({"sources": {name: {"call": "s.o"}}}))

    expected = join("/operations/page/sources", name)
    assert [each[:3] for each in found] == [("compose-schema", expected, "key")]


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_loop_has_no_reserved_name(name):
    found = refused(file({"call": "s.o", "body": {"each": f"s.a as {name}", "map": {}}}))

    assert [each[0] for each in found] == ["compose-path-syntax"]


# --- all in one run, at the author's characters

TEXT = """\
format: composition/1
defaults: {timeout: 1}
operations:
  page:
    sources:
      product: {call: catalog.get, tiemout: 1s}
    body: {title: product..title, price: product.a}
    idempotency: {keep: 24h}
  other: catalog
"""


def test_five_faults_are_told_in_one_run_each_at_its_line():
    raw = TEXT.encode()
    _, faults = read(read_document(raw, "composition.yaml"))
    locate = locator(lambda path: raw)
    spans = [locate(each.marks[0].place, each.marks[0].on) for each in faults]

    assert sorted((span.line, each.rule) for span, each in zip(spans, faults, strict=True)) == [
        (2, "input-unit"),
        (6, "input-unknown-key"),
        (7, "compose-path-syntax"),
        (8, "input-missing-key"),
        (9, "compose-schema"),
    ]


def test_an_unknown_key_is_told_with_the_nearest_known_one():
    (found,) = read(file({"call": "s.o", "timout": "1s"}))[1]

    assert facts(found)["nearest"] == "timeout"

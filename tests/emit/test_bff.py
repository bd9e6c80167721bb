"""Whole packages of contracts whose names are those that a BFF's own modules use."""

import ast
import asyncio
import json
import subprocess
import sys

import pytest

from tests.compose.test_soundness import Built
from tests.workspaces import ID, built, contract, files, one, operation, parameter

TEXT = {"type": "string", "maxLength": 9}


def thing(*names, **members):
    return {
        "type": "object",
        "required": [*names, *members],
        "properties": {**dict.fromkeys(names, TEXT), **members},
    }


def package(tree, tmp_path, monkeypatch, name):
    outcome, made = built(tree, name)
    assert made is not None, [(each.rule, each.facts) for each in outcome.findings]
    monkeypatch.syspath_prepend(tmp_path)
    return made


def asked(made, tmp_path, values, operation="get_thing", request=None):
    """Import a package and ask one operation of it."""
    bff = Built(made, tmp_path, operation=operation, request=request)
    try:
        return asyncio.run(bff.ask(values))
    finally:
        bff.forget()


def is_clean(tmp_path):
    """Check what was written with ruff, by the settings that it brings."""
    made = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout
    made = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--no-cache", "--diff", "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout


COMPONENTS = (
    *("Field", "Annotated", "Literal", "Any", "Body", "CamelBody", "Answer", "Call", "ClassVar"),
    *("TypeAlias", "Date", "Uri", "MISSING", "GetThingResponse", "GetThing200", "GetThingRequest"),
    *("GetThingUpstreams", "None", "list", "Model", "BaseModel", "dataclass", "Größe"),
)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_may_be_called_what_the_modules_call_their_own(name, tmp_path, monkeypatch):
    components = {name: thing("a")} if name.isascii() else {"Grosse": thing("a")}
    reference = {"$ref": f"#/components/schemas/{next(iter(components))}"}
    schema = thing("b", when={"type": "string", "format": "date"}, part=reference)
    schema["properties"]["more"] = {"type": "array", "items": reference, "maxItems": 2}
    slug = f"part{COMPONENTS.index(name)}"
    tree = files(
        one(schema, components), {"first": one(schema, components), "second": one(thing("a"))},
        {"getThing": "first.getThing"}, name=slug,
    )  # fmt: skip
    value = {"b": "x", "when": "2024-02-29", "part": {"a": "y"}, "more": [{"a": "z"}]}

    made = package(tree, tmp_path, monkeypatch, slug)

    assert asked(made, tmp_path, {"first": value}) == value
    is_clean(tmp_path)


SOURCES = (
    *("list", "len", "str", "missing", "field", "body", "literal", "reader", "fetch", "found"),
    *("source", "call", "up", "request_", "islice", "lambda_", "build_get_thing", "a", "None"),
    *("get_thing", "services", "MISSING", "Uri"),
)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_may_be_called_what_the_plan_calls_its_own(name, tmp_path, monkeypatch):
    upstream = thing("a", items={"type": "array", "items": thing("b")})
    client = thing("a", parts={"type": "array", "items": thing("b")})
    each = {"each": f"{name}.items as list", "limit": 1, "skip_if_missing": ["list.b"],
            "map": {"b": "list.b"}}  # fmt: skip
    slug = f"source{SOURCES.index(name)}"
    tree = files(
        one(client), {"first": one(upstream), "second": one(thing("a"))},
        {"getThing": {
            "sources": {
                name: {"call": "first.getThing"},
                "other": {"call": "second.getThing", "required": False},
            },
            "body": {"a": f"other.a else {name}.a", "parts": each},
        }},
        name=slug,
    )  # fmt: skip
    first = {"a": "x", "items": [{"b": "1"}, {"b": "2"}]}

    made = package(tree, tmp_path, monkeypatch, slug)

    expected = {"a": "y", "parts": [{"b": "1"}]}
    assert asked(made, tmp_path, {"first": first, "second": {"a": "y"}}) == expected
    is_clean(tmp_path)


OPERATIONS = (
    *("serve", "services", "plans", "router", "hooks", "found", "list", "import", "http", "call"),
    *("path_text", "islice", "match", "str", "getThing2", "build_get", "query", "headers"),
)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_may_be_called_what_its_modules_call_their_own(name, tmp_path, monkeypatch):
    document = contract(
        {"/things/{id}": operation(thing("a"), name), "/more": operation(
            thing("a"), "more", parameters=(), tags=["settings"])}
    )  # fmt: skip
    slug = f"operation{OPERATIONS.index(name)}"
    tree = files(
        document, {"first": document, "second": document},
        {name: f"first.{name}", "more": "second.more"}, name=slug,
    )  # fmt: skip

    made = package(tree, tmp_path, monkeypatch, slug)

    sources = [path for path, _ in made.files if "/sources/" in path and "__init__" not in path]
    function = next(p.rpartition("/")[2][:-3] for p in sources if not p.endswith("/more.py"))
    value = {"a": "x"}
    assert asked(made, tmp_path, {"first": value, "second": value}, operation=function) == value
    is_clean(tmp_path)


def test_parameters_may_be_called_what_the_calls_use(tmp_path, monkeypatch):
    names = (
        "query",
        "headers",
        "segment",
        "self",
        "class",
        "list",
        "str",
        "first",
        "format",
        "x-y",
    )
    parameters = (ID, *(parameter(name) for name in names), parameter("id", location="header"))
    document = one(thing("a"), parameters=parameters)
    tree = files(
        document, {"first": document, "second": one(thing("a"))},
        {"getThing": {"call": "first.getThing", "with": {"header.id": "request.header.id"}}},
        name="parameters",
    )  # fmt: skip

    made = package(tree, tmp_path, monkeypatch, "parameters")
    text = dict(made.files)["parameters_bff/models.py"].decode()
    (request,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    given = {
        node.target.id: f"v{number}"
        for number, node in enumerate(n for n in request.body if isinstance(n, ast.AnnAssign))
    }
    bff = Built(made, tmp_path, request=given)
    try:
        assert asyncio.run(bff.ask({"first": {"a": "x"}})) == {"a": "x"}
        sent = bff.transport.requests[0]
    finally:
        bff.forget()

    target = sent.url.removeprefix("http://first")
    pairs = dict(pair.split("=") for pair in target.partition("?")[2].split("&"))
    assert set(pairs) == set(names)
    assert {target.partition("?")[0].removeprefix("/things/"), *pairs.values(),
            dict(sent.headers)["id"]} == set(given.values())  # fmt: skip


def test_every_text_of_a_contract_stands_in_code_without_becoming_code(tmp_path, monkeypatch):
    nasty = 'a """ quote\\ and\nlines {braces} {{ jinja }} \\N{BULLET} %s é "'
    schema = {**thing("a"), "description": nasty, "title": nasty}
    schema["properties"]["a"] = {**TEXT, "description": nasty}
    document = one(
        schema, summary=nasty, description=nasty, tags=[nasty],
        parameters=(parameter("id", location="path", description=nasty),),
    )  # fmt: skip
    document["info"] |= {"title": nasty, "version": '1 "x"', "description": nasty}
    tree = files(
        document, {"first": document, "second": document}, {"getThing": "first.getThing"},
        name="nasty",
    )  # fmt: skip

    made = package(tree, tmp_path, monkeypatch, "nasty")

    assert asked(made, tmp_path, {"first": {"a": "x"}}) == {"a": "x"}
    assert json.loads(dict(made.files)["openapi.json"])["info"]["title"] == nasty
    is_clean(tmp_path)


def test_names_of_any_length_are_laid_out_within_the_line(tmp_path, monkeypatch):
    long = "getRecommendationsForProductAndCustomerOfTheShop"
    component = "RecommendationsForProductAndCustomerOfTheWholeShop"
    schema = thing("a", part={"$ref": f"#/components/schemas/{component}"})
    parts = {component: thing("b")}
    document = contract({f"/{long}/{{id}}": operation(schema, long, tags=[long])}, parts)
    document["info"] |= {"title": f"The {long} service " * 3, "version": "1.0.0-rc.1+build.42"}
    name = "a-client-with-a-name-that-nobody-wants-to-type"
    tree = files(
        document, {"first": document, "second": document}, {long: f"first.{long}"}, name=name
    )
    value = {"a": "x", "part": {"b": "y"}}

    made = package(tree, tmp_path, monkeypatch, name)

    function = "get_recommendations_for_product_and_customer_of_the_shop"
    assert asked(made, tmp_path, {"first": value}, operation=function) == value
    is_clean(tmp_path)


def test_a_file_tree_hangs_on_the_contracts_alone():
    document = one(thing("a"))
    tree = files(document, {"first": document}, {"getThing": "first.getThing"})

    assert built(tree)[1] == built(dict(reversed(tree.items())))[1]

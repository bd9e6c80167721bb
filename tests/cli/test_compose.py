"""`bffgen compose suggest`: a composition to start from."""

import json
import shutil

import pytest
import yaml

from tests.test_cases import BASES


@pytest.fixture
def shop(root, tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(root / "contracts", folder / "contracts")
    return folder


def test_a_plain_operation_is_one_line(bffgen, shop):
    assert bffgen("compose", "suggest", "web", "getOrder", folder=shop) == (
        0,
        'operations:\n  getOrder: {call: orders.getOrder, on_status: {"404": 404}}\n',
        "",
    )


def test_several_sources_are_found_by_names_and_what_is_not_is_told(bffgen, shop):
    code, out, err = bffgen("compose", "suggest", "partner", "getProduct", folder=shop)
    assert (code, err) == (1, "")
    assert out == (
        "operations:\n"
        "  getProduct:\n"
        "    sources:\n"
        "      catalog: {call: catalog.getProduct}\n"
        "      pricing: {call: pricing.quotePrice, with: {sku: catalog.sku}, required: false}\n"
        "      inventory: {call: inventory.getStock, with: {sku: catalog.sku}}\n"
        "    body:\n"
        "      from: catalog\n"
        "      map:\n"
        "        price: pricing\n"
        "        available: inventory.available\n"
        "        # `product_id` (a string) may be `id` of catalog.getProduct; required\n"
    )


@pytest.mark.parametrize("client", ["web", "mobile", "partner", "admin"])
def test_what_is_suggested_builds_or_says_what_is_left(bffgen, shop, client):
    """All of a client at once: each thing that a build refuses stands there as a comment."""
    code, out, err = bffgen("compose", "suggest", client, folder=shop)
    assert (code, err) == (1, "")
    suggested = yaml.safe_load(out)
    path = shop / f"contracts/clients/{client}/composition.yaml"
    written = yaml.safe_load(path.read_text())
    assert suggested["format"] == written["format"]
    assert suggested["operations"].keys() == written["operations"].keys()
    path.write_text(yaml.safe_dump({**written, "operations": suggested["operations"]}))
    _, _, err = bffgen("build", client, folder=shop)
    assert untold(out, err) == []


@pytest.mark.parametrize("base", sorted(each.name for each in BASES.iterdir()))
def test_what_is_suggested_of_small_workspaces_builds_or_says_what_is_left(bffgen, tmp_path, base):
    shutil.copytree(BASES / base, tmp_path, dirs_exist_ok=True)
    code, out, err = bffgen("compose", "suggest", "web")
    assert (code in (0, 1), err) == (True, "")
    (tmp_path / "contracts/clients/web/composition.yaml").write_text(out)
    code, _, err = bffgen("build", "web")
    assert untold(out, err) == []


def untold(out, err):
    """Give what a build refuses and the suggestion does not say."""
    comments = [line.strip() for line in out.splitlines() if line.strip().startswith("#")]
    found = []
    for line in err.splitlines():
        rule, _, head = line.removeprefix("error[").partition("]: ")
        if not line.startswith("error["):
            continue
        is_asked_for = rule == "compose-hook-missing" and f"{{implement: {_name(head)}}}" in out
        if not is_asked_for and not any(_says(each, rule, head) for each in comments):
            found.append(line)
    return found


def _name(head):
    """Give the last name of a sentence, or the only one."""
    return head.split("`")[1]


def _says(comment, rule, head):
    """Say whether a comment tells what a build refuses, in its words or as what is lacking."""
    if head in comment:
        return True
    name = head.split("`")[1]
    lacks = rule == "compose-property-unmapped" and comment.startswith(f"# `{name}` (")
    return lacks or (rule == "compose-request-type" and f"asks for `{name}`" in comment)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["webb"], "no client is called `webb`; the nearest is `web`"),
        (["web", "getOder"], "no operation of web is called `getOder`; the nearest is `getOrder`"),
    ],
)
def test_a_wrong_name_is_told(bffgen, shop, args, says):
    code, out, err = bffgen("compose", "suggest", *args, folder=shop)
    assert (code, out) == (2, "")
    assert says in err


ODD = (
    "first name",
    "a: b",
    "it's",
    'say "hi"',
    "größe",
    "#tag",
    "- x",
    "1e3",
    "a{b}, c",
    "a\nb",
    "\u2028",
)


def contract(*operations):
    """Give an OpenAPI document of GET operations: path, operationId or None, names of texts."""
    paths = {}
    for path, name, properties in operations:
        schema = {
            "type": "object",
            "required": [*properties],
            "properties": {key: {"type": "string"} for key in properties},
        }
        content = {"application/json": {"schema": schema}}
        named = {"operationId": name} if name else {}
        response = {"description": "It.", "content": content}
        inside = [each[1:-1] for each in path.split("/") if each.startswith("{")]
        parameters = [
            {"name": each, "in": "path", "required": True, "schema": {"type": "string"}}
            for each in inside
        ]
        paths[path] = {
            "get": {
                **named,
                "parameters": parameters,
                "responses": {"200": response},
                "security": [],
            }
        }
    info = {"title": "Odd", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths}, ensure_ascii=False)


def test_odd_names_are_the_same_in_yaml(bffgen, tmp_path):
    """In keys, in paths, in calls inside of braces and in comments."""
    names = [f"{each} of it" for each in ODD]
    files = {
        "bffgen.yaml": "format: bffgen/1\nclients: [odd]\nupstreams:\n"
        "  one: {contract: one.yaml, credentials: none}\n"
        "  two: {contract: two.yaml, credentials: none}\n",
        "one.yaml": contract(("/things/{id}", None, ["plain", *ODD]), ("/x", 'q: "x"', ["plain"])),
        "two.yaml": contract(("/more/{id}", None, names)),
        "clients/odd/policy.yaml": "format: policy/1\nfamily: browser\n",
        "clients/odd/openapi.yaml": contract(
            ("/things/{id}", 'get "it":\n evil: {x}', ["plain", *ODD, *names]),
            ("/x", "yes", ["plain", "nobody: has\nthis: 1"]),
            ("/lambda", "lambda", ["nobody has"]),
        ),
    }
    for path, text in files.items():
        (tmp_path / "contracts" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "contracts" / path).write_text(text)
    code, out, err = bffgen("compose", "suggest", "odd")
    assert (code, err) == (1, "")
    found = yaml.safe_load(out)["operations"]
    assert [*found] == ['get "it":\n evil: {x}', "yes", "lambda"]
    asked = found['get "it":\n evil: {x}']
    assert asked["sources"]["two"]["call"] == "two GET /more/{id}"
    assert [*asked["body"]["map"]] == names
    assert found["lambda"] == {"implement": "answer_lambda"}
    (tmp_path / "contracts/clients/odd/composition.yaml").write_text(out)
    _, _, err = bffgen("build", "odd")
    rules = {line.split("[")[1].split("]")[0] for line in err.splitlines() if "error[" in line}
    assert rules == {
        "compose-property-unmapped",
        "compose-status-undeclared",
        "compose-hook-missing",
    }

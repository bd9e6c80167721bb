"""`bffgen graph` on the storefront: what is told, and how wrong names are."""

import json

import jsonschema_rs
import pytest

from tests.report.test_json import closed


@pytest.fixture(scope="module")
def schema(root):
    return json.loads((root / "generator/bffgen/schemas/graph-1.json").read_text())


def graphed(bffgen, root, *args):
    code, out, err = bffgen("graph", *args, folder=root)
    assert (code, err) == (0, "")
    return out


def test_json_is_what_its_published_schema_says_and_nothing_else(bffgen, root, schema):
    text = graphed(bffgen, root, "-f", "json")
    value = json.loads(text)
    jsonschema_rs.validate(closed(schema), value)
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(closed(schema), {**value, "more": 1})
    assert [each["client"] for each in value["clients"]] == ["web", "mobile", "partner", "admin"]
    builders = {
        f["builder"] for c in value["clients"] for o in c["operations"] for f in o["fields"]
    }
    assert builders >= {"path", "const", "enum", "python", "each", "from", "key", "skip"}
    assert text == graphed(bffgen, root, "-f", "json")


def test_text_names_every_operation_that_something_answers_and_every_source(bffgen, root):
    text = graphed(bffgen, root)
    value = json.loads(graphed(bffgen, root, "-f", "json"))
    heads = [line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    assert heads == [
        f"{client['client']} {each['name']} {each['key']}"
        for client in value["clients"]
        for each in client["operations"]
    ]
    for client in value["clients"]:
        for each in client["operations"]:
            for source in each["sources"]:
                assert (
                    f"{source['finish_ms']} ms  {source['upstream'] or 'hooks'}" in text
                    or (each["function"])
                )


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("mobile.getProduct#/brandName", "catalog.getProduct 200 brand.name (path)\n"),
        ("mobile.getProduct#brandName", "catalog.getProduct 200 brand.name (path)\n"),
        ("web.GET /products/{productId}#/brand/name", "catalog.getProduct 200 brand.name (path)\n"),
        (
            "web.getProductPage#/attributes/colour",
            "catalog.getProduct 200 attributes.colour (path)\n",
        ),
        (
            "web.getProductPage#/images/0/alt",
            "media.batchGetAssets 200 assets[].altText (path)\n"
            "catalog.getProduct 200 title (path)\n"
            "catalog.getProduct 200 mediaIds (each)\n"
            "catalog.getProduct 200 mediaIds[] (key)\n"
            "media.batchGetAssets 200 assets[].assetId (key)\n",
        ),
        (
            "web.getProductPage#price.label",
            "pricing.quotePrice 200 amount (python)\npricing.quotePrice 200 currency (python)\n",
        ),
    ],
)
def test_a_field_is_told_with_a_line_for_each_part(bffgen, root, field, told):
    assert graphed(bffgen, root, "--field", field) == told


def test_a_key_that_goes_on_is_told_where_a_source_is_asked(bffgen, root):
    text = graphed(bffgen, root, "web", "--operation", "placeOrder")
    sent = [each.split() for each in text.splitlines() if "(derive)" in each]
    key = ["header.Idempotency-Key", "request.header.Idempotency-Key", "(derive)"]
    assert sent == [["inventory.reserveStock", *key], ["orders.createOrder", *key]]


def test_a_field_in_json_is_its_operation_with_nothing_else(bffgen, root, schema):
    out = graphed(bffgen, root, "--field", "mobile.getProduct#/brandName", "-f", "json")
    value = json.loads(out)
    jsonschema_rs.validate(schema, value)
    (operation,) = value["clients"][0]["operations"]
    assert [each["pointer"] for each in operation["fields"]] == ["/brandName"]
    assert [each["name"] for each in operation["sources"]] == ["product"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["wep"], "no client is called `wep`; the nearest is `web`"),
        (["--operation", "getProdukt"], "the nearest is `getProduct`"),
        (["web", "--operation", "setProductListing"], "no operation of web is called"),
        (["--field", "web.getProductPage#/pricee"], "the nearest is `price`"),
        (["--field", "web.getProductPage#/price/lable"], "the nearest is `price.label`"),
        (["--field", "web.getProductPage#/title/x"], "has no `title.x`"),
        (["--field", "web.getProductPag#/price"], "the nearest is `getProductPage`"),
        (["--field", "wep.getProductPage#/price"], "the nearest is `web`"),
        (["--field", "getProductPage"], "write CLIENT.OPERATION#/POINTER"),
        (["web", "--field", "web.getProductPage#/price"], "leave out the others"),
        (["-f", "dot"], "'dot' is not one of"),
    ],
)
def test_wrong_use_is_told_with_what_is_near(bffgen, root, args, said):
    code, out, err = bffgen("graph", *args, folder=root)
    assert (code, out) == (2, "")
    assert said in err

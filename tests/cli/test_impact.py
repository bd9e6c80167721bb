"""`bffgen impact`: a change of an upstream's contract, and what it does to the storefront."""

import json
import re
import shutil

import pytest
from jsonschema_rs import validator_for

from tests.cli.impacts import CATALOG, CHANGES, OPENAPI, PAGE
from tests.cli.repository import git


@pytest.fixture
def shop(root, tmp_path):
    """The storefront, in a folder of its own."""
    folder = tmp_path / "shop"
    shutil.copytree(root / "contracts", folder / "contracts")
    return folder


def changed(shop, upstream, file, *edits):
    """Give a copy of an upstream's contract with patterns replaced, each of them met once."""
    folder = shop.parent / "candidate"
    shutil.copytree(shop / "contracts/upstreams" / upstream, folder)
    text = (folder / file).read_text()
    for pattern, after in edits:
        text, count = re.subn(pattern, after, text)
        assert count == 1, (pattern, count)
    (folder / file).write_text(text)
    return next(folder.glob("openapi.*"))


def told(out):
    """Give, of each client, the operations that are touched with their class."""
    return {
        each["client"]: {key: kind for key, kind in each["impacts"].items() if kind != "none"}
        for each in json.loads(out)["comparisons"]
    }


NOBODY = {"web": {}, "mobile": {}, "partner": {}, "admin": {}}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_does_to_each_operation(bffgen, shop, change):
    upstream, file, edits, does = CHANGES[change]
    candidate = changed(shop, upstream, file, *edits)
    code, out, err = bffgen("impact", upstream, str(candidate), "-f", "json", folder=shop)
    assert err == ""
    assert told(out) == NOBODY | does
    hurt = {kind for operations in does.values() for kind in operations.values()}
    assert code == int(bool(hurt & {"leaks", "mapping-broken"}))


def test_the_field_and_what_it_comes_from_are_named(bffgen, shop):
    upstream, file, edits, _ = CHANGES["a field that web alone uses is removed"]
    candidate = changed(shop, upstream, file, *edits)
    code, out, _ = bffgen("impact", upstream, str(candidate), folder=shop)
    assert code == 1
    assert (
        "  = uses: GET /products/{productId}: seo, seo.title, seo.description, seo.canonicalUrl,"
        " seo.keywords <- catalog.getProduct\n" in out
    )
    assert "  = impact: leaks\n" in out
    assert "  = bindings: compose-property-unmapped contracts/clients/web/composition.yaml:" in out
    assert "web: 1 error\n  leaks: GET /products/{productId}\n  none: 6 operations\n" in out
    assert "mobile: no finding: nothing that it uses differs\n" in out


def test_a_commit_has_what_is_in_use(bffgen, shop):
    git(shop, "init", "-q", "-b", "main")
    git(shop, "add", ".")
    git(shop, "commit", "-q", "-m", "first")
    path = shop / "contracts/upstreams/catalog/schemas.yaml"
    path.write_text(path.read_text().replace("ACTIVE, RETIRED]\n", "ACTIVE, GONE]\n"))
    asked = ("impact", "catalog", "--against", "git:main", "-f", "json")
    code, out, _ = bffgen(*asked, folder=shop)
    assert (code, told(out)["web"]) == (1, {PAGE: "mapping-broken"})
    composition = shop / "contracts/clients/web/composition.yaml"
    composition.write_text(composition.read_text().replace("RETIRED:", "GONE:"))
    code, out, _ = bffgen(*asked, folder=shop)
    assert told(out)["web"] == {PAGE: "shielded"}
    assert "main:contracts/upstreams/catalog/schemas.yaml" in out


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["catalogue", "x.yaml"], 2, "no upstream is called `catalogue`; the nearest is `catalog`"),
        (["catalog"], 2, "nothing to compare with"),
        (["catalog", "nowhere.yaml"], 2, "there is no file `nowhere.yaml`"),
        (["catalog", "--against", "main"], 2, "write `--against git:REF`"),
        (["catalog", "broken.yaml"], 2, "broken.yaml:2:"),
        ([], 2, "no upstream is named"),
        (["catalog", "broken.yaml", "--uses", "uses.json"], 2, "both contracts are named"),
        (["catalog", "--write-uses", "uses"], 2, "stands alone"),
    ],
)
def test_a_wrong_call_is_told(bffgen, shop, args, code, says):
    (shop / "broken.yaml").write_text("openapi: 3.1.0\ninfo: {")
    result, out, err = bffgen("impact", *args, folder=shop)
    assert (result, out) == (code, "")
    assert says in err


def test_a_workspace_that_does_not_hold_is_told_first(bffgen, shop):
    composition = shop / "contracts/clients/web/composition.yaml"
    composition.write_text(composition.read_text().replace("product.title", "product.titel", 1))
    upstream, file, edits, _ = CHANGES["a field is added"]
    candidate = changed(shop, upstream, file, *edits)
    code, _, err = bffgen("impact", upstream, str(candidate), folder=shop)
    assert code == 2
    assert "error[compose-unknown-name]" in err


@pytest.mark.parametrize("change", CHANGES)
def test_a_team_without_the_workspace_is_told_the_same(bffgen, shop, tmp_path, change):
    """But for what is known in the workspace alone: whether a binding proves all the same."""
    upstream, file, edits, does = CHANGES[change]
    candidate = changed(shop, upstream, file, *edits)
    assert bffgen("impact", "--write-uses", str(tmp_path / "uses"), folder=shop) == (0, "", "")
    baseline = next((shop / "contracts/upstreams" / upstream).glob("openapi.*"))
    names = sorted((tmp_path / "uses").iterdir())
    given = [arg for each in names for arg in ("--uses", str(each))]
    asked = ("impact", upstream, str(candidate), "--against", str(baseline), "-f", "json", *given)
    _, out, err = bffgen(*asked, folder=tmp_path)
    assert err == ""
    found = told(out)
    for client, operations in does.items():
        for operation, kind in operations.items():
            seen = found[client].pop(operation)
            if kind == "leaks":
                assert seen == "mapping-broken"
            elif kind == "mapping-broken":
                assert seen in ("degraded", "mapping-broken")
            else:
                assert seen in ("shielded", "degraded", "mapping-broken")
    assert not any(found.values()), "nothing else is touched"


def test_what_is_used_tells_nothing_of_how(bffgen, shop, tmp_path):
    assert bffgen("impact", "--write-uses", "uses", folder=shop)[0] == 0
    text = "".join(each.read_text() for each in (shop / "uses").iterdir())
    for internal in ("rec_prices", "price_label", "getProductPage", "shop.internal", "budget"):
        assert internal not in text
    web = json.loads((shop / "uses/web.json").read_text())
    code, schema, _ = bffgen("schema", "uses")
    assert code == 0
    for each in (shop / "uses").iterdir():
        validator_for(json.loads(schema)).validate(json.loads(each.read_text()))
    page = next(
        each for each in web["upstreams"]["catalog"]["uses"] if each["client_operation"] == PAGE
    )
    assert page["operation"] == "GET /products/{}"
    assert "#/responses/200/body/brand/name" in page["reads"]
    assert page["sends"] == ["#/parameters/header/Accept-Language", "#/parameters/path/1"]
    assert page["optional"] is False


def test_a_broken_file_of_uses_is_told_with_its_place(bffgen, shop, tmp_path):
    contract = shop / "contracts/upstreams/reviews/openapi.yaml"
    (tmp_path / "uses.json").write_text('{"format": "uses/1", "client": "web", "uses": 1}')
    asked = ("impact", "reviews", str(contract), "--against", str(contract))
    code, _, err = bffgen(*asked, "--uses", "uses.json", folder=tmp_path)
    assert code == 2
    assert "uses.json:1:" in err


def test_an_operation_that_the_contract_lacks_is_a_warning(bffgen, shop, tmp_path):
    contract = shop / "contracts/upstreams/reviews/openapi.yaml"
    use = {"client_operation": "GET /x", "operation": "GET /gone", "reads": [], "sends": []}
    uses = {"contract_sha256": "0", "uses": [{**use, "optional": True}]}
    told_of = {"format": "uses/1", "client": "web", "as_of": "2026-11-27"}
    (tmp_path / "uses.json").write_text(json.dumps({**told_of, "upstreams": {"reviews": uses}}))
    asked = ("impact", "reviews", str(contract), "--against", str(contract))
    code, _, err = bffgen(*asked, "--uses", "uses.json", folder=tmp_path)
    assert code == 0
    assert "warning[compose-unknown-name]" in err
    assert "GET /gone" in err


def test_what_no_message_shows_is_told_where_the_composition_lacks_it(bffgen, shop):
    edits = [
        (
            r"/products/\{productId\}:\n( +parameters:\n +- name: )productId",
            r"/products/{id}:\n\1id",
        )
    ]
    candidate = changed(shop, CATALOG, OPENAPI, *edits)
    code, out, err = bffgen("impact", CATALOG, str(candidate), folder=shop)
    assert (code, err) == (1, "")
    assert "  mapping-broken: GET /products/{productId}\n" in out
    assert "error[compose-unknown-name]: no parameter is called `productId`" in out
    assert "  --> contracts/clients/mobile/composition.yaml:" in out


def test_uses_say_what_travels_and_each_answer_apart(bffgen, shop):
    assert bffgen("impact", "--write-uses", "uses", folder=shop)[0] == 0
    web = json.loads((shop / "uses/web.json").read_text())["upstreams"]
    uses = [use for upstream in web.values() for use in upstream["uses"]]
    assert {text.split("/")[1] for use in uses for text in use["sends"]} == {"parameters", "body"}
    assert all("/*/" not in text for use in uses for text in use["sends"] if "parameters" in text)
    order = next(use for use in uses if use["operation"] == "POST /reservations")
    assert order["reads"] == [f"#/responses/{each}/body/**" for each in (201, 404, 409)]

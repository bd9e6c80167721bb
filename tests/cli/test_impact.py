"""`bffgen impact`: a change of an upstream's contract, and what it does to the storefront."""

import json
import re
import shutil
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest
from jsonschema_rs import validator_for

from bffgen.contract import pull
from tests.cli.impacts import CATALOG, CHANGES, NO_LEDGER, OPENAPI, PAGE
from tests.cli.repository import git


@pytest.fixture
def shop(root, tmp_path):
    """The storefront, in a folder of its own."""
    folder = tmp_path / "shop"
    shutil.copytree(root / "contracts", folder / "contracts", ignore=NO_LEDGER)
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


def uses_of_reviews(**use):
    """Give a file that says what one operation uses of the reviews."""
    whole = {"client_operation": "GET /x", "operation": "GET /moderation/queue", "reads": []}
    uses = {"contract_sha256": "0", "uses": [{**whole, "sends": [], "optional": True, **use}]}
    head = {"format": "uses/1", "client": "web", "as_of": "2026-11-27"}
    return {**head, "upstreams": {"reviews": uses}}


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


def test_what_is_shielded_only_once_built_anew_is_told(bffgen, shop):
    """Models of today demand what was always there; values that always fitted still do."""
    candidate = changed(shop, CATALOG, "schemas.yaml", (r"categoryId, mediaIds, ", "categoryId, "))
    code, out, _ = bffgen("impact", CATALOG, str(candidate), folder=shop)
    assert code == 0
    assert (
        "web: 1 info\n  shielded: GET /products/{productId}, GET /search\n"
        "  build anew first: GET /products/{productId}, GET /search\n  none: 5 operations\n" in out
    )
    shutil.rmtree(candidate.parent)
    edit = (r'"maximum": 24, "default": 12', '"maximum": 10, "default": 12')
    candidate = changed(shop, "recommendations", "openapi.json", edit)
    _, out, _ = bffgen("impact", "recommendations", str(candidate), "-f", "json", folder=shop)
    more = "GET /v3/products/{id}/more"
    assert told(out)["mobile"] == {more: "shielded"}
    assert all(each["rebuild"] == [] for each in json.loads(out)["comparisons"])


def test_what_is_degraded_and_not_built_anew_is_told(bffgen, shop):
    """An optional source goes missing today, and the next build stops at what it names."""
    candidate = changed(shop, "reviews", OPENAPI, (r"\n        average:\n", "\n        mean:\n"))
    code, out, _ = bffgen("impact", "reviews", str(candidate), folder=shop)
    page = "GET /products/{productId}"
    assert code == 0
    assert f"  degraded: {page}\n  to be mapped anew before the next build: {page}\n" in out


def test_a_key_that_goes_on_is_one_of_what_a_call_is_asked_with(bffgen, shop, tmp_path):
    upstream, file, edits, _ = CHANGES["the header that keys are sent in is called otherwise"]
    candidate = changed(shop, upstream, file, *edits)
    _, out, _ = bffgen("impact", upstream, str(candidate), folder=shop)
    told_of = (
        "  = uses: POST /orders: what orders.createOrder is asked with <- orders.createOrder\n"
    )
    assert told_of in out
    assert bffgen("impact", "--write-uses", str(tmp_path / "uses"), folder=shop)[0] == 0
    asked = ("impact", upstream, str(candidate), "--against", f"contracts/upstreams/orders/{file}")
    _, out, _ = bffgen(*asked, "--uses", str(tmp_path / "uses/web.json"), folder=shop)
    assert told_of in out


def test_a_commit_has_what_is_in_use(bffgen, shop):
    committed(shop)
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


def committed(shop):
    """Put all that there is into a commit."""
    if not (shop / ".git").exists():
        git(shop, "init", "-q", "-b", "main")
    git(shop, "add", ".")
    git(shop, "commit", "-q", "-m", "as it was")


def test_a_contract_is_found_where_the_commit_has_it(bffgen, shop):
    committed(shop)
    upstreams, manifest = shop / "contracts/upstreams", shop / "contracts/bffgen.yaml"
    (upstreams / "media").rename(upstreams / "pictures")
    manifest.write_text(manifest.read_text().replace("upstreams/media/", "upstreams/pictures/"))
    path = upstreams / "pictures/schemas.yaml"
    path.write_text(path.read_text().replace("maximum: 8192", "maximum: 9999"))
    asked = ("impact", "media", "--against", "git:main", "-f", "json")
    code, out, err = bffgen(*asked, folder=shop)
    assert (code, err) == (0, "")
    assert told(out) == NOBODY | {"web": {PAGE: "degraded"}}


def test_a_commit_without_the_upstream_decides_nothing(bffgen, shop):
    committed(shop)
    manifest = shop / "contracts/bffgen.yaml"
    text = manifest.read_text()
    manifest.write_text(
        text.replace("  media:", "  images: {contract: upstreams/media/openapi.yaml}\n  media:")
    )
    code, out, err = bffgen("impact", "images", "--against", "git:main", folder=shop)
    assert (code, out) == (3, "")
    assert "`main` has no upstream `images` in its bffgen.yaml" in err


@pytest.mark.parametrize("path", ["upstreams/media/schemas.yaml", "clients/web/composition.yaml"])
def test_what_is_wrong_in_a_commit_is_told_with_the_line_there(bffgen, shop, path):
    file = shop / "contracts" / path
    text = file.read_text()
    file.write_text(f"{text}  x: [\n")
    committed(shop)
    file.write_text(text)
    code, out, err = bffgen("impact", "media", "--against", "git:main", folder=shop)
    assert (code, out) == (2, "")
    assert err.count("error[") == 1
    assert f"  --> main:contracts/{path}:{len(text.splitlines()) + 2}:1\n" in err


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
        (["--write-uses", ""], 2, "names no folder"),
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


@pytest.mark.parametrize(
    ("use", "says"),
    [
        ({"reads": ["#/responses/404/"]}, "where a pointer such as"),
        ({"reads": [""]}, "`` where a pointer such as"),
        ({"reads": ["#/responses/200/headers"]}, "where a pointer such as"),
        ({"sends": ["#/parameters", "#/parameters/path/9", "x"]}, "`#/parameters` where a pointer"),
        ({"optional": "yes"}, "a text where `true` or `false` belongs"),
    ],
)
def test_a_use_that_says_nothing_is_told(bffgen, shop, tmp_path, use, says):
    contract = shop / "contracts/upstreams/reviews/openapi.yaml"
    (tmp_path / "uses.json").write_text(json.dumps(uses_of_reviews(**use)))
    asked = ("impact", "reviews", str(contract), "--against", str(contract))
    code, _, err = bffgen(*asked, "--uses", "uses.json", folder=tmp_path)
    assert code == 2
    assert says in err


def test_a_list_of_uses_is_a_list(bffgen, shop, tmp_path):
    contract = shop / "contracts/upstreams/reviews/openapi.yaml"
    told_of = uses_of_reviews()
    told_of["upstreams"]["reviews"]["uses"] = {}
    (tmp_path / "uses.json").write_text(json.dumps(told_of))
    asked = ("impact", "reviews", str(contract), "--against", str(contract))
    code, _, err = bffgen(*asked, "--uses", "uses.json", folder=tmp_path)
    assert code == 2
    assert "a mapping where a list belongs" in err


def test_an_upstream_that_nobody_uses_is_a_warning(bffgen, shop, tmp_path):
    contract = shop / "contracts/upstreams/reviews/openapi.yaml"
    (tmp_path / "uses.json").write_text(json.dumps(uses_of_reviews()))
    asked = ("impact", "review", str(contract), "--against", str(contract))
    code, _, err = bffgen(*asked, "--uses", "uses.json", folder=tmp_path)
    assert code == 0
    assert "warning[compose-unknown-name]: no upstream is called `review`" in err


class _Trickling(BaseHTTPRequestHandler):
    """Answers without an end, or with less than it says."""

    def do_GET(self):
        self.send_response(200)
        if self.path == "/short":
            self.send_header("Content-Length", "100")
        self.end_headers()
        with suppress(OSError):
            for _ in range(2 if self.path == "/short" else 200):
                self.wfile.write(b" ")
                sleep(0.02)

    def log_message(self, *_):
        """Say nothing on the screen of a test."""


@pytest.mark.parametrize(("path", "says"), [("/short", "did not come"), ("/", "has not ended")])
def test_an_answer_that_does_not_end_well_is_told(bffgen, shop, monkeypatch, path, says):
    monkeypatch.setattr(pull, "_SECONDS", 0.5)
    contract = shop / "contracts/upstreams/reviews/openapi.yaml"
    with ThreadingHTTPServer(("127.0.0.1", 0), _Trickling) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        asked = ("impact", "reviews", str(contract), "--against", str(contract), "--uses")
        code, _, err = bffgen(*asked, f"http://127.0.0.1:{server.server_port}{path}", folder=shop)
        server.shutdown()
    assert code == 3
    assert says in err


def test_a_candidate_without_what_it_refers_to_is_no_candidate(bffgen, shop):
    shutil.copy(shop / "contracts/upstreams/catalog/openapi.yaml", shop / "alone.yaml")
    code, out, err = bffgen("impact", CATALOG, "alone.yaml", folder=shop)
    assert (code, out) == (2, "")
    assert "error[input-file-missing]" in err
    assert "--> alone.yaml:52:" in err


def test_a_candidate_of_the_standard_input_stands_where_the_contract_does(bffgen, shop):
    text = (shop / "contracts/upstreams/catalog/openapi.yaml").read_text()
    changed_text = text.replace("operationId: getCategory", "operationId: readCategory")
    code, out, err = bffgen("impact", CATALOG, "-", "-f", "json", folder=shop, stdin=changed_text)
    assert (code, err) == (1, "")
    assert told(out) == NOBODY | {"web": {"GET /categories/{categoryId}": "mapping-broken"}}


def test_what_a_candidate_refers_to_outside_of_its_folder_is_its_own(bffgen, shop):
    upstreams = shop / "contracts/upstreams"
    path = upstreams / "catalog/schemas.yaml"
    path.write_text(path.read_text().replace('"#/Brand"', "../shared/brand.yaml"))
    for folder, key in ((upstreams, "name"), (shop / "candidate", "label")):
        (folder / "shared").mkdir(parents=True)
        text = f"type: object\nrequired: [{key}]\nproperties: {{{key}: {{type: string}}}}\n"
        (folder / "shared/brand.yaml").write_text(text)
    shutil.copytree(upstreams / "catalog", shop / "candidate/catalog")
    git(shop, "init", "-q")
    code, out, err = bffgen(
        "impact", CATALOG, "candidate/catalog/openapi.yaml", "-f", "json", folder=shop
    )
    assert (code, err) == (1, "")
    assert told(out)["web"] == {PAGE: "leaks", "GET /search": "mapping-broken"}


def test_an_operation_that_the_contract_lacks_is_a_warning(bffgen, shop, tmp_path):
    contract = shop / "contracts/upstreams/reviews/openapi.yaml"
    (tmp_path / "uses.json").write_text(json.dumps(uses_of_reviews(operation="GET /gone")))
    asked = ("impact", "reviews", str(contract), "--against", str(contract))
    code, _, err = bffgen(*asked, "--uses", "uses.json", folder=tmp_path)
    assert code == 0
    assert "warning[compose-unknown-name]" in err
    assert "GET /gone" in err


def test_uses_are_of_the_contract_as_its_team_wrote_it(bffgen, shop, tmp_path):
    """What the workspace assumes beyond it is nothing that the team's repository knows."""
    (shop / "contracts/overlay.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: Assumed, version: 1.0.0}\nactions:\n"
        "  - target: $.components.schemas.schemas_ProductEntry.properties.mediaIds\n"
        "    update: {minItems: 1}\n"
    )
    manifest = shop / "contracts/bffgen.yaml"
    text = manifest.read_text()
    known = "contract: upstreams/catalog/openapi.yaml"
    assert text.count(known) == 1
    manifest.write_text(text.replace(known, f"{known}, overlay: overlay.yaml"))
    code, _, err = bffgen("impact", "--write-uses", str(tmp_path / "uses"), folder=shop)
    assert (code, err) == (0, "")
    shutil.copytree(shop / "contracts/upstreams/catalog", tmp_path / "own")
    own, uses = str(tmp_path / "own/openapi.yaml"), str(tmp_path / "uses/web.json")
    asked = ("impact", CATALOG, own, "--against", own, "--uses", uses)
    assert bffgen(*asked, folder=tmp_path)[2] == ""


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

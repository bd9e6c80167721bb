"""`bffgen diff`: files, commits of a real repository, the standard input."""

import json

import pytest

from tests.cli.repository import git, put
from tests.processes import told_under_seeds

BASELINE = """openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /carts:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: "CART"}}}}
      responses: {"204": {description: Done.}}
"""
CART = "Cart: {type: object, properties: {sku: {type: string}}}\n"
NARROW = CART.replace("string", "integer")


@pytest.fixture
def repository(tmp_path):
    """A contract of two files under api/, committed as `first`; the working tree is narrower."""
    git(tmp_path, "init", "-q", "-b", "main")
    contract = BASELINE.replace("CART", "../shared/cart.yaml#/Cart")
    put(tmp_path, {"api/shop.yaml": contract, "shared/cart.yaml": CART})
    (tmp_path / "api" / "link.yaml").symlink_to("shop.yaml")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    git(tmp_path, "tag", "first")
    put(tmp_path, {"shared/cart.yaml": NARROW})
    return tmp_path


HEAD = "error[request-type-narrowed]"


@pytest.mark.parametrize(
    "baseline", ["git:main:api/shop.yaml", "main:api/shop.yaml", "HEAD:./api/shop.yaml"]
)
def test_a_baseline_at_a_commit_is_read_with_what_it_refers_to(bffgen, repository, baseline):
    code, out, err = bffgen("diff", baseline, "api/shop.yaml")
    assert (code, err) == (1, "")
    assert HEAD in out
    assert "  --> shared/cart.yaml:1:" in out
    ref = baseline.removeprefix("git:").partition(":")[0]
    assert f"  = baseline: {ref}:shared/cart.yaml:1:" in out


def test_a_path_of_git_is_from_the_top_or_from_here(bffgen, repository):
    here = repository / "api"
    for name in ("main:api/shop.yaml", "main:./shop.yaml", "main:../api/shop.yaml"):
        code, out, _ = bffgen("diff", name, "shop.yaml", folder=here)
        assert (code, HEAD in out) == (1, True)
        assert f"  --> {repository}/shared/cart.yaml:1:" in out


def test_both_sides_may_be_commits_and_a_link_is_followed(bffgen, repository):
    git(repository, "commit", "-q", "-a", "-m", "second")
    code, out, _ = bffgen("diff", "first:api/link.yaml", "HEAD:api/shop.yaml")
    assert (code, HEAD in out) == (1, True)
    assert bffgen("diff", "HEAD~1:api/shop.yaml", "first:api/shop.yaml")[0] == 0


@pytest.mark.parametrize(
    ("baseline", "said"),
    [
        ("origin/main:api/shop.yaml", "fetch it first: git fetch origin main"),
        ("nobranch:api/shop.yaml", "git knows no commit `nobranch` here"),
        ("main:api/none.yaml", "there is no file `api/none.yaml` at `main`"),
        ("main:api", "there is no file `api` at `main`"),
        ("git:--all:api/shop.yaml", "`--all` cannot be the name of a commit"),
        ("git:main..first:api/shop.yaml", "`main..first` cannot be the name of a commit"),
    ],
)
def test_a_baseline_that_is_not_there_cannot_be_decided(bffgen, repository, baseline, said):
    code, out, err = bffgen("diff", baseline, "api/shop.yaml")
    assert (code, out) == (3, "")
    assert err.startswith("bffgen: ")
    assert said in err
    code, _, err = bffgen("diff", "api/shop.yaml", baseline)
    assert (code, said in err) == (2, True)


def test_without_a_repository_or_without_git_it_says_so(bffgen, tmp_path):
    put(tmp_path, {"shop.yaml": BASELINE})
    code, _, err = bffgen("diff", "main:shop.yaml", "shop.yaml")
    assert (code, "git says: not a git repository" in err) == (3, True)
    code, _, err = bffgen("diff", "main:shop.yaml", "shop.yaml", PATH="")
    assert (code, "git is not installed" in err) == (3, True)


@pytest.mark.parametrize("name", ["git:main", "git::api.yaml", "main:"])
def test_half_a_name_is_told(bffgen, tmp_path, name):
    put(tmp_path, {"shop.yaml": BASELINE})
    code, _, err = bffgen("diff", name, "shop.yaml")
    assert (code, "write `git:REF:path`" in err) == (2, True)


def test_a_file_whose_name_has_a_colon_is_a_file(bffgen, tmp_path):
    text = BASELINE.replace('{$ref: "CART"}', "{type: string}")
    put(tmp_path, {"a:b.yaml": text, "c.yaml": text})
    assert bffgen("diff", "a:b.yaml", "c.yaml")[0] == 0


@pytest.mark.parametrize("is_json", [False, True])
def test_one_side_may_be_the_standard_input(bffgen, tmp_path, is_json):
    contract = BASELINE.replace("CART", "cart.yaml#/Cart")
    put(tmp_path, {"shop.yaml": contract.replace("cart.yaml", "narrow.yaml")})
    put(tmp_path, {"cart.yaml": CART, "narrow.yaml": NARROW})
    text = contract
    if is_json:
        text = json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "Shop", "version": "1"},
                "paths": {
                    "/carts": {
                        "post": {
                            "requestBody": {
                                "required": True,
                                "content": {
                                    "application/json": {"schema": {"$ref": "cart.yaml#/Cart"}}
                                },
                            },
                            "responses": {"204": {"description": "Done."}},
                        }
                    }
                },
            }
        )
    code, out, _ = bffgen("diff", "-", "shop.yaml", stdin=text)
    assert (code, HEAD in out) == (1, True)
    assert "  = baseline: cart.yaml:1:" in out
    code, _, err = bffgen("diff", "-", "-", stdin=text)
    assert (code, "two are compared" in err) == (2, True)


def test_equal_keys_of_json_are_told_and_the_last_counts(bffgen, tmp_path):
    start = '{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {'
    item = '{"get": {"responses": {"200": {"description": "d"}}}}'
    put(tmp_path, {"a.json": f'{start}"/a": {{}}, "/a": {item}}}}}'})
    put(tmp_path, {"b.json": f'{start}"/a": {item}}}}}'})
    code, out, err = bffgen("diff", "a.json", "b.json", folder=tmp_path)
    assert (code, out.splitlines()[0]) == (0, "no change: the two are the same contract")
    assert "warning[input-keys-passed]: 1 keys stand twice in their object" in err


def test_a_component_that_no_message_reaches_may_have_another_name(bffgen, tmp_path):
    text = BASELINE.replace('{$ref: "CART"}', "{type: string}")
    spare = "components: {schemas: {Spare: {type: object}}}\n"
    put(tmp_path, {"a.yaml": text + spare})
    put(tmp_path, {"b.yaml": text.replace("string", "integer") + spare.replace("Spare", "Other")})
    code, out, _ = bffgen("diff", "a.yaml", "b.yaml")
    assert (code, HEAD in out, "Spare" in out) == (1, True, False)


def test_a_folder_or_a_file_that_cannot_be_read_is_told(bffgen, tmp_path):
    put(tmp_path, {"shop.yaml": BASELINE, "folder/x": ""})
    code, _, err = bffgen("diff", "folder", "shop.yaml")
    assert (code, "`folder` is a folder" in err) == (2, True)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-f", "jsn"], "no format is called `jsn`; the nearest is `json`"),
        (["-o", "x.json", "-f", "json", "-f", "sarif"], "write `-o FORMAT=FILE`"),
        (["-o", "json="], "names no file"),
        (["-o", "json=a", "-o", "json=b"], "`json` has two files"),
        (["-o", "json=a", "-o", "text=./a"], "`json` and `text` have one file, `./a`"),
        (["-f", "json", "-f", "text"], "would mix on the screen"),
        (["--as-of", "soon"], "`--as-of soon` is no day"),
        (["--waivers", "none.yaml"], "there is no file `none.yaml`"),
        (["--decoder", "enum=x"], "unknown_field|unknown_enum|null_for_optional=.."),
        (["--compat", "numbers=int32"], "write `numbers=json|int64`"),
        (["--compat", "fuel=much"], "write `fuel=50000`"),
        (["--compat", "decoder=x"], "producer|formats|numbers|webhooks|fuel=.."),
        (["--fail-on", "all"], "'all' is not one of 'breaks', 'risky', 'nothing'"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_read(bffgen, tmp_path, args, said):
    code, out, err = bffgen("diff", "absent.yaml", "absent.yaml", *args)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())


def test_a_bare_output_is_for_the_one_format_that_is_asked(bffgen, tmp_path):
    text = BASELINE.replace('{$ref: "CART"}', "{type: string}")
    put(tmp_path, {"a.yaml": text, "b.yaml": text.replace("string", "integer")})
    assert bffgen("diff", "a.yaml", "b.yaml", "-f", "json", "-o", "out/diff.json")[:2] == (1, "")
    assert json.loads((tmp_path / "out/diff.json").read_text())["summary"]["breaks"] >= 1
    assert bffgen("diff", "a.yaml", "b.yaml", "-o", "out.txt")[:2] == (1, "")
    assert HEAD in (tmp_path / "out.txt").read_text()
    code, _, err = bffgen("diff", "a.yaml", "b.yaml", "-o", "json=a.yaml/x")
    assert (code, "cannot be written" in err) == (2, True)


def test_hash_seeds_change_no_byte(repository):
    sides = "main:api/shop.yaml", "api/shop.yaml"
    screens = told_under_seeds("-m", "bffgen", "diff", *sides, folder=repository)
    assert len(screens) == 1
    assert HEAD in screens.pop()


def test_a_component_behind_many_variants_has_one_name_under_all_hash_seeds(tmp_path):
    """Each variant leads to it on a way of one length: none of them is nearer than the others."""

    def shop(price):
        named = [f"V{number}" for number in range(6)]
        told = {"description": "Told."}
        content = {"application/json": {"schema": {"oneOf": [ref(name) for name in named]}}}
        got = {"responses": {"200": {**told, "content": content}}}
        variants = {
            name: {"required": ["k"], "properties": {"k": {"const": name}, name: ref("Price")}}
            for name in named
        }
        return {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {"/things": {"get": got}},
            "components": {"schemas": {**variants, "Price": price}},
        }

    def ref(name):
        return {"$ref": f"#/components/schemas/{name}"}

    for side, kinds in (("a", ["string"]), ("b", ["string", "integer"])):
        written = shop({"type": "object", "properties": {"amount": {"type": kinds}}})
        put(tmp_path, {f"{side}.json": json.dumps(written, indent=1)})
    (screen,) = told_under_seeds("-m", "bffgen", "diff", "a.json", "b.json", folder=tmp_path)
    assert "`V0.amount`" in screen


SHOP = """openapi: 3.1.0
info: {title: Shop, version: "1.4"}
paths:
  /products:
    get:
      parameters:
        - {name: sort, in: query, schema: {enum: [price, rating, newest]}}
      responses:
        "200":
          description: Products.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Product"}}
components:
  schemas:
    Product:
      type: object
      required: [id, name, price]
      properties:
        id: {type: string, examples: [p1]}
        name: {type: string, examples: [Lamp]}
        price: {type: integer, examples: [349]}
        badge: {type: string}
"""


def test_the_example_of_the_readme_is_what_is_printed(bffgen, root, tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    put(tmp_path, {"api/openapi.yaml": SHOP})
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    narrow = SHOP.replace(", newest", "").replace("[id, name, price]", "[id, name]")
    put(tmp_path, {"api/openapi.yaml": narrow})
    readme = (root / "README.md").read_text()
    (call,) = [each for each in readme.splitlines() if each.startswith("bffgen diff git:")]
    code, out, _ = bffgen(*call.split()[1:])
    findings, _, _ = out.partition("\n\n2 errors\n")
    assert (code, findings in readme) == (1, True), out


@pytest.mark.parametrize(
    ("compat", "code", "said"),
    [
        ([], 1, "known formats are checked"),
        (["numbers=int64"], 0, "numbers fit int64 or a double"),
        (["formats=annotate"], 0, "known formats are annotations"),
        (["producer=open"], 1, "anybody may send names that no schema declares"),
        (["numbers=int64", "formats=assert", "fuel=500"], 0, "numbers fit int64 or a double"),
    ],
)
def test_what_both_sides_do_is_said_by_who_asks_and_printed(bffgen, tmp_path, compat, code, said):
    text = BASELINE.replace('{$ref: "CART"}', "{type: integer}")
    put(tmp_path, {"a.yaml": text, "b.yaml": text.replace("integer}", "integer, format: int64}")})
    flags = [part for each in compat for part in ("--compat", each)]
    got, out, err = bffgen("diff", "a.yaml", "b.yaml", *flags)
    assert (got, err) == (code, "")
    assert said in " ".join(out.split())

"""`bffgen compose suggest`: a composition to start from."""

import shutil

import pytest
import yaml


@pytest.fixture
def shop(root, tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(root / "contracts", folder / "contracts")
    return folder


def test_a_plain_operation_is_one_line(bffgen, shop):
    assert bffgen("compose", "suggest", "web", "getOrder", folder=shop) == (
        0,
        "operations:\n  getOrder: orders.getOrder\n",
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
        "        # `product_id` (a string) was not found; required\n"
    )


@pytest.mark.parametrize("client", ["web", "mobile", "partner", "admin"])
def test_what_is_suggested_is_a_composition(bffgen, shop, client):
    """It is YAML of known keys, and what is complete builds; its statuses are fix's to add."""
    code, out, err = bffgen("compose", "suggest", client, folder=shop)
    assert (code, err) == (1, "")
    suggested = yaml.safe_load(out)["operations"]
    path = shop / f"contracts/clients/{client}/composition.yaml"
    written = yaml.safe_load(path.read_text())
    assert suggested.keys() == written["operations"].keys()
    complete = {}
    for name, entry in suggested.items():
        code, _, _ = bffgen("compose", "suggest", client, name, folder=shop)
        complete |= {name: entry} if code == 0 else {}
    # The answers of the phone have words of their own.
    assert complete or client == "mobile"
    for name, entry in complete.items():
        path.write_text(
            yaml.safe_dump(
                {
                    **written,
                    "shapes": {},
                    "operations": {name: entry},
                    "omit_operations": [each for each in written["operations"] if each != name],
                }
            )
        )
        _, _, err = bffgen("build", client, folder=shop)
        rules = {line.split("[")[1].split("]")[0] for line in err.splitlines() if "error[" in line}
        assert not rules & {"compose-unknown-name", "compose-schema", "compose-ambiguous"}, err


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

"""`bffgen impact`: what people accept and assume, and clients that come and go."""

import json
import re
import shutil

import pytest

from tests.cli.impacts import CHANGES, NO_LEDGER, PAGE
from tests.cli.repository import git

RENAMED = "a listed value has another name"


@pytest.fixture
def shop(root, tmp_path):
    """The storefront, in a folder of its own."""
    folder = tmp_path / "shop"
    shutil.copytree(root / "contracts", folder / "contracts", ignore=NO_LEDGER)
    return folder


@pytest.fixture
def candidate(shop):
    """The catalog with a listed value of another name."""
    folder = shop / "candidate"
    shutil.copytree(shop / "contracts/upstreams/catalog", folder)
    _, file, edits, _ = CHANGES[RENAMED]
    edit(folder / file, *edits[0])
    return folder / "openapi.yaml"


def edit(path, pattern, after):
    text, count = re.subn(pattern, after, path.read_text())
    assert count == 1, pattern
    path.write_text(text)


def test_a_waiver_is_of_the_clients_that_it_is_about(bffgen, shop, candidate):
    asked = ("impact", "catalog", str(candidate), "-f", "json")
    code, out, _ = bffgen(*asked, folder=shop)
    found = next(
        e for e in json.loads(out)["findings"] if e["client"] == "web" and e["effect"] == "breaks"
    )
    assert code == 1
    waiver = {
        "finding": found["fingerprint"],
        "reason": "the page is built anew first",
        "owner": "web-lead",
        "expires": "2026-12-15",
    }
    unused = {**waiver, "finding": "0" * 12}
    path = shop / "waivers.yaml"
    path.write_text(
        json.dumps({"format": "waivers/1", "waivers": [{**waiver, "operations": [PAGE]}]})
    )
    more = ("--waivers", str(path), "--as-of", "2026-11-27")
    _, out, _ = bffgen(*asked, *more, folder=shop)
    # Both clients have the page, and admin the one that changes a product beside it.
    waived = {
        e["client"]: e["waiver"] is not None for e in json.loads(out)["findings"] if e["waiver"]
    }
    assert waived == {"web": True}
    path.write_text(json.dumps({"format": "waivers/1", "waivers": [waiver, unused]}))
    code, out, _ = bffgen(*asked, *more, folder=shop)
    assert code == 0
    assert [e["rule"] for e in json.loads(out)["notes"]] == ["waiver-unused"]


def test_a_rule_is_told_as_a_file_of_severities_says(bffgen, shop, candidate):
    (shop / "severities.yaml").write_text('response-enum-value-added: "off"\n')
    asked = ("impact", "catalog", str(candidate), "--severity", "severities.yaml", "-f", "json")
    code, out, _ = bffgen(*asked, folder=shop)
    told = json.loads(out)
    assert code == 0
    assert all(e["rule"] != "response-enum-value-added" for e in told["findings"])
    impacts = {e["client"]: e["impacts"] for e in told["comparisons"]}
    assert impacts["web"][PAGE] == "mapping-broken"


def test_references_of_a_candidate_lead_into_folders_that_are_named(bffgen, shop, candidate):
    (shop / "shared").mkdir()
    (shop / "shared/brand.yaml").write_text("type: object\nproperties: {name: {type: string}}\n")
    edit(
        candidate.parent / "schemas.yaml",
        r'anyOf:\n +- \$ref: "#/Brand"',
        'anyOf:\n        - $ref: "../shared/brand.yaml"',
    )
    asked = ("impact", "catalog", str(candidate))
    code, _, err = bffgen(*asked, folder=shop)
    assert code == 2
    assert "error[input-reference-outside]" in err
    code, _, err = bffgen(*asked, "--refs-from", "shared", folder=shop)
    assert (code, err) == (1, "")
    code, _, err = bffgen(*asked, "--refs-from", "nowhere", folder=shop)
    assert code == 2
    assert "`--refs-from nowhere` names no folder" in err


def test_clients_that_came_or_went_since_the_commit_are_told(bffgen, shop):
    manifest = shop / "contracts/bffgen.yaml"
    git(shop, "init", "-q", "-b", "main")
    edit(manifest, r"clients: \[web, mobile, partner, admin\]", "clients: [web, mobile, admin]")
    git(shop, "add", ".")
    git(shop, "commit", "-q", "-m", "as it was")
    edit(manifest, r"clients: \[web, mobile, admin\]", "clients: [web, mobile, partner]")
    _, file, edits, _ = CHANGES[RENAMED]
    edit(shop / "contracts/upstreams/catalog" / file, *edits[0])
    asked = ("impact", "catalog", "--against", "git:main", "-f", "json")
    code, out, err = bffgen(*asked, folder=shop)
    assert code == 1
    assert [each["client"] for each in json.loads(out)["comparisons"]] == ["web", "mobile"]
    assert err == (
        "admin: no client any more since git:main; nobody is hurt there\n"
        "partner: new since git:main; nothing of it hangs on the contract as it was\n"
    )


@pytest.fixture
def assumed(shop):
    """The storefront with an assumption about its catalog."""
    (shop / "contracts/overlay.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: Assumed, version: 1.0.0}\nactions:\n"
        "  - target: $.components.schemas.schemas_ProductEntry.properties.mediaIds\n"
        "    update: {minItems: 1}\n"
    )
    known = r"contract: upstreams/catalog/openapi\.yaml"
    edit(
        shop / "contracts/bffgen.yaml", known, rf"{known}, overlay: overlay.yaml".replace("\\", "")
    )
    return shop


def test_a_candidate_is_held_under_what_the_workspace_assumes(bffgen, assumed, candidate):
    asked = ("impact", "catalog", str(candidate))
    code, _, err = bffgen(*asked, folder=assumed)
    assert (code, err) == (1, "")
    path = candidate.parent / "schemas.yaml"
    edit(path, r"(shown first\.\n      type: array\n)", r"\1      minItems: 1\n")
    code, _, err = bffgen(*asked, folder=assumed)
    assert code == 1
    assert "warning[compose-overlay-proved]" in err
    assert "--> contracts/overlay.yaml:4:" in err


def test_an_assumption_that_fits_no_more_is_told_with_its_line(bffgen, assumed, candidate):
    text = (candidate.parent / "schemas.yaml").read_text()
    (candidate.parent / "schemas.yaml").write_text(text.replace("mediaIds", "pictures"))
    code, out, err = bffgen("impact", "catalog", str(candidate), folder=assumed)
    assert (code, out) == (2, "")
    assert "error[compose-overlay-unmatched]" in err
    assert "--> contracts/overlay.yaml:4:" in err

"""`bffgen check` over a workspace in a real repository."""

import json
import re
import shutil

import pytest

from tests.cli.repository import git, put

BASE = "bases/shop"
WEB = "contracts/clients/web"


@pytest.fixture
def shop(root, tmp_path):
    """The workspace `shop` below `apps/`, committed; the second client `till` is one of its own."""
    folder = tmp_path / "apps"
    shutil.copytree(root / "tests/cases/bases/shop", folder)
    shutil.copytree(folder / WEB, folder / "contracts/clients/till")
    change(folder, "contracts/bffgen.yaml", "clients: [web]", "clients: [web, till]")
    put(folder, {f"{WEB}/policy.yaml": "format: policy/1\nfamily: app-store\n"})
    put(folder, {"contracts/clients/till/policy.yaml": "format: policy/1\nfamily: internal\n"})
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return folder


def change(folder, path, before, after):
    text = (folder / path).read_text()
    assert before in text, text
    (folder / path).write_text(text.replace(before, after))


def no_longer_served(folder, client="web"):
    """Give the only operation of a client's contract another path."""
    path = f"contracts/clients/{client}/openapi.yaml"
    text = (folder / path).read_text()
    (folder / path).write_text(text.replace("  /", "  /v2/", 1))


def test_nothing_has_changed(bffgen, shop):
    code, out, err = bffgen("check", "--against", "git:main", folder=shop)
    assert (code, err) == (0, "")
    assert out.count("no change: the two are the same contract") == 2
    name = f"main:{WEB}/openapi.yaml"
    assert f"web: no change: the two are the same contract\n  compared: {name} (" in out


@pytest.mark.parametrize("command", ["check", "breaking"])
def test_a_client_that_is_hurt_is_told_by_its_own_policy(bffgen, shop, command):
    """The team of the till owns both sides, so that what breaks warns."""
    no_longer_served(shop)
    no_longer_served(shop, "till")
    code, out, _ = bffgen(command, "--against", "git:HEAD", folder=shop)
    assert code == 1
    assert "error[operation-removed]" in out
    assert "warning[operation-removed]" in out
    assert f"  = baseline: HEAD:{WEB}/openapi.yaml:" in out
    assert bffgen(command, "till", "--against", "git:HEAD", folder=shop)[0] == 0
    code, out, _ = bffgen(
        command, "till", "--against", "git:HEAD", "--fail-on", "risky", folder=shop
    )
    assert (code, "web:" in out) == (1, False)


def test_it_is_called_anywhere_in_the_workspace(bffgen, shop):
    no_longer_served(shop)
    code, out, _ = bffgen("check", "web", "--against", "git:main", folder=shop / WEB)
    assert (code, f"  --> {WEB}/openapi.yaml:" in out) == (1, True)


def test_a_new_client_is_said_and_is_no_fault(bffgen, shop):
    shutil.copytree(shop / WEB, shop / "contracts/clients/kiosk")
    change(shop, "contracts/bffgen.yaml", "[web, till]", "[web, till, kiosk]")
    code, out, err = bffgen("check", "--against", "git:main", folder=shop)
    assert (code, err) == (0, "kiosk: new since git:main; nobody holds its contract yet\n")
    assert "kiosk" not in out


def test_a_client_that_is_gone_breaks_all_that_it_had(bffgen, shop):
    change(shop, "contracts/bffgen.yaml", "[web, till]", "[till]")
    code, out, _ = bffgen("check", "--against", "git:main", folder=shop)
    assert code == 1
    assert "error[operation-removed]" in out
    assert "  --> contracts/bffgen.yaml:" in out


def test_of_a_third_party_that_is_gone_nothing_internal_is_told(bffgen, shop):
    """It never had what it was not shown."""
    put(shop, {f"{WEB}/policy.yaml": "format: policy/1\nfamily: third-party\n"})
    change(shop, f"{WEB}/openapi.yaml", "    get:\n", "    get:\n      x-internal: true\n")
    git(shop, "commit", "-q", "-am", "internal")
    change(shop, "contracts/bffgen.yaml", "[web, till]", "[till]")
    code, out, _ = bffgen("check", "--against", "git:main", folder=shop)
    assert code == 0
    assert "operation-removed" not in out


def test_a_client_that_is_gone_and_cannot_be_read_is_no_pass(bffgen, shop):
    put(shop, {f"{WEB}/openapi.yaml": "openapi: [\n"})
    git(shop, "commit", "-q", "-am", "broken")
    change(shop, "contracts/bffgen.yaml", "[web, till]", "[till]")
    code, _, err = bffgen("check", "--against", "git:main", folder=shop)
    assert code == 2
    assert "error[input-yaml-syntax]" in err
    assert "  --> main:" in err


def test_how_clients_read_is_what_they_were_built_by(bffgen, shop):
    """A policy that is laxer from now on changes no app in the field (PITFALLS 16)."""
    policy = "format: policy/1\nfamily: app-store\ncompat: {producer: open, formats: annotate}\n"
    put(shop, {f"{WEB}/policy.yaml": policy})
    no_longer_served(shop)
    _, out, _ = bffgen("check", "web", "--against", "git:main", folder=shop)
    assert "nobody sends names that no schema declares" in out
    git(shop, "commit", "-q", "-a", "-m", "second")
    no_longer_served(shop)
    _, out, _ = bffgen("check", "web", "--against", "git:main", folder=shop)
    assert "anybody may send names that no schema declares" in out


def test_the_policy_says_what_is_loud_and_the_folder_of_waivers_who_accepts(bffgen, shop):
    no_longer_served(shop)
    put(
        shop,
        {f"{WEB}/policy.yaml": "format: policy/1\nfamily: app-store\nseverity: {wire: info}\n"},
    )
    assert bffgen("check", "web", "--against", "git:main", folder=shop)[0] == 0
    put(shop, {f"{WEB}/policy.yaml": "format: policy/1\nfamily: app-store\n"})
    found = bffgen("check", "web", "--against", "git:main", "-f", "json", folder=shop)[1]
    (name,) = [
        each["fingerprint"]
        for each in json.loads(found)["findings"]
        if each["rule"] == "operation-removed"
    ]
    waiver = (
        f'format: waiver/1\nfinding: "{name}"\nreason: moved\nowner: web\nexpires: "2027-01-01"\n'
    )
    put(shop, {f"{WEB}/waivers/{name}.yaml": waiver})
    args = ("check", "web", "--against", "git:main", "--as-of")
    assert bffgen(*args, "2026-11-26", folder=shop)[0] == 0
    code, out, _ = bffgen(*args, "2027-01-01", folder=shop)
    assert (code, f"  --> {WEB}/waivers/{name}.yaml:5:" in out) == (1, True)


def test_a_waiver_with_keys_twice_shows_each_as_a_comparison_of_two_files_does(bffgen, shop):
    """The inner key stands twice in the first of two equal keys: what is read last has none."""
    waiver = '{\n"format": "waiver/1",\n"more": {\n"a": 1,\n"a": 2\n},\n"more": {}\n}\n'
    put(shop, {f"{WEB}/waivers/twice.json": waiver})
    contract = f"{WEB}/openapi.yaml"
    ways = (
        ("check", "web", "--against", "git:main"),
        ("diff", contract, contract, "--waivers", f"{WEB}/waivers/twice.json"),
    )
    for command in ways:
        code, out, err = bffgen(*command, folder=shop)
        assert code == 2, out
        assert re.findall(r"twice\.json:(\d+):", err) == ["5", "4", "7", "3"]


def test_a_contract_that_cannot_be_read_hides_no_other_client(bffgen, shop):
    no_longer_served(shop)
    put(shop, {"contracts/clients/till/openapi.yaml": "openapi: [\n"})
    code, out, err = bffgen("check", "--against", "git:main", folder=shop)
    assert code == 2
    assert "error[input-yaml-syntax]" in err
    assert "error[operation-removed]" in out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--against", "git:none"], 3, "git knows no commit `none` here"),
        (["--against", "main"], 2, "write `live`, `last`, `release:VERSION` or `git:REF`"),
        (["wbe", "--against", "git:main"], 2, "no client is called `wbe`; the nearest is `web`"),
        (["--against", "git:main", "-f", "yaml"], 2, "no format is called `yaml`"),
        ([], 0, "web: nothing is released yet; `bffgen release web` freezes one"),
    ],
)
def test_a_wrong_call_is_told(bffgen, shop, args, code, said):
    told, out, err = bffgen("check", *args, folder=shop)
    assert (told, out) == (code, "")
    assert said in " ".join(err.split())

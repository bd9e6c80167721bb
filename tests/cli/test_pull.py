"""`bffgen upstream pull`: contracts are vendored from a repository or a URL, digests locked."""

import http.server
import json
import shutil
import threading

import pytest

from tests.cli.repository import git

MANIFEST = "contracts/bffgen.yaml"
LOCK = "contracts/upstreams/pull.lock"


@pytest.fixture
def shop(root, tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(root / "contracts", folder / "contracts")
    return folder


@pytest.fixture
def team(root, tmp_path):
    """The repository of the catalog's team."""
    folder = tmp_path / "catalog"
    shutil.copytree(root / "contracts/upstreams/catalog", folder / "api")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return folder


@pytest.fixture
def served(tmp_path):
    """A folder that a server on loopback serves, and its address."""
    folder = tmp_path / "www"
    folder.mkdir()

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=folder)

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def at_home(shop, service, pull):
    """Say in bffgen.yaml where a contract is at home."""
    path = shop / MANIFEST
    text = path.read_text()
    before = f"contract: upstreams/{service}/"
    assert text.count(before) == 1
    path.write_text(text.replace(before, f"pull: {json.dumps(pull)}, {before}"))


def test_a_contract_of_several_files_comes_from_a_repository(bffgen, shop, team):
    home = {"git": str(team), "ref": "main", "path": "api/openapi.yaml"}
    at_home(shop, "catalog", home)
    code, out, err = bffgen("upstream", "pull", folder=shop)
    assert (code, err) == (0, "")
    assert out == f"catalog: {team}#main:api/openapi.yaml is as it was\n"
    lock = (shop / LOCK).read_text()
    assert [line.split("\t")[0] for line in lock.splitlines()] == [
        "format pull/1",
        "upstreams/catalog/openapi.yaml",
        "upstreams/catalog/schemas.yaml",
    ]

    schemas = team / "api/schemas.yaml"
    schemas.write_text(schemas.read_text().replace("ACTIVE, RETIRED]", "ACTIVE, GONE]"))
    git(team, "commit", "-q", "-a", "-m", "second")
    code, out, _ = bffgen("upstream", "pull", "catalog", folder=shop)
    assert (code, out.split()[2:4]) == (0, ["is", "new:"])
    assert "GONE" in (shop / "contracts/upstreams/catalog/schemas.yaml").read_text()
    assert (shop / LOCK).read_text() != lock


def test_a_contract_comes_from_a_url(bffgen, shop, served, root):
    folder, address = served
    contract = root / "contracts/upstreams/recommendations/openapi.json"
    text = contract.read_text()
    (folder / "openapi.json").write_text(text.replace('"Recommendations"', '"Recommended"', 1))
    at_home(shop, "recommendations", {"url": f"{address}/openapi.json"})
    code, out, err = bffgen("upstream", "pull", folder=shop)
    assert (code, err) == (0, "")
    assert f"recommendations: {address}/openapi.json is" in out


def test_what_was_changed_by_hand_is_a_warning_of_build(bffgen, shop, team):
    at_home(shop, "catalog", {"git": str(team), "ref": "main", "path": "api/openapi.yaml"})
    assert bffgen("upstream", "pull", folder=shop)[0] == 0
    schemas = shop / "contracts/upstreams/catalog/schemas.yaml"
    schemas.write_text(schemas.read_text() + "\n# by hand\n")
    code, _, err = bffgen("build", folder=shop)
    assert code == 0
    assert "warning[input-pull-changed]: `contracts/upstreams/catalog/schemas.yaml` is not" in err


@pytest.mark.parametrize(
    ("home", "says"),
    [
        ({"url": "ftp://127.0.0.1/x"}, "is no URL of the web"),
        ({"url": "http://127.0.0.1:9/x.yaml"}, "cannot be fetched"),
        ({"git": "/nowhere", "ref": "main", "path": "x.yaml"}, "git cannot fetch it"),
        ({"git": "TEAM", "ref": "gone", "path": "api/openapi.yaml"}, "git cannot fetch it"),
        ({"git": "TEAM", "ref": "main", "path": "gone.yaml"}, "there is no file"),
        ({"git": "--upload-pack=x", "ref": "main", "path": "x"}, "begins with `-`"),
        ({"git": "ext::sh -c x", "ref": "main", "path": "x"}, "git cannot fetch it"),
    ],
)
def test_what_cannot_be_had_is_told_and_nothing_is_written(bffgen, shop, team, home, says):
    at_home(shop, "catalog", {k: v.replace("TEAM", str(team)) for k, v in home.items()})
    before = (shop / "contracts/upstreams/catalog/openapi.yaml").read_text()
    code, out, err = bffgen("upstream", "pull", folder=shop)
    assert (code, out) == (2, "")
    assert says in err
    assert err.endswith("nothing was written\n")
    assert not (shop / LOCK).exists()
    assert (shop / "contracts/upstreams/catalog/openapi.yaml").read_text() == before


def test_an_upstream_without_a_home_is_none(bffgen, shop):
    code, _, err = bffgen("upstream", "pull", "catalog", folder=shop)
    assert code == 2
    assert "no upstream with a `pull` is called" in err
    assert bffgen("upstream", "pull", folder=shop)[0] == 0

"""A BFF whose contract asks for credentials, over real sockets: who is let in, and what leaks."""

import json
import os
import subprocess
import sys
from itertools import product

import pytest

from bffgen.tasks.dev import fakes
from bffgen.verify.serve import serve_fakes
from tests.e2e.served import Bff
from tests.test_cases import CASES, fresh_copy, read_case
from tests.workspaces import built

TOKEN, WEAK, KEY = "token-of-the-login-1", "token-without-scope", "key-of-the-app-00001"
OPS, OTHER = "token-of-operations1", "key-of-another-user"
WRONG = "secret-that-is-no-key"
CALLERS = {
    TOKEN: {"sub": "u-1", "scopes": ["products.read"]},
    WEAK: {"sub": "u-1"},
    KEY: {"sub": "u-1", "client_id": "app"},
    OPS: {"sub": "o-1", "roles": ["ops"]},
    OTHER: {"sub": "u-2"},
}
SECRETS = (TOKEN, WEAK, KEY, OPS, OTHER, WRONG, "u-1", "o-1")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """The case of alternatives, built and written: the folder of its BFF, and its workspace."""
    folder = tmp_path_factory.mktemp("secured")
    fresh_copy(read_case(CASES / "composition/security/alternatives/case.md"), folder)
    tree = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    outcome, made = built(tree)
    for path, content in made.files:
        (folder / "web" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "web" / path).write_bytes(content)
    return folder / "web", outcome.workspace


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    path.write_text(json.dumps(CALLERS))
    return {"BFF_TEST_KEYS_FILE": str(path), "BFF_ALLOW_TEST_KEYS": "1"}


@pytest.fixture(scope="module")
def bff(workspace, keys):
    folder, read = workspace
    with serve_fakes(fakes(read, ("catalog", "stock"), seed=1)) as addresses:
        urls = {f"BFF_UPSTREAM_{name.upper()}_URL": url for name, url in addresses.items()}
        with Bff(folder, urls, BFF_HOST="127.0.0.1", **keys) as served:
            yield served


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # the contract's `{}`
        (bearer(OPS), 200),
        ({**bearer(TOKEN), "X_App_Key": KEY}, 200),
        ({"Cookie": f"a=b; session={OTHER}"}, 200),
        # Known, and let in as a stranger would be: no alternative but `{}` holds.
        (bearer(TOKEN), 200),
        ({**bearer(WEAK), "X_App_Key": KEY}, 200),
        # Sent, and no credential; or of two subjects.
        (bearer(WRONG), 401),
        ({"Authorization": f"Basic {OPS}"}, 401),
        ({**bearer(OPS), "X_App_Key": WRONG}, 401),
        ({**bearer(TOKEN), "X_App_Key": OTHER}, 401),
        ({"Cookie": f"session={OTHER}; session={OTHER}"}, 401),
    ],
)
def test_the_contract_says_who_is_let_in(bff, headers, status):
    answered = bff.ask("/products/p-1", **headers)
    assert answered.status == status, answered.body
    if status == 401:
        assert answered.json()["code"] == "unauthenticated"
        assert answered.headers["content-type"] == "application/problem+json"
        assert 'Bearer realm="web"' in answered.headers["www-authenticate"]
        assert 'name="X-App-Key"' in answered.headers["www-authenticate"]


def test_no_credential_and_no_subject_is_in_an_answer_or_a_log(bff):
    values = (None, TOKEN, WEAK, KEY, OPS, OTHER, WRONG)
    for token, key, target in product(values, values, ("/products/p-1", "/nothing")):
        given = bearer(token) if token else {}
        answered = bff.ask(target, **given, **({"X_App_Key": key} if key else {}))
        said = answered.body.decode() + str(answered.headers)
        assert not [each for each in SECRETS if each in said]
    log = "".join(bff.log)
    assert "test keys alone" in log
    assert not [each for each in SECRETS if each in log]


def test_documents_and_probes_are_open_and_unknown_paths_say_nothing_of_callers(bff):
    given = bearer(WRONG)
    assert [bff.ask(f"/{each}", **given).status for each in ("openapi.json", "-/ready")] == [
        200
    ] * 2
    assert bff.ask("/nothing", **given).status == 404
    assert bff.ask("/products/p-1", method="DELETE", **given).status == 405


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        (("BFF_TEST_KEYS_FILE", "BFF_ALLOW_TEST_KEYS"), "BFF_TEST_KEYS_FILE: not set"),
        (("BFF_ALLOW_TEST_KEYS",), "BFF_TEST_KEYS_FILE: test keys protect nothing"),
    ],
)
def test_without_a_way_to_tell_who_calls_the_process_ends(workspace, keys, left_out, told):
    kept = {name: text for name, text in os.environ.items() if not name.startswith("BFF_")}
    given = {name: text for name, text in keys.items() if name not in left_out}
    urls = {f"BFF_UPSTREAM_{name}_URL": "https://a.example" for name in ("CATALOG", "STOCK")}
    ended = subprocess.run(
        [sys.executable, "-m", "web_bff"],
        env={**kept, **given, **urls, "PYTHONPATH": str(workspace[0])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr.splitlines()[0]) == (2, "settings: 1 fault")
    assert told in ended.stderr

"""A workspace: what is named is read, what does not read takes nothing else with it."""

import json
from hashlib import sha256

import pytest

from bffgen.contract.workspace import read_workspace
from bffgen.model.composition import RESERVED
from bffgen.model.place import Place
from tests.workspaces import files, one, reader, rules, written

SCHEMA = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
MANIFEST = "contracts/bffgen.yaml"
WEB = "contracts/clients/web"


def two_clients():
    """Give the files of a workspace with the clients `web` and `app` and two upstreams."""
    contract = one(SCHEMA)
    upstreams = {"things": contract, "prices": contract}
    tree = files(contract, upstreams, {"getThing": "things.getThing"})
    app = files(contract, upstreams, {"getThing": "prices.getThing"}, name="app")
    manifest = json.loads(tree[MANIFEST])
    manifest["clients"] = ["web", "app"]
    return {**app, **tree, MANIFEST: written(manifest)}


def changed(tree, path, **members):
    value = json.loads(tree[path])
    return {**tree, path: written({**value, **members})}


def read(tree, **wanted):
    return read_workspace(reader(tree), **wanted)


def test_clients_keep_their_order_and_upstreams_are_sorted_by_name():
    workspace, faults = read(two_clients())

    assert faults == ()
    assert [each.name for each in workspace.clients] == ["web", "app"]
    assert [each.name for each in workspace.upstreams] == ["prices", "things"]
    assert workspace.upstream("prices").api.operations[0].operation_id == "getThing"
    assert workspace.upstream("stock") is None


def test_a_client_tells_every_file_that_its_output_depends_on():
    tree = files(
        one({"$ref": "../../common/thing.yaml"}),
        {"things": one(SCHEMA)},
        {"getThing": "things.getThing"},
        hooks="def f(): ...\n",
    )
    tree["contracts/common/thing.yaml"] = written(SCHEMA)
    (client,) = read(tree)[0].clients

    names = ("composition.yaml", "hooks.py", "openapi.yaml", "policy.yaml")
    paths = [*(f"{WEB}/{name}" for name in names), "contracts/common/thing.yaml"]
    assert client.inputs == tuple((path, sha256(tree[path]).hexdigest()) for path in sorted(paths))
    assert [each.content for each in client.hooks.files] == [b"def f(): ...\n"]


def test_of_bffgen_yaml_the_defaults_concern_every_client_and_an_entry_those_that_call_it():
    tree = changed(two_clients(), MANIFEST, defaults={"timeout": "99ms"})
    before, _ = read(tree)
    after, _ = read(changed(tree, MANIFEST, defaults={"timeout": "98ms"}))
    part = f"{MANIFEST}#/defaults"
    assert all(part in dict(each.inputs) for each in before.clients)
    assert all(
        dict(each.inputs)[part] != dict(other.inputs)[part]
        for each, other in zip(before.clients, after.clients, strict=True)
    )
    assert [each.entry for each in before.upstreams] == [each.entry for each in after.upstreams]
    assert [each.entry[0] for each in before.upstreams] == [
        f"{MANIFEST}#/upstreams/prices",
        f"{MANIFEST}#/upstreams/things",
    ]


def test_all_contracts_share_one_pool():
    workspace, _ = read(two_clients())
    apis = [*(each.api for each in workspace.clients), *(each.api for each in workspace.upstreams)]

    assert len({id(api.pool) for api in apis}) == 1
    assert len({api.operations[0].response("200").content[0].schema for api in apis}) == 1


def test_defaults_of_the_workspace_hold_where_a_client_is_silent():
    tree = changed(two_clients(), MANIFEST, defaults={"timeout": "99ms", "reserve": "9ms"})
    tree = changed(tree, f"{WEB}/composition.yaml", defaults={"timeout": "11ms"})
    web, app = read(tree)[0].clients

    assert (web.composition.defaults.timeout_ms, web.composition.defaults.reserve_ms) == (11, 9)
    assert (app.composition.defaults.timeout_ms, app.composition.defaults.reserve_ms) == (99, 9)


def test_only_the_wanted_clients_are_read_in_the_order_of_the_file():
    tree = {**two_clients(), f"{WEB}/policy.yaml": b"]"}

    workspace, faults = read(tree, only=["app"])

    assert faults == ()
    assert [each.name for each in workspace.clients] == ["app"]


def test_a_workspace_names_all_clients_whoever_is_wanted():
    workspace, faults = read(two_clients(), only=["wbe"])

    assert faults == ()
    assert (workspace.names, workspace.clients) == (("web", "app"), ())


@pytest.mark.parametrize(
    ("path", "content", "rule"),
    [
        (f"{WEB}/openapi.yaml", None, "input-file-missing"),
        (f"{WEB}/policy.yaml", None, "input-file-missing"),
        (f"{WEB}/openapi.yaml", b"openapi: 3.1.0\n", "input-openapi-structure"),
        (f"{WEB}/composition.yaml", b"format: composition/9\n", "input-schema"),
        (f"{WEB}/composition.yaml", b"", "input-schema"),
        (f"{WEB}/policy.yaml", b"", "input-schema"),
        (f"{WEB}/policy.yaml", b"null\n", "input-schema"),
        (f"{WEB}/hooks.py", b"def f(:\n", "compose-hook-syntax"),
    ],
)
def test_a_client_that_does_not_read_leaves_the_others_to_be_judged(path, content, rule):
    tree = two_clients()
    if content is None:
        del tree[path]
    else:
        tree[path] = content

    workspace, faults = read(tree)

    assert [each.name for each in workspace.clients] == ["app"]
    assert set(rules(faults)) == {rule}


def test_an_upstream_that_does_not_read_is_known_as_unread():
    tree = two_clients()
    del tree["contracts/upstreams/prices.yaml"]

    workspace, faults = read(tree)

    assert rules(faults) == ["input-file-missing"]
    assert faults[0].marks[0].place == Place(document=MANIFEST).at(
        "upstreams", "prices", "contract"
    )
    assert workspace.unread == {"prices"}
    assert [each.name for each in workspace.clients] == ["web", "app"]


def test_faults_of_four_files_are_told_in_one_run():
    tree = two_clients()
    tree[f"{WEB}/policy.yaml"] = b"format: policy/1\n"
    tree[f"{WEB}/composition.yaml"] = b"format: composition/1\noperation: {}\n"
    tree["contracts/clients/app/openapi.yaml"] = b"["
    tree["contracts/upstreams/things.yaml"] = b"openapi: 3.1.0\n"

    _, faults = read(tree)

    assert {each.marks[0].place.document for each in faults} == {
        f"{WEB}/policy.yaml",
        f"{WEB}/composition.yaml",
        "contracts/clients/app/openapi.yaml",
        "contracts/upstreams/things.yaml",
    }


def test_without_bffgen_yaml_there_is_one_finding_and_nothing_else():
    workspace, faults = read({})

    assert rules(faults) == ["input-file-missing"]
    assert (workspace.clients, workspace.upstreams) == ((), ())


@pytest.mark.parametrize(
    ("members", "rule", "pointer"),
    [
        ({"format": "bffgen/2"}, "input-schema", "/format"),
        ({"clients": []}, "input-schema", "/clients"),
        ({"clients": "web"}, "input-schema", "/clients"),
        ({"clients": [1]}, "input-schema", "/clients/0"),
        ({"clients": ["web", "web"]}, "input-schema", "/clients/1"),
        ({"clients": ["web", "../web"]}, "input-schema", "/clients/1"),
        ({"clients": ["web", ""]}, "input-schema", "/clients/1"),
        ({"clients": ["web", "a/b"]}, "input-schema", "/clients/1"),
        ({"clients": ["web", "1st"]}, "input-schema", "/clients/1"),
        ({"upstreams": []}, "input-schema", "/upstreams"),
        ({"client": ["web"]}, "input-unknown-key", "/client"),
        ({"defaults": {"timeout": 1}}, "input-unit", "/defaults/timeout"),
        ({"defaults": {"bounds": "loose"}}, "input-schema", "/defaults/bounds"),
    ],
)
def test_a_wrong_manifest_is_refused_at_its_place(members, rule, pointer):
    faults = read(changed(two_clients(), MANIFEST, **members))[1]

    found = [(each.rule, each.marks[0].place) for each in faults]
    assert found[0] == (rule, Place(document=MANIFEST, pointer=pointer))


@pytest.mark.parametrize(
    ("entry", "rule", "below"),
    [
        ([], "input-schema", ""),
        ({"credentials": "none"}, "input-missing-key", ""),
        ({"contract": 1}, "input-schema", "/contract"),
        ({"contract": ""}, "input-schema", "/contract"),
        ({"contract": "upstreams/none.yaml"}, "input-file-missing", "/contract"),
        ({"contract": "upstreams/things.yaml", "credentials": "basic"}, "input-schema",
         "/credentials"),
        ({"contract": "upstreams/things.yaml", "credentials": "client_credentials"},
         "compose-unsupported",
         "/credentials"),
        ({"contract": "upstreams/things.yaml", "overlay": "o.yaml"}, "input-file-missing",
         "/overlay"),
        ({"contract": "upstreams/things.yaml", "overlay": "../../o.yaml"}, "input-reference-remote",
         "/overlay"),
        ({"contract": "upstreams/things.yaml", "pull": "x"}, "input-schema", "/pull"),
        ({"contract": "upstreams/things.yaml", "pull": {"git": "x"}}, "input-missing-key", "/pull"),
        ({"contract": "upstreams/things.yaml", "safe": "getThing"}, "input-schema", "/safe"),
        ({"contract": "upstreams/things.yaml", "safe": ["getThin"]}, "compose-unknown-name",
         "/safe/0"),
        ({"contract": "upstreams/things.yaml", "url": "x"}, "input-unknown-key", "/url"),
    ],
)  # fmt: skip
def test_a_wrong_upstream_is_refused_at_its_place(entry, rule, below):
    upstreams = json.loads(two_clients()[MANIFEST])["upstreams"]
    tree = changed(two_clients(), MANIFEST, upstreams={**upstreams, "stock": entry})

    found = [(each.rule, each.marks[0].place.pointer) for each in read(tree)[1]]

    assert (rule, f"/upstreams/stock{below}") in found


@pytest.mark.parametrize("name", [*sorted(RESERVED), "a-b", "a.b", "1st", "_own", "é"])
def test_an_upstream_has_no_reserved_name_and_one_that_a_path_can_say(name):
    upstreams = json.loads(two_clients()[MANIFEST])["upstreams"]
    entry = {"contract": "upstreams/things.yaml", "credentials": "none"}
    tree = changed(two_clients(), MANIFEST, upstreams={**upstreams, name: entry})

    (found,) = read(tree)[1]

    assert (found.rule, found.marks[0].on) == ("input-schema", "key")


def test_operations_that_only_read_are_kept_by_name():
    upstreams = json.loads(two_clients()[MANIFEST])["upstreams"]
    upstreams["things"]["safe"] = ["getThing", "GET /things/{id}"]
    workspace, faults = read(changed(two_clients(), MANIFEST, upstreams=upstreams))

    assert faults == ()
    assert workspace.upstream("things").safe == ("getThing", "GET /things/{id}")

"""A client's output depends on its own folder and on what it calls, on nothing else.

The storefront is changed file by file; then a small workspace is changed in its meaning.
"""

import gc
import json
import re

import pytest

from bffgen.model.client import Client
from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.workspaces import contract, files, one, operation, reader, written

MANIFEST = "contracts/bffgen.yaml"
SCHEMA = {
    "type": "object",
    "required": ["id", "price"],
    "properties": {"id": {"type": "string"}, "price": {"$ref": "#/components/schemas/Price"}},
}
PRICE = {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "integer"}}}
OTHER = {"type": "object", "properties": {"name": {"type": "string"}}}


def trees(tree, only=()):
    outcome = build(reader(tree), lambda _: FileTree(), only=only)
    assert outcome.clients, [each.rule for each in outcome.findings]
    return {each.name: each.tree for each in outcome.clients}


def storefront(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "contracts").rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def edited(path, content):
    """Change a file so that it reads otherwise and still holds."""
    text = content.decode()
    if path.endswith("openapi.yaml"):
        text, count = re.subn(r"(?m)^  title: .*$", "  title: Another title", text, count=1)
        assert count == 1, path
    elif path.endswith("policy.yaml") and "\npublish:" not in text:
        text += "publish: {title: Another title}\n"
    elif path.endswith(".json"):
        text = text.replace('"description": "', '"description": "Another: ', 1)
    else:
        text += "\n# another comment\n"
    return text.encode()


def owner(path):
    parts = path.split("/")
    return parts[2] if parts[1] == "clients" else None


def test_a_change_in_a_clients_folder_moves_no_other_client(root):
    tree = storefront(root)
    before = trees(tree)
    names = sorted({name for name in map(owner, tree) if name in before})
    assert len(names) >= 3
    for name in names:
        own = [path for path in tree if owner(path) == name]
        after = trees({**tree, **{path: edited(path, tree[path]) for path in own}})
        moved = {each for each in before if after[each] != before[each]}
        assert moved == {name}


def test_a_client_built_alone_has_the_same_bytes(root):
    tree = storefront(root)
    whole = trees(tree)
    for name, made in whole.items():
        assert trees(tree, only=[name]) == {name: made}


def test_a_client_added_or_removed_moves_no_other_client(root):
    tree = storefront(root)
    before = trees(tree)
    text = tree[MANIFEST].decode()
    listed = re.search(r"(?m)^clients: \[(.*)\]", text)
    names = [each.strip() for each in listed[1].split(",")]
    for name in names:
        rest = ", ".join(each for each in reversed(names) if each != name)
        fewer = text.replace(listed[0], f"clients: [{rest}]")
        after = trees({**tree, MANIFEST: fewer.encode()})
        assert after == {each: made for each, made in before.items() if each != name}


def small():
    """A client that calls `things`, beside an upstream that nobody calls."""
    schemas = {"Price": PRICE}
    upstreams = {"things": one(SCHEMA, schemas), "spare": one(OTHER)}
    return files(one(SCHEMA, schemas), upstreams, {"getThing": "things.getThing"})


def with_manifest(tree, change):
    manifest = json.loads(tree[MANIFEST])
    change(manifest)
    return {**tree, MANIFEST: written(manifest)}


def a_new_upstream(name):
    def change(tree):
        entry = {"contract": f"upstreams/{name}.yaml", "credentials": "none"}
        tree = with_manifest(tree, lambda manifest: manifest["upstreams"].update({name: entry}))
        return {**tree, f"contracts/upstreams/{name}.yaml": written(one(SCHEMA, {"Price": PRICE}))}

    return change


def another_upstream_changes(tree):
    more = {"type": "object", "properties": {"name": {"type": "integer"}, "more": OTHER}}
    return {**tree, "contracts/upstreams/spare.yaml": written(one(more))}


def another_upstreams_entry_changes(tree):
    return with_manifest(
        tree, lambda manifest: manifest["upstreams"]["spare"].update(safe=["getThing"])
    )


def an_operation_that_nobody_calls_changes(tree):
    paths = {
        "/things/{id}": operation(SCHEMA),
        "/spare/{id}": operation(OTHER, "getSpare"),
    }
    return {
        **tree,
        "contracts/upstreams/things.yaml": written(contract(paths, {"Price": PRICE})),
    }


def a_client_before_it(tree):
    folder = "contracts/clients"
    more = {
        path.replace(f"{folder}/web", f"{folder}/app"): content
        for path, content in tree.items()
        if path.startswith(folder)
    }
    named = with_manifest(tree, lambda manifest: manifest.update(clients=["app", "web"]))
    return {**named, **more}


@pytest.mark.parametrize(
    "change",
    [
        a_new_upstream("a_first"),
        a_new_upstream("z_last"),
        another_upstream_changes,
        another_upstreams_entry_changes,
        an_operation_that_nobody_calls_changes,
        a_client_before_it,
    ],
)
def test_what_a_client_does_not_use_moves_no_byte(change):
    tree = small()
    changed = change(tree)
    assert changed != tree
    assert trees(changed)["web"] == trees(tree)["web"]


def the_entry_of_its_upstream(tree):
    return with_manifest(
        tree, lambda manifest: manifest["upstreams"]["things"].update(safe=["getThing"])
    )


def the_defaults(tree):
    return with_manifest(tree, lambda manifest: manifest.update(defaults={"timeout": "77ms"}))


def its_upstreams_operation(tree):
    narrower = {**SCHEMA, "description": "Another word."}
    return {**tree, "contracts/upstreams/things.yaml": written(one(narrower, {"Price": PRICE}))}


@pytest.mark.parametrize(
    "change", [the_entry_of_its_upstream, the_defaults, its_upstreams_operation]
)
def test_what_a_client_uses_shows_in_its_lock(change):
    tree = small()
    locks = [dict(trees(each)["web"].files)["bffgen.lock"] for each in (tree, change(tree))]
    assert locks[0] != locks[1]


def held_meanwhile(tree, **wanted):
    """Build, and count the clients in memory each time when the files of one are made."""
    held = []

    def keep(made):
        gc.collect()
        held.append(sum(isinstance(each, Client) for each in gc.get_objects()))
        return made

    gc.collect()
    before = sum(isinstance(each, Client) for each in gc.get_objects())
    result = build(reader(tree), lambda _: FileTree(), keep=keep, **wanted)
    assert len(result.clients) == len(held)
    return [each - before for each in held]


def test_a_client_is_let_go_once_its_files_are_made(root):
    tree = storefront(root)
    count = len(trees(tree))
    assert set(held_meanwhile(tree, is_held=False)) <= {0, 1}
    assert held_meanwhile(tree) == list(range(1, count + 1))

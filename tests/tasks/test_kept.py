"""A client is made again where anything that its files depend on is otherwise, and only there."""

import re

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.tasks.test_isolation import edited, owner, storefront
from tests.workspaces import reader


class Disk:
    """What stands in generated/ and what is remembered of it, as the command keeps them."""

    def __init__(self):
        self.trees = {}
        self.made = {}

    def build(self, tree, *, only=(), maker="one"):
        outcome = build(
            reader(tree),
            lambda name: self.trees.get(name, FileTree()),
            only=only,
            before=self.made.get,
            maker=maker,
        )
        assert outcome.clients, [each.rule for each in outcome.findings]
        for each in outcome.clients:
            self.trees[each.name] = each.tree
            self.made[each.name] = each.made
        return {each.name: each for each in outcome.clients}


@pytest.fixture
def disk(root):
    """The storefront, built once."""
    made = Disk()
    made.tree = storefront(root)
    assert not any(each.is_kept for each in made.build(made.tree).values())
    return made


def remade(built):
    return {name for name, each in built.items() if not each.is_kept}


def test_nothing_is_made_again_where_nothing_changed(disk):
    before = dict(disk.trees)
    built = disk.build(disk.tree)
    assert remade(built) == set()
    assert disk.trees == before
    assert not any(each.changes for each in built.values())


def test_what_is_kept_says_what_a_build_says(disk, root):
    kept = disk.build(disk.tree)
    again = Disk().build(disk.tree)
    for name, each in again.items():
        assert (each.lock, each.reserve_ms) == (kept[name].lock, kept[name].reserve_ms)


def is_past(path):
    """Say whether a file tells what was released; what comes of it is not in any BFF."""
    return owner(path) is not None and path.split("/")[3] in ("releases", "events", "evidence")


def test_each_file_of_a_client_makes_that_client_again(disk):
    tree = dict(disk.tree)
    for path in (path for path in disk.tree if owner(path) and not is_past(path)):
        tree[path] = edited(path, tree[path])
        assert remade(disk.build(tree)) == {owner(path)}, path


def test_what_was_released_makes_nothing_again(disk):
    past = {path: edited(path, each) for path, each in disk.tree.items() if is_past(path)}
    assert {owner(path) for path in past} == set(disk.trees)
    assert remade(disk.build({**disk.tree, **past})) == set()


def test_a_file_of_an_upstream_makes_those_again_that_call_it(disk):
    tree = dict(disk.tree)
    compositions = {
        each: tree[f"contracts/clients/{each}/composition.yaml"].decode() for each in disk.trees
    }
    for path in (path for path in disk.tree if path.startswith("contracts/upstreams/")):
        called = re.compile(rf"\b{path.split('/')[2]}\.")
        tree[path] += b"\n"
        calling = {client for client, text in compositions.items() if called.search(text)}
        assert remade(disk.build(tree)) == calling, path


def test_one_wanted_client_is_built_alone(disk):
    name = next(iter(disk.trees))
    assert set(disk.build(disk.tree, only=[name], maker="two")) == {name}
    assert remade(disk.build(disk.tree, maker="two")) == disk.trees.keys() - {name}


def test_another_bffgen_makes_everything_again(disk):
    assert remade(disk.build(disk.tree, maker="two")) == set(disk.trees)


@pytest.mark.parametrize(
    "change",
    [
        lambda files: {**files, "openapi.json": b"{}"},
        lambda files: {path: each for path, each in files.items() if path != "openapi.json"},
        lambda files: {**files, "bffgen.lock": files["bffgen.lock"] + b"# more\n"},
        lambda files: {path: each for path, each in files.items() if path != "bffgen.lock"},
        lambda files: {},
    ],
    ids=["edited", "removed", "lock edited", "lock removed", "all removed"],
)
def test_a_folder_that_is_not_whole_is_made_again(change, disk):
    name = next(iter(disk.trees))
    before = disk.trees[name]
    disk.trees[name] = FileTree.of(change(dict(before.files)))
    assert remade(disk.build(disk.tree)) == {name}
    assert disk.trees[name] == before


def test_a_file_that_bffgen_has_not_made_is_no_reason(disk):
    name = next(iter(disk.trees))
    before = disk.trees[name]
    disk.trees[name] = FileTree.of({**dict(before.files), "notes.txt": b"ours\n"})
    built = disk.build(disk.tree)
    assert remade(built) == set()
    assert built[name].tree == before

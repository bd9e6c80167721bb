"""A contract is mended by what a build misses in it, wherever its responses stand."""

import json

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from bffgen.tasks.fix import fix_statuses
from tests.workspaces import contract, files, one, operation, reader, rules

THING = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
FOUND = {"description": "Found.", "content": {"application/json": {"schema": THING}}}
ROOT = "contracts/clients/web/openapi.yaml"
HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /things/{id}:\n"
OPERATION = (
    "get:\n  operationId: getThing\n  security: []\n"
    "  parameters: [{name: id, in: path, required: true, schema: {type: string, maxLength: 64}}]\n"
    f"  responses:\n    '200': {json.dumps(FOUND)}\n"
)


def indented(text, by):
    return "".join(f"{' ' * by}{line}\n" for line in text.splitlines())


def workspace(text, **more):
    tree = files(text, {"shop": one(THING)}, {"getThing": "shop.getThing"})
    return tree | {f"contracts/{path}": content.encode() for path, content in more.items()}


def mended(tree, fixed):
    return tree | dict(fixed.files)


def built(tree):
    return build(reader(tree), lambda _: FileTree())


def test_what_is_mended_builds_and_is_not_mended_again():
    tree = workspace(HEAD + indented(OPERATION, 4))
    fixed = fix_statuses(reader(tree))
    again = mended(tree, fixed)

    assert fixed.findings == ()
    assert fixed.added == (("web", "getThing", "422, 502, 503, 504"),)
    assert [path for path, _ in fixed.files] == [ROOT]
    assert rules(built(again).findings) == []
    assert fix_statuses(reader(again)).files == ()


def test_a_path_item_in_a_file_of_the_clients_own_is_mended_there():
    text = HEAD + "    $ref: paths/things.yaml\n"
    tree = workspace(text, **{"clients/web/paths/things.yaml": OPERATION})
    fixed = fix_statuses(reader(tree))

    assert fixed.findings == ()
    path = "contracts/clients/web/paths/things.yaml"
    assert sorted(dict(fixed.files)) == [ROOT, path]
    assert b'$ref: "../openapi.yaml#/components/schemas/Problem"' in dict(fixed.files)[path]
    assert rules(built(mended(tree, fixed)).findings) == []


def test_a_file_that_other_clients_share_is_left_alone():
    text = HEAD + "    $ref: ../../common/things.yaml\n"
    tree = workspace(text, **{"common/things.yaml": OPERATION})
    fixed = fix_statuses(reader(tree))

    assert (fixed.files, rules(fixed.findings)) == ((), ["input-unwritable"])


def test_an_upstream_that_does_not_read_stops_nothing_by_a_warning():
    upstream = contract({"/things/{id}": operation({**THING, "default": 1})})
    tree = files(HEAD + indented(OPERATION, 4), {"shop": upstream}, {"getThing": "shop.getThing"})

    assert fix_statuses(reader(tree)).findings == ()
    broken = tree | {"contracts/upstreams/shop.yaml": b"openapi: 2.0.0\n"}
    assert fix_statuses(reader(broken)).files == ()


def test_only_the_wanted_clients_are_mended():
    tree = workspace(HEAD + indented(OPERATION, 4))
    found = fix_statuses(reader(tree), only=("wob",))

    assert (found.files, found.findings, found.names) == ((), (), ("web",))

"""The functions that a build gives to start from pass the type checkers as they are written.

Each workspace here lacks its functions; what the findings say to add is added, imports first, and
the BFF that comes of it is held by mypy --strict.
"""

from pathlib import Path

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.typed import mypy
from tests.workspaces import contract, facts, files, operation, plant, reader

ROOT = Path(__file__).parents[2]
TEXT = {"type": "string"}
KIND = {"type": "string", "enum": ["new", "used"]}
PART = {
    "type": "object",
    "required": ["name", "kinds"],
    "properties": {"name": TEXT, "kinds": {"type": "array", "items": KIND}},
}
SCHEMAS = {
    "Part": PART,
    "Thing": {
        "type": "object",
        "required": ["part", "parts", "kinds"],
        "properties": {
            "part": {"$ref": "#/components/schemas/Part"},
            "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
            "kinds": {"type": "array", "items": KIND},
            "other": {"type": ["object", "null"], "properties": {"name": TEXT}},
            "count": {"type": "integer"},
        },
    },
}
THING = {"$ref": "#/components/schemas/Thing"}


def lacking(tree, name):
    """The module that a build asks for: imports and functions of its findings, as they stand."""
    outcome = build(reader(tree), lambda _: FileTree(), only=[name])
    assert {each.rule for each in outcome.findings} == {"compose-hook-missing"}
    taken = {line: None for each in outcome.findings for _, line in each.notes}
    stubs = [str(facts(each)["stub"]) for each in outcome.findings]
    assert len(set(stubs)) == len(stubs), "a function is told once, however often it is called"
    return "\n".join([*sorted(taken), "", *stubs, ""])


def checked(tree, name, folder):
    module = lacking(tree, name)
    tree[f"contracts/clients/{name}/hooks.py"] = module.encode()
    outcome = build(reader(tree), lambda _: FileTree(), only=[name])
    assert [each for each in outcome.findings if each.effect == "breaks"] == []
    plant(outcome.clients[0].tree, folder / name)
    assert mypy(folder / name, folder / "cache") == set()
    return module


def test_values_that_are_objects_lists_and_tags_have_their_types(tmp_path):
    value = {
        "part": {"python": "part_of", "args": ["a.part", "a.parts"]},
        "parts": {"python": "parts_of", "args": ["a.parts", {"const": 3}]},
        "kinds": {"python": "kinds_of", "args": ["a.kinds"]},
        "other": {"python": "other_of", "args": ["a.other"]},
        "count": {"python": "count_of", "args": ["a.count", "request.path.id"]},
    }
    operations = {"getThing": {"sources": {"a": {"call": "one.getIt"}}, "body": value}}
    ours = contract({"/things/{id}": operation(THING)}, SCHEMAS)
    theirs = contract({"/it": operation(THING, "getIt", parameters=())}, SCHEMAS)
    module = checked(files(ours, {"one": theirs}, operations), "web", tmp_path)
    assert "object" not in module


def test_sources_and_operations_of_the_storefront_have_theirs(tmp_path):
    tree = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "contracts").rglob("*")
        if path.is_file() and path.name != "hooks.py"
    }
    checked(tree, "admin", tmp_path)
    checked(tree, "mobile", tmp_path)

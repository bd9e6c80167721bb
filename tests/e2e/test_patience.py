"""The BFFs that end-to-end tests ask are those of generated/, but for how long they wait."""

import ast
import re

import pytest

# What docstrings and the README say of the longest chain of calls, and of one call.
TIMES = re.compile(r"Waits: [^.]*\.|\b\d+ ms\b")


def without_times(path, content):
    """Give the text of a file without its times, whatever the formatter made of their lengths."""
    text = content.decode()
    if path.endswith(".py"):
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and (node.arg or "").endswith(("_ms", "lease_s")):
                node.value = ast.Name("N")
        text = ast.unparse(tree)
    return "".join(TIMES.sub("", text).split())


def is_cache(part):
    """Say whether a folder is what tools leave beside the code that they looked at."""
    return part == "__pycache__" or part.endswith("_cache")


def files_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and not any(map(is_cache, path.relative_to(folder).parts))
        and path.name != "bffgen.lock"
    }


@pytest.mark.parametrize("client", ["web", "mobile", "partner", "admin"])
def test_a_patient_bff_is_the_one_of_generated_but_for_its_times(root, built, client):
    stands = files_below(root / "generated" / client)
    waits = files_below(built(client))
    assert waits.keys() == stands.keys()
    differing = sorted(path for path in stands if waits[path] != stands[path])
    assert differing, "its times are apart"
    for path in differing:
        assert without_times(path, waits[path]) == without_times(path, stands[path]), path

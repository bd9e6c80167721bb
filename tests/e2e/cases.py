"""BFFs of cases of tests/cases, built to be asked over real sockets."""

from tests.test_cases import CASES, fresh_copy, read_case
from tests.workspaces import built, plant


def built_case(name, folder):
    """Build a case in a folder, with time to spare: the folder of its BFF, and its workspace."""
    fresh_copy(read_case(CASES / name / "case.md"), folder)
    tree = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    outcome, made = built(tree, late={})
    return plant(made, folder / "web"), outcome.workspace

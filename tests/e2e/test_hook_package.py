"""Hooks that are a package: copied whole, found by what it takes from its modules, served."""

from pathlib import Path

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.served import Bff
from tests.e2e.test_hook_sources import ANSWERS, PRODUCT, SHOP, upstreams
from tests.patience import patient
from tests.workspaces import plant

__all__ = ["upstreams"]

CASE = Path(__file__).parents[1] / "cases" / "composition" / "hooks" / "package"
ANSWERS["/products/lamp"] = PRODUCT


def read(path):
    over = CASE / path
    return (over if over.is_file() else SHOP / path).read_bytes()


def below(folder):
    return sorted(
        each.relative_to(CASE).as_posix() for each in (CASE / folder).rglob("*") if each.is_file()
    )


@pytest.fixture(scope="module")
def shop(upstreams, tmp_path_factory):
    outcome = build(patient(read), lambda _: FileTree(), below=below)
    assert outcome.findings == ()
    folder = plant(outcome.clients[0].tree, tmp_path_factory.mktemp("package"))
    with Bff(folder, upstreams) as bff:
        yield bff


@pytest.mark.parametrize(("product", "in_stock"), [("lamp", False), ("sold", True)])
def test_a_function_of_a_module_answers_by_a_file_that_lies_beside_it(shop, product, in_stock):
    answered = shop.ask(f"/products/{product}")

    assert (answered.status, answered.json()["inStock"]) == (200, in_stock)

"""Import blocks are sorted as ruff sorts them, whatever the order in which names came."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.emit.imports import Imports

TAKEN = {
    "typing": ("Annotated", "Any", "Literal", "TypeAlias"),
    "collections.abc": ("Mapping",),
    "dataclasses": ("dataclass",),
    "itertools": ("islice",),
    "pydantic": ("MISSING", "Field"),
    "fastapi": ("APIRouter", "FastAPI"),
    "starlette.requests": ("Request",),
    "..": ("hooks", "plans"),
    "..answers": (
        *(
            "GetProductPage200",
            "GetProductPageResponse",
            "Price",
            "ProductImage",
            "Seo",
            "URL",
            "A",
        ),
        *("Getaway", "GetThing", "GetThing2", "GetThing10", "GetThing2Body", "HTTPThing", "Uri2"),
    ),
    ".part10": ("part10",),
    ".part2": ("part2",),
    "..runtime.body": ("Body", "CamelBody", "DateTime", "Uri", "reader"),
    "..runtime.parse": ("header_text", "path_text", "query_integer"),
    "..upstreams": ("catalog", "pricing"),
    ".settings": ("Settings",),
    ".": ("ports",),
}
PAIRS = [(module, name) for module, names in TAKEN.items() for name in names]


def text_of(pairs):
    imports = Imports()
    for module, name in pairs:
        imports.add(module, name)
    return imports.text()


@given(st.permutations(PAIRS))
def test_the_order_in_which_names_come_changes_nothing(pairs):
    assert text_of(pairs) == text_of(PAIRS)


@pytest.mark.parametrize("count", [1, 5, 12, len(PAIRS)])
def test_the_block_is_as_ruff_would_sort_and_lay_it(count, tmp_path):
    blocks = [text_of(PAIRS[start : start + count]) for start in range(0, len(PAIRS), count)]
    for number, block in enumerate(blocks):
        names = [name for _, name in PAIRS[number * count : (number + 1) * count]]
        (tmp_path / f"block_{number}.py").write_text(
            f'"""Doc."""\n\n{block}\n\n__all__ = [{", ".join(repr(n) for n in sorted(names))}]\n'
        )
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache"]
    made = subprocess.run(
        [*command, "--line-length", "100", "--select", "I", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert made.returncode == 0, made.stdout


def test_a_line_that_is_too_long_is_broken_a_name_a_line():
    imports = Imports()
    names = [f"Class{letter}{'x' * 12}" for letter in "ABCDEF"]
    imports.add("..answers", *names)

    listed = "".join(f"    {name},\n" for name in names)
    assert imports.text() == f"from ..answers import (\n{listed})"


def test_a_name_that_gets_another_one_has_a_line_of_its_own(tmp_path):
    imports = Imports()
    for name in ("more", "list_", "get_a"):
        imports.add("..sources", name, alias=f"{name}_sources")
    imports.add("..sources", "plain", "early")
    (tmp_path / "a.py").write_text(f"{imports.text()}\n\nprint(early, plain)\n")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "I"]
    made = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)

    assert made.returncode == 0, made.stdout


def test_an_alias_is_written_beside_its_name():
    imports = Imports()
    imports.add("..sources", "get_product", alias="found")

    assert imports.text() == "from ..sources import get_product as found"


def test_nothing_taken_is_nothing_written():
    assert Imports().text() == ""

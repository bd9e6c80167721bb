"""hooks.py: its public functions are read by their syntax, and never run."""

from dataclasses import replace

import pytest

from bffgen.contract.hooks import nothing_below, read_hooks
from bffgen.contract.python import Functions, PythonFault
from bffgen.model.client import HookFunction
from bffgen.model.place import Place
from tests.workspaces import facts, reader

AT = Place(document="web/hooks.py")


def hooks_of(content):
    return read_hooks("web", reader({AT.document: content}), nothing_below)


def function(source):
    (only,) = hooks_of(source.encode()).functions
    return only


@pytest.mark.parametrize(
    ("source", "parameters", "takes_any"),
    [
        ("def f(): ...", (), False),
        ("def f(a: int, b: str) -> str: ...", (("a", False), ("b", False)), False),
        ("def f(a, b=1): ...", (("a", False), ("b", True)), False),
        ("def f(*values): ...", (), True),
        ("def f(a, *values): ...", (("a", False),), True),
        ("@cache\ndef f(a): ...", (("a", False),), False),
    ],
)
def test_the_positional_parameters_of_a_function_are_read(source, parameters, takes_any):
    assert replace(function(source), decorators=()) == HookFunction(
        name="f",
        parameters=parameters,
        takes_any=takes_any,
        by_name_alone=(),
        by_position_alone=0,
        takes_any_name=False,
        is_async=False,
        place=AT.at("f"),
    )


@pytest.mark.parametrize(
    ("source", "parameters", "by_position_alone", "by_name_alone", "takes_any_name"),
    [
        ("def f(a, /, b, c=1): ...", ("a", "b", "c"), 1, (), False),
        ("def f(a=1, /, b=2): ...", ("a", "b"), 1, (), False),
        ("def f(a, b, /): ...", ("a", "b"), 2, (), False),
        ("def f(a, *, key=1): ...", ("a",), 0, (("key", True),), False),
        ("def f(*, b, c=1, d): ...", (), 0, (("b", False), ("c", True), ("d", False)), False),
        ("def f(a, **more): ...", ("a",), 0, (), True),
    ],
)
def test_it_is_known_which_parameters_a_name_can_give_and_which_only_a_name(
    source, parameters, by_position_alone, by_name_alone, takes_any_name
):
    read = function(source)

    assert tuple(name for name, _ in read.parameters) == parameters
    assert read.by_position_alone == by_position_alone
    assert (read.by_name_alone, read.takes_any_name) == (by_name_alone, takes_any_name)


def test_an_async_function_is_known_as_one():
    assert function("async def f(a): ...").is_async


def test_only_public_functions_of_the_module_are_read_sorted_by_name():
    source = (
        "import os\nclass C:\n    def method(self): ...\ndef _own(): ...\n"
        "def b():\n    def inner(): ...\ndef a(): ...\nif True:\n    def late(): ...\n"
    )

    assert [each.name for each in hooks_of(source.encode()).functions] == ["a", "b"]


def test_the_file_is_never_run_and_its_bytes_are_kept():
    content = b"\xef\xbb\xbfraise SystemExit\ndef f(): '\\d'\n"

    hooks = hooks_of(content)

    assert [(each.path, each.content) for each in hooks.files] == [("hooks.py", content)]
    assert hooks.place == AT
    assert hooks.function("f") is not None
    assert hooks.function("g") is None


@pytest.mark.parametrize(
    "content",
    [
        b"def f(:\n",
        b"def f():\n\treturn 1\n        return 2\n",
        b"# coding: nonsense\n",
        b"x = '\xff'\n",
        b"x = 1\0\n",
        b"(" * 5000,
        b"def f(): print 'a'\n",
    ],
)
def test_what_is_not_python_is_one_finding(content):
    (found,) = hooks_of(content)

    assert (found.rule, found.marks[0].place) == ("compose-hook-syntax", AT)
    assert facts(found)["problem"]


def test_where_a_function_stands_is_found_by_its_name():
    text = "x = 1\n\n@cache\nasync def price(a):\n    ...\ndef late(): ...\n"
    functions = Functions(text.encode())

    extent, taken = functions.find(("price",))

    assert (text[extent.key_start : extent.key_end], taken) == ("price", 1)
    assert functions.find(("other",))[1] == 0


def test_the_place_where_the_parser_stopped_is_kept():
    with pytest.raises(PythonFault) as caught:
        Functions(b"x = 1\ny = = 2\n")

    assert "x = 1\ny = = 2\n"[caught.value.offset] == "="


PACKAGE = {
    "web/hooks/__init__.py": (
        "from ._prices import _label as price_label\n"
        "from .orders import *\n"
        "from .deep import cancel_order\n"
        "from math import floor\n"
        "def own(): ...\n"
    ),
    "web/hooks/_prices.py": "def _label(amount, currency): ...\ndef unused(): ...\n",
    "web/hooks/orders.py": "from . import deep\nasync def place_order(a, b, c): ...\n",
    "web/hooks/deep/__init__.py": "from .steps import cancel_order\n",
    "web/hooks/deep/steps.py": "from ...answers import X\nasync def cancel_order(a): ...\n",
    "web/hooks/rates.json": "{}",
    "web/hooks/__pycache__/orders.pyc": "x",
}


def package_of(files, below=None):
    tree = {path: text.encode() for path, text in files.items()}
    return read_hooks("web", reader(tree), below or (lambda folder: sorted(tree)))


def test_functions_of_a_package_are_those_that_it_has_or_takes_from_its_modules():
    hooks = package_of(PACKAGE)

    assert hooks.place.document == "web/hooks/__init__.py"
    assert {each.name: each.place for each in hooks.functions} == {
        "cancel_order": Place(document="web/hooks/deep/steps.py", pointer="/cancel_order"),
        "own": Place(document="web/hooks/__init__.py", pointer="/own"),
        "place_order": Place(document="web/hooks/orders.py", pointer="/place_order"),
        "price_label": Place(document="web/hooks/_prices.py", pointer="/_label"),
    }


def test_a_package_is_copied_whole_without_what_python_left_there():
    listed = [each.path for each in package_of(PACKAGE).files]

    assert listed == sorted(
        path.removeprefix("web/") for path in PACKAGE if "__pycache__" not in path
    )


def test_modules_that_are_imported_come_where_nobody_lists_the_folder():
    listed = {each.path for each in package_of(PACKAGE, nothing_below).files}

    assert listed == {path.removeprefix("web/") for path in PACKAGE if path.endswith(".py")}


def test_modules_that_import_each_other_are_read_once():
    circle = {
        "web/hooks/__init__.py": "from .a import f\n",
        "web/hooks/a.py": "from .b import g\ndef f(): ...\n",
        "web/hooks/b.py": "from .a import f\ndef g(): ...\n",
    }

    assert [each.name for each in package_of(circle).functions] == ["f"]


def test_what_is_not_python_in_any_file_is_told_there():
    broken = {**PACKAGE, "web/hooks/_prices.py": "def (\n", "web/hooks/orders.py": "x = = 1\n"}

    found = package_of(broken)

    assert [each.marks[0].place.document for each in found] == [
        "web/hooks/_prices.py",
        "web/hooks/orders.py",
    ]


@pytest.mark.parametrize(
    ("written", "lifespan", "routers"),
    [
        ("@manager\nasync def lifespan(settings): ...\n", True, False),
        ("lifespan = made()\n", True, False),
        ("routers = []\n", False, True),
        ("routers: list = []\n", False, True),
        ("from .team import routers\n", False, True),
        ("def in_stock(): ...\n", False, False),
    ],
)
def test_what_is_said_of_the_whole_bff_is_known_and_is_no_function_to_call(
    written, lifespan, routers
):
    hooks = hooks_of(written.encode())

    assert (hooks.has_lifespan, hooks.has_routers) == (lifespan, routers)
    assert hooks.function("lifespan") is None


def test_the_paths_of_routers_are_read_where_the_source_says_them():
    hooks = hooks_of(
        b"""
router = APIRouter(prefix="/team")
other: APIRouter = fastapi.APIRouter()
made = APIRouter(prefix=at())


@router.get("/seen/{day}")
async def seen(): ...


@other.post("/" + name)
async def built(): ...


@other.websocket("/live")
async def live(): ...


@made.get("/x")
async def unknown(): ...


@router.exception_handler("/y")
async def no_route(): ...
"""
    )

    assert [(each.function, each.path) for each in hooks.routed] == [
        ("seen", "/team/seen/{day}"),
        ("live", "/live"),
    ]

"""hooks.py: its public functions are read by their syntax, and never run."""

import pytest

from bffgen.contract.hooks import read_hooks
from bffgen.contract.python import Functions, PythonFault
from bffgen.model.client import HookFunction
from bffgen.model.finding import Finding
from bffgen.model.place import Place
from tests.workspaces import facts

AT = Place(document="hooks.py")


def function(source):
    (only,) = read_hooks(source.encode(), AT).functions
    return only


@pytest.mark.parametrize(
    ("source", "parameters", "takes_any"),
    [
        ("def f(): ...", (), False),
        ("def f(a: int, b: str) -> str: ...", (("a", False), ("b", False)), False),
        ("def f(a, b=1): ...", (("a", False), ("b", True)), False),
        ("def f(a, /, b, c=1): ...", (("a", False), ("b", False), ("c", True)), False),
        ("def f(a=1, /, b=2): ...", (("a", True), ("b", True)), False),
        ("def f(*values): ...", (), True),
        ("def f(a, *values): ...", (("a", False),), True),
        ("def f(a, *, key=1): ...", (("a", False),), False),
        ("def f(a, **more): ...", (("a", False),), False),
        ("@cache\ndef f(a): ...", (("a", False),), False),
    ],
)
def test_the_positional_parameters_of_a_function_are_read(source, parameters, takes_any):
    assert function(source) == HookFunction(
        name="f", parameters=parameters, takes_any=takes_any, by_name_alone=(), is_async=False
    )


def test_parameters_that_only_a_name_can_give_are_told_where_they_have_no_default():
    assert function("def f(a, *, b, c=1, d): ...").by_name_alone == ("b", "d")


def test_an_async_function_is_known_as_one():
    assert function("async def f(a): ...").is_async


def test_only_public_functions_of_the_module_are_read_sorted_by_name():
    source = (
        "import os\nclass C:\n    def method(self): ...\ndef _own(): ...\n"
        "def b():\n    def inner(): ...\ndef a(): ...\nif True:\n    def late(): ...\n"
    )

    assert [each.name for each in read_hooks(source.encode(), AT).functions] == ["a", "b"]


def test_the_file_is_never_run_and_its_bytes_are_kept():
    content = b"\xef\xbb\xbfraise SystemExit\ndef f(): '\\d'\n"

    hooks = read_hooks(content, AT)

    assert hooks.content == content
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
    found = read_hooks(content, AT)

    assert isinstance(found, Finding)
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

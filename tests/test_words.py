"""One thing, one word: names and messages of generator/ against STYLE.md's table of names.

Names are what generator/ defines (a package's own names are its own affair), taken apart into
words; messages are its texts with a space in them, without what stands in backticks.
"""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "generator" / "bffgen"

# Never, as a word of any name -> what stands for it.
WORDS = {
    "endpoint": "operation",
    "endpoints": "operations",
    "route": "operation",
    "consumer": "client",
    "consumers": "clients",
    "backend": "upstream",
    "backends": "upstreams",
    "spec": "contract",
    "specs": "contracts",
    "old": "baseline",
    "violation": "finding",
    "violations": "findings",
    "issue": "finding",
    "issues": "findings",
    "breakage": "finding",
    "grade": "answer, effect, verdict or severity",
    "outcome": "answer, effect, verdict or severity",
    "snapshot": "frozen",
    "dict": "what one asks of it",
    "helper": "its subject",
    "helpers": "its subject",
    "util": "its subject",
    "utils": "its subject",
}
# Never, as a whole name.
NAMES = {
    "config": "policy",
    "log": "event",
    "active": "live",
    "origin": "place",
    "ignore": "waiver",
    "left": "baseline",
    "right": "revision",
    "new": "revision",  # within a longer name it says `fresh` as often
    "timeout": "timeout_ms",
    "budget": "budget_ms",
    "delay": "delay_ms",
    "dump": "frozen or served",
}
CLASS_ENDINGS = ("Manager", "Handler", "Helper", "Util", "Utils", "Base", "Impl", "Data", "Info")
MODULES = frozenset(("utils", "common", "helpers", "misc", "core"))
# Never in a message.
PHRASES = re.compile(
    r"\b(endpoints?|consumers?|backends?|specs?|violations?|issues?|breakages?|outcomes?"
    r"|snapshots?|end of life|error objects?|please|you|your)\b",
    re.IGNORECASE,
)


def defined(tree):
    """Give the names that a module defines, each with its line; not those of one expression."""
    brief = {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.comprehension)
        for each in ast.walk(node.target)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name() if id(node) in brief:
                continue
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node.lineno
            case ast.alias(asname=str(name)):
                yield name, node.lineno


def words_of(name):
    """Take a name apart: `readOnly_items` -> read, only, items."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.strip("_"))
    return [each.lower() for each in re.split(r"[_ ]+", spaced) if each]


def bad_names(path, tree):
    if path.split("/")[-1].removesuffix(".py") in MODULES:
        yield f"{path}: a module is called by its subject"
    for name, line in defined(tree):
        for word in words_of(name):
            if word in WORDS:
                yield f"{path}:{line}: `{name}`: say {WORDS[word]}"
        if name.strip("_") in NAMES:
            yield f"{path}:{line}: `{name}`: say {NAMES[name.strip('_')]}"
        if name[:1].isupper() and name != name.upper() and name.endswith(CLASS_ENDINGS):
            yield f"{path}:{line}: `{name}`: a value is a noun"
        if name.lstrip("_").endswith("_list"):
            yield f"{path}:{line}: `{name}`: a collection is named by what one asks of it"


def docstrings(tree):
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            yield node.body[0].value


def bad_messages(path, tree):
    """Hold every text of a module that reads as a sentence against the phrases."""
    prose = {id(each) for each in docstrings(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        sentence = re.sub(r"`[^`]*`", "", node.value)
        if id(node) in prose or " " not in sentence.strip():
            continue
        for found in PHRASES.findall(sentence):
            yield f"{path}:{node.lineno}: a message says `{found}`"


def faults(path, source):
    tree = ast.parse(source)
    return [*bad_names(path, tree), *bad_messages(path, tree)]


def test_names_and_messages_keep_to_one_word_for_one_thing():
    paths = sorted(PACKAGE.rglob("*.py"))
    assert len(paths) > 1
    found = [
        fault
        for path in paths
        for fault in faults(path.relative_to(PACKAGE).as_posix(), path.read_text())
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("model/planted.py", "def endpoint_by_id(): ..."),
        ("model/planted.py", "class RouteTable: ..."),
        ("model/planted.py", "class ClientManager: ..."),
        ("model/planted.py", "class UpstreamInfo: ..."),
        ("model/planted.py", "backend_url = 1"),
        ("model/planted.py", "def f(spec): ..."),
        ("model/planted.py", "def f(*, old_schema): ..."),
        ("model/planted.py", "new, oldApi = 1, 2"),
        ("model/planted.py", "self.violations = ()"),
        ("model/planted.py", "operation_dict = {}"),
        ("model/planted.py", "release_list = []"),
        ("model/planted.py", "timeout = 3"),
        ("model/planted.py", "for left, y in z: ..."),
        ("model/planted.py", "import json as config"),
        ("model/utils.py", ""),
        ("emit/helpers.py", ""),
        ("model/planted.py", "x = 'the endpoint answers nothing'"),
        ("model/planted.py", "x = f'the backend {y} is late'"),
        ("model/planted.py", "x = 'please mend the file'"),
        ("model/planted.py", "x = 'the Spec says so'"),
        ("model/planted.py", "def f():\n    return 'do as you like'"),
    ],
)
def test_a_planted_word_is_found(path, source):
    assert faults(path, source)


@pytest.mark.parametrize(
    "source",
    [
        "import json\ntext = json.dumps({}, default=str)\nnews, renewed = 1, 2",
        "x = 'contract'.split()\ny = call(timeout=3, old=1)",
        "routes = routers = ()",
        "def services(service): ...",
        "x = 'build-backend'",
        "x = 'the name `endpoint` is the contract of a team'",
        '"""Prose may say endpoint."""\ndef f():\n    """And say spec or you."""',
        "class Metadata: ...",
        "pairs = {old: new for old, new in zip(x, y)}",
        "def _list(): ...",
        "BASE = DATA = 1",
    ],
)
def test_a_name_of_another_language_is_not_found(source):
    assert faults("model/planted.py", source) == []

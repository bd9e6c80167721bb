"""What a comparison remembers: the same answer, and never an answer about other files."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from bffgen.model.record import read, written
from tests.cli.repository import git, put

CONTRACT = """openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /carts:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "cart.yaml#/Cart"}}}
      responses:
        "200":
          description: Made.
          content: {application/json: {schema: {$ref: "cart.yaml#/Cart"}}}
"""
CART = "Cart: {type: object, properties: {sku: {type: string, default: a}}}\n"
FORMATS = ("text", "json", "markdown", "github", "gitlab", "sarif", "junit")
FOLDER = ".bffgen/cache/compare"


@pytest.fixture
def workspace(tmp_path):
    """Two documents of two files each; in a workspace, as `contracts/bffgen.yaml` says."""
    put(tmp_path, {"contracts/bffgen.yaml": "format: workspace/1\n"})
    put(tmp_path, {"a/api.yaml": CONTRACT, "a/cart.yaml": CART})
    put(tmp_path, {"b/api.yaml": CONTRACT, "b/cart.yaml": CART.replace("string", "integer")})
    return tmp_path


def kept(workspace):
    folder = workspace / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def falsify(path):
    """Let what is remembered say that 4711 questions were asked."""
    record = read(json.loads(path.read_bytes().partition(b"\n")[2]))
    content = json.dumps(written(replace(record, asked=4711))).encode()
    path.write_bytes(sha256(content).hexdigest().encode() + b"\n" + content)


def diff(bffgen, *flags):
    return bffgen("diff", "a/api.yaml", "b/api.yaml", *flags)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_remembered_is_told_as_it_was(bffgen, workspace, form):
    first = diff(bffgen, "-f", form)
    assert first[0] == 1
    assert len(kept(workspace)) == 1
    assert diff(bffgen, "-f", form) == first


def test_what_is_remembered_is_not_asked_again(bffgen, workspace):
    diff(bffgen)
    (path,) = kept(workspace)
    falsify(path)
    _, out, _ = diff(bffgen, "-f", "json")
    assert json.loads(out)["comparisons"][0]["asked"] == 4711


@pytest.mark.parametrize("path", ["a/api.yaml", "b/api.yaml", "a/cart.yaml", "b/cart.yaml"])
def test_a_file_that_changed_is_compared_again(bffgen, workspace, path):
    before = diff(bffgen)
    content = (workspace / path).read_text()
    (workspace / path).write_text(content.replace("integer", "string") + "\n# a comment\n")
    after = diff(bffgen)
    if path == "b/cart.yaml":
        assert (after[0], after[1] != before[1]) == (0, True)
    assert len(kept(workspace)) in (1, 2)


def test_what_is_asked_otherwise_is_another_question(bffgen, workspace):
    diff(bffgen)
    diff(bffgen, "--decoder", "unknown_enum=tolerate")
    assert len(kept(workspace)) == 2
    # How it is told is none of its concern.
    diff(bffgen, "--pure", "--fail-on", "nothing", "--as-of", "2026-01-01", "-f", "json")
    assert len(kept(workspace)) == 2


@pytest.mark.parametrize(
    "broken",
    [b"", b"{}", b"nothing\n{}", b"\xff\xfe", b"0" * 64 + b"\n" + b"[]", None],
    ids=["empty", "no digest", "another digest", "no text", "another value", "cut"],
)
def test_what_is_broken_is_forgotten(bffgen, workspace, broken):
    first = diff(bffgen)
    (path,) = kept(workspace)
    path.write_bytes(path.read_bytes()[:-9] if broken is None else broken)
    assert diff(bffgen) == first


@pytest.mark.parametrize("value", [[], {}, {"findings": 3}, {"baseline": [1]}, None])
def test_a_record_of_another_shape_is_forgotten(bffgen, workspace, value):
    first = diff(bffgen)
    (path,) = kept(workspace)
    content = json.dumps(value).encode()
    path.write_bytes(sha256(content).hexdigest().encode() + b"\n" + content)
    assert diff(bffgen) == first


COMMANDS = {
    "diff": ("diff", "a/api.yaml", "b/api.yaml"),
    "check": ("check", "--against", "git:HEAD"),
}


@pytest.fixture
def checked(workspace):
    """A workspace whose one client breaks its contract of the last commit."""
    client = "contracts/clients/web"
    put(workspace, {"contracts/bffgen.yaml": "{format: bffgen/1, clients: [web], upstreams: {}}\n"})
    put(workspace, {f"{client}/openapi.yaml": CONTRACT, f"{client}/cart.yaml": CART})
    put(workspace, {f"{client}/policy.yaml": "{format: policy/1, family: browser}\n"})
    git(workspace, "init", "-q", "-b", "main")
    git(workspace, "add", ".")
    git(workspace, "commit", "-q", "-m", "first")
    put(workspace, {f"{client}/cart.yaml": CART.replace("string", "integer")})
    return workspace


@pytest.mark.parametrize("command", COMMANDS)
def test_without_memory_nothing_is_written_and_nothing_is_read(bffgen, checked, command):
    args = *COMMANDS[command], "-f", "json"
    forgetful = bffgen(*args, "--no-memory")
    assert forgetful[0] == 1
    assert not (checked / ".bffgen").exists()
    assert bffgen(*args) == forgetful
    (path,) = kept(checked)
    falsify(path)
    before = path.stat().st_mtime_ns
    assert bffgen(*args, "--no-memory") == forgetful
    assert path.stat().st_mtime_ns == before
    assert "4711" in bffgen(*args)[1]


def test_a_file_that_may_come_keeps_nothing(bffgen, workspace):
    """A reference that leads nowhere is a doubt; the file may be there at the next call."""
    example = 'examples: {one: {$ref: "example.yaml#/one"}}, schema'
    content = CONTRACT.replace("{application/json: {schema", "{application/json: {" + example, 1)
    put(workspace, {"b/api.yaml": content})
    _, _, said = diff(bffgen)
    assert "example.yaml" in said
    assert kept(workspace) == []


def test_outside_of_a_workspace_nothing_is_written(bffgen, workspace):
    (workspace / "contracts" / "bffgen.yaml").unlink()
    diff(bffgen)
    assert not (workspace / ".bffgen").exists()


def test_where_nothing_can_be_written_nothing_is_said_of_it(bffgen, workspace):
    (workspace / ".bffgen").write_text("in the way")
    code, _, said = diff(bffgen)
    assert (code, said) == (1, "")


def test_only_the_newest_are_kept(bffgen, workspace):
    folder = workspace / FOLDER
    folder.mkdir(parents=True)
    for number in range(530):
        (folder / f"{number:040}").write_bytes(b"old")
    diff(bffgen)
    assert len(kept(workspace)) == 512


def test_equal_releases_are_one_comparison(bffgen, workspace):
    """The same bytes at another commit have another name, and only that is told anew."""
    git(workspace, "init", "-q", "-b", "main")
    git(workspace, "add", ".")
    git(workspace, "commit", "-q", "-m", "first")
    for tag in ("v1", "v2"):
        git(workspace, "tag", tag)
        code, out, _ = bffgen("diff", f"{tag}:a/api.yaml", "b/api.yaml")
        assert (code, f"{tag}:a/cart.yaml:1:" in out) == (1, True)

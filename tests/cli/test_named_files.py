"""What a side or a reference may name besides a file: pipes, devices, folders, nothing."""

import os

import pytest

from bffgen.contract import disk, git, yaml
from tests.cli.repository import git as run_git
from tests.cli.repository import put
from tests.processes import shell

CONTRACT = """openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a:
    get: {responses: {"200": {description: d, content: {application/json: {schema: SCHEMA}}}}}
"""
TEXT = CONTRACT.replace("SCHEMA", "{type: string}")
JSON = (
    '{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get":'
    ' {"responses": {"200": {"description": "d", "content": {"application/json":'
    ' {"schema": {"type": "string"}}}}}}}}}'
)


@pytest.mark.parametrize(
    ("baseline", "revision"),
    [
        ("<(cat a.yaml)", "<(cat a.json)"),
        ("<(cat a.json)", "a.yaml"),
        ("a.yaml", "/dev/stdin <a.yaml"),
        ("a.yaml", "- <a.json"),
        ("a.json", "/dev/stdin < <(cat a.yaml)"),
    ],
)
def test_a_pipe_is_read_though_it_gives_what_it_has_but_once(tmp_path, baseline, revision):
    put(tmp_path, {"a.yaml": TEXT, "a.json": JSON})
    ran = shell(f"bffgen diff {baseline} {revision}", folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("no change")


@pytest.fixture
def at_most(monkeypatch):
    """Let no file of more than so many bytes be read."""

    def limit(count):
        for module in (disk, git, yaml):
            monkeypatch.setattr(module, "MAX_BYTES", count)

    return limit


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/urandom", "large.yaml", "large.json"])
def test_what_has_no_end_is_refused_and_not_read(bffgen, tmp_path, at_most, name):
    at_most(500)
    put(tmp_path, {"a.yaml": TEXT, "large.yaml": TEXT + "#" * 500, "large.json": JSON + " " * 500})
    code, _, err = bffgen("diff", "a.yaml", name)
    assert code == 2
    assert "input-too-large]: at most 500 bytes of a file are read" in err


def test_a_large_file_of_git_leaves_the_others_readable(bffgen, tmp_path, at_most):
    at_most(500)
    refers = CONTRACT.replace("SCHEMA", "{allOf: [{$ref: large.yaml}, {$ref: b.yaml}]}")
    put(tmp_path, {"a.yaml": refers, "b.yaml": "type: string", "large.yaml": "#" * 5_000_000})
    run_git(tmp_path, "init", "-q")
    run_git(tmp_path, "add", ".")
    run_git(tmp_path, "commit", "-q", "-m", "first")
    code, _, err = bffgen("diff", "HEAD:a.yaml", "a.yaml")
    assert (code, err.count("error["), err.count("[input-too-large]")) == (2, 2, 2)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("pipe.yaml", "`pipe.yaml` cannot be read: it is a pipe or a device"),
        ("parts", "`parts` cannot be read: it is a folder"),
        ("a%00b.yaml", "there is no file `a\u2400b.yaml`"),
        ("a.yaml/b.yaml", "there is no file `a.yaml/b.yaml`"),
        (f"{'x' * 300}.yaml", "cannot be read: file name too long"),
        ("self.yaml", "cannot be read: too many levels of symbolic links"),
        ("#/paths/~1a/get/tags/00", "leads to nothing"),
        ("#/paths/~1a/get/tags/-1", "leads to nothing"),
        ("#/paths/~1a/get/tags/\u0660", "leads to nothing"),
        (f"#/paths/~1a/get/tags/{'9' * 5000}", "leads to nothing"),
    ],
)
def test_a_reference_to_what_is_no_file_is_told(bffgen, tmp_path, reference, said):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "parts").mkdir()
    (tmp_path / "self.yaml").symlink_to("self.yaml")
    refers = CONTRACT.replace("SCHEMA", f'{{$ref: "{reference}"}}')
    put(tmp_path, {"a.yaml": refers.replace("get: {", "get: {tags: [{type: string}], ")})
    put(tmp_path, {"b.yaml": TEXT})
    code, out, err = bffgen("diff", "b.yaml", "a.yaml")
    assert (code, said in err, "unproven" in out) == (0, True, True)


def test_a_name_is_shown_without_what_would_move_the_cursor(bffgen, tmp_path):
    code, out, err = bffgen("diff", "a\n\x1b[31m.yaml", "b.yaml")
    assert (code, out) == (2, "")
    assert err == "bffgen: there is no file `a\u240a\u241b[31m.yaml`\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file says nothing"),
        (b"- a", "a list where the mapping of a document belongs"),
        (b"hello", "a text where the mapping of a document belongs"),
        (b"openapi: []", "a list where the version, a text, belongs"),
        (b"openapi: true", "a boolean where the version, a text, belongs"),
        (b"openapi: 4", "the document says OpenAPI `4`"),
        (TEXT.encode("utf-16"), "the file is UTF-16, and UTF-8 is read"),
        (b"openapi: 3.1.0\n? [a]\n: b", "a key is a mapping or a list"),
    ],
)
def test_what_is_no_document_is_called_what_it_is(bffgen, tmp_path, content, said):
    put(tmp_path, {"a.yaml": TEXT})
    (tmp_path / "b.yaml").write_bytes(content)
    code, _, err = bffgen("diff", "a.yaml", "b.yaml")
    assert (code, said in err) == (2, True)


@pytest.mark.parametrize("output", ["text=a.yaml", "b.yaml", "json=./b.yaml", "sarif=link.yaml"])
def test_what_is_compared_is_not_written_over(bffgen, tmp_path, output):
    put(tmp_path, {"a.yaml": TEXT, "b.yaml": TEXT.replace("string", "integer")})
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    code, out, err = bffgen("diff", "a.yaml", "b.yaml", "-o", output)
    assert (code, out, "would write over what is compared" in err) == (2, "", True)
    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_several_formats_may_go_to_no_file(bffgen, tmp_path):
    put(tmp_path, {"a.yaml": TEXT, "b.yaml": TEXT.replace("string", "integer")})
    outputs = ("-o", "json=/dev/null", "-o", "sarif=/dev/null")
    assert bffgen("diff", "a.yaml", "b.yaml", *outputs) == (1, "", "")


def test_a_name_that_no_file_can_have_is_told(bffgen, tmp_path):
    put(tmp_path, {"a.yaml": TEXT})
    code, _, err = bffgen("diff", "a.yaml", "x" * 5_000, "-o", f"text={'y' * 5_000}")
    assert (code, "cannot be read: file name too long" in err) == (2, True)


def test_a_name_of_a_megabyte_has_no_nearest_rule(bffgen, tmp_path):
    assert bffgen("explain", "a" * 1_000_000)[0] == 2

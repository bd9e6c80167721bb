"""A reference leads into the git work tree of its document, else its folder, and nowhere else."""

import pytest

from tests.cli.repository import git, put

CONTRACT = """openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a:
    get: {responses: {"200": {description: d, content: {application/json: {schema: SCHEMA}}}}}
"""
TEXT = CONTRACT.replace("SCHEMA", "{type: string}")
SECRET = "not: {const: hunter2}\n"


def refers(path):
    return CONTRACT.replace("SCHEMA", f"{{$ref: {path}}}")


@pytest.fixture
def laid_out(tmp_path):
    """A folder of contracts, with one that is linked into it, beside a folder that is not."""
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "linked").symlink_to("../elsewhere")
    (tmp_path / "api" / "leak.yaml").symlink_to("../elsewhere/x.yaml")
    (tmp_path / "api" / "near.yaml").symlink_to("parts/x.yaml")
    put(tmp_path, {"elsewhere/x.yaml": SECRET, "api/parts/x.yaml": SECRET, "api/a.yaml": TEXT})
    return tmp_path


@pytest.mark.parametrize("path", ["../elsewhere/x.yaml", "linked/x.yaml", "leak.yaml", "../none"])
def test_what_lies_outside_is_not_opened(bffgen, laid_out, path):
    put(laid_out, {"api/b.yaml": refers(path)})
    code, out, err = bffgen("diff", "api/a.yaml", "api/b.yaml")
    assert (code, out) == (2, "")
    assert err.startswith("error[input-reference-outside]: ")
    assert "lies outside of `api`" in err
    assert "hunter2" not in err


@pytest.mark.parametrize("path", ["parts/x.yaml", "near.yaml", "../api/parts/x.yaml"])
def test_what_lies_inside_is_read(bffgen, laid_out, path):
    put(laid_out, {"api/b.yaml": refers(path)})
    assert bffgen("diff", "api/a.yaml", "api/b.yaml")[::2] == (1, "")


@pytest.mark.parametrize("path", ["../elsewhere/x.yaml", "linked/x.yaml", "leak.yaml"])
def test_a_folder_that_is_named_may_be_read_from(bffgen, laid_out, path):
    put(laid_out, {"api/b.yaml": refers(path)})
    named = ("--refs-from", "none", "--refs-from", "elsewhere")
    assert bffgen("diff", "api/a.yaml", "api/b.yaml", *named[2:])[::2] == (1, "")
    assert "names no folder" in bffgen("diff", "api/a.yaml", "api/b.yaml", *named)[2]


def test_a_work_tree_is_one_folder_and_a_commit_another(bffgen, laid_out, tmp_path_factory):
    put(laid_out, {"api/b.yaml": refers("../elsewhere/x.yaml")})
    git(laid_out, "init", "-q")
    assert bffgen("diff", "api/a.yaml", "api/b.yaml")[::2] == (1, "")
    git(laid_out, "add", ".")
    git(laid_out, "commit", "-q", "-m", "first")
    beyond = tmp_path_factory.mktemp("beyond")
    put(beyond, {"x.yaml": SECRET})
    (laid_out / "elsewhere" / "x.yaml").unlink()
    (laid_out / "elsewhere" / "x.yaml").symlink_to(beyond / "x.yaml")
    # The commit has a file where the work tree now has a link that leads out of it.
    assert bffgen("diff", "api/a.yaml", "HEAD:api/b.yaml")[::2] == (1, "")
    code, _, err = bffgen("diff", "api/a.yaml", "api/b.yaml")
    assert (code, "[input-reference-outside]" in err) == (2, True)
    git(laid_out, "commit", "-q", "-a", "-m", "second")
    code, out, err = bffgen("diff", "api/a.yaml", "HEAD:api/b.yaml")
    assert ("there is no file" in err, "hunter2" in out + err) == (True, False)


def test_the_standard_input_refers_to_the_current_folder(bffgen, laid_out):
    for path, code in (("api/parts/x.yaml", 1), ("../x.yaml", 2)):
        assert bffgen("diff", "api/a.yaml", "-", stdin=refers(path))[0] == code

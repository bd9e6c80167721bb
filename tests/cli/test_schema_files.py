"""A file of schemas is an input of its client as any other, and so is a schema of an upstream."""

import shutil
from pathlib import Path

import pytest

from bffgen.cli.app import run

CASES = Path(__file__).resolve().parents[1] / "cases"
SHOP = CASES / "bases" / "shop"
HOOKS = CASES / "composition" / "hooks"
SCHEMA = "contracts/clients/web/schemas/standing.json"
RESULTS = "generated/web/web_bff/results.py"


def workspace(folder, case):
    shutil.copytree(SHOP, folder, dirs_exist_ok=True)
    shutil.copytree(HOOKS / case / "contracts", folder / "contracts", dirs_exist_ok=True)


@pytest.mark.parametrize(
    ("case", "path", "was", "is_now"),
    [
        ("source", SCHEMA, '"minimum": 0', '"minimum": 1'),
        (
            "source-of-an-upstreams-schema",
            "contracts/upstreams/schemas.yaml",
            "weight: {type: number}",
            "weight: {type: number, minimum: 1}",
        ),
    ],
)
def test_an_edited_schema_is_built_again(case, path, was, is_now, tmp_path, monkeypatch, capsys):
    workspace(tmp_path, case)
    monkeypatch.chdir(tmp_path)
    assert run(["build"]) == 0
    before = (tmp_path / RESULTS).read_text()
    capsys.readouterr()
    assert run(["build"]) == 0
    assert "up to date" in capsys.readouterr().out
    text = (tmp_path / path).read_text()
    assert text.count(was) == 1
    (tmp_path / path).write_text(text.replace(was, is_now))

    assert run(["build", "--check"]) == 1
    assert run(["build"]) == 0

    assert "ge=1" in (tmp_path / RESULTS).read_text()
    assert "ge=1" not in before


def test_the_lock_names_the_file_and_of_an_upstream_the_schema(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    workspace(tmp_path, "source")
    assert run(["build"]) == 0
    lock = (tmp_path / "generated/web/bffgen.lock").read_text()
    assert f"input\t{SCHEMA}\t" in lock

    workspace(tmp_path, "source-of-an-upstreams-schema")
    assert run(["build"]) == 0
    lock = (tmp_path / "generated/web/bffgen.lock").read_text()
    assert "upstream\tcatalog\t#schemas_Product\t" in lock
    assert SCHEMA not in lock

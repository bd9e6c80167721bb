"""`bffgen build` writes what contracts say, all or nothing, and says what it did."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bffgen.cli.app import run

SHOP = Path(__file__).resolve().parents[1] / "cases" / "bases" / "shop"
PLAN = "generated/web/web_bff/plans/get_product.py"
LOCK = "generated/web/bffgen.lock"


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A workspace of one client, built, with the process standing in it."""
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    assert run(["build"]) == 0
    return tmp_path


def edit(path, was, is_now):
    text = path.read_text()
    assert text.count(was) == 1
    path.write_text(text.replace(was, is_now))


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def own_count(shop):
    return sum(1 for path in files_of(shop / "generated/web") if "/runtime/" not in path)


def own_files(shop):
    return f"{own_count(shop)} files beside the runtime"


def test_a_second_build_changes_nothing_and_says_so(shop, capsys):
    before = files_of(shop)
    stamps = {path: path.stat().st_mtime_ns for path in shop.rglob("*.py")}
    assert run(["build"]) == 0
    assert files_of(shop) == before
    assert {path: path.stat().st_mtime_ns for path in shop.rglob("*.py")} == stamps
    assert capsys.readouterr().out.endswith(f"web: {own_files(shop)}, up to date\n")


def test_the_runtime_is_told_and_not_counted(shop, capsys):
    shutil.rmtree(shop / "generated")
    assert run(["build"]) == 0
    assert capsys.readouterr().out.startswith(f"web: {own_files(shop)}, {own_count(shop)} new\n")
    (shop / "generated/web/web_bff/runtime/call.py").write_text("edited\n")
    assert run(["build"]) == 0
    assert capsys.readouterr().out == f"web: {own_files(shop)}, runtime changed\n"


def test_check_is_content_where_generated_is_what_contracts_say(shop, capsys):
    capsys.readouterr()
    assert run(["build", "--check"]) == 0
    assert capsys.readouterr().out == "generated/ is what contracts/ say\n"


def test_check_shows_the_byte_that_differs_and_writes_nothing(shop, capsys):
    path = shop / PLAN
    path.write_text(path.read_text().replace("cap_ms=250", "cap_ms=251", 1))
    before = files_of(shop)
    capsys.readouterr()
    assert run(["build", "--check"]) == 1
    screen = capsys.readouterr()
    assert f"--- {PLAN}\n+++ {PLAN}\n" in screen.out
    assert "cap_ms=251" in screen.out
    assert screen.err == "generated/ is not what contracts/ say; `bffgen build` makes it so\n"
    assert files_of(shop) == before


def test_check_shows_files_that_are_missing_and_files_too_many(shop, capsys):
    (shop / PLAN).unlink()
    (shop / "generated/web/web_bff/more.py").write_text("MORE = 1\n")
    capsys.readouterr()
    assert run(["build", "--check"]) == 1
    out = capsys.readouterr().out
    assert f"--- /dev/null\n+++ {PLAN}\n" in out
    assert "--- generated/web/web_bff/more.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-MORE = 1\n" in out


def test_an_edited_file_is_written_anew(shop):
    before = files_of(shop)
    (shop / PLAN).write_text("edited\n")
    assert run(["build"]) == 0
    assert files_of(shop) == before


def test_a_stranger_is_left_alone_and_told(shop, capsys):
    stranger = shop / "generated/web/notes.txt"
    stranger.write_text("ours\n")
    assert run(["build"]) == 0
    assert stranger.read_text() == "ours\n"
    told = "generated/web/notes.txt: not made by bffgen, left alone\n"
    assert told in capsys.readouterr().err


def test_the_files_of_an_operation_go_with_it(shop):
    contract = shop / "contracts/clients/web/openapi.yaml"
    composition = shop / "contracts/clients/web/composition.yaml"
    for path in (contract, composition):
        path.write_text(path.read_text().replace("getProduct:", "readArticle:"))
    edit(contract, "operationId: getProduct", "operationId: readArticle")
    assert run(["build"]) == 0
    names = {path.name for path in (shop / "generated/web/web_bff/plans").glob("*.py")}
    assert names == {"__init__.py", "read_article.py"}
    assert not list((shop / "generated").rglob("get_product.py"))


@pytest.mark.parametrize(
    "junk",
    [b"", b"\xff\x00\n", b"output\noperation\n", b"operation a GET /x calls=x\noutput a b c d\n"],
)
def test_a_lock_that_says_nothing_is_written_anew(junk, shop, capsys):
    lock = (shop / LOCK).read_bytes()
    (shop / LOCK).write_bytes(junk)
    assert run(["build"]) == 0
    assert (shop / LOCK).read_bytes() == lock
    assert "left alone" not in capsys.readouterr().err


def test_a_changed_plan_is_told_in_numbers(shop, capsys):
    composition = shop / "contracts/clients/web/composition.yaml"
    edit(composition, "{call: catalog.getProduct}", "{call: catalog.getProduct, timeout: 300ms}")
    assert run(["build"]) == 0
    assert "plan changed: critical path 250 -> 300 ms" in capsys.readouterr().out


def test_a_workspace_is_found_from_a_folder_inside_it(shop, monkeypatch):
    monkeypatch.chdir(shop / "contracts" / "clients")
    assert run(["build", "--check"]) == 0


def test_a_broken_contract_leaves_the_last_good_build(shop, capsys):
    before = files_of(shop / "generated")
    edit(shop / "contracts/upstreams/schemas.yaml", "sku: {type: string}", "sku: {type: string")
    assert run(["build"]) == 1
    assert capsys.readouterr().err.endswith("nothing was written\n")
    assert files_of(shop / "generated") == before


@pytest.mark.parametrize(
    "blocked",
    ["generated", "generated/web", "generated/web/web_bff", "generated/web/web_bff/plans"],
)
def test_a_file_where_a_folder_must_be_is_told_in_a_sentence(
    blocked, tmp_path, monkeypatch, capsys
):
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    path = tmp_path / blocked
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("in the way\n")
    monkeypatch.chdir(tmp_path)
    assert run(["build"]) == 2
    said = capsys.readouterr().err
    assert re.fullmatch(r"bffgen: generated/\S+ cannot be written: [^\n]+\n", said)
    assert path.read_text() == "in the way\n"
    assert not list(tmp_path.rglob(".*.*")), "no half of a file is left"


def test_a_folder_where_a_file_must_be_is_told_in_a_sentence(shop, capsys):
    (shop / PLAN).unlink()
    (shop / PLAN).mkdir()
    assert run(["build"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"bffgen: {PLAN} cannot be written: ")
    assert not list((shop / "generated").rglob(".*.*"))


def test_an_interrupted_write_shows_as_a_difference(shop, capsys):
    edit(shop / "contracts/clients/web/policy.yaml", "latency: 800ms", "latency: 700ms")
    lock = (shop / LOCK).read_bytes()
    (shop / "generated/web/web_bff/routes/products.py").unlink()
    (shop / "generated/web/web_bff/routes/products.py").mkdir()
    assert run(["build"]) == 2
    assert (shop / LOCK).read_bytes() == lock, "the lock is written last"
    (shop / "generated/web/web_bff/routes/products.py").rmdir()
    assert run(["build", "--check"]) == 1
    assert run(["build"]) == 0
    assert run(["build", "--check"]) == 0
    assert capsys.readouterr().out.endswith("generated/ is what contracts/ say\n")


def test_a_contract_that_is_a_folder_is_told_as_that(shop, capsys):
    (shop / "contracts/upstreams/stock.yaml").unlink()
    (shop / "contracts/upstreams/stock.yaml").mkdir()
    assert run(["build"]) == 1
    assert "stock.yaml` cannot be read: it is a folder" in capsys.readouterr().err


def test_outside_a_workspace_the_call_is_wrong(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["build"]) == 2
    assert capsys.readouterr().err == (
        "bffgen: no contracts/bffgen.yaml in this folder or above it\n"
    )


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["bild"], "No such command 'bild'"),
        (["build", "--chek"], "No such option: --chek"),
        (["build", "--check=1"], "Option '--check' does not take a value"),
    ],
)
def test_a_call_that_nobody_knows_is_wrong(argv, said, capsys):
    assert run(argv) == 2
    screen = capsys.readouterr()
    assert said in screen.err
    assert screen.out == ""


def test_help_names_each_command(capsys):
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for word in ("build", "dev", "mock", "--help"):
        assert word in out


def test_help_of_build_names_its_flags(capsys):
    assert run(["build", "--help"]) == 0
    assert "--check" in capsys.readouterr().out


def test_version_is_the_packages(capsys):
    from bffgen import VERSION

    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"bffgen {VERSION}\n"


def test_only_the_wanted_client_is_built(root, tmp_path, monkeypatch, capsys):
    shutil.copytree(root / "contracts", tmp_path / "contracts")
    monkeypatch.chdir(tmp_path)
    assert run(["build", "mobile"]) == 0
    assert [path.name for path in (tmp_path / "generated").iterdir()] == ["mobile"]
    assert capsys.readouterr().out.startswith("mobile: ")


def test_a_pipe_that_closes_early_ends_without_a_traceback(shop):
    command = f"{sys.executable} -m bffgen build --check | head -c 0"
    (shop / PLAN).write_text("x\n" * 100_000)
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "generator"),
    }
    ended = subprocess.run(
        ["bash", "-c", command], env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in ended.stderr

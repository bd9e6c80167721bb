"""Whatever the other end of a stream is, no command ends in a traceback, and its code is honest."""

import shutil
from pathlib import Path

import pytest

from tests.processes import python, shell

ROOT = Path(__file__).resolve().parents[2]
SHOP = ROOT / "tests" / "cases" / "bases" / "shop"
FULL = "the screen cannot be written: no space left on device"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streams") / "shop"
    shutil.copytree(SHOP, folder)
    assert shell("bffgen build", folder=folder).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("bffgen build >/dev/full", 2, FULL),
        ("bffgen build --check >/dev/full", 2, FULL),
        ("bffgen --version >/dev/full", 2, FULL),
        ("bffgen --help >/dev/full", 2, FULL),
        ("bffgen build --help >/dev/full", 2, FULL),
        # Nobody reads, which is nobody's fault: the code is the work's own.
        ("bffgen build >&-", 0, ""),
        ("bffgen build 2>&-", 0, ""),
        ("bffgen build >&- 2>&-", 0, ""),
        ("bffgen --help >&-", 0, ""),
        ("bffgen --version >&-", 0, ""),
        ("bffgen build | true", 0, ""),
        ("bffgen build --check | true", 0, ""),
        ("bffgen --version | true", 0, ""),
        ("bffgen build nobody 2>/dev/full", 2, ""),
        ("bffgen build nobody 2>&-", 2, ""),
        ("bffgen build --chek 2>/dev/full", 2, ""),
        ("bffgen bild 2>&-", 2, ""),
    ],
)
def test_a_stream_that_takes_nothing_is_no_traceback(command, code, said, shop):
    ran = shell(command, folder=shop)
    assert ran.stderr == (f"bffgen: {said}\n" if said else "")
    assert ran.returncode == code


def test_what_cannot_be_told_is_still_written(shop, tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder)
    assert shell("bffgen build >/dev/full", folder=folder).returncode == 2
    assert shell("bffgen build --check", folder=folder).returncode == 0


def test_findings_that_cannot_be_told_stop_the_build(tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder)
    (folder / "contracts/clients/web/composition.yaml").write_text("format: composition/2\n")
    assert shell("bffgen build 2>/dev/full", folder=folder).returncode == 2
    assert shell("bffgen build 2>&-", folder=folder).returncode == 1
    assert not (folder / "generated").exists()


def test_a_difference_is_a_difference_whoever_reads_it(shop, tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(shop, folder)
    plan = folder / "generated/web/web_bff/plans/get_product.py"
    plan.write_text("x\n" * 100_000)
    assert shell("bffgen build --check >&-", folder=folder).returncode == 1
    assert shell("bffgen build --check | true", folder=folder).returncode == 1
    assert shell("bffgen build --check >/dev/full", folder=folder).returncode == 2


@pytest.mark.parametrize("before", ["", "PYTHONUTF8=0 LC_ALL=C PYTHONCOERCECLOCALE=0 "])
def test_a_name_that_the_encoding_lacks_is_written_as_an_escape(before, tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder)
    ran = shell(f"{before}bffgen build 'wéb'", folder=folder)
    assert ran.returncode == 2
    assert ran.stderr.startswith("bffgen: no client is called `w")
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "command", ["bffgen build", "bffgen mock --all", "bffgen init shop --example storefront"]
)
def test_a_folder_that_is_gone_is_told_in_a_sentence(command, tmp_path):
    (tmp_path / "gone").mkdir()
    ran = shell(f"cd gone && rmdir ../gone && {command}", folder=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr == "bffgen: the folder that this is called in is no longer there\n"


# What is left for the end is done only where somebody watches how the process ends.
WATCHED = "sys.setprofile(lambda *_: None);"
LEAVING = "import atexit, sys; atexit.register(print, 'taken apart');"


@pytest.mark.parametrize("watching", ["", WATCHED])
def test_a_command_ends_at_once_when_all_of_its_text_is_out(watching, tmp_path):
    said = f"{LEAVING} {watching} from bffgen.__main__ import main; main()"
    ran = python("-c", said, "explain", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ("taken apart" in ran.stdout) is (watching == WATCHED)
    assert " response-property-removed " in ran.stdout

"""An unchanged workspace is answered by the fast path, and every change goes on to the build.

One workspace is built by a copy of bffgen, as an editable install has it. Each test changes one
thing, asks in a process of its own whether the command line would be reached, and puts back what it
changed with its stamp; so the workspace is found unchanged after each.
"""

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[1] / "cases"
SHOP = CASES / "bases" / "shop"
# Over it a function with a file of schemas, which is an input as well.
SOURCE = CASES / "composition" / "hooks" / "source"
COMPOSITION = "contracts/clients/web/composition.yaml"
PLAN = "generated/web/web_bff/plans/get_product.py"
AGE_S = 60


@dataclass(frozen=True)
class Workspace:
    folder: Path
    own: Path  # the copy of bffgen that builds it

    @property
    def manifest(self):
        return self.folder / ".bffgen" / "manifest"

    def run(self, *command, cwd=None):
        return subprocess.run(
            [sys.executable, *command],
            cwd=cwd or self.folder,
            env={"PYTHONPATH": str(self.own / "generator"), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    def call(self, *args):
        """Run a build; give whether it went on to the command line, and what it printed."""
        ran = self.run("-X", "importtime", "-m", "bffgen", "build", *args)
        lines = ran.stderr.splitlines(keepends=True)
        printed = "".join(line for line in lines if not line.startswith("import time:"))
        return "bffgen.cli.app" in ran.stderr, (ran.returncode, ran.stdout, printed)

    def goes_on(self, *args, cwd=None):
        """Ask the fast path alone; a process, as bffgen's own files are read when it starts."""
        script = "import sys; from bffgen.cli.unchanged import is_unchanged as it;"
        ran = self.run("-c", f"{script} sys.exit(10 + it(sys.argv[1:]))", *args, cwd=cwd)
        assert ran.returncode in (10, 11), ran.stderr
        return ran.returncode == 10


def age(*folders):
    """Make files old enough that their stamps tell them from edited ones."""
    for folder in folders:
        for path in (*folder.rglob("*"), folder):
            stat = path.stat()
            times = (stat.st_atime_ns, stat.st_mtime_ns - AGE_S * 1_000_000_000)
            os.utime(path, ns=times)


@pytest.fixture(scope="module")
def shop(root, tmp_path_factory):
    base = tmp_path_factory.mktemp("fast")
    own = base / "own"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "generator", own / "generator", ignore=ignored)
    shutil.copytree(root / "templates", own / "templates", ignore=ignored)
    shutil.copytree(SHOP, base / "shop")
    shutil.copytree(SOURCE / "contracts", base / "shop" / "contracts", dirs_exist_ok=True)
    made = Workspace(folder=base / "shop", own=own)
    # A warning, so that there is one to repeat: a hook that nothing calls.
    hooks = made.folder / "contracts/clients/web/hooks.py"
    unused = '\n\ndef unused() -> int:\n    """Give one."""\n    return 1\n'
    hooks.write_text(hooks.read_text() + unused)
    # An empty folder holds no file that was read, and the first event enters it.
    (made.folder / "contracts/clients/web/events").mkdir()
    age(own, made.folder)
    assert made.call()[0]
    age(made.folder)
    assert made.call()[0]
    assert made.manifest.is_file()
    return made


@pytest.fixture(autouse=True)
def is_left_unchanged(shop):
    """Every test finds the workspace unchanged and leaves it so."""
    assert not shop.goes_on()
    yield
    assert not shop.goes_on()


@contextmanager
def put_back(*paths):
    """Let files be edited in place; then their contents and stamps are what they were."""
    before = [(path, path.read_bytes(), path.stat()) for path in paths]
    yield
    for path, content, stat in before:
        path.write_bytes(content)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@contextmanager
def folder_put_back(folder):
    """Let the listing of a folder change; then its stamp is what it was."""
    stat = folder.stat()
    yield
    os.utime(folder, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_fast_and_slow_say_the_same(shop):
    for args in ([], ["--check"]):
        _, fast = shop.call(*args)
        with folder_put_back(shop.folder / "contracts"):
            # As young as any build that begins here, so that none is remembered with it.
            young = time.time() + AGE_S
            os.utime(shop.folder / "contracts", (young, young))
            went_on, slow = shop.call(*args)
        assert went_on
        assert fast == slow
        assert "compose-hook-unused" in fast[2], "the last warnings are repeated"


def test_check_and_build_share_what_is_known(shop):
    assert shop.call("--check")[1][1] == "generated/ is what contracts/ say\n"
    assert shop.call()[1][1].startswith("web: ")


@pytest.mark.parametrize(
    "path",
    [
        "contracts/bffgen.yaml",
        COMPOSITION,
        "contracts/clients/web/openapi.yaml",
        "contracts/clients/web/policy.yaml",
        "contracts/clients/web/hooks.py",
        "contracts/upstreams/catalog.yaml",
        "contracts/upstreams/schemas.yaml",
        "contracts/clients/web/schemas/standing.json",
        PLAN,
        "generated/web/bffgen.lock",
        "generated/web/web_bff/runtime/join.py",
    ],
)
def test_an_edit_goes_on(path, shop):
    with put_back(shop.folder / path):
        (shop.folder / path).write_bytes((shop.folder / path).read_bytes() + b"\n# edited\n")
        assert shop.goes_on("--check")


def test_an_edit_of_the_same_size_in_the_same_second_goes_on(shop):
    path = shop.folder / COMPOSITION
    with put_back(path):
        before = path.stat()
        content = path.read_bytes()
        path.write_bytes(content.replace(b"catalog", b"katalog"))
        second = before.st_mtime_ns // 10**9 * 10**9
        os.utime(path, ns=(second, second + (before.st_mtime_ns + 1) % 10**9))
        assert path.stat().st_size == before.st_size
        assert shop.goes_on("--check")


def test_a_touched_file_goes_on(shop):
    path = shop.folder / COMPOSITION
    with put_back(path):
        path.touch()
        assert shop.goes_on("--check")


def test_another_file_in_the_place_of_one_goes_on(shop):
    path = shop.folder / COMPOSITION
    with folder_put_back(path.parent):
        aside = path.with_name("aside")
        path.rename(aside)
        shutil.copy2(aside, path)
        assert path.stat().st_mtime_ns == aside.stat().st_mtime_ns
        assert shop.goes_on("--check")
        aside.replace(path)


@pytest.mark.parametrize(
    "path",
    [
        "contracts/clients/new/openapi.yaml",
        "contracts/clients/web/more.yaml",
        "contracts/clients/web/events/2026-01-10-deprecate-get-product.yaml",
        "contracts/upstreams/more.yaml",
        "generated/notes.txt",
        "generated/web/web_bff/plans/more.py",
    ],
)
def test_a_new_file_goes_on(path, shop):
    added = shop.folder / path
    is_new = not added.parent.is_dir()
    watched = added.parent.parent if is_new else added.parent
    with folder_put_back(watched):
        added.parent.mkdir(exist_ok=True)
        added.write_text("# new\n")
        assert shop.goes_on("--check")
        added.unlink()
        if is_new:
            added.parent.rmdir()


@pytest.mark.parametrize("path", ["contracts/clients/web/hooks.py", PLAN])
def test_a_removed_file_goes_on(path, shop):
    removed = shop.folder / path
    with folder_put_back(removed.parent):
        removed.rename(shop.folder / "aside")
        assert shop.goes_on("--check")
        (shop.folder / "aside").rename(removed)


@pytest.mark.parametrize(
    "path",
    [
        "generator/bffgen/emit/plans.py",
        "generator/bffgen/cli/unchanged.py",
        "templates/bff/package/app.py.jinja",
        "templates/bff/package/runtime/join.py",
    ],
)
def test_an_edited_file_of_bffgen_itself_goes_on(path, shop):
    with put_back(shop.own / path):
        (shop.own / path).write_text((shop.own / path).read_text() + "\n")
        assert shop.goes_on("--check")


def test_a_new_template_goes_on(shop):
    folder = shop.own / "templates/bff/package/runtime"
    with folder_put_back(folder):
        (folder / "more.py").write_text('"""More."""\n')
        assert shop.goes_on("--check")
        (folder / "more.py").unlink()


def test_another_version_of_bffgen_goes_on(shop):
    path = shop.own / "generator/bffgen/__init__.py"
    lines = shop.manifest.read_text().split("\n")
    with put_back(shop.manifest):
        head = lines[0].split("\t")
        shop.manifest.write_text("\n".join(["\t".join([head[0], "9.9.9", *head[2:]]), *lines[1:]]))
        assert shop.goes_on("--check")
    assert path.is_file()


def test_another_python_goes_on(shop):
    with put_back(shop.manifest):
        text = shop.manifest.read_text()
        shop.manifest.write_text(text.replace(f"\t{sys.prefix}\t", "\t/another/prefix\t", 1))
        assert shop.goes_on("--check")


def test_without_its_folder_it_goes_on_and_keeps_anew(shop):
    state = shop.folder / ".bffgen"
    state.rename(shop.folder / "aside")
    assert shop.goes_on("--check")
    assert shop.call("--check")[0]
    assert not shop.goes_on(), "what was lost is kept again"
    shutil.rmtree(state)
    (shop.folder / "aside").rename(state)


def damages():
    return {
        "empty": lambda raw: b"",
        "junk": lambda raw: b"\x00\xff" * 400,
        "half": lambda raw: raw[: len(raw) // 2],
        "a line short": lambda raw: b"\n".join(raw.split(b"\n")[:1] + raw.split(b"\n")[2:]),
        "without its end": lambda raw: raw[: raw.rindex(b"end\t")],
        "its last character": lambda raw: raw[:-1],
        "a row without its stamp": lambda raw: raw.replace(b"\nrow\t", b"\nrow", 1),
        "another row": lambda raw: raw.replace(b"row\tcontracts/", b"row\tcontract/", 1),
    }


@pytest.mark.parametrize("damage", damages())
def test_a_damaged_manifest_goes_on(damage, shop):
    with put_back(shop.manifest):
        shop.manifest.write_bytes(damages()[damage](shop.manifest.read_bytes()))
        assert shop.goes_on("--check")


def test_a_folder_inside_the_workspace_is_as_good(shop):
    for inside in ("contracts/clients/web", "generated/web/web_bff"):
        assert not shop.goes_on(cwd=shop.folder / inside)


def test_a_workspace_that_was_moved_is_unchanged(shop):
    elsewhere = shop.folder.with_name("elsewhere")
    shop.folder.rename(elsewhere)
    assert not shop.goes_on(cwd=elsewhere)
    elsewhere.rename(shop.folder)


def test_a_copy_of_a_workspace_goes_on(shop, tmp_path):
    shutil.copytree(shop.folder, tmp_path / "copy")
    assert shop.goes_on("--check", cwd=tmp_path / "copy")


@pytest.mark.parametrize("args", [["--help"], ["--chek"], ["nobody"], ["web", "--check", "-v"]])
def test_other_calls_go_on(args, shop):
    assert shop.goes_on(*args)


def test_one_client_has_a_manifest_of_its_own(shop):
    assert shop.call("web")[0]
    assert not shop.call("web")[0]
    assert not shop.goes_on("web", "web", "--check")


def test_a_file_that_changed_while_the_build_ran_is_looked_at_again(shop, tmp_path):
    fresh = Workspace(folder=tmp_path / "shop", own=shop.own)
    shutil.copytree(SHOP, fresh.folder)
    age(fresh.folder)
    assert fresh.call()[0]
    age(fresh.folder)
    young = time.time() + AGE_S  # at least as young as any build that begins in this test
    os.utime(fresh.folder / COMPOSITION, (young, young))
    assert fresh.call()[0]
    assert not fresh.manifest.is_file()
    age(fresh.folder)
    age(fresh.folder / "contracts")
    assert fresh.call()[0]
    assert not fresh.call()[0]


def test_a_stranger_is_told_each_time(shop, tmp_path):
    other = Workspace(folder=tmp_path / "shop", own=shop.own)
    shutil.copytree(shop.folder, other.folder)
    (other.folder / "generated/web/notes.txt").write_text("ours\n")
    age(other.folder)
    for _ in range(2):
        went_on, (_, _, printed) = other.call()
        assert went_on
        assert "generated/web/notes.txt: not made by bffgen, left alone\n" in printed


def test_a_workspace_that_cannot_be_written_is_still_checked(shop, tmp_path):
    other = Workspace(folder=tmp_path / "shop", own=shop.own)
    shutil.copytree(shop.folder, other.folder)
    shutil.rmtree(other.folder / ".bffgen")
    (other.folder / ".bffgen").write_text("a file where the folder must be\n")
    age(other.folder)
    _, (code, out, _) = other.call("--check")
    assert (code, out) == (0, "generated/ is what contracts/ say\n")

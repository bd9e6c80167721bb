"""A client's folder is whole at every moment: the former one or the new one, whatever happens.

A process of its own writes a small folder and is killed at each thing that it does to the disk, as
the interpreter's audit events name them; the exchange itself is one call of the system.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bffgen.cli import swap
from bffgen.cli.alone import BESIDE, alone
from bffgen.cli.workspace import Folder
from bffgen.model.files import FileTree
from bffgen.model.lock import Lock
from tests.processes import python

ROOT = Path(__file__).resolve().parents[2]
# Writes the folder `web` of version argv[2] in the workspace argv[1], and dies at event argv[3].
WRITER = """
import os, signal, sys
from pathlib import Path
from tests.cli.test_swap import version
from bffgen.cli.workspace import Folder
root, number, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
tree, seen = version(number), 0
CHANGES = {"os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"}
def count(event, args):
    global seen
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
    if (event in CHANGES or writes) and str(root) in str(args[0]):
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
Folder(root).write({"web": tree}, lambda: None)
print(seen)
"""


def version(number):
    """A tree that differs from another version in a file, has one more, and shares one."""
    files = {
        "shared.py": b"SHARED = 1\n",
        "web_bff/changed.py": f"VERSION = {number}\n".encode(),
        f"web_bff/only/in_{number}.py": b"ONLY = 1\n",
    }
    lock = Lock(tool="t", outputs=tuple((path, "0") for path in sorted(files)))
    return FileTree.of({**files, "bffgen.lock": lock.text().encode()})


def written(root, number):
    return Folder(root).write({"web": version(number)}, lambda: None)


def strangers(root):
    """Plant what a team keeps beside the generated files."""
    web = root / "generated" / "web"
    planted = {
        "notes.txt": b"ours\n",
        ".env": b"BFF_HOST=::1\n",
        ".venv/lib/thing.py": b"THING = 1\n",
        "web_bff/only/ours.txt": b"ours\n",
    }
    for path, content in planted.items():
        (web / path).parent.mkdir(parents=True, exist_ok=True)
        (web / path).write_bytes(content)
    (web / "link").symlink_to("notes.txt")
    (web / "dangling").symlink_to("nowhere")
    (web / "folder").symlink_to(".venv")
    return {**planted, "link": b"ours\n"}


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "folder" not in path.parts
    }


def killed_at(root, number, event):
    return python("-c", WRITER, str(root), number, str(event))


def test_a_write_that_is_killed_at_any_moment_leaves_a_whole_folder(tmp_path):
    web = tmp_path / "generated" / "web"
    written(tmp_path, "1")
    kept = strangers(tmp_path)
    former, new = ({**dict(version(each).files), **kept} for each in ("1", "2"))
    event, states = 0, []
    while True:
        event += 1
        ran = killed_at(tmp_path, "2", event)
        found = files_of(web)
        assert found in (former, new), f"killed at event {event}: neither the one nor the other"
        assert (web / "dangling").is_symlink()
        assert (web / "folder").is_symlink()
        states.append(found == new)
        if ran.returncode == 0:
            break
        assert ran.returncode == -9, ran.stderr
        written(tmp_path, "1")
        assert files_of(web) == former
        assert not (tmp_path / "generated" / BESIDE).exists(), "what it left is removed"
    assert event == int(ran.stdout) + 1 > 15
    assert states == sorted(states), "the former until the exchange, then the new"
    assert states.count(True) > 1


def test_unchanged_files_and_those_of_others_keep_their_inodes(tmp_path):
    web = tmp_path / "generated" / "web"
    written(tmp_path, "1")
    strangers(tmp_path)
    before = {
        name: (web / name).stat() for name in ("shared.py", "notes.txt", ".venv/lib/thing.py")
    }
    written(tmp_path, "2")
    for name, stat in before.items():
        now = (web / name).stat()
        assert (now.st_ino, now.st_mtime_ns) == (stat.st_ino, stat.st_mtime_ns), name
        assert now.st_nlink == 1


def test_bytecode_is_not_taken_along(tmp_path):
    """A changed file of the same size and second would be run as it was before."""
    cache = tmp_path / "generated/web/web_bff/__pycache__"
    written(tmp_path, "1")
    cache.mkdir()
    (cache / "changed.cpython-311.pyc").write_bytes(b"old")
    assert written(tmp_path, "2") == {"web": []}
    assert not cache.exists()


def test_files_that_a_link_cannot_be_made_of_are_copied(tmp_path, monkeypatch):
    written(tmp_path, "1")
    kept = strangers(tmp_path)

    def refuse(*_, **__):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    written(tmp_path, "2")
    assert files_of(tmp_path / "generated/web") == {**dict(version("2").files), **kept}


def test_where_folders_cannot_be_exchanged_files_are_replaced_one_by_one(tmp_path, monkeypatch):
    written(tmp_path, "1")
    kept = strangers(tmp_path)
    monkeypatch.setattr(swap, "_swapped", lambda *_: False)
    inode = (tmp_path / "generated/web").stat().st_ino
    written(tmp_path, "2")
    assert files_of(tmp_path / "generated/web") == {**dict(version("2").files), **kept}
    assert (tmp_path / "generated/web").stat().st_ino == inode
    assert not (tmp_path / "generated" / BESIDE).exists()


def test_one_by_one_the_lock_goes_last(tmp_path, monkeypatch):
    """So that an interrupted write shows as a difference."""
    written(tmp_path, "1")
    replace, order = Path.replace, []

    def recorded(path, target):
        order.append(Path(target).name)
        return replace(path, target)

    monkeypatch.setattr(swap, "_swapped", lambda *_: False)
    monkeypatch.setattr(Path, "replace", recorded)
    written(tmp_path, "2")
    assert order[-1] == "bffgen.lock"
    assert order.count("bffgen.lock") == 1 < len(order)


def test_a_folder_that_is_a_link_stays_one(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "generated").mkdir()
    elsewhere.mkdir()
    (tmp_path / "generated/web").symlink_to(elsewhere)
    written(tmp_path, "1")
    assert (tmp_path / "generated/web").is_symlink()
    assert files_of(elsewhere) == dict(version("1").files)


@pytest.mark.parametrize("blocked", ["web_bff", "web_bff/only", "web_bff/changed.py/more.txt"])
def test_what_stands_in_the_way_is_told_and_nothing_is_written(blocked, tmp_path):
    from bffgen.cli.flags import WrongUse

    web = tmp_path / "generated" / "web"
    (web / blocked).parent.mkdir(parents=True)
    (web / blocked).write_bytes(b"ours\n")
    with pytest.raises(WrongUse, match=r"^generated/web/web_bff/\S+ cannot be written: "):
        written(tmp_path, "1")
    assert files_of(web) == {blocked: b"ours\n"}
    assert not (tmp_path / "generated" / BESIDE).exists()


def test_two_writers_take_turns(tmp_path):
    """Eight processes write two versions over one another: at the end one stands, whole."""
    written(tmp_path, "1")
    script = WRITER.replace("sys.addaudithook(count)", "")
    environ = {**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}{os.pathsep}{ROOT}"}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path), str(1 + number % 2), "0"],
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for number in range(8)
    ]
    for process in running:
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
    assert files_of(tmp_path / "generated/web") in [dict(version(each).files) for each in "12"]
    assert not (tmp_path / "generated" / BESIDE).exists()


HOLDER = """
import sys
from pathlib import Path
from bffgen.cli.alone import alone
with alone(Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_writer_waits_for_the_one_before_it_and_says_so(tmp_path):
    generated = tmp_path / "generated"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(generated)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "held\n"
    said = []

    def waiting():
        said.append("waiting")
        holder.stdin.write("\n")
        holder.stdin.flush()

    assert Folder(tmp_path).write({"web": version("1")}, waiting) == {"web": []}
    assert said == ["waiting"]
    holder.communicate()
    assert holder.returncode == 0


def test_a_writer_that_never_ends_is_not_waited_for(tmp_path, monkeypatch):
    from bffgen.cli import alone as module
    from bffgen.cli.flags import WrongUse

    monkeypatch.setattr(module, "_LONGEST_S", 0)
    with (
        alone(tmp_path / "generated", lambda: None),
        pytest.raises(WrongUse, match="another build has been writing generated/ for a minute"),
    ):
        written(tmp_path, "1")
    written(tmp_path, "1")


SHOP = Path(__file__).resolve().parents[1] / "cases" / "bases" / "shop"
LIMITED = """
import resource, sys
from bffgen.__main__ import main
sys.dont_write_bytecode = True  # what is cut off would be run by every test to come
resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
main()
"""


def bffgen(folder, *args, start=("-m", "bffgen")):
    return python(*start, *args, folder=folder)


@pytest.fixture
def shop(tmp_path):
    """A workspace that was built, and whose contract then changed."""
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    assert bffgen(tmp_path, "build").returncode == 0
    policy = tmp_path / "contracts/clients/web/policy.yaml"
    policy.write_text(policy.read_text().replace("latency: 800ms", "latency: 700ms"))
    return tmp_path


def test_a_full_disk_leaves_the_former_build(shop):
    before = files_of(shop / "generated")
    ran = bffgen(shop, "build", start=("-c", LIMITED))
    assert ran.returncode == 2
    assert ran.stderr.startswith("bffgen: generated/web/")
    assert ran.stderr.endswith(" cannot be written: file too large\n")
    assert files_of(shop / "generated") == before
    assert bffgen(shop, "build").returncode == 0
    assert files_of(shop / "generated") != before


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_build_that_is_ended_leaves_the_former_build(name, shop):
    before = files_of(shop / "generated")
    script = (
        "import os, signal, sys\nfrom bffgen.__main__ import main\n"
        # A job that was begun in the background has been told to ignore it.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def end(event, args):\n"
        f"    if event == 'os.link': os.kill(os.getpid(), signal.{name})\n"
        "sys.addaudithook(end)\nmain()\n"
    )
    ran = bffgen(shop, "build", start=("-c", script))
    assert ran.returncode == {"SIGINT": 130, "SIGTERM": -15, "SIGKILL": -9}[name]
    assert ran.stderr == ("bffgen: interrupted\n" if name == "SIGINT" else "")
    left = files_of(shop / "generated")
    assert {path: each for path, each in left.items() if BESIDE not in path} == before
    assert (name == "SIGINT") == (left == before), "an interrupted build clears its own away"
    assert bffgen(shop, "build").returncode == 0
    assert not (shop / "generated" / BESIDE).exists()


def test_what_a_killed_build_left_is_removed_by_one_with_nothing_to_do(shop):
    bffgen(shop, "build")
    left = shop / "generated" / BESIDE / "web"
    left.mkdir(parents=True)
    (left / "half.py").write_text("HALF")
    assert bffgen(shop, "build").stdout.startswith("web: ")
    assert not left.parent.exists()


UNABLE = """
import os, sys
from pathlib import Path
from bffgen.cli.flags import WrongUse
from bffgen.cli.workspace import Folder
from tests.cli.test_swap import version
if not os.geteuid():  # to root no folder is read-only
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
try:
    Folder(Path(sys.argv[1])).write({"web": version("2")}, lambda: None)
except WrongUse as fault:
    sys.exit(str(fault))
"""


def test_a_folder_that_must_not_be_written_is_told():
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        written(root, "1")
        (root / "generated").chmod(0o555)
        ran = python("-c", UNABLE, name)
        (root / "generated").chmod(0o755)
        assert ran.stderr == "generated/web cannot be written: permission denied\n"
        assert files_of(root / "generated/web") == dict(version("1").files)

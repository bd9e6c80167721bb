"""requirements.lock pins every package by hash and says nothing of a registry's address."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"(?P<name>[a-z0-9._-]+)==(?P<version>[^ ;]+)(?: ; [^\\]+)? \\")
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?")


def faults(lock):
    """Find lines that are no pin with hashes: each pin is followed by one or more of them."""
    if "://" in lock:
        yield "an address stands in the lock"
    lines = [each for each in lock.splitlines() if each and not each.startswith("#")]
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if line.endswith("\\") != bool(HASH.fullmatch(following)):
            yield f"a line goes on where no hash follows, or a hash follows nothing: {line}"
        if not PINNED.fullmatch(line) and not HASH.fullmatch(line):
            yield f"neither a pin nor a hash: {line}"


def pins(lock):
    return {found["name"]: found["version"] for found in PINNED.finditer(lock)}


LOCK = (ROOT / "requirements.lock").read_text()


def test_every_line_of_the_lock_is_hashed_and_names_no_address():
    assert len(pins(LOCK)) > 50
    assert list(faults(LOCK)) == []


def test_the_lock_pins_every_package_that_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    requirements = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["dependency-groups"]["work"],
        *project["build-system"]["requires"],
    ]
    names = {re.match(r"[a-z0-9-]+", each)[0] for each in requirements}
    assert names - pins(LOCK).keys() == set()


def test_the_lock_agrees_with_an_exact_requirement():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    exact = dict(each.split("==") for each in project["dependencies"] if "==" in each)
    assert exact == {name: pins(LOCK)[name] for name in exact}


HASHED = "    --hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    "lock",
    [
        "attrs==1.0",
        "attrs==1.0 \\",
        f"attrs>=1.0 \\\n{HASHED}",
        f"attrs==1.0\n{HASHED}",
        f"attrs==1.0 \\\n{HASHED} \\\nidna==2.0 \\\n{HASHED}",
        f"--index-url https://registry.example/simple\nattrs==1.0 \\\n{HASHED}",
        f"attrs @ https://registry.example/attrs.whl \\\n{HASHED}",
        "attrs==1.0 \\\n    --hash=md5:00",
        "-e .",
    ],
)
def test_a_planted_line_is_found(lock):
    assert list(faults(lock))


def test_a_hashed_pin_with_a_marker_is_fine():
    lock = f"# made by make lock\nuvloop==1.0 ; sys_platform != 'win32' \\\n{HASHED} \\\n{HASHED}\n"
    assert list(faults(lock)) == []

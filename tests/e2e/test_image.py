"""What the generated Dockerfile does, step by step, without a daemon: copied, installed, started.

The packages that a BFF asks for are this environment's, so that no registry is asked.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import urllib.error
import urllib.request

import pytest

from tests.e2e.callers import MORE, write_keys
from tests.e2e.served import free_port

# One that is open, and one that knows its callers and has functions of its team.
CLIENTS = ["mobile", "admin"]
START_LIMIT_S = 120
STOP_LIMIT_S = 60


def run(*command, cwd):
    ran = subprocess.run(command, cwd=cwd, env=bare(), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def bare():
    """Give the environment of the process, without a path to this tree or a setting."""
    kept = {name: each for name, each in os.environ.items() if not name.startswith("BFF_")}
    return {name: each for name, each in kept.items() if name != "PYTHONPATH"}


def copied(folder, build):
    """Do the COPY lines of the first stage."""
    first = (folder / "Dockerfile").read_text().split("\nFROM ")[1]
    for line in first.splitlines():
        if not line.startswith("COPY "):
            continue
        *sources, target = shlex.split(line)[1:]
        for source in sources:
            if (folder / source).is_dir():
                shutil.copytree(folder / source, build / target)
            else:
                shutil.copy(folder / source, build / target)


@pytest.fixture(scope="module", params=CLIENTS)
def installed(request, root, tmp_path_factory):
    """The environment that the image gets, and the settings that its README asks for."""
    folder, place = root / "generated" / request.param, tmp_path_factory.mktemp(request.param)
    build = place / "build"
    build.mkdir()
    copied(folder, build)
    run(sys.executable, "-m", "venv", "--without-pip", str(place / "bff"), cwd=build)
    (purelib,) = (place / "bff").glob("lib/python*/site-packages")
    (purelib / "packages.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    python = place / "bff" / "bin" / "python"
    install = ("install", "--no-compile", "--no-deps", "--no-index", "--no-build-isolation", ".")
    run(sys.executable, "-m", "pip", "--python", str(python), *install, cwd=build)
    shutil.rmtree(build)
    readme = (folder / "README.md").read_text()
    urls = re.findall(r"^\| `(BFF_UPSTREAM_\w+_URL)` \| required", readme, re.MULTILINE)
    keys = write_keys(place) if "BFF_TEST_KEYS_FILE" in readme else {}
    settings = dict.fromkeys(urls, "http://127.0.0.1:9") | keys | MORE.get(request.param, {})
    return request.param, place, {**settings, "BFF_ALLOW_PLAIN_UPSTREAMS": "1", "BFF_DRAIN": "0s"}


@pytest.mark.parametrize("is_module", [False, True])
def test_the_installed_bff_starts_says_that_it_is_ready_and_ends(installed, is_module, root):
    client, place, settings = installed
    port = free_port()
    folder = place / "bff" / "bin"
    module = [str(folder / "python"), "-m", f"{client}_bff"]
    command = module if is_module else [str(folder / f"{client}-bff")]
    environment = {**bare(), **settings, "BFF_PORT": str(port), "BFF_HOST": "127.0.0.1"}
    process = subprocess.Popen(command, cwd=place, env=environment)
    try:
        assert answered(f"http://127.0.0.1:{port}/-/ready", process) == b""
        served = answered(f"http://127.0.0.1:{port}/openapi.json", process)
        assert served == (root / "generated" / client / "openapi.json").read_bytes()
    finally:
        process.terminate()
        ended = process.wait(STOP_LIMIT_S)
    assert ended in (0, -15)


def answered(url, process):
    """Ask until it answers 200; a process that has ended is told at once."""
    for _ in range(START_LIMIT_S * 10):
        assert process.poll() is None, "it has ended"
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return response.read()
        except (urllib.error.URLError, ConnectionError):
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError(f"no answer of {url}")

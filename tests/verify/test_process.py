"""A BFF as a process: it serves, it ends, and where it does not start it says why."""

import socket
import threading
from functools import partial

import httpx2
import pytest

from bffgen.verify.process import BffProcess
from bffgen.verify.serve import NotServed

get = partial(httpx2.get, timeout=60)

# A BFF reduced to what a process shows: health, settings, a line on stderr.
TINY = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        print("asked", self.path, file=sys.stderr, flush=True)
        said = " ".join(sorted(k for k in os.environ if k.startswith("BFF_"))).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *said):
        pass

HTTPServer((os.environ["BFF_HOST"], int(os.environ["BFF_PORT"])), Answers).serve_forever()
"""


@pytest.fixture
def package(tmp_path):
    """Write a package that does as its text says when it is run."""

    def write(text, name="tiny_bff"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        (tmp_path / name / "__main__.py").write_text(text)
        return str(tmp_path), name

    return write


def test_a_process_gets_its_own_settings_and_no_foreign_ones(package, monkeypatch):
    monkeypatch.setenv("BFF_NONSENSE", "1")
    with BffProcess(*package(TINY), {"catalog": "http://127.0.0.1:1"}) as bff:
        assert bff.is_running
        names = get(bff.url).text.split()
    assert names == sorted(
        (
            "BFF_ALLOW_PLAIN_UPSTREAMS",
            "BFF_DRAIN",
            "BFF_HOST",
            "BFF_PORT",
            "BFF_UPSTREAM_CATALOG_URL",
        )
    )
    assert not bff.is_running
    assert bff.url == ""


def test_what_it_prints_while_it_serves_is_heard(package):
    has_come = threading.Event()

    def hear(line):
        # What it printed just before it was ready may be heard as well.
        if line == "asked /things":
            has_come.set()

    with BffProcess(*package(TINY), {}, hear=hear) as bff:
        get(f"{bff.url}/things")
        assert has_come.wait(60)


def test_a_process_that_ends_at_once_is_told_with_what_it_printed(package):
    folder, name = package("import sys\nsys.exit('settings: 1 fault')")
    with pytest.raises(NotServed, match="tiny_bff did not start\nsettings: 1 fault"):
        BffProcess(folder, name, {}).__enter__()


def test_a_package_that_is_not_installed_is_named_with_the_extra_that_brings_it(package):
    bare = "import sys\nsys.path = [each for each in sys.path if 'site-packages' not in each]\n"
    folder, name = package(f"{bare}import pydantic_settings")
    with pytest.raises(NotServed, match="`pydantic_settings` is not installed") as fault:
        BffProcess(folder, name, {}).__enter__()
    assert "pip install 'bffgen[dev]'" in str(fault.value)


def test_a_package_of_the_team_that_is_not_installed_is_told_as_it_is(package):
    folder, name = package("import something_that_the_hooks_need")
    with pytest.raises(NotServed, match="No module named 'something_that_the_hooks_need'") as fault:
        BffProcess(folder, name, {}).__enter__()
    assert "bffgen[dev]" not in str(fault.value)


def test_a_package_that_is_not_there_is_told_as_it_is(tmp_path):
    with pytest.raises(NotServed, match="No module named") as fault:
        BffProcess(str(tmp_path), "absent_bff", {}).__enter__()
    assert "bffgen[dev]" not in str(fault.value)


def test_a_port_that_is_taken_is_told(package):
    folder, name = package(TINY)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NotServed, match=f"port {port} of 127.0.0.1: address already in use"):
            BffProcess(folder, name, {}, port=port).__enter__()


def test_a_process_that_does_not_listen_to_sigterm_is_ended(package, monkeypatch):
    monkeypatch.setattr("bffgen.verify.process.STOP_LIMIT_S", 0.5)
    deaf = f"import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n{TINY}"
    with BffProcess(*package(deaf), {}) as bff:
        url = bff.url
    with pytest.raises(httpx2.ConnectError):
        get(url)
    for each in threading.enumerate():
        if each.name == "bff":  # it may still be about to end
            each.join(60)
            assert not each.is_alive()

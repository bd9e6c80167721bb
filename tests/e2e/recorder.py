"""An upstream that records what it is sent, byte for byte, and answers what a test says.

In:  answers by method and path: status, JSON value, bytes as they are, or None; `held` keeps one of
     them back.
Out: its address; the requests that came, in order.
How: the standard library's server on a loopback port; nothing of ours reads what comes.
"""

import http.server
import json
import queue
import select
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

# A test that fails must not hang the run.
HOLD_LIMIT_S = 60.0


def is_awaited(connection: socket.socket, *, for_s: float = 0) -> bool:
    """Say whether a caller still waits for its answer, at the end of a time.

    Who has left is a socket at its end, which can be read.
    """
    can_be_read, _, _ = select.select([connection], [], [], for_s)
    return not can_be_read


@contextmanager
def serving(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve what a handler answers, on a loopback port; gives the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def answer(handler: http.server.BaseHTTPRequestHandler, status: int, value: object) -> None:
    """Answer a request with a JSON value; with an empty body where it is None."""
    said = b"" if value is None else json.dumps(value).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(said)))
    handler.end_headers()
    handler.wfile.write(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> object:
        """Read the body; None where there is none."""
        return json.loads(self.body) if self.body else None


@dataclass(kw_only=True)
class Recorder:
    """Serves between `with` and its end.

    Attributes:
        told: further headers of answers, by method and path.
        held: an answer to these waits for its event, at most `HOLD_LIMIT_S`.
        ended: method and path of each request that is about to be answered, its caller still there.
    """

    answers: dict[tuple[str, str], tuple[int, object]] = field(default_factory=dict)
    told: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    held: dict[tuple[str, str], threading.Event] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    ended: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)

    def __enter__(self) -> Self:
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                headers = {name.lower(): value for name, value in self.headers.items()}
                recorder.sent.append(
                    Sent(method=self.command, target=self.path, headers=headers, body=body)
                )
                path = self.path.partition("?")[0]
                status, value = recorder.answers.get((self.command, path), (404, {}))
                if (self.command, path) in recorder.held:
                    recorder.held[self.command, path].wait(HOLD_LIMIT_S)
                if is_awaited(self.connection):
                    recorder.ended.put(f"{self.command} {path}")
                said = b"" if value is None else value
                said = said if isinstance(said, bytes) else json.dumps(said).encode()
                told = recorder.told.get((self.command, path), {})
                self.send_response(status)
                if status == 201:
                    self.send_header("Location", "/v1/things/made")
                if value is not None and "Content-Type" not in told:
                    self.send_header("Content-Type", "application/json")
                if status != 204:
                    self.send_header("Content-Length", str(len(said)))
                for name, text in told.items():
                    self.send_header(name, text)
                self.end_headers()
                # RFC 9110 9.3.2: the length of a HEAD is that of what GET would send.
                self.wfile.write(b"" if self.command == "HEAD" else said)

            do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Give the address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

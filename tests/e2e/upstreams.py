"""The upstreams of the storefront as raw servers on loopback, with faults on demand.

In:  behaviours, one a service, that a test may change while requests are out.
Out: HTTP/1.1 over real sockets, and a record of what was asked and who hung up.
How: an asyncio loop in a thread of its own; no HTTP library, so that nothing is mended on the way.
"""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Self, TypeAlias, TypeVar
from urllib.parse import unquote, urlsplit

from tests.e2e.shop import Told, problem
from tests.e2e.shop import answer as contract_answer

# A fault of a test must not hang the run: each wait on the server ends by these.
_HANG_LIMIT_S = 120.0
_COMMAND_LIMIT_S = 30.0
_WAIT_LIMIT_S = 30.0
_MAX_HEAD_BYTES = 64 * 1024
_MAX_BODY_BYTES = 1024 * 1024
_MAX_REQUESTS = 20_000

SERVICES = ("catalog", "pricing", "inventory", "reviews", "media", "recommendations", "orders")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came in.

    Attributes:
        target: path and query as sent.
        headers: names in lower case, in the order sent.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def path(self) -> str:
        """The path, percent-encoding undone."""
        return unquote(urlsplit(self.target).path)

    def header(self, name: str) -> str | None:
        """Give the first value of a header; `name` in lower case."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a service has seen since the start or the last `forget`.

    Attributes:
        answered: requests whose answer was handed to the socket whole.
        cancelled: requests whose caller closed the connection before the answer was sent.
        open_connections: connections now, kept-alive ones included.
    """

    requests: tuple[Request, ...]
    answered: int
    cancelled: int
    open_connections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Answer after a delay; `body` None is what the contract says for this path and status.

    Attributes:
        after: a service; the answer is sent, without a delay, once that one has a request.
    """

    status: int = 200
    body: bytes | None = None
    delay_s: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Hang:
    """Read the request and never answer."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Read the request and close the connection."""


Behaviour: TypeAlias = Answer | Hang | Drop
Result = TypeVar("Result")


class _Service:
    """State of one service; written in the loop's thread alone, under `changed`."""

    def __init__(
        self, name: str, changed: threading.Condition, others: Mapping[str, "_Service"]
    ) -> None:
        self.name = name
        self.changed = changed
        self.others = others
        self.asked = asyncio.Event()
        self.behaviour: Behaviour = Answer()
        self.requests: list[Request] = []
        self.answered = 0
        self.cancelled = 0
        self.connections: set[_Connection] = set()
        self.socket = _bound_socket(0)
        self.port: int = self.socket.getsockname()[1]
        self.server: asyncio.Server | None = None

    async def listen(self) -> None:
        if self.server is None:
            loop = asyncio.get_running_loop()
            self.server = await loop.create_server(lambda: _Connection(self), sock=self.socket)

    async def close(self) -> None:
        """Stop listening; a caller of the port is refused, as it is bound and does not listen."""
        server, self.server = self.server, None
        if server is not None:
            server.close()
            for connection in tuple(self.connections):
                connection.abort()
            await server.wait_closed()
            self.socket = _bound_socket(self.port)


class _Connection(asyncio.Protocol):
    """One connection: one request at a time, kept alive between them."""

    def __init__(self, service: _Service) -> None:
        self.service = service
        self.received = bytearray()
        self.due: asyncio.TimerHandle | asyncio.Task[None] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        with self.service.changed:
            self.service.connections.add(self)
            self.service.changed.notify_all()

    def connection_lost(self, exc: Exception | None) -> None:
        with self.service.changed:
            self.service.connections.discard(self)
            if self.due is not None:
                self.due.cancel()
                self.due = None
                self.service.cancelled += 1
            self.service.changed.notify_all()

    def data_received(self, data: bytes) -> None:
        self.received += data
        # A caller that sends its next request early is served in turn.
        if self.due is None:
            self._read()

    def abort(self) -> None:
        """Close at once; a request that is out then does not count as cancelled by its caller."""
        if self.due is not None:
            self.due.cancel()
            self.due = None
        if self.transport is not None:
            self.transport.abort()

    def _read(self) -> None:
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            if len(self.received) > _MAX_HEAD_BYTES:
                self.abort()
            return
        method, target, headers = _parse_head(bytes(self.received[:end]))
        length = int(dict(headers).get("content-length", "0"))
        if length > _MAX_BODY_BYTES or len(self.service.requests) >= _MAX_REQUESTS:
            self.abort()
            return
        start, stop = end + 4, end + 4 + length
        if len(self.received) < stop:
            return
        body = bytes(self.received[start:stop])
        del self.received[:stop]
        self._begin(Request(method=method, target=target, headers=headers, body=body))

    def _begin(self, request: Request) -> None:
        with self.service.changed:
            self.service.requests.append(request)
            self.service.changed.notify_all()
        self.service.asked.set()
        loop = asyncio.get_running_loop()
        match self.service.behaviour:
            case Answer() as answer:
                content = _bytes_of(answer, self.service.name, request)
                if answer.after:
                    self.due = loop.create_task(self._send_after(answer.after, content))
                else:
                    self.due = loop.call_later(answer.delay_s, self._send, content)
            case Hang():
                self.due = loop.call_later(_HANG_LIMIT_S, self.abort)
            case Drop():
                self.abort()

    async def _send_after(self, other: str, content: bytes) -> None:
        await self.service.others[other].asked.wait()
        self._send(content)

    def _send(self, content: bytes) -> None:
        self.due = None
        if self.transport is None or self.transport.is_closing():
            return
        self.transport.write(content)
        with self.service.changed:
            self.service.answered += 1
            self.service.changed.notify_all()
        if self.received:
            self._read()


def _bound_socket(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # The same port again after `refuse`, although old connections of it linger.
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _parse_head(head: bytes) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    return method, target, tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)


def _bytes_of(answer: Answer, service: str, request: Request) -> bytes:
    status, body, headers = answer.status, answer.body, answer.headers
    if body is None:
        told = _told(service, request) if status == 200 else problem(status)
        status, headers = told.status, (*told.headers, *headers)
        body = b"" if told.body is None else json.dumps(told.body).encode()
    media_type = "application/json" if status < 400 else "application/problem+json"
    own = {"content-type": media_type, "content-length": str(len(body))}
    # A 204 has neither (RFC 9110 8.6).
    all_headers = {} if status == 204 else own
    all_headers |= {name.lower(): value for name, value in headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in all_headers.items())
    return f"HTTP/1.1 {status} Planned\r\n{lines}\r\n".encode("latin-1") + body


def _told(service: str, request: Request) -> Told:
    sent = json.loads(request.body) if request.body else None
    query = urlsplit(request.target).query
    return contract_answer(service, request.method, request.path, query, sent)


class Upstreams:
    """All services, each on a port of its own, while the context lasts.

    Every service answers by its contract what `shop.py` knows, and with 404 what it does not,
    until a behaviour is set; a behaviour holds for requests that come in after it was set.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._services: dict[str, _Service] = {}
        for name in SERVICES:
            self._services[name] = _Service(name, self._changed, self._services)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="upstreams")

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            for name in SERVICES:
                self._run(self._services[name].listen())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            for service in self._services.values():
                self._run(service.close())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_COMMAND_LIMIT_S)
            for service in self._services.values():
                service.socket.close()
            self._loop.close()

    def url(self, service: str) -> str:
        """Give the base address of a service; it stays the same while the context lasts."""
        return f"http://127.0.0.1:{self._services[service].port}"

    def environment(self) -> dict[str, str]:
        """Give the settings that point a BFF at these services."""
        urls = {f"BFF_UPSTREAM_{name.upper()}_URL": self.url(name) for name in SERVICES}
        return {**urls, "BFF_ALLOW_PLAIN_UPSTREAMS": "1"}

    def behave(self, service: str, behaviour: Behaviour) -> None:
        """Set what a service does with requests from now on; one that refused listens again."""

        async def change() -> None:
            self._services[service].behaviour = behaviour
            await self._services[service].listen()

        self._run(change())

    def answer(
        self,
        service: str,
        *,
        status: int = 200,
        body: bytes | None = None,
        delay_s: float = 0.0,
        headers: tuple[tuple[str, str], ...] = (),
        after: str = "",
    ) -> None:
        """Answer with a status and a body; without a body, with what the contract says."""
        answer = Answer(status=status, body=body, delay_s=delay_s, headers=headers, after=after)
        self.behave(service, answer)

    def hang(self, service: str) -> None:
        """Accept requests and never answer them."""
        self.behave(service, Hang())

    def drop(self, service: str) -> None:
        """Close each connection once a request has come in."""
        self.behave(service, Drop())

    def refuse(self, service: str) -> None:
        """Close the port and all of its connections: callers are refused."""
        self._run(self._services[service].close())

    def reset(self) -> None:
        """Let every service answer by its contract again, and forget what was recorded."""
        for name in SERVICES:
            self.answer(name)
        self.forget()

    def forget(self) -> None:
        """Forget requests and counts; connections stay open."""
        with self._changed:
            for service in self._services.values():
                service.requests.clear()
                service.answered = service.cancelled = 0
                service.asked.clear()

    def record(self, service: str) -> Record:
        """Give what a service has seen so far."""
        with self._changed:
            seen = self._services[service]
            return Record(
                requests=tuple(seen.requests),
                answered=seen.answered,
                cancelled=seen.cancelled,
                open_connections=len(seen.connections),
            )

    def wait_for(
        self, service: str, seen: Callable[[Record], bool], *, limit_s: float = _WAIT_LIMIT_S
    ) -> Record:
        """Wait until the record of a service is as wanted; looked at after each event.

        Raises:
            TimeoutError: it was not so within `limit_s`; the message has the last record.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: seen(self.record(service)), limit_s):
                raise TimeoutError(f"`{service}` after {limit_s} s: {self.record(service)}")
            return self.record(service)

    def _run(self, work: Coroutine[object, object, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_COMMAND_LIMIT_S)

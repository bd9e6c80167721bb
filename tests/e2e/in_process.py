"""A generated BFF in this process, its upstreams played by fakes that answer within their contract.

In:  the folder of a BFF and its package, what answers for each upstream.
Out: answers as status, headers and bytes.
How: the app is asked as a server asks it (ASGI), its lifespan run around; its transport is one that
     hands each call to a function, so that thousands of answers cost seconds. Real sockets are
     what the other tests of this folder are for.
"""

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from httpx2 import Headers

from bffgen.verify.wire import FakeAnswer
from tests.e2e.served import Answered

# The most that may pass between two looks at the clock, s. What passes beyond it the machine was at
# something else, which no budget of a BFF is meant for.
_STEP_S = 0.02

# Gives what an upstream answers: host, method, path, query, headers, body; None breaks off.
Upstream = Callable[[str, str, str, str, Mapping[str, str], bytes], FakeAnswer | None]


class Playing:
    """A transport whose calls a function answers."""

    def __init__(self, package: str, upstream: Upstream) -> None:
        found = importlib.import_module(f"{package}.runtime.transport")
        self._response = found.UpstreamResponse
        self._failed = importlib.import_module(f"{package}.runtime.fetch").UpstreamFailed
        self._upstream = upstream

    async def fetch(self, request, *, until, max_body):
        answer = await self._answer(request)
        if len(answer.body) > max_body:
            raise self._failed("too-large")
        return self._response(
            status=answer.status, headers=Headers(answer.headers), body=answer.body
        )

    async def open(self, request, *, until):
        return _Open(await self._answer(request))

    async def _answer(self, request):
        body = request.body or b""
        if request.sending is not None:
            body = b"".join([piece async for piece in request.sending.pieces()])
        url = urlsplit(request.url)
        headers = {name.lower(): text for name, text in request.headers}
        answer = self._upstream(url.hostname, request.method, url.path, url.query, headers, body)
        if answer is None:
            raise self._failed("connect")
        if answer.status not in request.accepts:
            raise self._failed("status", answer.status, headers=Headers(answer.headers))
        return answer


class _Open:
    def __init__(self, answer: FakeAnswer) -> None:
        self.status, self._body = answer.status, answer.body
        self.headers = Headers(answer.headers)

    async def pieces(self) -> AsyncIterator[bytes]:
        yield self._body

    def close(self) -> None:
        pass


@asynccontextmanager
async def asked_here(
    folder, package: str, environment: Mapping[str, str], upstream: Upstream
) -> AsyncIterator[Callable]:
    """Give a function that asks the BFF: method, target, headers as pairs, body.

    The package is imported under its name, whatever else has it, and forgotten at the end.
    """
    with pytest.MonkeyPatch.context() as patch:
        loop = asyncio.get_running_loop()
        patch.setattr(loop, "time", _patient(loop.time))
        patch.syspath_prepend(folder)
        for name in _modules_of(package):
            patch.delitem(sys.modules, name)
        importlib.invalidate_caches()
        try:
            settings = importlib.import_module(f"{package}.settings").Settings
            known = {f"BFF_{name.upper()}" for name in settings.model_fields}
            given = {"BFF_ALLOW_PLAIN_UPSTREAMS": "1", **environment}
            own = settings.read({name: given[name] for name in given if name in known})
            application = importlib.import_module(f"{package}.app").create_app(own)
            running = importlib.import_module(f"{package}.runtime.app")

            @asynccontextmanager
            async def opened():
                yield Playing(package, upstream)

            patch.setattr(running.AiohttpTransport, "opened", opened)
            async with application.router.lifespan_context(application):
                yield lambda *request: _ask(application, *request)
        finally:
            for name in _modules_of(package):
                del sys.modules[name]


def _modules_of(package: str) -> list[str]:
    return [each for each in sys.modules if each.split(".")[0] == package]


def _patient(clock: Callable[[], float]) -> Callable[[], float]:
    """Give a clock that stands still while a busy machine lets this process wait."""
    told = seen = clock()

    def time() -> float:
        nonlocal told, seen
        now = clock()
        told, seen = told + min(now - seen, _STEP_S), now
        return told

    return time


async def _ask(application, method: str, target: str, headers, body: bytes) -> Answered:
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), text.encode("latin-1")) for name, text in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    sent: list[dict] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive():
        return waiting.pop() if waiting else await _never()

    async def send(message):
        sent.append(message)

    await application(scope, receive, send)
    found: dict[str, list[str]] = {}
    for name, text in sent[0]["headers"]:
        found.setdefault(name.decode().lower(), []).append(text.decode("latin-1"))
    return Answered(
        status=sent[0]["status"],
        headers={name: ", ".join(texts) for name, texts in found.items()},
        body=b"".join(each.get("body", b"") for each in sent[1:]),
        seconds=0.0,
    )


async def _never():
    await asyncio.Event().wait()

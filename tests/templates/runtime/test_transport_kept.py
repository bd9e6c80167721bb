"""Calls over real sockets: their memory is bounded, and nothing goes from one to the next."""

import asyncio
import tracemalloc
import zlib

import pytest
from bff_package.runtime.fetch import UpstreamFailed
from bff_package.runtime.transport import UpstreamRequest
from bff_package.runtime.transport_aiohttp import AiohttpTransport
from bff_package.runtime.upstream import Service, headers, segment

from tests.templates.runtime.calling import (
    AMPLE_S,
    GOOD,
    PRODUCT,
    answering,
    ask,
    close,
    gzipped_as_is,
)
from tests.templates.runtime.sockets import chunk, chunked, ok, reset, serving, unused_port

pytestmark = pytest.mark.usefixtures("each_loop")

# --- memory


def measured(answer):
    async def main():
        async with serving(answer) as seen, AiohttpTransport.opened() as transport:
            await ask(seen.url, transport=transport, path="/warm")
            tracemalloc.start()
            try:
                began = asyncio.get_running_loop().time()
                told = await ask(seen.url, transport=transport)
                took = asyncio.get_running_loop().time() - began
                return told, tracemalloc.get_traced_memory()[1], took
            finally:
                tracemalloc.stop()

    return asyncio.run(main())


def _after_a_warm_up(head, piece, count):
    async def answer(request, writer):
        if b"/warm" in request:
            writer.write(ok(GOOD))
            return
        writer.write(head)
        for _ in range(count):
            writer.write(piece)
            await writer.drain()

    return answer


def _bomb(megabytes):
    packer = zlib.compressobj(9, wbits=31)

    def megabyte():
        return packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)

    # After a full flush each piece stands alone, so one may be sent as often as one likes.
    return megabyte() + megabyte() * (megabytes - 1)


@pytest.mark.parametrize(
    "answer",
    [
        _after_a_warm_up(chunked(), chunk(b" " * 65_536), 2_000),
        _after_a_warm_up(chunked("Content-Encoding: gzip"), chunk(_bomb(200)), 1),
        _after_a_warm_up(b"", gzipped_as_is(_bomb(200)), 1),
    ],
    ids=["125 MB in chunks", "a gzip bomb of 200 MB", "a bomb whose length is told"],
)
def test_an_endless_body_or_a_bomb_is_too_large_in_bounded_memory(answer):
    told, peak_bytes, took_s = measured(answer)
    assert told == ("too-large", None)
    assert peak_bytes < 4 << 20
    assert took_s < 2.0


def test_the_limit_is_the_calls_own_and_exact():
    body = GOOD + b" " * (1_000 - len(GOOD))

    async def main():
        async with serving(answering(ok(body))) as seen, AiohttpTransport.opened() as transport:
            service = Service("catalog", seen.url, transport)
            request = UpstreamRequest(method="GET", path="/p")
            until = asyncio.get_running_loop().time() + AMPLE_S
            fits = await service.fetch(request, PRODUCT, max_body=1_000).begin(until)
            with pytest.raises(UpstreamFailed, match="too-large"):
                await service.fetch(request, PRODUCT, max_body=999).begin(until)
            return fits.id

    assert asyncio.run(main()) == "p-1"


# --- nothing goes from one call to the next


def test_a_cookie_of_one_caller_is_never_sent_for_another():
    async def main():
        answer = answering(ok(GOOD, "Set-Cookie: session=of-user-a; Path=/"))
        async with serving(answer) as seen, AiohttpTransport.opened() as transport:
            for _ in range(3):
                await ask(seen.url, transport=transport)
            return seen.heads, seen.connections

    heads, connections = asyncio.run(main())
    assert not any(b"cookie" in head.lower() for head in heads)
    assert (len(heads), connections) == (3, 1)


def test_proxies_and_passwords_of_the_environment_are_not_looked_at(monkeypatch, tmp_path):
    secrets = tmp_path / "netrc"
    secrets.write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(secrets))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")

    async def main():
        async with serving(answering(ok(GOOD))) as seen:
            return await ask(seen.url), seen.heads[0]

    product, head = asyncio.run(main())
    assert product.id == "p-1"
    assert b"authorization" not in head.lower()


@pytest.mark.parametrize("end", [close, reset])
def test_a_kept_connection_that_drops_is_tried_once_more_for_a_read(end):
    async def main():
        async def answer(head, writer):
            # The first connection answers once and drops at the second request.
            if len(seen.heads) == 2:
                end(writer)
            else:
                writer.write(ok(GOOD))

        async with serving(answer) as seen, AiohttpTransport.opened() as transport:
            await ask(seen.url, transport=transport)
            told = await ask(seen.url, transport=transport)
            return told.id, len(seen.heads), seen.connections

    assert asyncio.run(main()) == ("p-1", 3, 2)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH"])
def test_a_write_is_never_sent_twice(method):
    async def main():
        async def answer(head, writer):
            if b"/drops" in head:
                writer.close()
            else:
                writer.write(ok(GOOD))

        async with serving(answer) as seen, AiohttpTransport.opened() as transport:
            await ask(seen.url, transport=transport)
            told = await ask(seen.url, transport=transport, method=method, path="/drops")
            return told, sum(b"/drops" in head for head in seen.heads)

    assert asyncio.run(main()) == (("connect", None), 1)


def test_an_upstream_that_always_drops_is_asked_twice_at_most():
    async def main():
        async with serving(answering(then=close)) as seen:
            return await ask(seen.url), len(seen.heads)

    assert asyncio.run(main()) == (("connect", None), 2)


# --- what never gets out


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_value_that_would_name_another_path_sends_nothing(value):
    async def main():
        async with serving(answering(ok(GOOD))) as seen:
            return await ask(seen.url, path=f"/p/{segment(value)}/x"), seen.connections

    assert asyncio.run(main()) == (("refused-value", None), 0)


@pytest.mark.parametrize("value", ["a\r\nX-Admin: 1", "a\nb", "a\0", "é", "\x7f"])
def test_a_header_value_that_could_end_its_line_sends_nothing(value):
    async def main():
        async with serving(answering(ok(GOOD))) as seen:
            return await ask(seen.url, headers=headers(("X", value))), seen.connections

    assert asyncio.run(main()) == (("refused-value", None), 0)


@pytest.mark.parametrize("value", ["...", "a/../b", "%2e%2e", "//evil", "?x=1", "#f", "\\..\\"])
def test_any_other_value_stays_one_segment(value):
    async def main():
        async with serving(answering(ok(GOOD))) as seen:
            await ask(seen.url, path=f"/p/{segment(value)}/x")
            return seen.heads[0].split()[1].decode()

    target = asyncio.run(main())
    assert target.count("/") == 3
    assert target.startswith("/p/")
    assert target.endswith("/x")
    assert not set(target) & set("?#\\")

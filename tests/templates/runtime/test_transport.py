"""One call over real sockets: each way in which an upstream can go wrong, and what it comes to."""

import asyncio
import gzip
import socket
import zlib

import aiohttp
import pytest
from bff_package.runtime.transport import UpstreamRequest
from bff_package.runtime.transport_aiohttp import AiohttpTransport
from bff_package.runtime.upstream import Service, headers, query, segment

from tests.templates.runtime.calling import (
    AMPLE_S,
    GOOD,
    PRODUCT,
    Product,
    answering,
    ask,
    close,
    gzipped_as_is,
)
from tests.templates.runtime.sockets import chunk, chunked, ok, reset, serving, unused_port

pytestmark = pytest.mark.usefixtures("each_loop")


def outcome(answer, **how):
    async def main():
        async with serving(answer) as seen:
            return await ask(seen.url, **how)

    return asyncio.run(main())


def gzipped(data):
    return gzipped_as_is(gzip.compress(data))


# --- what is taken


@pytest.mark.parametrize(
    "pieces",
    [
        [ok(GOOD)],
        [
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
            b"Connection: close\r\n\r\n",
            GOOD,
        ],
        [chunked(), chunk(GOOD[:9]), chunk(GOOD[9:]), b"0\r\n\r\n"],
        [gzipped(GOOD)],
        [ok(gzip.compress(GOOD[:9]) + gzip.compress(GOOD[9:]), "Content-Encoding: x-gzip")],
        [ok(zlib.compress(GOOD), "Content-Encoding: deflate")],
        [ok(zlib.compress(GOOD, wbits=-15), "Content-Encoding: Deflate")],
        [chunked("Content-Encoding: gzip"), chunk(gzip.compress(GOOD)), b"0\r\n\r\n"],
        [ok(GOOD).replace(b"application/json", b"application/vnd.x+JSON; charset=utf-8")],
        [ok(GOOD).replace(b"Content-Type: application/json\r\n", b"")],
        [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", ok(GOOD)],
        [ok(GOOD, "Content-Encoding: identity", "Set-Cookie: sid=1; Path=/")],
    ],
)
def test_a_good_answer_is_taken_in_each_of_its_framings(pieces):
    ends = None if b"Length" in pieces[-1] or b"chunked" in pieces[0] else close
    assert outcome(answering(*pieces, then=ends)) == Product(id="p-1", price=12)


def test_a_gzip_body_that_comes_byte_by_byte_is_decoded():
    async def answer(head, writer):
        body = gzip.compress(GOOD)
        writer.write(chunked("Content-Encoding: gzip"))
        for index in range(len(body)):
            writer.write(chunk(body[index : index + 1]))
            await writer.drain()
        writer.write(b"0\r\n\r\n")

    assert outcome(answer) == Product(id="p-1", price=12)


def test_what_is_encoded_already_is_not_encoded_otherwise():
    async def main():
        async with serving(answering(ok(GOOD))) as seen:
            await ask(seen.url, path="/%7Ex/%61;v=1", query="a=%7E&b=%20+&c='&d=%c3%a9")
            return seen.heads[0].split()[1]

    assert asyncio.run(main()) == b"/%7Ex/%61;v=1?a=%7E&b=%20+&c='&d=%c3%a9"


@pytest.mark.parametrize(
    ("method", "is_write"),
    [("GET", False), ("HEAD", False), ("POST", True), ("PUT", True), ("DELETE", True)],
)
def test_every_method_but_the_safe_ones_is_a_write(method, is_write):
    async def main():
        async with AiohttpTransport.opened() as transport:
            service = Service("catalog", "http://catalog.invalid", transport)
            return service.fetch(UpstreamRequest(method=method, path="/"), PRODUCT).is_write

    assert asyncio.run(main()) is is_write


def test_what_is_asked_goes_out_as_it_was_written():
    async def main():
        async with serving(answering(ok(GOOD))) as seen:
            await ask(
                seen.url + "/base",
                path=f"/p/{segment('a/b c%41é')}",
                query=query(("q", "x&y=ü+"), ("tag", ["a", "b"]), ("n", 7), ("on", True)),
                headers=headers(("Accept-Language", "de-CH, de;q=0.9")),
            )
            return seen.heads[0].decode()

    line, *rest = asyncio.run(main()).split("\r\n")
    assert line == (
        "GET /base/p/a%2Fb%20c%2541%C3%A9?q=x%26y%3D%C3%BC%2B&tag=a&tag=b&n=7&on=true HTTP/1.1"
    )
    sent = dict(text.split(": ", 1) for text in rest if text)
    deadline = sent.pop("X-Deadline-Ms")
    assert deadline.isdigit()
    assert 0 < int(deadline) <= 1000 * AMPLE_S
    assert sorted(sent) == ["Accept", "Accept-Encoding", "Accept-Language", "Host"]
    assert sent["Accept-Encoding"] == "gzip, deflate"
    assert sent["Accept-Language"] == "de-CH, de;q=0.9"


# --- what goes wrong

HELLO = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("pieces", "then", "reason"),
    [
        ([], close, "connect"),
        ([], reset, "connect"),
        ([HELLO], close, "connect"),
        ([HELLO], reset, "connect"),
        ([b"SSH-2.0-OpenSSH_9.6\r\n"], close, "connect"),
        ([b"\x16\x03\x01\x02\x00\x01"], close, "connect"),
        ([b"HTTP/1.1 abc OK\r\n\r\n"], close, "connect"),
        ([HELLO + b"Content-Length: -5\r\n\r\n"], None, "connect"),
        ([HELLO + b"Content-Length: 99\r\n\r\n", GOOD], close, "connect"),
        ([HELLO + b"Content-Length: 99\r\n\r\n", GOOD], reset, "connect"),
        ([chunked(), chunk(GOOD)], close, "connect"),
        ([chunked(), b"zz\r\nbroken chunk\r\n"], None, "connect"),
        ([chunked("Content-Length: 9"), chunk(b" " * 99), b"0\r\n\r\n"], None, "connect"),
        ([ok(b'{"id": "p-1"')], None, "bad-body"),
        ([ok(b'{"id": 1}')], None, "bad-body"),
        ([ok(b'{"id": "p-1", "price": "12"}')], None, "bad-body"),
        ([ok(b'{"id": "p-1", "price": 1.5}')], None, "bad-body"),
        ([ok(b"{}")], None, "bad-body"),
        ([ok(b"[]")], None, "bad-body"),
        ([ok(b"null")], None, "bad-body"),
        ([ok(b"")], None, "bad-body"),
        ([ok(b'{"id": "\xff"}')], None, "bad-body"),
        ([ok(b"[" * 200_000)], None, "bad-body"),
        ([ok(GOOD).replace(b"application/json", b"text/html")], None, "bad-body"),
        ([ok(b"<!doctype html>").replace(b"application/json", b"text/html")], None, "bad-body"),
        ([ok(GOOD, "Content-Encoding: br")], None, "bad-body"),
        ([ok(GOOD, "Content-Encoding: gzip, gzip")], None, "bad-body"),
        ([ok(GOOD, "Content-Encoding: gzip")], None, "bad-body"),
        ([ok(gzip.compress(GOOD)[:-9], "Content-Encoding: gzip")], None, "bad-body"),
        ([ok(b"", "Content-Encoding: gzip")], None, "bad-body"),
        ([ok(zlib.compress(GOOD) + b"more", "Content-Encoding: deflate")], None, "bad-body"),
        ([ok(GOOD, "X-Long: " + "x" * 65_536)], None, "too-large"),
        ([ok(GOOD, *(f"X-{i}: {'x' * 1_000}" for i in range(64)))], None, "too-large"),
        ([ok(GOOD, *(f"Set-Cookie: c{i}=1" for i in range(500)))], None, "too-large"),
        ([b"HTTP/1.1 200 " + b"O" * 70_000 + b"\r\n\r\n"], None, "too-large"),
        ([ok(b" " * 300_000 + GOOD)], None, "too-large"),
        ([HELLO + b"Content-Length: 99999999999\r\n\r\n"], None, "too-large"),
        ([gzipped(b" " * 300_000 + GOOD)], None, "too-large"),
    ],
)
def test_whatever_an_upstream_sends_is_a_failure_with_its_reason(pieces, then, reason):
    assert outcome(answering(*pieces, then=then))[0] == reason


@pytest.mark.parametrize("status", [201, 204, 301, 400, 404, 410, 429, 500, 503])
def test_a_status_that_the_call_does_not_accept_is_told_by_its_number(status):
    head = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nLocation: /q\r\nRetry-After: 1\r\n\r\n"
    assert outcome(answering(head.encode())) == ("status", status)


def test_a_304_that_nobody_asked_for_has_no_number_that_a_plan_could_take():
    assert outcome(answering(b"HTTP/1.1 304 X\r\n\r\n")) == ("status", None)


def test_a_redirect_is_not_followed_and_its_target_sees_nothing():
    async def main():
        async with serving(answering(ok(GOOD))) as target:
            moved = f"HTTP/1.1 302 Found\r\nLocation: {target.url}/\r\nContent-Length: 0\r\n\r\n"
            async with serving(answering(moved.encode())) as seen:
                return await ask(seen.url), len(seen.heads), target.connections

    assert asyncio.run(main()) == (("status", 302), 1, 0)


def test_a_refused_connection_is_a_failure_to_connect():
    assert asyncio.run(ask(f"http://127.0.0.1:{unused_port()}")) == ("connect", None)


def test_a_host_that_is_not_known_is_a_failure_to_connect(monkeypatch):
    async def unknown(*_args, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", unknown)
    assert asyncio.run(ask("http://catalog.invalid")) == ("connect", None)


def test_a_name_server_that_hangs_counts_in_the_cap(monkeypatch):
    asked = []

    async def hangs(*_args, **_more):
        asked.append(True)
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", hangs)
    told = asyncio.run(ask_until_begun("http://catalog.invalid", lambda: asked))
    assert told == ("timeout", None)


# --- time


async def ask_until_begun(url, is_begun, **more):
    """Call with a short cap, and with a longer one where a stall of the machine took all of it."""
    for cap_s in (0.1, 1.0, 10.0):
        told = await ask(url, cap_s=cap_s, **more)
        if is_begun():
            break
    return told


async def _forever(head, writer):
    await asyncio.get_running_loop().create_future()


async def _loris_head(head, writer):
    writer.write(HELLO + b"X-Slow: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _loris_body(head, writer):
    writer.write(chunked())
    while True:
        writer.write(chunk(b" "))
        await writer.drain()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("answer", [_forever, _loris_head, _loris_body])
def test_the_cap_covers_connecting_head_and_body_and_frees_the_connection(answer):
    async def main():
        async with serving(answer) as seen, AiohttpTransport.opened() as transport:
            told = await ask_until_begun(seen.url, lambda: seen.heads, transport=transport)
            async with asyncio.timeout(AMPLE_S):
                await seen.client_left.wait()
            return told

    assert asyncio.run(main()) == ("timeout", None)


def test_a_call_that_is_cancelled_closes_its_connection():
    async def main():
        arrived = asyncio.Event()

        async def hang(head, writer):
            arrived.set()
            await asyncio.get_running_loop().create_future()

        async with serving(hang) as seen, AiohttpTransport.opened() as transport:
            task = asyncio.create_task(ask(seen.url, transport=transport))
            await arrived.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            async with asyncio.timeout(AMPLE_S):
                await seen.client_left.wait()

    asyncio.run(main())


@pytest.mark.parametrize("left_s", [-1.0, 0.0, 0.0049])
def test_with_less_than_five_milliseconds_left_nothing_is_sent(left_s):
    async def main():
        async with serving(answering(ok(GOOD))) as seen:
            return await ask(seen.url, cap_s=left_s), seen.connections

    assert asyncio.run(main()) == (("budget", None), 0)

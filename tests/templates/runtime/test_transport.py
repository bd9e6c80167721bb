"""One call over real sockets: each way in which an upstream can go wrong, and what it comes to."""

import asyncio
import gzip
import socket
import tracemalloc
import zlib

import aiohttp
import pytest
import uvloop
from bff_package.runtime.body import Body, reader
from bff_package.runtime.fetch import UpstreamFailed
from bff_package.runtime.transport import UpstreamRequest
from bff_package.runtime.transport_aiohttp import AiohttpTransport
from bff_package.runtime.upstream import Service, headers, query, segment

from tests.templates.runtime.sockets import chunk, chunked, ok, reset, serving, unused_port


class Product(Body):
    id: str
    price: int = 0


PRODUCT = reader(Product)
GOOD = b'{"id": "p-1", "price": 12, "unknown": {"a": []}}'
AMPLE_S = 20.0  # long enough that only a broken limit ever lets it pass


@pytest.fixture(autouse=True, params=["asyncio", "uvloop"])
def _each_loop(request, monkeypatch):
    """Run every test on the loop that is served and on the one that is debugged."""
    factory = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}[request.param]

    def finished(main):
        with asyncio.Runner(loop_factory=factory) as runner:
            return runner.run(main)

    monkeypatch.setattr(asyncio, "run", finished)


async def ask(url, *, cap_s=AMPLE_S, method="GET", path="/p", transport=None, **more):
    """Call once; give the product, or the reason with the upstream's status."""

    async def called(transport):
        service = Service("catalog", url, transport)
        request = UpstreamRequest(method=method, path=path, **{"accepts": (200,), **more})
        until = asyncio.get_running_loop().time() + cap_s
        try:
            return await service.fetch(request, PRODUCT).begin(until)
        except UpstreamFailed as failed:
            return failed.reason, failed.status

    if transport is not None:
        return await called(transport)
    async with AiohttpTransport.opened() as opened:
        return await called(opened)


def answering(*pieces, then=None):
    """Make a server's answer of pieces of bytes and a last deed with the writer."""

    async def answer(head, writer):
        for piece in pieces:
            writer.write(piece)
        await writer.drain()
        if then is not None:
            then(writer)

    return answer


def close(writer):
    writer.close()


def outcome(answer, **how):
    async def main():
        async with serving(answer) as seen:
            return await ask(seen.url, **how)

    return asyncio.run(main())


def gzipped(data):
    return gzipped_as_is(gzip.compress(data))


def gzipped_as_is(packed):
    return ok(packed, "Content-Encoding: gzip")


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


@pytest.mark.parametrize("status", [201, 204, 301, 304, 400, 404, 410, 429, 500, 503])
def test_a_status_that_the_call_does_not_accept_is_told_by_its_number(status):
    head = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nLocation: /q\r\nRetry-After: 1\r\n\r\n"
    assert outcome(answering(head.encode())) == ("status", status)


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

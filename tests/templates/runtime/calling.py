"""One call over real sockets, to a server that sends what a test says."""

import asyncio

from bff_package.runtime.body import Body, reader
from bff_package.runtime.fetch import UpstreamFailed
from bff_package.runtime.transport import UpstreamRequest
from bff_package.runtime.transport_aiohttp import AiohttpTransport
from bff_package.runtime.upstream import Service

from tests.templates.runtime.sockets import ok


class Product(Body):
    id: str
    price: int = 0


PRODUCT = reader(Product)
GOOD = b'{"id": "p-1", "price": 12, "unknown": {"a": []}}'
AMPLE_S = 20.0  # long enough that only a broken limit ever lets it pass


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


def gzipped_as_is(packed):
    return ok(packed, "Content-Encoding: gzip")

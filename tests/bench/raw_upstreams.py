"""Five upstreams that cost as little as possible: prebuilt bytes, chosen by port alone.

In:  nothing.
Out: one line of JSON on stdout, service -> base address; then answers until it is ended.
How: each answer is made before the first request; a request is read to the end of its head.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from functools import partial
from typing import cast

# What the services of tests/bench/workspace answer.
PRODUCT: dict[str, object] = {
    "id": "lamp-1001",
    "sku": "LMP-1001-BRS",
    "title": "Arc floor lamp, brushed brass",
    "descriptionHtml": "<p>A slender arc of brushed brass over your favourite chair.</p>",
    "shortDescription": "Slender brass arc lamp with a marble foot.",
    "brand": {"name": "Nordlys"},
    "mediaIds": ["lamp-1001-front", "lamp-1001-side"],
    "lifecycle": "ACTIVE",
    "seo": {
        "title": "Arc floor lamp in brushed brass | Nordlys",
        "description": "Dimmable LED arc lamp in brushed brass.",
        "canonicalUrl": "https://www.shop.example/products/lamp-1001",
        "keywords": ["floor lamp", "arc lamp"],
    },
    "updatedAt": "2026-03-14T09:26:53Z",
    "deleted": False,
}
QUOTE: dict[str, object] = {
    "sku": "LMP-1001-BRS",
    "amount": 349.9,
    "currency": "EUR",
    "listPrice": 429.0,
    "validUntil": "2026-03-31T22:00:00Z",
}
STOCK: dict[str, object] = {
    "available": True,
    "total": 42,
    "leadTimeDays": None,
    "warehouses": [{"code": "BER1", "quantity": 30}, {"code": "RTM2", "quantity": 12}],
}
SUMMARY: dict[str, object] = {"average": 4.6, "count": 128}
ASSET: dict[str, object] = {
    "assetId": "lamp-1001-front",
    "url": "https://img.shop.example/lamp-1001-front/w320.avif",
    "altText": "Arc floor lamp beside an armchair",
    "width": 320,
    "height": 400,
}

# Bodies of the size that services send; the mobile operation reads a few fields of each.
_DESCRIPTION = "<p>A slender arc of brushed brass over a favourite chair.</p>" * 16
BODIES: Mapping[str, Mapping[str, object]] = {
    "catalog": {**PRODUCT, "descriptionHtml": _DESCRIPTION},
    "pricing": QUOTE,
    "inventory": {
        **STOCK,
        "warehouses": [{"code": f"BER{n}", "quantity": n * 7} for n in range(10)],
    },
    "reviews": SUMMARY,
    "media": ASSET,
}


class _Connection(asyncio.Protocol):
    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.received = b""
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # By cast: uvloop's transports are no subclass of what they behave like.
        self.transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self.received += data
        *requests, self.received = self.received.split(b"\r\n\r\n")
        if requests and self.transport is not None:
            self.transport.write(self.answer * len(requests))


def _prebuilt(body: Mapping[str, object]) -> bytes:
    content = json.dumps(body, separators=(",", ":")).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(content)}"
    return f"{head}\r\n\r\n".encode() + content


async def serve() -> None:
    """Serve all five until the process is ended."""
    loop = asyncio.get_running_loop()
    address_of = {}
    servers = []
    for service, body in BODIES.items():
        answer = _prebuilt(body)
        server = await loop.create_server(partial(_Connection, answer), "127.0.0.1", 0)
        address_of[service] = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        servers.append(server)
    sys.stdout.write(json.dumps(address_of) + "\n")
    sys.stdout.flush()
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve())

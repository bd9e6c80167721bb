"""What the seven services of the storefront know, and how each operation answers by its contract.

In:  a request: service, method, path, query, JSON body.
Out: status, body and headers, true to contracts/upstreams/ (`test_upstreams.py` holds them to it).
How: a table of operations, one small function each; the range is three known products and
     `RANGE` more for walks over pages, every tenth of them a tombstone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

JsonObject = dict[str, object]

RANGE = 240
UPDATED_AT, AS_OF = "2026-03-14T09:26:53Z", "2026-03-14T12:00:00Z"
TRACE = "5b8aa5a2d2c872e8321cf37308d69df2"


def _entry(product_id: str, sku: str, title: str, *, deleted: bool = False) -> JsonObject:
    return {
        "id": product_id,
        "sku": sku,
        "title": title,
        "brand": {"name": "Nordlys"},
        "categoryId": "floor-lamps",
        "mediaIds": [f"{product_id}-front", f"{product_id}-side"],
        "lifecycle": "RETIRED" if deleted else "ACTIVE",
        "updatedAt": UPDATED_AT,
        "deleted": deleted,
    }


ENTRIES: dict[str, JsonObject] = {
    "lamp-1001": _entry("lamp-1001", "LMP-1001-BRS", "Arc floor lamp, brushed brass"),
    "table-2040": _entry("table-2040", "TBL-2040-MRB", "Marble side table"),
    "bulb-31": _entry("bulb-31", "BLB-0031", "LED bulb, dimmable"),
    **{
        f"p-{n:04}": _entry(f"p-{n:04}", f"ART-{n:04}", f"Article {n}", deleted=n % 10 == 0)
        for n in range(1, RANGE + 1)
    },
}
PRODUCT: JsonObject = {
    **ENTRIES["lamp-1001"],
    "descriptionHtml": "<p>A slender arc of brushed brass over your favourite chair.</p>",
    "shortDescription": "Slender brass arc lamp with a marble foot.",
    "attributes": {"Height": "2.05 m", "Energy label": "E"},
    "seo": {
        "title": "Arc floor lamp in brushed brass | Nordlys",
        "description": "Dimmable LED arc lamp in brushed brass.",
        "canonicalUrl": "https://www.shop.example/products/lamp-1001",
        "keywords": ["floor lamp", "arc lamp"],
    },
}
CATEGORY: JsonObject = {
    "id": "lighting",
    "name": "Lighting",
    "children": [
        {
            "id": "lamps",
            "name": "Lamps",
            "children": [{"id": "floor-lamps", "name": "Floor lamps", "children": []}],
        },
        {"id": "bulbs", "name": "Bulbs", "children": []},
    ],
}
QUOTE: JsonObject = {
    "sku": "LMP-1001-BRS",
    "amount": 349.9,
    "currency": "EUR",
    "listPrice": 429.0,
    "wholesale": 240.5,
    "validUntil": "2026-03-31T22:00:00Z",
}
STOCK: JsonObject = {
    "available": True,
    "total": 42,
    "leadTimeDays": None,
    "warehouses": [{"code": "BER1", "quantity": 30}, {"code": "RTM2", "quantity": 12}],
}
SUMMARY: JsonObject = {"average": 4.6, "count": 128}
REVIEWS: JsonObject = {
    "summary": SUMMARY,
    "items": [
        {
            "id": "r-88213",
            "rating": 5,
            "title": "Warm light, steady foot",
            "text": "It took ten minutes to set up.",
            "authorName": "Ines",
            "createdAt": "2026-03-11T18:04:00Z",
        },
        {
            "id": "r-88107",
            "rating": 4,
            "text": "Beautiful. The cable could be longer.",
            "authorName": "Tomasz W.",
            "createdAt": "2026-03-09T07:41:00Z",
        },
    ],
}
QUEUED: JsonObject = {
    "id": "r-88301",
    "productId": "lamp-1001",
    "rating": 1,
    "text": "Arrived with a scratch.",
    "authorName": "Ola",
    "createdAt": "2026-03-12T20:15:00Z",
    "state": "REPORTED",
    "reports": 2,
}
RECOMMENDED: JsonObject = {
    "model": "basket-2026-03",
    "items": [
        {
            "productId": "table-2040",
            "sku": "TBL-2040-MRB",
            "title": "Marble side table",
            "thumbnailId": "table-2040-front",
            "score": 0.91,
        },
        {
            "productId": "bulb-31",
            "sku": "BLB-0031",
            "title": "LED bulb, dimmable",
            "thumbnailId": None,
            "score": 0.66,
        },
    ],
}
ASSET: JsonObject = {
    "assetId": "lamp-1001-front",
    "url": "https://img.shop.example/lamp-1001-front/w320.avif",
    "altText": "Arc floor lamp beside an armchair",
    "width": 320,
    "height": 400,
}
ORDER: JsonObject = {
    "id": "o-2026-000812",
    "state": "PAID",
    "placedAt": "2026-03-14T10:05:00Z",
    "total": {"value": 354.8, "currency": "EUR"},
    "customer": {"id": "c-40017", "email": "ines@mail.example"},
    "lines": [
        {
            "sku": "LMP-1001-BRS",
            "title": "Arc floor lamp, brushed brass",
            "quantity": 1,
            "unitPrice": {"value": 349.9, "currency": "EUR"},
        }
    ],
    "shipping": {"value": 4.9, "currency": "EUR"},
    "shipTo": {
        "name": "Ines Moreau",
        "street": "Lindenstr. 4",
        "postalCode": "10969",
        "city": "Berlin",
        "country": "DE",
    },
    "payment": {"method": "card", "brand": "VISA", "lastDigits": "4242"},
    "margin": {"value": 88.4, "currency": "EUR"},
    "reservationId": "res-20417",
    "trackingUrl": None,
}


# By whom the one order is found: its customer, and whoever asks for no customer.
OF_ORDER = ("c-40017", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, taken apart.

    Attributes:
        named: what the groups of the operation's path matched.
    """

    named: Mapping[str, str]
    query: Mapping[str, str]
    sent: JsonObject

    def ids(self, name: str) -> list[str]:
        """Give the ids of a batch."""
        listed = self.sent[name]
        assert isinstance(listed, list)
        return [str(each) for each in listed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer; a body of None is no body."""

    body: object
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


SKUS = {str(entry["sku"]): entry for entry in ENTRIES.values()}


def problem(status: int) -> Told:
    """Give a problem with the members of all seven error schemas: each promises some of them."""
    kind = "https://shop.example/problems/planned"
    body = {"type": kind, "title": "Planned", "status": status, "traceId": TRACE}
    return Told(status=status, body=body)


def _get_product(asked: Asked) -> Told:
    entry = ENTRIES.get(asked.named["id"])
    if entry is None:
        return problem(404)
    return Told(body={**PRODUCT, **entry}, headers=(("ETag", '"v318"'),))


def _update_product(asked: Asked) -> Told:
    entry = ENTRIES.get(asked.named["id"])
    if entry is None:
        return problem(404)
    changed = {name: asked.sent[name] for name in ("title", "lifecycle") if name in asked.sent}
    return Told(body={**PRODUCT, **entry, **changed}, headers=(("ETag", '"v319"'),))


def _page(asked: Asked, listed: list[JsonObject], limit: int) -> tuple[list[JsonObject], str]:
    """Cut one page; the cursor is the number of its first element, empty after the last page."""
    start = int(asked.query.get("cursor", "0"))
    stop = start + int(asked.query.get("limit", limit))
    return listed[start:stop], str(stop) if stop < len(listed) else ""


def _list_products(asked: Asked) -> Told:
    with_deleted = asked.query.get("includeDeleted") == "true"
    listed = [each for each in ENTRIES.values() if with_deleted or not each["deleted"]]
    if asked.query.get("updatedSince", "") > AS_OF:
        listed = []
    items, cursor = _page(asked, listed, 50)
    return Told(body={"items": items, "asOf": AS_OF, **({"nextCursor": cursor} if cursor else {})})


def _search(asked: Asked) -> Told:
    word = asked.query["q"].lower()
    listed = [each for each in ENTRIES.values() if word in str(each["title"]).lower()]
    items, cursor = _page(asked, listed, 24)
    return Told(body={"items": items, "total": len(listed), "nextCursor": cursor or None})


def _quote(sku: str, currency: str) -> JsonObject:
    # Prices differ, so that a price of another article would be seen.
    known = {"LMP-1001-BRS": 349.9, "TBL-2040-MRB": 219.0, "BLB-0031": 12.5}
    amount = known.get(sku) or 10 + int(sku.removeprefix("ART-"))
    return {**QUOTE, "sku": sku, "amount": amount, "currency": currency}


def _quote_price(asked: Asked) -> Told:
    sku = asked.named["id"]
    if sku not in SKUS:
        return problem(404)
    return Told(body=_quote(sku, asked.query.get("currency", "EUR")))


def _set_price(asked: Asked) -> Told:
    quote = {**_quote(asked.named["id"], str(asked.sent["currency"])), "listPrice": None}
    return Told(body={**quote, "amount": asked.sent["amount"]})


def _stock(sku: str) -> JsonObject:
    if sku == "TBL-2040-MRB":
        return {"available": False, "total": 0, "leadTimeDays": 12, "warehouses": []}
    return STOCK


def _adjust(asked: Asked) -> Told:
    booked = {"warehouse": asked.sent["warehouse"], "reason": asked.sent["reason"]}
    more = {"id": 7781, "delta": asked.sent["delta"], "total": 40, "bookedAt": AS_OF}
    path = f"/api/stock/{asked.named['id']}/adjustments/7781"
    return Told(status=201, body={**booked, **more}, headers=(("Location", path),))


def _asset(asset_id: str, query: Mapping[str, str]) -> JsonObject:
    width, form = query.get("width", "640"), query.get("format", "jpeg")
    url = f"https://img.shop.example/{asset_id}/w{width}.{form}"
    is_told = asset_id.endswith("-front")
    size = {"width": int(width), "height": int(width) * 5 // 4}
    text = ASSET["altText"] if is_told else None
    return {"assetId": asset_id, "url": url, "altText": text, **size}


def _asset_ids() -> set[str]:
    return {f"{product}-{side}" for product in ENTRIES for side in ("front", "side")}


def _get_asset(asked: Asked) -> Told:
    if asked.named["id"] not in _asset_ids():
        return problem(404)
    return Told(body=_asset(asked.named["id"], asked.query))


def _gallery(asked: Asked) -> Told:
    ids = [f"{asked.named['id']}-{side}" for side in ("front", "side")]
    return Told(body={"items": [_asset(each, asked.query) for each in ids]})


def _create_order(asked: Asked) -> Told:
    path = f"/v1/orders/{ORDER['id']}"
    return Told(status=201, body=ORDER, headers=(("Location", path), ("ETag", '"1"')))


def _get_order(asked: Asked) -> Told:
    if asked.named["id"] != ORDER["id"] or asked.query.get("customerId") not in OF_ORDER:
        return problem(404)
    return Told(body=ORDER, headers=(("ETag", '"7"'),))


def _head(order: JsonObject) -> JsonObject:
    return {name: order[name] for name in ("id", "state", "placedAt", "total")}


def _cancel_order(asked: Asked) -> Told:
    if asked.named["id"] != ORDER["id"]:
        return problem(404)
    return Told(body={**ORDER, "state": "CANCELLED"})


_OPERATIONS: tuple[tuple[str, str, str, Callable[[Asked], Told]], ...] = (
    ("catalog", "GET", "/products", _list_products),
    (
        "catalog",
        "POST",
        "/products/batch",
        lambda asked: Told(
            body={"items": [ENTRIES[each] for each in asked.ids("ids") if each in ENTRIES]}
        ),
    ),
    ("catalog", "GET", "/products/ID", _get_product),
    ("catalog", "PATCH", "/products/ID", _update_product),
    ("catalog", "GET", "/search", _search),
    ("catalog", "GET", "/categories/lighting", lambda asked: Told(body=CATEGORY)),
    ("pricing", "GET", "/prices/ID", _quote_price),
    ("pricing", "PUT", "/prices/ID", _set_price),
    (
        "pricing",
        "POST",
        "/quotes",
        lambda asked: Told(
            body={
                "items": [
                    _quote(each, asked.query["currency"])
                    for each in asked.ids("skus")
                    if each in SKUS
                ]
            }
        ),
    ),
    (
        "inventory",
        "GET",
        "/stock/ID",
        lambda asked: (
            Told(body=_stock(asked.named["id"])) if asked.named["id"] in SKUS else problem(404)
        ),
    ),
    (
        "inventory",
        "POST",
        "/stock-queries",
        lambda asked: Told(
            body={
                "stock": [
                    {"sku": each, **_stock(each)} for each in asked.ids("skus") if each in SKUS
                ]
            }
        ),
    ),
    ("inventory", "POST", "/stock/ID/adjustments", _adjust),
    (
        "inventory",
        "POST",
        "/reservations",
        lambda asked: Told(
            status=201,
            body={"reservationId": "res-20417", "expiresAt": "2026-03-14T10:17:11Z"},
            headers=(("Location", "/api/reservations/res-20417"),),
        ),
    ),
    ("inventory", "DELETE", "/reservations/ID", lambda asked: Told(status=204, body=None)),
    ("reviews", "GET", "/products/ID/reviews/summary", lambda asked: Told(body=SUMMARY)),
    ("reviews", "GET", "/products/ID/reviews", lambda asked: Told(body=REVIEWS)),
    (
        "reviews",
        "GET",
        "/moderation/queue",
        lambda asked: Told(body={"items": [QUEUED], "nextCursor": None}),
    ),
    (
        "reviews",
        "PUT",
        "/moderation/reviews/ID",
        lambda asked: (
            Told(body={**QUEUED, "state": asked.sent["decision"]})
            if asked.named["id"] == QUEUED["id"]
            else problem(404)
        ),
    ),
    (
        "recommendations",
        "GET",
        "/v1/products/ID/recommendations",
        lambda asked: Told(body=RECOMMENDED),
    ),
    ("media", "GET", "/galleries/ID", _gallery),
    ("media", "GET", "/assets/ID", _get_asset),
    (
        "media",
        "POST",
        "/assets/batch",
        lambda asked: Told(
            body={
                "assets": [
                    _asset(each, asked.query)
                    for each in reversed(asked.ids("ids"))  # in any order, as its contract has it
                    if each in _asset_ids()
                ]
            }
        ),
    ),
    (
        "orders",
        "GET",
        "/orders",
        lambda asked: Told(
            body={"orders": [_head(ORDER)] if asked.query.get("customerId") in OF_ORDER else []}
        ),
    ),
    ("orders", "POST", "/orders", _create_order),
    ("orders", "GET", "/orders/ID", _get_order),
    ("orders", "POST", "/orders/ID/cancellation", _cancel_order),
)
_ROUTES = tuple(
    (service, method, re.compile(path.replace("ID", "(?P<id>[^/]+)")), answer)
    for service, method, path, answer in _OPERATIONS
)


def answer(service: str, method: str, path: str, query: str, sent: object) -> Told:
    """Answer a request as the service would; what it does not know is a 404.

    Args:
        sent: the JSON of the body, None without one.
    """
    for owner, verb, pattern, told in _ROUTES:
        found = pattern.fullmatch(path) if (owner, verb) == (service, method) else None
        if found is not None:
            last = {name: values[-1] for name, values in parse_qs(query).items()}
            body = sent if isinstance(sent, dict) else {}
            return told(Asked(named=found.groupdict(), query=last, sent=body))
    return problem(404)

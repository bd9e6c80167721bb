"""Texts that look like what their property is called.

In:  the words of a property's name and of its owner's, a format, a source of randomness.
Out: a text, or None where neither name nor format says anything.
How: one table from words to makers, the last word of a name first (`authorName` is a name before
     it is an author); dates lie around one fixed day, so that no answer hangs on the clock.
"""

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final, TypeAlias
from uuid import UUID

from bffgen.verify import words as stock

Maker: TypeAlias = Callable[[Random], str]

# The day that fakes live in.
_NOW: Final = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
_PAST_DAYS, _AHEAD_DAYS = 400, 60
_AHEAD: Final = frozenset(
    ("until", "expires", "expiry", "expiration", "end", "ends", "due", "next")
)
_TRACES: Final = frozenset(("trace", "correlation"))
_PEOPLE: Final = frozenset(
    (
        *("author", "user", "customer", "owner", "person", "member", "contact", "assignee"),
        *("employee", "reviewer", "recipient", "creator", "buyer", "display", "full"),
    )
)
_COMPANIES: Final = frozenset(
    ("brand", "company", "vendor", "manufacturer", "organization", "organisation", "seller", "shop")
)


def text_by_format(name: str, words: Sequence[str], rng: Random) -> str | None:
    """Make a text of a format; None for one that says nothing of its texts.

    Args:
        name: of the format, `date-time`.
        words: of the property's name, in lower case.
        rng: what is drawn from.
    """
    match name:
        case "date-time":
            return _moment(words, rng).strftime("%Y-%m-%dT%H:%M:%SZ")
        case "date":
            return _moment(words, rng).strftime("%Y-%m-%d")
        case "time":
            return _moment(words, rng).strftime("%H:%M:%SZ")
        case _:
            maker = _BY_FORMAT.get(name)
            return maker(rng) if maker else None


def text_by_name(words: Sequence[str], owner: Sequence[str], rng: Random) -> str | None:
    """Make a text by the name of its property; None where the name says nothing.

    Args:
        words: of the property's name, in lower case.
        owner: words of the property that the object stands under, or of its schema's name.
        rng: what is drawn from.
    """
    if not words:
        return None
    last = words[-1]
    if last in ("name", "title", "label", "nickname"):
        return _name(last, words[:-1], owner, rng)
    if last == "id" and _TRACES.intersection(words):
        return _hex(32)(rng)
    for word in ("".join(words), *reversed(words)):
        maker = _BY_WORD.get(word) or _BY_WORD.get(word.removesuffix("s"))
        if maker is not None:
            return maker(rng)
    if last in ("at", "on", "time", "date") or _AHEAD.intersection(words):
        return text_by_format("date" if last in ("on", "date") else "date-time", words, rng)
    return None


def plain_text(rng: Random) -> str:
    """Make a text of which nothing is known but that it is one."""
    return " ".join(rng.sample(stock.PLAIN, rng.randint(1, 2)))


def plain_key(rng: Random) -> str:
    """Make the name of a member that no schema names."""
    return rng.choice(stock.PLAIN)


def octets(rng: Random) -> str:
    """Make a base64 text."""
    return base64.b64encode(rng.randbytes(rng.choice((6, 9, 12)))).decode()


def _moment(words: Sequence[str], rng: Random) -> datetime:
    days = _AHEAD_DAYS if _AHEAD.intersection(words) else -_PAST_DAYS
    return _NOW + timedelta(seconds=rng.randrange(86400), days=rng.randint(*sorted((0, days))))


def _name(kind: str, before: Sequence[str], owner: Sequence[str], rng: Random) -> str:
    """Name a person, a company, a file or a thing, by what stands before `name`."""
    if kind == "name":
        about = frozenset(before) or frozenset(owner)
        if about & {"first", "given"}:
            return rng.choice(stock.GIVEN_NAMES)
        if about & {"last", "family"}:
            return rng.choice(stock.FAMILY_NAMES)
        if about & _PEOPLE:
            return _person(rng)
        if about & _COMPANIES:
            return rng.choice(stock.BRANDS)
        if "country" in about:
            return rng.choice(stock.COUNTRY_NAMES)
        for word in reversed(before or owner):
            if word in _BY_WORD and word not in _NAMED_THINGS:
                return _BY_WORD[word](rng)
    return _thing(rng)


def _person(rng: Random) -> str:
    return f"{rng.choice(stock.GIVEN_NAMES)} {rng.choice(stock.FAMILY_NAMES)}"


def _thing(rng: Random) -> str:
    name = f"{rng.choice(stock.QUALITIES)} {rng.choice(stock.THINGS)}"
    return name[:1].upper() + name[1:]


def _sku(rng: Random) -> str:
    letters = "".join(rng.choice("BCDFGHKLMNPRSTVW") for _ in range(6))
    return f"{letters[:3]}-{rng.randint(1000, 9999)}-{letters[3:]}"


def _slug(rng: Random) -> str:
    return f"{rng.choice(stock.THINGS).replace(' ', '-')}-{rng.randint(1000, 9999)}"


def _url(rng: Random) -> str:
    return f"https://www.shop.example/{_slug(rng)}"


def _image(rng: Random) -> str:
    return f"https://img.shop.example/{_slug(rng)}/w{rng.choice((320, 640, 1200))}.webp"


def _email(rng: Random) -> str:
    return f"{_person(rng).lower().replace(' ', '.')}@mail.example"


def _phone(rng: Random) -> str:
    return f"+49 30 {rng.randint(1000000, 9999999)}"


def _uuid(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


def _hex(digits: int) -> Maker:
    return lambda rng: f"{rng.getrandbits(4 * digits):0{digits}x}"


def _html(rng: Random) -> str:
    return "".join(f"<p>{each}</p>" for each in rng.sample(stock.SENTENCES, 2))


def _sentences(rng: Random) -> str:
    return " ".join(rng.sample(stock.SENTENCES, rng.choice((1, 1, 2))))


def _ipv4(rng: Random) -> str:
    return f"192.0.2.{rng.randint(1, 254)}"


def _ipv6(rng: Random) -> str:
    return f"2001:db8::{rng.randint(1, 0xFFFF):x}"


def _host(rng: Random) -> str:
    return f"{rng.choice(stock.PLAIN)}.shop.example"


def _version(rng: Random) -> str:
    return f"{rng.randint(1, 5)}.{rng.randint(0, 20)}.{rng.randint(0, 9)}"


def _number(low: int, high: int, form: str = "{}") -> Maker:
    return lambda rng: form.format(rng.randint(low, high))


def _one_of(values: Sequence[str]) -> Maker:
    return lambda rng: rng.choice(values)


_BY_FORMAT: Final[dict[str, Maker]] = {
    "uuid": _uuid,
    "email": _email,
    "idn-email": _email,
    "ipv4": _ipv4,
    "ip": _ipv4,
    "ipv6": _ipv6,
    "hostname": _host,
    "idn-hostname": _host,
    "uri": _url,
    "url": _url,
    "iri": _url,
    "uri-reference": lambda rng: f"/{_slug(rng)}",
    "iri-reference": lambda rng: f"/{_slug(rng)}",
    "uri-template": lambda rng: f"/{_slug(rng)}/{{id}}",
    "json-pointer": lambda rng: f"/{rng.choice(stock.PLAIN)}/{rng.randint(0, 3)}",
    "regex": lambda rng: f"^{rng.choice(stock.PLAIN)}$",
    "duration": _number(1, 48, "PT{}H"),
    "byte": octets,
    "base64": octets,
    "color": _hex(6),
    "phone": _phone,
    "currency": _one_of(stock.CURRENCIES),
    "decimal": lambda rng: f"{rng.randint(1, 900)}.{rng.randint(0, 99):02}",
    "int32": _number(1, 99999),
    "int64": _number(1, 99999),
}

_BY_WORD: Final[dict[str, Maker]] = {
    "product": _thing,
    "item": _thing,
    "article": _sku,
    "sku": _sku,
    "brand": _one_of(stock.BRANDS),
    "company": _one_of(stock.BRANDS),
    "vendor": _one_of(stock.BRANDS),
    "manufacturer": _one_of(stock.BRANDS),
    "organization": _one_of(stock.BRANDS),
    "organisation": _one_of(stock.BRANDS),
    "seller": _one_of(stock.BRANDS),
    "author": _person,
    "customer": _person,
    "owner": _person,
    "person": _person,
    "surname": _one_of(stock.FAMILY_NAMES),
    "username": lambda rng: _person(rng).lower().replace(" ", "."),
    "login": lambda rng: _person(rng).lower().replace(" ", "."),
    "email": _email,
    "phone": _phone,
    "mobile": _phone,
    "html": _html,
    "description": _sentences,
    "summary": _one_of(stock.SENTENCES),
    "text": _sentences,
    "body": _sentences,
    "comment": _one_of(stock.SENTENCES),
    "note": _one_of(stock.SENTENCES),
    "message": _one_of(stock.SENTENCES),
    "detail": _one_of(stock.SENTENCES),
    "reason": _one_of(stock.SENTENCES),
    "image": _image,
    "picture": _image,
    "thumbnail": _image,
    "avatar": _image,
    "icon": _image,
    "logo": _image,
    "url": _url,
    "uri": _url,
    "link": _url,
    "href": _url,
    "website": _url,
    "location": _url,
    "currency": _one_of(stock.CURRENCIES),
    "country": _one_of(stock.COUNTRIES),
    "language": _one_of(stock.LANGUAGES),
    "locale": _one_of(stock.LOCALES),
    "timezone": _one_of(stock.ZONES),
    "zone": _one_of(stock.ZONES),
    "city": _one_of(stock.CITIES),
    "town": _one_of(stock.CITIES),
    "region": _one_of(stock.REGIONS),
    "province": _one_of(stock.REGIONS),
    "street": lambda rng: f"{rng.choice(stock.STREETS)} {rng.randint(1, 140)}",
    "address": lambda rng: f"{rng.choice(stock.STREETS)} {rng.randint(1, 140)}",
    "line": lambda rng: f"{rng.choice(stock.STREETS)} {rng.randint(1, 140)}",
    "postcode": _number(10115, 99998),
    "zip": _number(10115, 99998),
    "postal": _number(10115, 99998),
    "colour": _one_of(stock.COLOURS),
    "color": _one_of(stock.COLOURS),
    "tag": _one_of(stock.TAGS),
    "keyword": _one_of(stock.TAGS),
    "category": _one_of(stock.TAGS),
    "role": _one_of(stock.ROLES),
    "unit": _one_of(stock.UNITS),
    "file": _one_of(stock.FILES),
    "filename": _one_of(stock.FILES),
    "path": lambda rng: f"/{_slug(rng)}",
    "slug": _slug,
    "handle": _slug,
    "mime": _one_of(stock.MEDIA_TYPES),
    "version": _version,
    "uuid": _uuid,
    "guid": _uuid,
    "trace": _hex(32),
    "token": _hex(32),
    "hash": _hex(40),
    "sha": _hex(40),
    "checksum": _hex(64),
    "digest": _hex(64),
    "etag": lambda rng: f'"{rng.getrandbits(64):016x}"',
    "cursor": octets,
    "ip": _ipv4,
    "host": _host,
    "hostname": _host,
    "domain": _host,
    "price": lambda rng: f"{rng.randint(5, 900)}.{rng.choice((0, 50, 90, 95, 99)):02}",
    "amount": lambda rng: f"{rng.randint(5, 900)}.{rng.choice((0, 50, 90, 95, 99)):02}",
    "id": lambda rng: f"{rng.choice(stock.PLAIN)}-{rng.randint(1000, 9999)}",
}

# Words whose texts are names already only where they stand alone: a product's `name` is a thing.
_NAMED_THINGS: Final = frozenset(
    (
        *("product", "item", "article", "description", "summary", "text", "body", "comment"),
        *("note", "message", "detail", "reason", "url", "uri", "link", "href", "location", "id"),
        *("image", "picture", "path", "line", "address", "price", "amount", "unit", "token"),
        *("version", "zone", "email", "phone", "html"),
    )
)

"""Cursors of lists: the link to the next page, and a seal that fits one list alone."""

import asyncio
import json
import re
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.cursor import CursorInvalid, Pages, Seal
from bff_package.runtime.parse import query_text
from bff_package.runtime.settings import BffSettings, CursorKeys, SettingsFault, keys_of
from hypothesis import given
from hypothesis import strategies as st

from tests.templates.runtime.asgi import ask
from tests.templates.runtime.little_bff import Product, Product200, little_bff

KEYS = (b"k" * 32, b"l" * 32)
PAGES = Pages(cursor="cursor", beside=("limit", "since"), has_link=True, is_sealed=True)


def scope(query, path="/v1/products"):
    return {"path": path, "query_string": query.encode()}


def seal(query="", keys=KEYS, path="/v1/products"):
    made = PAGES.seal(scope(query, path), keys)
    assert made is not None
    return made


@given(st.text(max_size=60))
def test_a_sealed_cursor_opens_to_the_upstreams(cursor):
    sealed = seal().sealed(cursor)
    assert re.fullmatch("[A-Za-z0-9_-]+", sealed)
    assert seal().opened(sealed) == cursor


@given(st.text(min_size=1, max_size=30), st.data())
def test_a_changed_cursor_is_none(cursor, data):
    sealed = seal().sealed(cursor)
    at = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda char: char != sealed[at]))
    for changed in (sealed[:at] + other + sealed[at + 1 :], sealed[:at], sealed + other):
        with pytest.raises(CursorInvalid):
            seal().opened(changed)


@given(st.text(max_size=40))
def test_what_was_never_sealed_is_none(text):
    with pytest.raises(CursorInvalid):
        seal().opened(text)


@pytest.mark.parametrize(
    ("query", "path", "same"),
    [
        ("limit=20&since=a%2Cb", "/v1/products", True),
        ("since=a,b&limit=20&cursor=other", "/v1/products", True),
        ("limit=20&since=a,b&utm_source=x", "/v1/products", True),
        ("limit=21&since=a,b", "/v1/products", False),
        ("since=a,b", "/v1/products", False),
        ("limit=20&since=a", "/v1/products", False),
        ("limit=a,b&since=20", "/v1/products", False),
        ("limit=20&since=a,b", "/v1/shops", False),
    ],
)
def test_a_cursor_is_good_for_its_own_list_alone(query, path, same):
    sealed = seal("limit=20&since=a,b").sealed("c-1")
    if same:
        assert seal(query, path=path).opened(sealed) == "c-1"
        return
    with pytest.raises(CursorInvalid):
        seal(query, path=path).opened(sealed)


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("filter[b]=2&filter%5Ba%5D=1&more[a]=9", True),
        ("filter[a]=1", False),
        ("filter[a]=1&filter[b]=3", False),
        ("filter[a]=1&filter[b]=2&filter[c]=3", False),
        ("a=1&b=2", False),
    ],
)
def test_a_cursor_is_good_for_the_members_of_an_object_that_it_was_sealed_with(query, same):
    pages = Pages(cursor="cursor", deep=("filter",), is_sealed=True)
    first, other = (pages.seal(scope(each), KEYS) for each in ("filter[a]=1&filter[b]=2", query))
    cursor = first.sealed("upstream")
    if same:
        assert other.opened(cursor) == "upstream"
    else:
        with pytest.raises(CursorInvalid):
            other.opened(cursor)


def test_two_values_are_not_one_that_reads_alike():
    """What is hashed says where a name ends and a value begins."""
    one = Seal(KEYS, b"").sealed("x")
    digests = {seal(query)._list for query in ("limit=1", "limit=1&since=", "since=1", "limit=")}
    assert len(digests) == 4
    assert Seal(KEYS, b"").opened(one) == "x"


def test_the_first_key_signs_and_all_verify_so_that_one_can_go():
    old, new = KEYS
    sealed = seal(keys=(old,)).sealed("c-1")
    assert seal(keys=(new, old)).opened(sealed) == "c-1"
    assert seal(keys=(new, old)).sealed("c-1") == seal(keys=(new,)).sealed("c-1")
    with pytest.raises(CursorInvalid):
        seal(keys=(new,)).opened(sealed)


LINK = re.compile(rb'<([^<>"\s]*)>; rel="next"')


@given(st.binary(max_size=40).filter(lambda sent: b"#" not in sent), st.text(max_size=20))
def test_whatever_was_asked_the_link_is_a_reference_and_holds_the_cursor(sent, cursor):
    link = PAGES.link({"query_string": sent}, cursor)
    found = LINK.fullmatch(link)
    assert found is not None
    whole = urljoin("https://shop.example/v1/products?x=1", found[1].decode("ascii"))
    assert urlsplit(whole).path == "/v1/products"
    query = urlsplit(whole).query
    assert ("cursor", cursor) in parse_qsl(query, keep_blank_values=True)


def test_other_parameters_are_kept_to_the_letter_and_in_their_order():
    sent = b"since=a%2Cb&cursor=old&limit=5&x=1+2&since=&cur%73or=old&&y=%zz"
    assert PAGES.link({"query_string": sent}, "a b/+") == (
        b'<?since=a%2Cb&limit=5&x=1+2&since=&y=%zz&cursor=a%20b%2F%2B>; rel="next"'
    )


class Settings(BffSettings):
    cursor_keys: CursorKeys


def test_keys_are_read_of_the_settings_and_never_shown():
    settings = Settings.read({"BFF_CURSOR_KEYS": f"{'a' * 32},{'b' * 40}"})
    assert keys_of(settings.cursor_keys) == (b"a" * 32, b"b" * 40)
    assert "aaa" not in repr(settings)
    with pytest.raises(SettingsFault) as unfit:
        Settings.read({"BFF_CURSOR_KEYS": f"{'a' * 32},short"})
    assert unfit.value.faults == (
        "BFF_CURSOR_KEYS: a key of less than 32 characters; write one or several, commas between",
    )


def test_an_operation_opens_what_it_sealed_and_refuses_the_rest(tmp_path, monkeypatch):
    seen = []

    async def answer(http, call):
        seen.append(call.opened(query_text(http, "cursor")))
        following = call.sealed("page-2")
        assert call.sealed(None) is None
        assert call.sealed(MISSING) is MISSING
        body = Product(id=following, price_minor=1)
        return Product200(body, next_cursor=following)

    app = little_bff(
        tmp_path,
        monkeypatch,
        ("GET", "/v1/products", answer, {"pages": PAGES}),
        cursor_keys=Settings.read({"BFF_CURSOR_KEYS": "k" * 32}).cursor_keys,
    )

    def asked(query):
        return asyncio.run(ask(app, "GET", f"/v1/products{query}"))

    first = asked("?limit=2")
    following = json.loads(first.body)["id"]
    assert first.headers["link"] == f'<?limit=2&cursor={following}>; rel="next"'
    assert asked(f"?limit=2&cursor={following}").status == 200
    assert seen == [MISSING, "page-2"]
    refused = asked(f"?limit=3&cursor={following}")
    assert (refused.status, json.loads(refused.body)["code"]) == (400, "cursor-invalid")
    assert refused.headers["cache-control"] == "no-store"

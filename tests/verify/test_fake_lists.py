"""What a fake answers of many things: batches, pages, limits, and each thing the same as alone."""

from urllib.parse import quote

import pytest

from bffgen.verify.fake import Fake
from tests.verify.asking import ask, value_of
from tests.verify.contracts import answers, lowered, parameter, upstream_api


@pytest.mark.parametrize(
    ("name", "path", "query", "listed", "items", "own"),
    [
        ("catalog", "/products/batch", "", "ids", "items", "id"),
        ("inventory", "/stock-queries", "", "skus", "stock", "sku"),
        ("media", "/assets/batch", "width=320", "ids", "assets", "assetId"),
        ("pricing", "/quotes", "currency=SEK", "skus", "items", "sku"),
    ],
)
def test_a_batch_answers_the_ids_that_were_sent_but_for_missing_ones(
    name, path, query, listed, items, own
):
    sent = ["CHR-7", "LMP-1001-BRS", "MISSING-2", "CHR-7"]
    if listed == "ids":
        sent = [each.lower() for each in sent]
    for seed in range(20):
        answer = ask(Fake(upstream_api(name), seed), path, query, sent={listed: sent})
        assert [each[own] for each in value_of(answer)[items]] == sent[:2]


def test_what_a_batch_answers_of_an_id_is_what_it_is_alone():
    fake = Fake(upstream_api("pricing"), 9)
    (one,) = value_of(ask(fake, "/quotes", "currency=SEK", sent={"skus": ["CHR-7"]}))["items"]
    assert one == value_of(ask(fake, "/prices/CHR-7", "currency=SEK"))


THING = {
    "type": "object",
    "required": ["sku", "amount"],
    "properties": {"sku": {"type": "string"}, "amount": {"type": "number"}},
}
MANY = {"type": "array", "items": THING}


def priced(held):
    """Lower a service that gives prices of many skus in one form, and of one."""
    many = parameter("skus", {"type": "array", "items": {"type": "string"}}, required=True)
    own = parameter("sku", location="path")
    return lowered(
        {
            "/prices": {"get": answers(held, parameters=[many])},
            "/prices/{sku}": {"get": answers(THING, parameters=[own])},
        }
    )


@pytest.mark.parametrize(
    ("held", "taken"),
    [
        (MANY, lambda answer: {each["sku"]: each for each in answer}),
        (
            {"type": "object", "required": ["prices"], "properties": {"prices": MANY}},
            lambda answer: {each["sku"]: each for each in answer["prices"]},
        ),
        ({"type": "object", "additionalProperties": THING}, dict),
    ],
)
def test_a_batch_in_the_query_answers_for_its_ids_what_they_are_alone(held, taken):
    for seed in range(20):
        fake = Fake(priced(held), seed)
        query = "skus=CHR-7&skus=missing-2&skus=LMP-1&skus=CHR-7"
        found = taken(value_of(ask(fake, "/prices", query)))
        assert list(found) == ["CHR-7", "LMP-1"]
        for sku, price in found.items():
            alone = value_of(ask(fake, f"/prices/{sku}"))
            assert price["amount"] == alone["amount"]
        assert taken(value_of(ask(fake, "/prices", "skus=missing-1"))) == {}


def test_a_list_that_filters_is_no_list_of_ids():
    filters = parameter("brands", {"type": "array", "items": {"type": "string"}})
    fake = Fake(lowered({"/prices": {"get": answers(MANY, parameters=[filters])}}), 3)
    found = value_of(ask(fake, "/prices", "brands=Nordlys&brands=Aalto"))
    assert not {each["sku"] for each in found} & {"Nordlys", "Aalto"}


@pytest.mark.parametrize(
    ("name", "path", "query", "member"),
    [
        ("catalog", "/products", "", "nextCursor"),
        ("catalog", "/search", "q=lamp", "nextCursor"),
        ("orders", "/orders", "", "next"),
        ("reviews", "/moderation/queue", "", "nextCursor"),
    ],
)
def test_a_walk_from_page_to_page_ends(name, path, query, member):
    for seed in range(20):
        fake = Fake(upstream_api(name), seed)
        page = value_of(ask(fake, path, query))
        if (cursor := page.get(member)) is not None:
            page = value_of(ask(fake, path, f"{query}&cursor={quote(cursor)}"))
        assert page.get(member) is None


def test_a_limit_is_the_most_that_is_answered():
    fake = Fake(upstream_api("reviews"), 1)
    for path in ("/products/lamp-1001/reviews", "/products/chair-7/reviews"):
        assert len(value_of(ask(fake, path, "limit=1"))["items"]) <= 1


def test_pages_of_a_list_differ_and_one_page_does_not():
    thing = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    many = {"type": "array", "minItems": 3, "items": thing}
    page = parameter("page", {"type": "integer"})
    fake = Fake(lowered({"/things": {"get": answers(many, parameters=[page])}}), 1)
    bodies = [ask(fake, "/things", f"page={number}").body for number in (1, 2, 1)]
    assert bodies[0] == bodies[2] != bodies[1]
    ids = [each["id"] for each in value_of(ask(fake, "/things", "page=1"))]
    assert len(set(ids)) == len(ids)

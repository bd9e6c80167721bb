"""How names are compared: by words, by edits, by number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.spelling import (
    edits,
    nearest,
    parts,
    same_words,
    singular,
    upstream_setting,
    variable,
    words,
)

NAMES = st.text(alphabet="abcABC019_-é", max_size=8)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, ("product", "id")) for name in
          ("productId", "product_id", "product-id", "ProductID", "PRODUCT_ID", "product.id")),
        ("HTTPServer2xx", ("http", "server", "2", "xx")),
        ("v3", ("v", "3")),
        ("__a__", ("a",)),
        ("größe", ("gr", "öß", "e")),
        ("价格", ("价格",)),
        ("", ()),
    ],
)  # fmt: skip
def test_a_name_is_split_into_its_words(name, expected):
    assert words(name) == expected


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("product_id", ["productId", "id"], ["productId"]),
        ("productId", ["product_id", "productId"], ["productId"]),
        ("product-id", ["product_id", "productId"], ["product_id", "productId"]),
        ("id", ["productId"], []),
        ("a", [], []),
    ],
)
def test_an_equal_spelling_wins_over_equal_words(name, known, expected):
    assert same_words(name, known) == expected


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("ratng", ["rating", "price"], "rating"),
        ("Rating", ["rating"], "rating"),
        ("price", ["rating"], ""),
        ("a", ["b", "c"], "b"),
        ("ab", ["xyab", "abx"], "abx"),
        ("a", [], ""),
    ],
)
def test_the_nearest_name_is_at_most_two_edits_away(name, known, expected):
    assert nearest(name, known) == expected


@given(NAMES, NAMES, NAMES)
def test_edits_are_a_distance(a, b, c):
    assert (edits(a, b) == 0) == (a == b)
    assert edits(a, b) == edits(b, a)
    assert edits(a, c) <= edits(a, b) + edits(b, c)
    assert edits(a + c, b + c) <= edits(a, b)


@given(NAMES, st.lists(NAMES, max_size=4))
def test_the_nearest_name_does_not_hang_on_the_order_of_the_known_ones(name, known):
    assert nearest(name, known) == nearest(name, reversed(known))


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("reviews", "review"),
        ("categories", "category"),
        ("children", "child"),
        ("boxes", "box"),
        ("classes", "class"),
        ("dishes", "dish"),
        ("batches", "batch"),
        ("prices", "price"),
        ("address", "addressItem"),
        ("stock", "stockItem"),
        ("s", "sItem"),
        ("series", "seriesItem"),
        ("movies", "moviesItem"),
        ("status", "statusItem"),
        ("analysis", "analysisItem"),
    ],
)
def test_an_element_is_named_in_the_singular(plural, one):
    assert singular(plural) == one


@given(NAMES)
def test_an_element_always_has_a_name_of_its_own(name):
    assert singular(name)
    assert singular(name) != name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("productId", ("product", "Id")),
        ("HTTPServer", ("HTTP", "Server")),
        ("line_1", ("line", "1")),
        ("s3Url", ("s3", "Url")),
        ("1stPlace", ("1st", "Place")),
        ("Größe-neu", ("Größe", "neu")),
        ("$ref", ("ref",)),
        ("--", ()),
    ],
)
def test_a_name_is_split_where_its_author_did(name, expected):
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("upstream", "setting"),
    [
        ("catalog", "upstream_catalog_url"),
        ("s3", "upstream_s3_url"),
        ("orderHistory", "upstream_order_history_url"),
        ("order_history", "upstream_order_history_url"),
    ],
)
def test_the_setting_of_an_upstream_is_spelt_from_its_name(upstream, setting):
    assert upstream_setting(upstream) == setting
    assert variable(setting) == f"BFF_{setting.upper()}"

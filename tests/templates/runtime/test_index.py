"""What a source of several calls has found: values alone, made by hand as tests of hooks do."""

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.index import Index, kept


@pytest.mark.parametrize(
    ("key", "element"),
    [("a", 1), ("b", None), ("c", MISSING), (None, MISSING), (MISSING, MISSING), ("", MISSING)],
)
def test_an_element_is_found_by_its_key_and_nothing_by_none(key, element):
    assert Index({"a": 1, "b": None}).by(key) is element


def test_an_empty_index_has_nothing_and_no_reason():
    index = Index()

    assert (index.by("a"), index.elements, index.reason) == (MISSING, [], None)


def test_elements_come_in_the_order_of_their_keys():
    assert Index({"b": 2, "a": 1}).elements == [2, 1]


def test_the_elements_of_an_index_are_the_callers_own():
    index = Index({"a": 1})
    index.elements.append(2)

    assert index.elements == [1]


@pytest.mark.parametrize(
    ("elements", "limit", "left"),
    [
        ([], None, []),
        ([1, MISSING, 2], None, [1, 2]),
        ([MISSING, 1, MISSING, 2, 3], 2, [1, 2]),  # the limit counts what is kept
        ([None, 0, False, ""], None, [None, 0, False, ""]),
        ([1], 5, [1]),
    ],
)
def test_what_is_missing_is_left_out_of_a_list(elements, limit, left):
    assert kept(elements, limit) == left


def test_no_more_is_built_than_is_kept():
    built = []

    def each():
        for number in range(9):
            built.append(number)
            yield number

    assert kept(each(), 2) == [0, 1]
    assert built == [0, 1]

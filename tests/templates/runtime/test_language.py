"""A header of languages is matched to a list: lookup, weights, and no spelling of a caller's."""

import random

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.language import language
from hypothesis import given
from hypothesis import strategies as st

TAGS = ("en", "de", "fr-CH", "zh-Hant")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (MISSING, "en"),
        ("", "en"),
        ("*", "en"),
        ("it", "en"),
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("de-AT-1996", "de"),
        ("de-x-private", "de"),
        ("fr", "en"),
        ("fr-ch", "fr-CH"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh-Hans", "en"),
        ("it, de", "de"),
        ("de;q=0.3, fr-CH;q=0.7", "fr-CH"),
        ("de;q=0.7, fr-CH;q=0.7", "de"),
        ("it;q=1, de;q=0.1", "de"),
        ("de;q=0, fr-CH;q=0.1", "fr-CH"),
        ("de-AT, de;q=0", "en"),
        ("*, de;q=0.5", "de"),
        ("de ; q=0.5 ,\tfr-CH", "fr-CH"),
        ("de;q=2, fr-CH", "fr-CH"),
        ("de;level=1, fr-CH", "fr-CH"),
        ("nonsense!, fr-CH", "fr-CH"),
        (",,,", "en"),
    ],
)
def test_the_best_tag_of_the_list_is_found(asked, found):
    assert language(asked, *TAGS) == found


@given(st.text(max_size=300))
def test_whatever_is_asked_for_one_of_the_list_is_found(asked):
    assert language(asked, *TAGS) in TAGS


def test_ten_thousand_spellings_are_the_languages_of_the_list():
    rng = random.Random(7)
    subtags = ("en", "de", "fr", "CH", "AT", "GB", "x", "Latn", "1996", "zh", "Hant", "*")

    def spelled():
        ranges = [
            "-".join(rng.sample(subtags, rng.randint(1, 4))) + f";q={rng.random():.3f}"
            for _ in range(rng.randint(1, 12))
        ]
        return ", ".join(ranges)

    asked = set()
    while len(asked) < 10_000:
        asked.add(spelled())
    assert {language(each, *TAGS) for each in asked} == set(TAGS)

"""Findings: what identifies one is its facts, never its words, lines or labels."""

import pytest

from bffgen.model.finding import Effect, Mark, finding, stops
from bffgen.model.place import Place

AT = Place(document="a.yaml", pointer="/a")
ONE = finding("compose-type", Mark(place=AT, label="here"), AT, name="a", count=1)


def test_facts_are_sorted_and_places_become_marks():
    assert ONE.facts == (("count", 1), ("name", "a"))
    assert ONE.marks == (Mark(place=AT, label="here"), Mark(place=AT))
    assert ONE.effect is Effect.BREAKS


def test_a_fingerprint_is_twelve_hex_digits_and_does_not_move():
    assert ONE.fingerprint == "59513cad01e8"


@pytest.mark.parametrize(
    "other",
    [
        finding("compose-type", Mark(place=AT, label="other words"), name="a", count=1),
        finding("compose-type", Mark(place=AT, on="key", offset=3, width=2), name="a", count=1),
        finding("compose-type", AT, AT.at("b"), name="a", count=1),
        finding("compose-type", AT, effect=Effect.RISKY, name="a", count=1),
        finding("compose-type", AT, notes=[("why", "because")], name="a", count=1),
    ],
)
def test_words_and_characters_leave_the_fingerprint(other):
    assert other.fingerprint == ONE.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        finding("compose-presence", AT, name="a", count=1),
        finding("compose-type", AT.at("b"), name="a", count=1),
        finding("compose-type", Place(document="b.yaml", pointer="/a"), name="a", count=1),
        finding("compose-type", AT, name="b", count=1),
        finding("compose-type", AT, name="a", count="1"),
        finding("compose-type", AT, name="a"),
        finding("compose-type", name="a", count=1),
    ],
)
def test_another_fact_is_another_fingerprint(other):
    assert other.fingerprint != ONE.fingerprint


def test_only_what_breaks_stops_the_work():
    risky = finding("a", effect=Effect.RISKY)

    assert not stops([])
    assert not stops([risky, finding("a", effect=Effect.SAFE)])
    assert stops([risky, finding("a")])

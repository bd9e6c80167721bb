"""A record that is read back is the record that was written, or it is none."""

import copy

import pytest

from bffgen.model.canonical import canonical_bytes, read_json
from bffgen.model.comparison import ChangeFinding, NoWitness, Payload, Request, Side
from bffgen.model.finding import Effect, Finding, Mark
from bffgen.model.place import Place, Span
from bffgen.model.record import File, Record, read, written

ROOT = Place(document="baseline.yaml")
PRICE = ROOT.at("components", "schemas", "Price")
WITNESSES = (
    Payload(value={"price": None}, sender="revision", receiver="baseline", carrier="price"),
    Request(line="GET /prices", headers=("Accept: text/csv",), before="answered", after="406"),
    NoWitness(why="a day is no message"),
)


def change(witness):
    return ChangeFinding(
        rule="response-property-removed",
        effect=Effect.BREAKS,
        marks=(Mark(place=PRICE, on="key", offset=1, width=None, label="no `price`"),),
        facts=(("name", "price"), ("value", 3)),
        notes=(("announced", "the baseline has it deprecated"),),
        direction="response",
        where="response 200 body",
        coordinate="#/components/schemas/Price",
        before={"type": "number"},
        after=None,
        witness=witness,
        operations=(("GET /prices", "no"), ("POST /orders", "unknown")),
        class_="B",
        rests_on=("closed-producer",),
        breaks="wire",
        reason="fuel",
    )


def side(name):
    return Side(name=name, title="Shop", version="1", digest="0f", root=ROOT)


RECORD = Record(
    baseline=side("baseline.yaml"),
    revision=side("revision.yaml"),
    findings=tuple(map(change, WITNESSES)),
    asked=3,
    reasons=("fuel",),
    doubts=(Finding(rule="input-keys-passed", effect=Effect.RISKY, marks=(Mark(place=ROOT),)),),
    files=(File("baseline", "api/a.yaml", "a.yaml", "ab"), File("revision", "b", "b", "cd")),
    spans={(PRICE, "key"): Span(line=2, column=3, width=5, text="  Price:"), (ROOT, "value"): None},
)


def told():
    return read_json(canonical_bytes(written(RECORD)))


def changes():
    """Give every way in which one value of a record is of another type, or a word nobody has."""
    work = [((), told())]
    while work:
        path, here = work.pop()
        if isinstance(here, dict | list):
            steps = here.items() if isinstance(here, dict) else enumerate(here)
            work += [((*path, step), each) for step, each in steps]
        yield path, here


def with_other(path, other):
    record = copy.deepcopy(told())
    *above, last = path
    here = record
    for step in above:
        here = here[step]
    here[last] = other
    return record


def test_what_was_written_is_read():
    assert read(told()) == RECORD


def test_a_value_of_another_type_makes_it_no_record():
    for path, value in changes():
        # Facts and witnesses of a contract are whatever JSON they are.
        if not path or {"before", "after"}.intersection(path) or "price" in path:
            continue
        if path[:1] == ("findings",) and path[2:] == ("witness", 1) and isinstance(value, dict):
            continue
        for other in (True, 1.5):
            with pytest.raises(ValueError, match=r"no record|not a valid"):
                read(with_other(path, other))


def test_a_word_that_nobody_has_makes_it_no_record():
    for path, word in (
        (("files", 0, 0), "middle"),
        (("doubts", 0, "marks", 0, 1), "member"),
        (("doubts", 0, "effect"), "harms"),
        (("spans", 0, 2), "member"),
        (("findings", 0, "direction"), "event"),
        (("findings", 0, "class"), "C"),
        (("findings", 0, "breaks"), "hearts"),
        (("findings", 0, "operations", 0, 1), "maybe"),
        (("findings", 0, "witness", 0), "sight"),
        (("findings", 0, "witness", 2), "somebody"),
        (("findings", 0, "witness", 3), "nobody"),
    ):
        with pytest.raises(ValueError, match=r"no record|not a valid"):
            read(with_other(path, word))

"""A record that is read back is the record that was written, or it is none."""

import copy
from dataclasses import fields

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
    files=(
        File(side="baseline", path="api/a.yaml", name="a.yaml", digest="ab"),
        File(side="revision", path="b", name="b", digest="cd"),
    ),
    spans={(PRICE, "key"): Span(line=2, column=3, width=5, text="  Price:"), (ROOT, "value"): None},
)


def told():
    return read_json(canonical_bytes(written(RECORD)))


def place(*steps):
    """Give the way to a value by the names of fields, with the class whose each is."""
    return tuple(
        step if isinstance(step, int) else [each.name for each in fields(step[0])].index(step[1])
        for step in steps
    )


FOUND, DOUBTS = (Record, "findings"), (Record, "doubts")
FILES, SPANS = (Record, "files"), (Record, "spans")
# Facts and witnesses of a contract are whatever JSON they are.
JSON = {
    *(place(FOUND, n, (ChangeFinding, name)) for n in range(3) for name in ("before", "after")),
    place(FOUND, 0, (ChangeFinding, "witness"), 1, (Payload, "value")),
}


def changes():
    """Give the way to every value of a record that is no JSON of a contract."""
    work = [((), told())]
    while work:
        path, here = work.pop()
        if path in JSON:
            continue
        yield path
        for step, each in enumerate(here if isinstance(here, list) else ()):
            work.append(((*path, step), each))


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
    for path in changes():
        for other in (True, 1.5):
            with pytest.raises(ValueError, match=r"none of|not a"):
                read(with_other(path, other) if path else other)


def test_a_value_with_a_field_more_or_less_makes_it_no_record():
    for path in ((), place(FOUND, 0), place(SPANS, 0), place(SPANS, 0, 1), place(FILES, 0)):
        here = told()
        for step in path:
            here = here[step]
        for other in ([*here, 1], here[:-1]):
            with pytest.raises(ValueError, match=r"zip|unpack"):
                read(with_other(path, other) if path else other)


def test_a_word_that_nobody_has_makes_it_no_record():
    for path, word in (
        (place(FILES, 0, (File, "side")), "middle"),
        (place(DOUBTS, 0, (Finding, "marks"), 0, (Mark, "on")), "member"),
        (place(DOUBTS, 0, (Finding, "effect")), "harms"),
        (place(SPANS, 0, 0, 1), "member"),
        (place(FOUND, 0, (ChangeFinding, "direction")), "event"),
        (place(FOUND, 0, (ChangeFinding, "class_")), "C"),
        (place(FOUND, 0, (ChangeFinding, "breaks")), "hearts"),
        (place(FOUND, 0, (ChangeFinding, "operations"), 0, 1), "maybe"),
        (place(FOUND, 0, (ChangeFinding, "witness"), 0), "Sight"),
        (place(FOUND, 0, (ChangeFinding, "witness"), 1, (Payload, "sender")), "somebody"),
        (place(FOUND, 0, (ChangeFinding, "witness"), 1, (Payload, "receiver")), "nobody"),
    ):
        with pytest.raises(ValueError, match=r"none of|not a valid"):
            read(with_other(path, word))

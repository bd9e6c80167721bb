"""A changed value of an upstream changes the fields that the lineage names, and no other.

Values of upstreams' answers are changed one at a time, each to another value of its schema, taken
out or cut short, and the answers of the generated plan are compared. Held are

1. nothing is missed: a field that differs has a line from the changed value, from one that it is a
   part of and that is copied whole, or from one that was taken out with it; or it stands below a
   field whose elements are found, left out or counted by the changed value;
2. nothing is too much: a line whose value was changed often has changed its field at least once.
   A change may be invisible: behind an alternative that comes first, behind a limit, or where two
   values are called alike. That is why once is enough; a line that never shows is wrong.

`BFFGEN_SOUNDNESS=500` makes it 500 pairs.
"""

import copy
import os
from collections import Counter

import pytest

from bffgen.compose.lineage import lineage
from bffgen.compose.plan import plan_client
from bffgen.contract.workspace import read_workspace
from bffgen.model.lineage import EACH, Line, OperationLineage, Part
from tests.compose.drawn import ABSENT, merged
from tests.compose.test_fan_out_soundness import Row
from tests.compose.test_soundness import Built, Pair, equal
from tests.workspaces import built, reader

PAIRS = int(os.environ.get("BFFGEN_SOUNDNESS", "12"))
VALUES = 12
# So often a change may hide behind an alternative, a limit or a word that two values share.
OFTEN = 12

DECIDING = ("each", "key", "skip", "from")


# --- ways


def alike(one, other):
    """Say whether two steps may be the same; that of an element is any."""
    return one == other or EACH in (one, other)


def begins(way, above):
    return len(above) <= len(way) and all(map(alike, above, way))


def same(one, other):
    return len(one) == len(other) and begins(one, other)


def changed(before, after, way=()):
    """Give the fields in which two answers differ, the outermost of each."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            yield from changed(before.get(name, ABSENT), after.get(name, ABSENT), (*way, name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from changed(one, other, (*way, EACH))
    elif before is ABSENT or after is ABSENT or not equal(before, after):
        yield way


def concerns(line, sources, way, *, is_removed):
    """Say whether a line is about a value of a source that was changed."""
    part = line.part
    if part.holder != "answer" or part.name not in sources:
        return False
    if same(part.way, way):
        return True
    if begins(way, part.way):
        return line.whole
    return is_removed and begins(part.way, way)


def names(line, field):
    """Say whether a line is about a field that has changed."""
    if same(line.to, field):
        return True
    if begins(field, line.to):
        return line.whole or line.builder in DECIDING
    return begins(line.to, field)


# --- changes


def changes(value, schema, drawing, way=(), put=None):
    """Give (way, whether something went, the whole with one value changed)."""
    put = put or (lambda changed_value: changed_value)
    schema = drawing.resolved(schema)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            if value is not None:
                yield from changes(value, schema[word][0], drawing, way, put)
            return
    if isinstance(value, dict):
        members, required = merged(schema)
        for name, below in value.items():
            deeper = (*way, EACH if "additionalProperties" in schema else name)

            def inside(made, name=name):
                rest = {key: each for key, each in value.items() if key != name}
                return put({**value, name: made} if made is not ABSENT else rest)

            if name not in required:
                yield deeper, True, inside(ABSENT)
            known = schema.get("additionalProperties") or members.get(name)
            if isinstance(known, dict):
                yield from changes(below, known, drawing, deeper, inside)
    elif isinstance(value, list):
        if len(value) > schema.get("minItems", 0):
            yield way, True, put(value[:-1])
        for number, each in enumerate(value):

            def at(made, number=number):
                return put([*value[:number], made, *value[number + 1 :]])

            yield from changes(each, schema["items"], drawing, (*way, EACH), at)
    elif value is not None:
        other = next(
            (v for v in (drawing.value(schema) for _ in range(9)) if not equal(v, value)), None
        )
        if other is not None:
            yield way, False, put(other)


# --- what is held


class Held:
    """What was changed so far, and what came of it."""

    def __init__(self, operation):
        self.operation = operation
        self.lines = [
            each
            for each in operation.fields
            if each.part.holder == "answer" and not (each.builder == "from" and not each.part.way)
        ]
        self.tried = Counter()
        self.shown = Counter()

    def hold(self, sources, way, before, after, *, went, said):
        """Hold the first sentence; count for the second."""
        fields = list(changed(before, after))
        about = [e for e in self.operation.fields if concerns(e, sources, way, is_removed=went)]
        for field in fields:
            # Of a tree the deeper fields, and what a function is given, are told by `about`.
            is_named = any(names(each, field) for each in about) or any(
                concerns(each, sources, way, is_removed=went)
                for each in self.operation.about(field)
            )
            assert is_named, f"{field} by {sources} {way}: {said}"
        for each in self.lines:
            if each.part.name in sources and same(each.part.way, way):
                self.tried[each] += 1
                self.shown[each] += any(begins(f, each.to) or begins(each.to, f) for f in fields)

    def never_shown(self):
        """Give the lines that the second sentence does not hold of."""
        return [e for e in self.lines if self.tried[e] >= OFTEN and not self.shown[e]]


def planned(tree, name):
    """Give the lineage of the one operation of a drawn workspace."""
    workspace, _ = read_workspace(reader(tree))
    (client,) = workspace.clients
    plan, _ = plan_client(client, workspace)
    return lineage(name, plan).operations[0]


@pytest.mark.parametrize("seed", [2 * n for n in range(PAIRS)])
def test_what_is_mapped_and_projected_is_named_exactly(seed, tmp_path, monkeypatch):
    pair, name = Pair(seed), f"named{seed}"
    tree = pair.files(name)
    _, made = built(tree, name)
    if made is None:
        return
    held = Held(planned(tree, name))
    sources = {"first": next(s.name for s in held.operation.sources if s.upstream == "first")}
    sources |= {"second": "more"}
    monkeypatch.syspath_prepend(tmp_path)
    package = Built(made, tmp_path)

    async def ask_all():
        for _ in range(VALUES):
            values = {
                "first": pair.upstream.value(pair.main),
                "second": pair.extra.value(pair.more),
            }
            before = await package.ask(values)
            sides = [("first", pair.main, pair.upstream), ("second", pair.more, pair.extra)]
            for side, schema, drawing in sides:
                for way, went, body in changes(values[side], schema, drawing):
                    after = await package.ask({**values, side: body})
                    if before is None or after is None:
                        continue

                    held.hold(
                        sources[side],
                        way,
                        before,
                        after,
                        went=went,
                        said=f"{seed}: {values} became {body}",
                    )

    package.run(ask_all)
    assert held.never_shown() == []


@pytest.mark.parametrize("seed", range(PAIRS))
def test_what_is_looked_up_is_named_exactly(seed, tmp_path, monkeypatch):
    row, name = Row(seed), f"found{seed}"
    tree = row.files(name)
    _, made = built(tree, name)
    if made is None:
        return
    held = Held(planned(tree, name))
    monkeypatch.syspath_prepend(tmp_path)
    package = Built(made, tmp_path)
    prefix = {"list": ("found", EACH), "map": (EACH,), "each": ()}[row.kind]

    async def ask_all():
        for _ in range(VALUES):
            elements, parts = row.world()
            # All keys have an answer, so that a changed key finds another one.
            for key in {e.get("key") for e in elements} - {None, *parts}:
                parts[key] = row.other.value(row.part)
                parts[key] |= {"key": key} if row.kind == "list" else {}

            async def ask(elements, parts):
                second = row.answers(parts, package.failed, frozenset())
                try:
                    return await package.ask({"first": {"all": elements}, "second": second})
                except package.failed:
                    return None

            before = await ask(elements, parts)
            if before is None:
                continue
            tried = [
                ("row", ("all", *way), went, made, parts)
                for way, went, made in changes(
                    elements, {"type": "array", "items": row.element}, row.own
                )
            ]
            for key, part in parts.items():
                tried += [
                    ("parts", (*prefix, *way), went, elements, {**parts, key: made})
                    for way, went, made in changes(part, row.part, row.other)
                ]
            for source, way, went, *asked in tried:
                after = await ask(*copy.deepcopy(asked))
                if after is not None:
                    said = f"{seed}: {elements} {parts} became {asked}"
                    held.hold([source], way, before, after, went=went, said=said)

    package.run(ask_all)
    assert held.never_shown() == []


def one_of(*lines):
    """Make an operation of one source, `a`, whose answer is made of these lines."""
    return OperationLineage(
        name="getThing",
        key="GET /things/{id}",
        status="200",
        sources=(),
        fields=lines,
        budget_ms=1,
        reserve_ms=0,
    )


def copy_of(name, *way):
    part = Part(holder="answer", name="a", way=way)
    return Line(to=(name,), builder="path", part=part, whole=not way)


@pytest.mark.parametrize(
    ("planted", "is_named"),
    [
        ((copy_of("x", "y"),), True),
        ((copy_of("x"),), True),  # all of it is copied
        ((copy_of("z", "y"),), False),
        ((copy_of("x", "z"),), False),
        ((copy_of("x", "y", "z"),), False),
        ((), False),
    ],
)
def test_a_change_that_no_line_names_is_found(planted, is_named):
    held = Held(one_of(*planted))

    def hold():
        held.hold(["a"], ("y",), {"x": 1}, {"x": 2}, went=False, said="planted")

    if is_named:
        hold()
    else:
        with pytest.raises(AssertionError, match="planted"):
            hold()


def test_a_line_that_never_shows_is_found():
    shown, planted = copy_of("x", "y"), copy_of("z", "y")
    held = Held(one_of(shown, planted))
    for number in range(OFTEN):
        held.hold(["a"], ("y",), {"x": number, "z": 0}, {"x": -1, "z": 0}, went=False, said="")
    assert held.never_shown() == [planted]

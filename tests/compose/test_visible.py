"""Sources that are only called for some callers, by what reads them and what waits for them."""

from itertools import product

import pytest

from bffgen.compose.visible import only_for
from bffgen.model.expression import Built, Fixed, Read, Shown
from bffgen.model.finding import Mark
from bffgen.model.place import Place
from bffgen.model.security import Grants

OPS, SALES = Grants(roles=("ops",)), Grants(scopes=("sales",))
BOTH = Grants(roles=("ops",), scopes=("sales",))
MARK = Mark(place=Place(document="composition.yaml"))


def read(source):
    return Read(root="source", name=source, pointer="", types=frozenset(), mark=MARK)


def answer(**members):
    return Built(schema="/x", members=tuple(members.items()))


@pytest.mark.parametrize(
    ("body", "waits", "expected"),
    [
        (answer(a=read("s")), {"s": ()}, {}),
        (answer(a=Shown(value=read("s"), to=OPS)), {"s": ()}, {"s": OPS}),
        (answer(a=Shown(value=read("s"), to=OPS), b=read("s")), {"s": ()}, {}),
        (
            answer(a=Shown(value=read("s"), to=OPS), b=Shown(value=read("s"), to=SALES)),
            {"s": ()},
            {"s": BOTH},
        ),
        # What only a hidden source waits for is hidden as well, and what everybody's waits for not.
        (answer(a=Shown(value=read("s"), to=OPS)), {"t": (), "s": ("t",)}, {"s": OPS, "t": OPS}),
        (
            answer(a=Shown(value=read("s"), to=OPS), b=Shown(value=read("t"), to=SALES)),
            {"t": (), "s": ("t",)},
            {"s": OPS, "t": BOTH},
        ),
        (
            answer(a=Shown(value=read("s"), to=OPS), b=read("u")),
            {"t": (), "s": ("t",), "u": ("t",)},
            {"s": OPS},
        ),
        # A source that nothing reads is called as ever.
        (answer(a=Fixed(value=1)), {"s": ()}, {}),
    ],
)
def test_a_source_is_for_those_who_see_something_of_it(body, waits, expected):
    assert only_for([body], (), waits, list(waits)) == expected


def test_whoever_sees_nothing_of_a_source_is_not_made_to_wait_for_it():
    """Of all small plans: a call is made exactly for whoever sees something that rests on it."""
    order = ("a", "b", "c")
    uses = (None, "all", OPS, SALES)
    for used in product(uses, repeat=3):
        for b_waits, c_waits in product((0, 1), range(4)):
            waits = {
                "a": (),
                "b": ("a",) if b_waits else (),
                "c": tuple(name for bit, name in enumerate("ab") if c_waits >> bit & 1),
            }
            members = {
                name: read(name) if use == "all" else Shown(value=read(name), to=use)
                for name, use in zip(order, used, strict=True)
                if use is not None
            }
            found = only_for([answer(**members)], (), waits, order)
            for roles, scopes in product(((), ("ops",)), ((), ("sales",))):
                seen = {
                    name
                    for name, use in zip(order, used, strict=True)
                    if use == "all" or (use == OPS and roles) or (use == SALES and scopes)
                }
                # What nothing reads and nothing waits for is told as unused, and called.
                waited = {given for each in waits.values() for given in each}
                seen |= {
                    n for n, u in zip(order, used, strict=True) if u is None and n not in waited
                }
                needed = set(seen)
                for name in reversed(order):
                    needed |= set(waits[name]) if name in needed else set()
                called = {
                    name
                    for name in order
                    if name not in found
                    or set(found[name].roles) & set(roles)
                    or set(found[name].scopes) & set(scopes)
                }
                assert called == needed, (used, waits, roles, scopes)

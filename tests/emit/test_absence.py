"""Whatever may be absent or null on the way of a value, what is written gives the right answer.

The text of an expression is run over every combination of absent, null, short and present values
and held against a reading of the expression by the rules of COMPOSITION.md, section 2.
"""

from itertools import product
from types import SimpleNamespace

import pytest
from pydantic import MISSING

from bffgen.emit.expression import write
from bffgen.emit.layout import flat, names_in
from bffgen.emit.models import WrittenClass, WrittenField
from bffgen.emit.reading import Names, Typed
from bffgen.model.expression import Fixed, Hooked, Hop, Otherwise, Read
from bffgen.model.finding import Mark
from bffgen.model.place import Place

MARK = Mark(place=Place(document="composition.yaml"))
TEXT = frozenset(("string",))
NULLABLE = frozenset(("string", "null"))


def _class(name, *members):
    fields = [
        WrittenField(name=each, attribute=each, annotation="str", is_required=True, doc="")
        for each in members
    ]
    return WrittenClass(name=name, base="Body", doc="", fields=tuple(fields), uses=frozenset())


SCHEMAS = {
    "Outer": {"properties": {"o": {"$ref": "#/Inner"}, "x": {}, "l": {"items": {}}}},
    "Inner": {"properties": {"y": {}}},
}
CLASSES = {"Outer": _class("Outer", "o", "x", "l"), "Inner": _class("Inner", "y")}
TYPED = Typed(schema={"$ref": "#/Outer"}, schemas=SCHEMAS, classes=CLASSES)
NAMES = Names(values={name: (name, TYPED) for name in "abc"}, request={}, answers={})


def read(name, *hops, miss=True):
    return Read(
        root="source",
        name=name,
        root_may_miss=miss,
        hops=hops,
        pointer="",
        types=NULLABLE,
        mark=MARK,
    )


def hop(name, *, miss=True, null=True):
    return Hop(name=name, may_miss=miss, may_null=null)


PLAIN = [read("a", hop("x")), read("b", hop("o"), hop("y")), read("c", hop("x", null=False))]
SHORT = Hop(index=1, may_miss=True, may_null=True)
LISTED = read("a", hop("l"), SHORT)


def _values(source):
    """Give every state of a source: absent, and each member absent, null or there."""
    yield MISSING
    inner = [MISSING, None, *(SimpleNamespace(y=y) for y in (MISSING, None, f"{source}.o.y"))]
    lists = [MISSING, None, [], ["0"], ["0", None], ["0", f"{source}.l.1"]]
    for x, o in product((MISSING, None, f"{source}.x"), inner):
        yield SimpleNamespace(x=x, o=o, l=["0"])
    for each in lists:
        yield SimpleNamespace(x=MISSING, o=MISSING, l=each)


def _meant(expression, scope):
    """Read an expression by the rules: a step into null or nothing gives absent."""
    match expression:
        case Fixed():
            return expression.value
        case Read():
            value = scope[expression.name]
            for step in expression.hops:
                if value is MISSING or value is None:
                    return MISSING
                if step.index is None:
                    value = getattr(value, step.name)
                else:
                    value = value[step.index] if step.index < len(value) else MISSING
            return value
        case Otherwise():
            for option in expression.options[:-1]:
                value = _meant(option, scope)
                if value is not MISSING and value is not None:
                    return value
            return _meant(expression.options[-1], scope)
        case Hooked():
            given = [_meant(each, scope) for each in expression.arguments]
            absent = any(each is MISSING for each in given)
            return MISSING if absent else tuple(given)


def _states():
    few = {name: list(_values(name)) for name in "ab"}
    for a in few["a"]:
        for b in few["b"]:
            for c in (MISSING, SimpleNamespace(x=MISSING), SimpleNamespace(x="c.x")):
                yield {"a": a, "b": b, "c": c}


def _hooked(*arguments):
    names = tuple(f"given_{number}" for number in range(len(arguments)))
    return Hooked(
        function="f",
        arguments=arguments,
        names=names,
        optional=frozenset(),
        feeds="p",
        returns="",
    )


A, B, C = PLAIN
EXPRESSIONS = {
    "a.x": A,
    "b.o.y": B,
    "a.l.1": LISTED,
    "a.x else 'z'": Otherwise(options=(A, Fixed(value="z"))),
    "a.x else b.o.y": Otherwise(options=(A, B)),
    "a.x else b.o.y else 'z'": Otherwise(options=(A, B, Fixed(value="z"))),
    "b.o.y else a.l.1 else c.x": Otherwise(options=(B, LISTED, C)),
    "a.l.1 else c.x else b.o.y": Otherwise(options=(LISTED, C, B)),
    "f(a.x)": _hooked(A),
    "f(a.x else b.o.y)": _hooked(Otherwise(options=(A, B))),
    "f(b.o.y, a.x else c.x, a.l.1)": _hooked(B, Otherwise(options=(A, C)), LISTED),
}


@pytest.mark.parametrize("written", EXPRESSIONS)
def test_an_expression_means_what_its_author_wrote_in_every_state(written):
    expression = EXPRESSIONS[written]
    text = flat(write(expression, NAMES))
    code = compile(text, written, "eval")
    hooks = SimpleNamespace(f=lambda *given: given)
    count = 0
    for scope in _states():
        found = eval(code, {"MISSING": MISSING, "hooks": hooks}, dict(scope))
        assert found == _meant(expression, scope), (text, scope)
        count += 1
    assert count > 1000


def test_a_module_imports_missing_only_where_it_is_written():
    sure = read("a", hop("x", miss=False, null=False), miss=False)
    assert names_in(write(sure, NAMES)) == frozenset()
    assert names_in(write(Fixed(value="MISSING"), NAMES)) == frozenset()
    assert names_in(write(PLAIN[1], NAMES)) == {"MISSING"}


def test_what_a_guard_has_ruled_out_is_not_asked_again():
    hooked = _hooked(A, Otherwise(options=(A, B, Fixed(value="z"))))
    text = flat(write(hooked, NAMES))
    assert text.count("a.x is MISSING") == 1

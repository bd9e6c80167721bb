"""composition.yaml in memory: one operation of one source, read or refused."""

from bffgen.contract.composition import read_composition
from bffgen.model.composition import Defaults
from bffgen.model.place import Place
from tests.workspaces import facts

AT = Place(document="composition.yaml")
OUTER = Defaults(timeout_ms=111, reserve_ms=22, max_body_bytes=333, forward_headers=("X-A",))


def read(value):
    return read_composition(value, AT, OUTER)


def file(operation=None, **more):
    operations = {} if operation is None else {"page": operation}
    return {"format": "composition/1", "operations": operations, **more}


def page(operation):
    """Read an operation that must fit."""
    composition, faults = read(file(operation))
    assert faults == ()
    return composition.operations[0]


def source(**settings):
    return page({"sources": {"product": {"call": "catalog.get", **settings}}}).sources[0]


def refused(value):
    """Give (rule, pointer, on, facts) of each fault."""
    return [
        (
            each.rule,
            each.marks[0].place.pointer,
            each.marks[0].on,
            facts(each).get("problem")
            or facts(each).get("what")
            or facts(each).get("key")
            or facts(each).get("text"),
        )
        for each in read(value)[1]
    ]

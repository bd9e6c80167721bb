"""What a package tells of operations that go.

In:  a Deprecation, the operation that it is of.
Out: the `deprecation` of an operation as its route says it; a sentence for the page.
"""

from datetime import date, timedelta

from bffgen.emit.imports import Imports
from bffgen.emit.layout import Node, call, named
from bffgen.emit.plain import text
from bffgen.model.deprecation import Deprecation


def deprecation_node(going: Deprecation, anchor: str, imports: Imports) -> Node:
    """Write what every answer of an operation tells.

    Args:
        anchor: of the operation on the page of the contract.
    """
    imports.add("..runtime.deprecation", "Deprecation")
    told = [
        named(name, _day(day, imports))
        for name, day in (("since", going.since), ("sunset", going.sunset))
        if day is not None
    ]
    texts = (("successor", going.successor), ("guide", going.guide), ("anchor", anchor))
    told += [named(name, text(value)) for name, value in texts if value]
    return call("Deprecation", told)


def told_of(going: Deprecation) -> str:
    """Say since when an operation is deprecated, which day is its last, and what to use instead."""
    said = "Deprecated"
    if going.since is not None:
        said += f" since {going.since.isoformat()}"
    if going.sunset is not None:
        last = going.sunset - timedelta(days=1)
        said += f", promised until {last.isoformat()}"
    return f"{said}; instead: {going.replacement}." if going.replacement else f"{said}."


def _day(day: date, imports: Imports) -> Node:
    imports.add("datetime", "date")
    return f"date({day.year}, {day.month}, {day.day})"

"""A value position: one place of a message where a value goes from a sender to a receiver.

In:  nothing; the modules that compare messages make these values.
Out: Position.
How: both sides are pointers into the meaning of the two contracts; which of them sends follows from
     the direction. A position is what is proved; components below it only explain (PITFALLS.md 7).
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from bffgen.model.peer_view import original
from bffgen.model.place import tokens
from bffgen.model.rule import Direction

# How a value travels: as JSON; as text that each side reads by its own schema; as a form, an object
# of such texts; as parts, of which those that are objects are JSON (OpenAPI 3.1.1 4.8.15.1).
Form: TypeAlias = Literal["json", "text", "form", "parts"]

_COMPONENTS: Final = "#/components/schemas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One schema of each side.

    Attributes:
        direction: `request`: the client sends, so the baseline is the sender; `response`: the
            revision is.
        baseline: pointer of the schema in the baseline.
        revision: pointer of the schema in the revision.
        operation: the operation's key in the baseline.
        where: the place in words.
        name: what stands there, for people: a parameter, a header; empty for a body.
        form: how values travel.
        required: whether the value is always there; only such a sender can be without values.
        is_single: a list of one is written as its lone element is.
        is_xml: values travel as XML, of which a schema names elements and attributes.
        is_never_empty: the text has a character at least, as what stands in a path.
        joint: what stands between the elements of a list, where all of it is one text.
        only_reads: it is of an operation by which a client changes nothing.
        is_refusal: it is of an answer that tells a client of no success.
    """

    direction: Direction
    baseline: str
    revision: str
    operation: str
    where: str
    name: str = ""
    form: Form = "json"
    required: bool = True
    is_single: bool = False
    is_never_empty: bool = False
    is_xml: bool = False
    joint: str = ""
    only_reads: bool = False
    is_refusal: bool = False

    @property
    def asked(self) -> "Position":
        """Give the position without what no answer hangs on: who meets it, what it is called."""
        return replace(self, operation="", where="", name="", only_reads=False, is_refusal=False)


def standing(pointer: str, named: str) -> str:
    """Name what a component holds by its place there, anything else as given."""
    return f"#{pointer}" if tokens(pointer)[:1] == ("components",) else named


def coordinate(position: Position, pointer: str) -> str:
    """Name a place for good: by its component, else by the operation that holds it."""
    if original(pointer).startswith("/paths/"):
        return f"{position.operation} /{'/'.join(tokens(original(pointer))[3:])}"
    return f"#{original(pointer)}"


def in_component(coordinate: str) -> str:
    """Name what a component holds by the component: `Product.price`; else the empty text."""
    if not coordinate.startswith(_COMPONENTS):
        return ""
    name, *below = tokens(coordinate.removeprefix(_COMPONENTS))
    members = [key for step, key in pairwise(below) if step == "properties"]
    return ".".join((name, *members))

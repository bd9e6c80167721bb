"""The bodies that clients send: their classes, and how a route reads them.

In:  a client's contract as it asks, the intake of each operation.
Out: RequestBodies: the classes of all of them; TakenBody, what one operation's modules say of it.
How: classes are made as those of answers are, in a module of their own: what is asked and what is
     answered may be one component and yet not the same (`model/view.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bffgen.emit.classes import AnswerClasses, type_text
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.naming import body_constant
from bffgen.emit.reading import Typed
from bffgen.model.api import Api, Operation
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.intake import Intake
from bffgen.model.names import operation_type

# The modules of requests and routes have these beside the classes of bodies.
_BESIDE = ("APIRouter", "Guard", "JsonBody", "Operation", "Parsing", "Part", "Request")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBody:
    """The body of one operation.

    Attributes:
        constant: of the reader in its module of routes.
        typed: what a read of the body begins with; type_name: its type in that module.
        description: of the contract's author.
        classes: those that the type names.
    """

    intake: Intake
    constant: str
    typed: Typed
    type_name: str
    description: str
    classes: tuple[str, ...]


class RequestBodies:
    """The bodies of all operations of a client.

    Attributes:
        written: the classes, definition before use.
        said: class -> what it says of itself without a description.
        faults: names that clash, and what is promised and no class can hold.
    """

    def __init__(
        self,
        api: Api,
        operations: Iterable[Operation],
        taken: Iterable[tuple[Operation, Intake]],
    ) -> None:
        """Register the classes of some bodies.

        Args:
            operations: whose own classes stand beside them.
        """
        beside = frozenset(
            f"{operation_type(each)}{ending}"
            for each in operations
            for ending in ("Request", "Response", "Calls")
        )
        self._classes = AnswerClasses(api, beside.union(_BESIDE), is_asked=True)
        self._roots = {
            operation.key: self._classes.add(
                intake.pointer, f"{operation_type(operation)}Body", f"{operation.name} request"
            )
            for operation, intake in taken
        }
        self.faults: tuple[Finding, ...] = self._classes.faults
        self.written: tuple[WrittenClass, ...] = ()
        self._by_name: Mapping[str, WrittenClass] = {}

    def write(self) -> None:
        """Write the classes; only where there are no faults."""
        self.written = write_classes(self._classes.schemas)
        self._by_name = {each.name: each for each in self.written}

    @property
    def said(self) -> Mapping[str, str]:
        """Give what classes without a description say of themselves."""
        return self._classes.said

    def taken(self, operation: Operation, intake: Intake) -> TakenBody:
        """Give the body of one operation."""
        root = self._roots[operation.key]
        typed = Typed(
            schema=root,
            schemas=self._classes.schemas,
            classes=self._by_name,
            prefix="models.",
        )
        return TakenBody(
            intake=intake,
            constant=body_constant(operation),
            typed=typed,
            type_name=type_text(root, ""),
            description=str(root.get("description") or ""),
            classes=tuple(sorted(_classes_in(root))),
        )


def _classes_in(schema: Json) -> Iterable[str]:
    """Give the classes that a type names."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield str(schema["$ref"]).rpartition("/")[2]
        for key in ("items", "additionalProperties"):
            yield from _classes_in(schema.get(key))
        branches = schema.get("anyOf")
        for each in branches if isinstance(branches, list) else ():
            yield from _classes_in(each)

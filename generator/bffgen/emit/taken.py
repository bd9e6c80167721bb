"""What clients send as more than plain texts: its classes, and how a route reads it.

In:  a client's contract as it asks, the intake of each operation.
Out: RequestBodies: the classes of all bodies and parameters; TakenBody and TakenParameter, what one
     operation's modules say of them.
How: classes are made as those of answers are, in a module of their own: what is asked and what is
     answered may be one component and yet not the same (`model/view.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bffgen.emit.classes import AnswerClasses, type_text
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.naming import body_constant
from bffgen.emit.plain import FILE_PART
from bffgen.emit.reading import Typed
from bffgen.emit.travelling import READERS, TakenParameter, taken_parameter, travelling
from bffgen.model import schema as questions
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.intake import Intake
from bffgen.model.names import operation_type, pascal
from bffgen.model.shapes import held, solid

# The modules of requests and routes have these beside the classes of bodies.
# A body that is handed on.
INCOMING = "Incoming"
_BESIDE = (
    *(INCOMING, "IncomingBody", FILE_PART, "PartsBody", "TakenFile"),
    *("APIRouter", "FormBody", "Guard", "JsonBody", "Operation", "Parsing", "Part", "Request"),
    *READERS,
)
# The one member of the class that a parameter's type is written in.
_HELD = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBody:
    """The body of one operation.

    Attributes:
        constant: of the reader in its module of routes.
        typed: what a read of the body begins with; type_name: its type in that module.
        description: of the contract's author.
        classes: those that the type names.
        check: its schema, where its type does not say all of it.
    """

    intake: Intake
    constant: str
    typed: Typed
    type_name: str
    description: str
    classes: tuple[str, ...]
    check: dict[str, Json] | None = field(default=None, hash=False)


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
            operations: whose own classes stand beside them, and whose parameters are added.
        """
        self._api = api
        operations, taken = tuple(operations), tuple(taken)
        beside = frozenset(
            f"{operation_type(each)}{ending}"
            for each in operations
            for ending in ("Request", "Response", "Calls")
        )
        parts = [intake.parts for _, intake in taken if intake.parts is not None]
        files = frozenset[str]().union(*(each.pointers for each in parts))
        self._classes = AnswerClasses(api, beside.union(_BESIDE), is_asked=True, files=files)
        self._roots = {
            operation.key: self._classes.add(
                intake.pointer, f"{operation_type(operation)}Body", f"{operation.name} request"
            )
            for operation, intake in taken
            if not intake.is_passed
        }
        self._parameters = {
            _key(operation, each): self._added(operation, each)
            for operation in operations
            for each in travelling(api, operation)
        }
        sent = [each.pointer for _, each in taken if not each.is_passed and each.parts is None]
        read = [p.schema_pointer for each in operations for p in travelling(api, each)]
        self._checks = {each: self._classes.beyond.schema_of(each) for each in (*sent, *read)}
        for _, each in taken:
            if each.parts is not None:
                self._classes.beyond.refuse(each.pointer)
        texts = (each for each in taken if each[1].parts is None and not each[1].is_passed)
        mistaken = (each for one in texts for each in _mistaken(api, *one, files))
        self.faults: tuple[Finding, ...] = (*self._classes.faults, *mistaken)
        self.written: tuple[WrittenClass, ...] = ()
        self._by_name: Mapping[str, WrittenClass] = {}

    def write(self) -> None:
        """Write the classes; only where there are no faults."""
        holders: dict[str, dict[str, Json]] = {
            key: {"type": "object", "properties": {_HELD: root}, "required": [_HELD]}
            for key, root in self._parameters.items()
        }
        written = write_classes({**self._classes.schemas, **holders})
        self.written = tuple(each for each in written if each.name not in holders)
        self._by_name = {each.name: each for each in written}

    @property
    def said(self) -> Mapping[str, str]:
        """Give what classes without a description say of themselves."""
        return self._classes.said

    def taken(self, operation: Operation, intake: Intake) -> TakenBody:
        """Give the body of one operation."""
        if intake.is_passed:
            return TakenBody(
                intake=intake,
                constant=body_constant(operation),
                typed=Typed(schema={}, schemas={}, classes={}),
                type_name=INCOMING,
                description="",
                classes=(),
            )
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
            check=self._checks.get(intake.pointer) if intake.parts is None else None,
        )

    def parameters(self, operation: Operation) -> tuple[TakenParameter, ...]:
        """Give the parameters of an operation that have readers of their own."""
        return tuple(self._parameter(operation, p) for p in travelling(self._api, operation))

    def _parameter(self, operation: Operation, parameter: Parameter) -> TakenParameter:
        key = _key(operation, parameter)
        root = self._parameters[key]
        typed = Typed(
            schema=root,
            schemas=self._classes.schemas,
            classes=self._by_name,
            prefix="models.",
        )
        return taken_parameter(
            self._api,
            parameter,
            typed,
            type_text(root, ""),
            self._by_name[key],
            tuple(sorted(_classes_in(root))),
            self._checks[parameter.schema_pointer],
        )

    def _added(self, operation: Operation, parameter: Parameter) -> dict[str, Json]:
        """Add the type of a parameter; null has no text and is none of it, but in JSON."""
        name = f"{operation_type(operation)}{pascal(parameter.name)}"
        written = f"{operation.name} {parameter.location} {parameter.name}"
        said = f"The parameter `{parameter.name}` of `{operation.name}`."
        root = self._classes.add(parameter.schema_pointer, name, written, said)
        branches = root.get("anyOf")
        if parameter.media_type is not None or not isinstance(branches, list):
            return root
        kept = [each for each in branches if each != {"type": "null"}]
        one = kept[0] if len(kept) == 1 else {**root, "anyOf": kept}
        return one if isinstance(one, dict) else root


def _mistaken(
    api: Api, operation: Operation, intake: Intake, files: frozenset[str]
) -> Iterable[Finding]:
    """Find the texts of a body whose schemas are files in another: one class has one type."""
    if not files:
        return
    seen: set[str] = set()
    work = [intake.pointer]
    while work:
        here = solid(api.meaning, work.pop())
        if here in seen:
            continue
        seen.add(here)
        if here in files:
            what = f"a text of the body of `{operation.name}`, which is a file in another body"
            mark = Mark(place=api.place(here), on="key")
            yield finding("compose-unsupported", mark, what=what)
        inside = held(api.meaning, here)
        work += [inside] if inside is not None else []
        declared = questions.declared(api.meaning, here)
        work += [each for places in declared.values() for each in places]


def _key(operation: Operation, parameter: Parameter) -> str:
    """Name a parameter among all of a client; no class is called so."""
    return f"{operation.key} {parameter.location} {parameter.name}"


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

"""Parameters that are read by readers of their own: lists, objects, JSON, cookies, other styles.

In:  a parameter of the client's contract and its type.
Out: TakenParameter: what its modules say of it; the statement that makes its reader.
How: the type is written with all bounds, as a member of a class would have it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bffgen.emit.bodies import import_types
from bffgen.emit.expression import literal
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, lay, named
from bffgen.emit.models import WrittenClass
from bffgen.emit.plain import text
from bffgen.emit.reading import Typed
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.canonical import Json
from bffgen.model.plain import default_value
from bffgen.model.shapes import Shape, shape, solid
from bffgen.model.travel import FIRST_STYLES, is_one_text, may_be_empty

READERS = ("JsonParameter", "ListParameter", "ObjectParameter", "ScalarParameter")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenParameter:
    """A parameter with its reader.

    Attributes:
        reader: the class of the runtime.
        typed: what a read of it begins with; type_name: its type in that module.
        held: a class with one member of its type, whose annotation has all bounds.
        classes: those of models.py that the type names.
    """

    parameter: Parameter
    reader: str
    typed: Typed
    type_name: str
    held: WrittenClass
    classes: tuple[str, ...]
    default: Json
    may_be_empty: bool

    @property
    def is_sure(self) -> bool:
        """Say whether it always has a value."""
        return self.parameter.required or self.default is not None


def travelling(api: Api, operation: Operation) -> Iterable[Parameter]:
    """Give the parameters of an operation that have readers of their own."""
    return (each for each in operation.parameters if not is_one_text(api.meaning, each))


def taken_parameter(
    api: Api,
    parameter: Parameter,
    typed: Typed,
    type_name: str,
    held: WrittenClass,
    classes: tuple[str, ...],
) -> TakenParameter:
    """Give what the modules of an operation say of a parameter."""
    return TakenParameter(
        parameter=parameter,
        reader=_reader(api, parameter),
        typed=typed,
        type_name=type_name,
        held=held,
        classes=classes,
        default=default_value(api.meaning, parameter.schema_pointer),
        may_be_empty=may_be_empty(api.meaning, parameter),
    )


def _reader(api: Api, parameter: Parameter) -> str:
    if parameter.media_type is not None:
        return "JsonParameter"
    match shape(api.meaning, solid(api.meaning, parameter.schema_pointer)):
        case Shape.PLAIN:
            return "ScalarParameter"
        case Shape.ARRAY:
            return "ListParameter"
        case _:
            return "ObjectParameter"


def reader_statement(constant: str, taken: TakenParameter, imports: Imports) -> str:
    """Write the statement that makes the reader of a parameter."""
    parameter = taken.parameter
    imports.add("..runtime.parameter", taken.reader)
    if taken.classes:
        imports.add("..models", *taken.classes)
    import_types(taken.held, imports, "..runtime.body")
    facts: list[Node] = [
        taken.held.fields[0].annotation,
        text(parameter.location),
        text(parameter.name),
    ]
    if parameter.media_type is None:
        if parameter.style != FIRST_STYLES.get(parameter.location):
            facts.append(named("style", text(parameter.style)))
        if taken.reader != "ScalarParameter" and parameter.explode != (parameter.style == "form"):
            facts.append(named("explode", str(parameter.explode)))
    if taken.default is not None:
        facts.append(named("default", literal(taken.default)))
    if taken.may_be_empty:
        facts.append(named("allow_empty", "True"))
    made = Bracket(open="(", items=tuple(facts), close=")")
    kind = f"{constant} = {taken.reader}[{taken.type_name}]"
    return lay(Chain(parts=(kind, made)), indent=0)


def reading(constant: str, taken: TakenParameter) -> Node:
    """Write the expression that reads a parameter."""
    how = "read" if taken.is_sure else "read_if_sent"
    return call(f"{constant}.{how}", ["http"])

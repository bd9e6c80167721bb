"""Parameters that are read by readers of their own: lists, objects, JSON, cookies, other styles.

In:  a parameter of the client's contract and its type.
Out: TakenParameter: what its modules say of it; the statement that makes its reader.
How: the type is written with all bounds, as a member of a class would have it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bffgen.emit.bodies import import_types
from bffgen.emit.checking import check_node
from bffgen.emit.expression import literal
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, lay, named
from bffgen.emit.models import WrittenClass
from bffgen.emit.plain import bare, text
from bffgen.emit.reading import Typed
from bffgen.emit.unheld import lost, lost_around
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.canonical import Json
from bffgen.model.plain import default_value, plain_schema
from bffgen.model.shapes import Shape, shape, solid
from bffgen.model.travel import FIRST_STYLES, is_one_text, may_be_empty

READERS = ("JsonForm", "ListForm", "ObjectForm", "Parameter", "ScalarForm")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenParameter:
    """A parameter with its reader.

    Attributes:
        form: the class of the runtime that knows how it travels.
        typed: what a read of it begins with; type_name: its type in that module.
        held: a class with one member of its type, whose annotation has all bounds.
        classes: those of models.py that the type names.
        check: its schema, where its type does not say all of it.
    """

    parameter: Parameter
    form: str
    typed: Typed
    type_name: str
    held: WrittenClass
    classes: tuple[str, ...]
    default: Json
    may_be_empty: bool
    check: dict[str, Json] | None = field(default=None, hash=False)

    @property
    def is_sure(self) -> bool:
        """Say whether it always has a value."""
        return self.parameter.required or self.default is not None


def travelling(api: Api, operation: Operation) -> Iterable[Parameter]:
    """Give the parameters of an operation that have readers of their own."""
    return (each for each in operation.parameters if not is_parsed(api.meaning, each))


def is_parsed(meaning: Json, parameter: Parameter) -> bool:
    """Say whether a parser of the runtime takes all that a contract says of a parameter."""
    if not is_one_text(meaning, parameter):
        return False
    pointer = parameter.schema_pointer
    here = solid(meaning, pointer)
    if lost(meaning, here) or any(lost_around(meaning, pointer, here)):
        return False
    # The parsers read a boolean, or one of some texts and numbers.
    return bare(plain_schema(meaning, pointer)) not in ("Literal[True]", "Literal[False]")


def taken_parameter(
    api: Api,
    parameter: Parameter,
    typed: Typed,
    type_name: str,
    held: WrittenClass,
    classes: tuple[str, ...],
    check: dict[str, Json] | None,
) -> TakenParameter:
    """Give what the modules of an operation say of a parameter."""
    return TakenParameter(
        parameter=parameter,
        form=_form(api, parameter),
        typed=typed,
        type_name=type_name,
        held=held,
        classes=classes,
        default=default_value(api.meaning, parameter.schema_pointer),
        may_be_empty=may_be_empty(api.meaning, parameter),
        check=check,
    )


def _form(api: Api, parameter: Parameter) -> str:
    if parameter.media_type is not None:
        return "JsonForm"
    match shape(api.meaning, solid(api.meaning, parameter.schema_pointer)):
        case Shape.PLAIN:
            return "ScalarForm"
        case Shape.ARRAY:
            return "ListForm"
        case _:
            return "ObjectForm"


def reader_statement(constant: str, taken: TakenParameter, imports: Imports) -> str:
    """Write the statement that makes the reader of a parameter."""
    imports.add("..runtime.parameter", "Parameter")
    if taken.classes:
        imports.add("..models", *taken.classes)
    import_types(taken.held, imports, "..runtime.body")
    facts: list[Node] = [taken.held.fields[0].annotation, _travels(taken, imports)]
    if taken.default is not None:
        facts.append(named("default", literal(taken.default)))
    if taken.check is not None:
        imports.add("..runtime.check", "Check")
        facts.append(named("check", check_node(taken.check)))
    made = Bracket(open="(", items=tuple(facts), close=")")
    return lay(Chain(parts=(f"{constant} = Parameter[{taken.type_name}]", made)), indent=0)


def _travels(taken: TakenParameter, imports: Imports) -> Node:
    """Write how a parameter travels."""
    parameter = taken.parameter
    imports.add("..runtime.style", taken.form)
    facts: list[Node] = [text(parameter.location), text(parameter.name)]
    if parameter.media_type is None:
        if parameter.style != FIRST_STYLES.get(parameter.location):
            facts.append(named("style", text(parameter.style)))
        if taken.form != "ScalarForm" and parameter.explode != (parameter.style == "form"):
            facts.append(named("explode", str(parameter.explode)))
    if taken.may_be_empty:
        facts.append(named("allow_empty", "True"))
    return call(taken.form, facts)


def reading(constant: str, taken: TakenParameter) -> Node:
    """Write the expression that reads a parameter."""
    how = "read" if taken.is_sure else "read_if_sent"
    return call(f"{constant}.{how}", ["http"])

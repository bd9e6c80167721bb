"""Bind the builder `enum`: one list of values put in the words of another.

In:  the builder, the upstream's value that it reads, the property that it is for.
Out: a Mapped value, or findings: a value that is not covered, or becomes an undeclared one; of a
     parameter of an upstream in the words of what is sent.
How: the upstream's list of values, where its contract has one and does not call it open, decides
     whether a default is needed (COMPOSITION.md section 3).
"""

from dataclasses import replace

from bffgen.compose.bound import Bound
from bffgen.compose.judge import misfit
from bffgen.compose.marks import PROMISED, promise, sending
from bffgen.compose.spelled import shown
from bffgen.compose.travel import unsendable
from bffgen.model import schema
from bffgen.model.api import Api, Parameter
from bffgen.model.builder import Enum
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.expression import Fixed, Mapped
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.plain import plain_schema
from bffgen.model.shapes import Shape, held, shape, solid
from bffgen.model.spelling import nearest

# How contracts say that a list of values will grow.
_OPEN = "x-extensible-enum"


def mapped(
    builder: Enum, found: Bound, api: Api, pointer: str, way: str
) -> Mapped | tuple[Finding, ...]:
    """Bind an `enum`.

    Args:
        pointer: the schema of the property in the client's contract; way: its dotted name.
    """
    if (inside := held(found.api.meaning, found.read.pointer)) is not None and (
        shape(found.api.meaning, found.read.pointer) is Shape.ARRAY
        and shape(found.api.meaning, solid(found.api.meaning, inside)) is Shape.PLAIN
    ):
        path = shown(found.read)
        problem = f"`enum` over `{path}`, which is a list; `{path}.*` is each of its values"
        return (finding("compose-schema", builder.value.mark, problem=problem),)
    if shape(found.api.meaning, found.read.pointer) is not Shape.PLAIN:
        what = f"`enum` over `{shown(found.read)}`, which is no plain value"
        return (finding("compose-unsupported", builder.value.mark, what=what),)
    listed = _listed(found)
    constants = [value for _, value in builder.pairs]
    constants += [builder.default] if builder.default else []
    faults = [fault for each in constants if (fault := misfit(each, api, pointer, way))]
    faults += _uncovered(builder, found, listed, api, pointer)
    known = {_key(each): each for each in listed or ()}
    for name, _ in builder.pairs if known else ():
        if name not in known:
            faults.append(_strange(builder, found, name, list(known)))
    if faults:
        return tuple(faults)
    return Mapped(
        value=found.read,
        pairs=tuple((known.get(name, name), value.value) for name, value in builder.pairs),
        default=Fixed(value=builder.default.value) if builder.default else None,
        feeds=way,
        returns=pointer,
    )


def sent(
    builder: Enum, found: Bound, api: Api, parameter: Parameter, named: str
) -> Mapped | tuple[Finding, ...]:
    """Bind an `enum` for a parameter of an upstream.

    Args:
        api: the upstream's contract.
        named: the parameter, as findings say it.
    """
    mark, pointer = Mark(place=builder.place), parameter.schema_pointer
    what = unsendable(api, parameter)
    if not what and shape(api.meaning, pointer) is not Shape.PLAIN:
        what = f"`enum` for {named}, which takes no plain value"
    if what:
        return (finding("compose-unsupported", mark, what=what),)
    made = mapped(builder, found, api, pointer, parameter.name)
    if isinstance(made, Mapped):
        return made
    theirs = Mark(place=api.place(parameter.pointer), label="what is expected")
    return tuple(_as_sent(each, theirs, named) for each in made)


def _as_sent(found: Finding, theirs: Mark, named: str) -> Finding:
    """Say of a parameter what was found as of a property."""
    first, *rest = found.marks
    if found.rule != "compose-type":
        promised = (theirs if each.label == PROMISED else each for each in rest)
        return replace(found, marks=(first, *promised))
    facts = dict(found.facts)
    return finding(
        "compose-request-type",
        first,
        theirs,
        notes=found.notes,
        parameter=named,
        sent=str(facts["literal"]),
        expected=str(facts["client_type"]),
    )


def _listed(found: Bound) -> tuple[Json, ...] | None:
    """Give the values that the upstream lists, null apart; None where it lists none.

    A boolean lists its two by being one.
    """
    values: list[Json] = []
    for pointer in (found.read.pointer, *found.or_else):
        listed = plain_schema(found.api.meaning, pointer).get("enum")
        if listed is None and schema.types(found.api.meaning, pointer) - {"null"} == {"boolean"}:
            listed = [True, False]
        if not isinstance(listed, list):
            return None
        values += listed
    return tuple(dict.fromkeys(values))


def _uncovered(
    builder: Enum, found: Bound, listed: tuple[Json, ...] | None, api: Api, pointer: str
) -> list[Finding]:
    if builder.default is not None:
        return []
    written = {name for name, _ in builder.pairs}
    lacking = [_key(each) for each in listed or () if _key(each) not in written]
    if listed is not None and not lacking and not _grows(found):
        return []
    return [
        finding(
            "compose-enum",
            Mark(place=builder.place.at("map"), on="key"),
            sending(found.api, found.read.pointer),
            promise(api, pointer),
            values=", ".join(f"`{each}`" for each in lacking),
            source=shown(found.read),
        )
    ]


def _grows(found: Bound) -> bool:
    parts = schema.conjuncts(found.api.meaning, found.read.pointer)
    written = [schema.at(found.api.document, part) for part in parts]
    return any(isinstance(each, dict) and bool(each.get(_OPEN)) for each in written)


def _strange(builder: Enum, found: Bound, name: str, known: list[str]) -> Finding:
    """Say that the upstream never sends a value."""
    return finding(
        "compose-unknown-name",
        Mark(place=builder.place.at("map", name), on="key"),
        sending(found.api, found.read.pointer),
        kind="value",
        name=name,
        nearest=nearest(name, known),
        known=", ".join(f"`{each}`" for each in known),
        within=f"`{shown(found.read)}`",
        constant="",
    )


def _key(value: Json) -> str:
    """Write a value as the key of a YAML mapping."""
    return value if isinstance(value, str) else canonical_bytes(value).decode()

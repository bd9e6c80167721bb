"""How a parameter travels: as one text in the first style of its place, or in another form.

In:  the meaning of a contract, one of its parameters.
Out: what the readers and writers of parameters are chosen by.
How: OpenAPI 3.1.1 4.8.12.2.2; null has no text and is as good as absent, but in JSON.
"""

from typing import Final

from bffgen.model import schema
from bffgen.model.api import In, Parameter
from bffgen.model.canonical import Json
from bffgen.model.plain import plain_schema
from bffgen.model.shapes import Shape, shape, solid

FIRST_STYLES: Final[dict[In, str]] = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
}
DEEP: Final = "deepObject"
# What one text may be read as: one kind of value, null apart.
_ONE = (
    frozenset(("string",)),
    frozenset(("integer",)),
    frozenset(("integer", "number")),
    frozenset(("boolean",)),
)
_TAKE_THE_EMPTY = frozenset(("type", "maxLength"))


def is_one_text(meaning: Json, parameter: Parameter) -> bool:
    """Say whether clients send one text of one kind in the first style of path, query or header."""
    return (
        parameter.location != "cookie"
        and parameter.media_type is None
        and parameter.style == FIRST_STYLES.get(parameter.location)
        and schema.types(meaning, parameter.schema_pointer) - {"null"} in _ONE
        and not may_be_empty(meaning, parameter)
    )


def may_be_empty(meaning: Json, parameter: Parameter) -> bool:
    """Say whether an empty text may come that is no value of the schema (`allowEmptyValue`)."""
    if not parameter.allow_empty or parameter.media_type is not None:
        return False
    here = solid(meaning, parameter.schema_pointer)
    if schema.types(meaning, here) - {"null"} != {"string"}:
        return shape(meaning, here) is Shape.PLAIN
    return not plain_schema(meaning, here).keys() <= _TAKE_THE_EMPTY


def is_deep(parameter: Parameter) -> bool:
    """Say whether the members of an object come as `name[member]`."""
    return parameter.media_type is None and parameter.style == DEEP


def names_sent(meaning: Json, parameter: Parameter) -> tuple[str, ...]:
    """Give the names that a parameter of a query comes by, where they are known beforehand."""
    here = solid(meaning, parameter.schema_pointer)
    if is_spread(parameter) and shape(meaning, here) is Shape.OBJECT:
        return tuple(schema.declared(meaning, here))
    return () if is_deep(parameter) else (parameter.name,)


def is_spread(parameter: Parameter) -> bool:
    """Say whether members of an object come as parameters of their own names."""
    return parameter.media_type is None and parameter.style == "form" and parameter.explode

"""What an upstream declares a property as, where it may declare it more than once.

In:  a contract, a pointer to the schema of an object, the name of a property.
Out: the schemas that the property may be a value of, those of equal meaning once.
How: equality of meaning is asked of the pool.
"""

from dataclasses import dataclass

from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.pool import Pool
from bffgen.model.shapes import Shape, shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A property of an upstream.

    Attributes:
        or_else: schemas of other branches; beside: schemas that hold together with the first.
        types: those of them all.
    """

    pointer: str
    or_else: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    types: frozenset[str]


def declaration(api: Api, here: str, name: str) -> Declared | None:
    """Give what a property is declared as; None where that is no one schema and no plain value."""
    found = schema.member(api.meaning, here, name)
    pointers = distinct(api, found)
    types = [schema.types(api.meaning, each) for each in pointers]
    if len(pointers) == 1:
        return Declared(pointer=pointers[0], types=types[0])
    if any(shape(api.meaning, each) is not Shape.PLAIN for each in pointers):
        return None
    if found.together:
        both = types[0].intersection(*types)
        return Declared(pointer=pointers[0], beside=pointers[1:], types=both)
    either = types[0].union(*types)
    return Declared(pointer=pointers[0], or_else=pointers[1:], types=either)


def distinct(api: Api, member: schema.Member) -> tuple[str, ...]:
    """Give the schemas of several declarations, each meaning once; those that refuse something.

    Where one of several branches takes anything, that is all that is known.
    """
    by_id: dict[int, str] = {}
    for pointer in member.together or member.apart:
        by_id.setdefault(api.pool.intern(api.meaning, pointer), pointer)
    if not member.together and Pool.TRUE in by_id:
        return (by_id[Pool.TRUE],)
    says = {number: pointer for number, pointer in by_id.items() if number != Pool.TRUE}
    return tuple((says or by_id).values())

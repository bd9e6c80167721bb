"""Why the judge refuses a value: each fault with its keyword, and the branches that it was held to.

In:  a document in 2020-12 spelling, a pointer to a schema, values.
Out: per value its faults, none where it is a value of the schema.
How: a refused value is asked again leniently, and the faults of that answer are given: what is only
     read or only written may be missing, and `nullable` without a type admits null (PITFALLS 10).
"""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE, NULLABLE_FACT
from bffgen.model.place import join
from bffgen.model.tree import at, has
from bffgen.proof.standalone import standalone
from bffgen.proof.validate import Refused, refusals

_ONE_WAY: Final = ("readOnly", "writeOnly")


class Judged(NamedTuple):
    """A fault of a value, as the jsonschema package would have it.

    Attributes:
        message: the judge's own words.
        validator: the keyword that failed, and its value.
        instance: the value at fault, at absolute_path.
        schema: around the keyword.
        relative_schema_path: the number of the branch, of a fault in `context`; else empty.
        context: of oneOf and anyOf the faults of all branches.
    """

    message: str
    validator: str
    validator_value: Json
    instance: Json
    schema: Json
    absolute_path: tuple[str | int, ...]
    relative_schema_path: tuple[str | int, ...] = ()
    context: "tuple[Judged, ...]" = ()


def faults_of(
    document: Json, pointer: str, values: Iterable[Json], *, without: Collection[str] = ()
) -> list[tuple[Judged, ...]]:
    """Judge values by the schema at a pointer; one entry a value, in order.

    Args:
        without: keywords of that very schema that are not asked, such as the `enum` whose
            members are the values.

    Raises:
        Unbuildable: no test can be made of the schema.
    """
    schema = _without(standalone(document, pointer), without)
    listed = list(values)
    found = refusals(schema, listed)
    refused = [number for number, each in enumerate(found) if each]
    if not refused:
        return [() for _ in listed]
    lenient = _lenient(schema)
    again = refusals(lenient, [listed[number] for number in refused])
    by_number = dict(zip(refused, again, strict=True))
    return [
        tuple(_judged(fault, lenient, listed[number]) for fault in by_number.get(number, ()))
        for number in range(len(listed))
    ]


def _without(schema: Json, keywords: Collection[str]) -> Json:
    """Leave keywords out of the schema itself, which is a definition where others refer to it."""
    if not keywords or not isinstance(schema, dict):
        return schema
    definitions = schema.get("$defs")
    if set(schema) != {"$ref", "$defs"} or not isinstance(definitions, dict):
        return {key: value for key, value in schema.items() if key not in keywords}
    # `standalone` puts the schema that was asked for first.
    itself = next(iter(definitions.values()))
    kept = itself if isinstance(itself, dict) else {}
    own = {key: value for key, value in kept.items() if key not in keywords}
    return {**own, "$defs": definitions}


def _lenient(schema: Json) -> Json:
    """Copy a schema with what its authors mean beyond the letter."""
    one_way: set[str] = set()
    made = _copied(schema, one_way)
    work = [made]
    while work:
        here = work.pop()
        if isinstance(here, list):
            work += here
        elif isinstance(here, dict):
            required = here.get("required")
            if isinstance(required, list):
                here["required"] = [each for each in required if each not in one_way]
            work += here.values()
    return made


def _copied(schema: Json, one_way: set[str]) -> Json:
    """Copy a schema; the names of properties that travel one way alone are noted."""
    if not isinstance(schema, dict):
        return schema
    made: dict[str, Json] = {}
    for keyword, value in schema.items():
        if keyword in HOLDS_ONE:
            made[keyword] = _copied(value, one_way)
        elif keyword in HOLDS_LIST and isinstance(value, list):
            made[keyword] = [_copied(each, one_way) for each in value]
        elif (keyword in HOLDS_MAP or keyword == "$defs") and isinstance(value, dict):
            made[keyword] = {name: _copied(each, one_way) for name, each in value.items()}
            if keyword == "properties":
                one_way |= {name for name, each in value.items() if _is_one_way(each)}
        else:
            made[keyword] = value
    if made.pop(NULLABLE_FACT, None) is True:
        definitions = {"$defs": made.pop("$defs")} if "$defs" in made else {}
        return {"anyOf": [{"type": "null"}, made], **definitions}
    return made


def _is_one_way(schema: Json) -> bool:
    return isinstance(schema, dict) and any(schema.get(each) is True for each in _ONE_WAY)


def _judged(fault: Refused, schema: Json, value: Json, branch: tuple[int, ...] = ()) -> Judged:
    around = join("", *fault.schema_path[:-1])
    holder = at(schema, around) if has(schema, around) else None
    keyword = str(fault.schema_path[-1]) if fault.schema_path else ""
    here = join("", *fault.path)
    return Judged(
        message=fault.message,
        validator=keyword,
        validator_value=holder.get(keyword) if isinstance(holder, dict) else None,
        instance=at(value, here) if has(value, here) else None,
        schema=holder,
        absolute_path=fault.path,
        relative_schema_path=branch,
        context=tuple(
            _judged(each, schema, value, (number,))
            for number, faults in enumerate(fault.branches)
            for each in faults
        ),
    )

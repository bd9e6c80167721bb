"""Hold the values that a document writes against their own schemas.

In:  a Contract.
Out: risky findings at the default, example or member of an enum that is no value of its schema.
How: judged by proof/ in 2020-12 meaning, all values of one schema together. Shipping contracts of
     large companies have dozens of such, so none of them stops.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from bffgen.contract.fault import Fault, faults
from bffgen.contract.linted import Contract
from bffgen.model import schema
from bffgen.model.canonical import Json, JsonFault, read_json
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.grammar import Kind
from bffgen.model.media import bare
from bffgen.model.place import join
from bffgen.model.tree import has
from bffgen.proof.faults import faults_of
from bffgen.proof.validate import Unbuildable

_MEMBERS: Final = ("enum", "const")


class _Written(NamedTuple):
    """A value in the document, and the rule by which it is told."""

    pointer: str
    value: Json
    rule: str


# The schema that values belong to, and whether they are the members of its own enum.
_Key: TypeAlias = tuple[str, bool]


def check(contract: Contract) -> Iterator[Finding]:
    """Judge every default, example, enum and const; what no test can be made of is not judged."""
    by_schema: dict[_Key, list[_Written]] = {}
    for pointer, is_member, written in (*_of_schemas(contract), *_of_holders(contract)):
        # Media types refer to few schemas: those are judged by once.
        here = pointer if is_member else schema.resolve(contract.meaning, pointer)
        by_schema.setdefault((here, is_member), []).append(written)
    for (pointer, is_member), found in by_schema.items():
        without = _MEMBERS if is_member else ()
        try:
            judged = faults_of(
                contract.meaning, pointer, [each.value for each in found], without=without
            )
        except Unbuildable:
            continue
        for written, refused in zip(found, judged, strict=True):
            if refused and not _is_text_of_one(contract.meaning, pointer, written.value):
                yield _told(contract, written, faults(refused))


def _told(contract: Contract, written: _Written, found: list[Fault]) -> Finding:
    """Tell the first fault of a value; further ones are counted."""
    fault, further = found[0], len(found) - 1
    mark = Mark(place=contract.bundle.place(written.pointer + fault.pointer), on=fault.on)
    if not fault.pointer:
        mark = Mark(place=mark.place)
    plural = "s" if further != 1 else ""
    notes = [("further", f"{further} more fault{plural} of this value")] if further else []
    return finding(written.rule, mark, effect=Effect.RISKY, notes=notes, problem=fault.problem)


def _of_schemas(contract: Contract) -> Iterator[tuple[str, bool, _Written]]:
    for pointer, written, meant in contract.schemas:
        if "default" in meant:
            where = join(pointer, "default")
            yield pointer, False, _Written(where, meant["default"], "input-default-mismatch")
        for where, value in _examples(pointer, written, meant):
            yield pointer, False, _Written(where, value, "input-example-mismatch")
        for number, member in enumerate(_list(meant.get("enum"))):
            where = join(pointer, "enum", number)
            yield pointer, True, _Written(where, member, "input-enum-mismatch")
        if "const" in meant:
            where = join(pointer, "const")
            yield pointer, True, _Written(where, meant["const"], "input-enum-mismatch")


def _examples(
    pointer: str, written: dict[str, Json], meant: dict[str, Json]
) -> Iterator[tuple[str, Json]]:
    """Give the examples of a schema, which beside a `$ref` of 3.0 say nothing."""
    if "examples" in meant and "example" in written:
        yield join(pointer, "example"), written["example"]
    if "examples" in meant and "examples" in written:
        for number, value in enumerate(_list(written["examples"])):
            yield join(pointer, "examples", number), value


def _of_holders(contract: Contract) -> Iterator[tuple[str, bool, _Written]]:
    """Give the examples beside the schema of a media type, a parameter or a header."""
    for pointer, holder in _holders(contract):
        below = join(pointer, "schema")
        if not has(contract.meaning, below):
            continue
        if "example" in holder:
            where = join(pointer, "example")
            yield below, False, _Written(where, holder["example"], "input-example-mismatch")
        named = holder.get("examples")
        for name, example in named.items() if isinstance(named, dict) else ():
            shared = contract.behind(example)
            # In a shared example the fault is that of the place which refers to it.
            is_shared = isinstance(example, dict) and "$ref" in example
            for key in ("value", "dataValue"):
                if key in shared:
                    at_name = join(pointer, "examples", name)
                    where = join(at_name, "$ref") if is_shared else join(at_name, key)
                    yield below, False, _Written(where, shared[key], "input-example-mismatch")


def _holders(contract: Contract) -> Iterator[tuple[str, dict[str, Json]]]:
    yield from contract.each(Kind.PARAMETER, Kind.HEADER)
    for pointer, holder in contract.each(Kind.REQUEST_BODY, Kind.RESPONSE, Kind.PARAMETER):
        content = holder.get("content")
        for media_type, media in content.items() if isinstance(content, dict) else ():
            # An example of another representation is a text in that representation.
            if _is_json(media_type) and isinstance(media, dict) and "$ref" not in media:
                yield join(pointer, "content", media_type), media


def _is_json(media_type: str) -> bool:
    subtype = bare(media_type).partition("/")[2]
    return subtype == "json" or subtype.endswith("+json")


def _is_text_of_one(document: Json, pointer: str, value: Json) -> bool:
    """Say whether a text is the JSON of a value of the schema, as 3.0 lets examples be written."""
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return False
    try:
        meant = read_json(value.encode())
    except (JsonFault, UnicodeEncodeError):
        return False
    return not faults_of(document, pointer, [meant])[0]


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []

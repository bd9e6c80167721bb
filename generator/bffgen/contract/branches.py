"""Check that a discriminator can choose: every branch has its property, every key leads to one.

In:  a Contract.
Out: findings at the branch that lacks the property, or at the key that leads elsewhere.
How: what a branch declares and requires is asked of its meaning, allOf and references included
     (OpenAPI 3.1.1 4.8.25). Where a mapping leads to nothing is told by contract/refs.py.
"""

from collections.abc import Iterator

from bffgen.contract.discriminator import is_reference, mapped
from bffgen.contract.linted import Contract
from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import join
from bffgen.model.tree import at, local_pointer

_NULL = frozenset(("null",))


def check(contract: Contract) -> Iterator[Finding]:
    """Find discriminators that choose by what may not be there."""
    for pointer, _, meant in contract.schemas:
        discriminator = meant.get("discriminator")
        if isinstance(discriminator, dict) and isinstance(discriminator.get("propertyName"), str):
            name = str(discriminator["propertyName"])
            found = _branches(meant, pointer)
            default = discriminator.get("defaultMapping") is not None
            yield from _property(contract, pointer, name, found, may_lack=default)
            if found:
                yield from _mapping(contract, pointer, meant, found)


def _branches(meant: dict[str, Json], pointer: str) -> list[str]:
    return [
        join(pointer, keyword, number)
        for keyword in ("oneOf", "anyOf")
        for number, _ in enumerate(_list(meant.get(keyword)))
    ]


def _property(
    contract: Contract, pointer: str, name: str, branches: list[str], *, may_lack: bool
) -> Iterator[Finding]:
    """Hold the schema itself, or each of its branches, against the name of the property."""
    document = contract.meaning
    together = [_object(at(document, part)) for part in schema.conjuncts(document, pointer)]
    is_declared = any(name in _object(part.get("properties")) for part in together)
    is_required = any(name in _list(part.get("required")) for part in together)
    where = join(pointer, "discriminator", "propertyName")
    for branch in branches or [pointer]:
        if schema.types(document, branch) == _NULL:
            continue
        lacks_declaration = not is_declared and name not in schema.declared(document, branch)
        may_miss = not (is_required or may_lack or schema.objects_have(document, branch, name))
        if lacks_declaration or may_miss:
            marks = [Mark(place=contract.bundle.place(where))]
            if branches:
                marks.insert(0, Mark(place=contract.bundle.place(branch)))
            yield finding(
                "input-discriminator-property",
                *marks,
                # What is declared and not required is told apart by readers that look for it.
                effect=Effect.BREAKS if lacks_declaration else Effect.RISKY,
                name=name,
                verb="declare" if lacks_declaration else "require",
                branch=_named(document, branch) if branches else "",
            )


def _mapping(
    contract: Contract, pointer: str, meant: dict[str, Json], branches: list[str]
) -> Iterator[Finding]:
    """Find the keys that lead to a schema which is none of the branches."""
    document = contract.meaning
    chosen = {part for branch in branches for part in schema.in_place(document, branch)}
    for holder, key, text in mapped(pointer, meant):
        named = local_pointer(text) if is_reference(text) else f"/components/schemas/{text}"
        if named is not None and named not in chosen:
            mark = Mark(place=contract.bundle.place(join(holder, key)))
            here = Mark(place=contract.bundle.place(branches[0]), on="key")
            yield finding(
                "input-discriminator-mapping",
                mark,
                here,
                effect=Effect.RISKY,
                key=key,
                target=text.rpartition("/")[2],
            )


def _named(document: Json, branch: str) -> str:
    target = local_pointer(_object(at(document, branch)).get("$ref"))
    return (branch if target is None else target).rpartition("/")[2] if target else "this branch"


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []

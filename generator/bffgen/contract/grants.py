"""Read what a caller must have one of: `[role(support), scope(pii.read)]`.

In:  a key of composition.yaml whose value lists scopes and roles.
Out: Wanted values, and Writable of `writable_by`; what is neither is a finding at its own place.
How: a scope or role is any text without blanks, since issuers name them as they like.
"""

import re
from typing import Final, Literal, cast

from bffgen.contract.fields import Fields
from bffgen.contract.path import PathFault, parse_steps, syntax_fault
from bffgen.model.callers import Wanted
from bffgen.model.composition import Writable
from bffgen.model.finding import finding

_GRANT: Final = re.compile(r"(role|scope)\((\S+)\)")


def read_grants(fields: Fields, key: str) -> tuple[Wanted, ...]:
    """Take a list of scopes and roles; a list that names none is a finding."""
    found = []
    written = fields.texts(key)
    for text, place in written:
        parsed = _GRANT.fullmatch(text)
        if parsed is None:
            problem = f"`{text}` where `role(..)` or `scope(..)` belongs"
            fields.faults.append(finding("compose-schema", place, problem=problem))
            continue
        kind = cast(Literal["role", "scope"], parsed[1])
        found.append(Wanted(kind=kind, name=parsed[2], place=place))
    if key in fields and isinstance(fields.raw(key), list) and not written:
        problem = f"`{key}` names nobody; list `role(..)` or `scope(..)`, or leave it out"
        fields.faults.append(finding("compose-schema", fields.at(key), problem=problem))
    return tuple(found)


def read_writable(fields: Fields) -> tuple[Writable, ...]:
    """Take `writable_by`: for each way into the client's body who may send what it leads to."""
    section = fields.mapping("writable_by")
    found = []
    for text in section or ():
        place = fields.at("writable_by").at(text)
        to = read_grants(section or fields, text)
        way = parse_steps(text, place)
        if isinstance(way, PathFault):
            fields.faults.append(syntax_fault(text, way, place, on="key"))
        elif to:
            found.append(Writable(way=way, to=to, place=place))
    return tuple(found)

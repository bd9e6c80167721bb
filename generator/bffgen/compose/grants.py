"""The caller of an operation, and what a composition asks of the caller.

In:  what `allow` and `visible_to` of an operation name, the client's contract and composition.
Out: the caller as a value, Grants; findings for names that nobody declares, and for an operation
     whose caller nobody knows.
How: a scope is declared by a flow of the contract or under `identity.scopes`; where neither lists
     any, all are taken. A role is declared under `identity.roles`, and beside that list by a
     requirement of the contract; without the list all are taken, since an issuer alone knows them.
"""

from collections.abc import Iterable
from dataclasses import replace

from bffgen.compose.bound import Bound
from bffgen.compose.security import access, nobody
from bffgen.model.api import Operation
from bffgen.model.builder import visible_builders
from bffgen.model.callers import Wanted
from bffgen.model.client import Client
from bffgen.model.composition import IDENTITY, Answered, Derived
from bffgen.model.expression import Read
from bffgen.model.finding import Finding, Mark, unknown
from bffgen.model.place import Place
from bffgen.model.security import Access, Grants, OAuth2, takes_scopes


def grants(wanted: Iterable[Wanted]) -> Grants:
    """Give what is wanted as a value of a plan."""
    listed = tuple(wanted)
    return Grants(
        roles=tuple(sorted({each.name for each in listed if each.kind == "role"})),
        scopes=tuple(sorted({each.name for each in listed if each.kind == "scope"})),
    )


def judged(client: Client, wanted: Iterable[Wanted]) -> Iterable[Finding]:
    """Find the scopes and roles that nobody declares."""
    known = {"scope": _scopes(client), "role": _roles(client)}
    within = {"scope": "the contract or `identity.scopes`", "role": "`identity.roles`"}
    for each in wanted:
        declared = known[each.kind]
        if declared and each.name not in declared:
            at = Mark(place=each.place, offset=len(each.kind) + 1, width=len(each.name))
            yield unknown(at, each.kind, each.name, declared, within[each.kind])


def allowed(
    client: Client, operation: Operation, answered: Answered, faults: list[Finding]
) -> Access:
    """Give who may call an operation: what the contract says, and `allow` on top of it."""
    made = access(client.api, operation, faults)
    bodies = [
        answered.body,
        *(each.value for each in answered.headers if not isinstance(each.value, Derived)),
        *(each.body for each in answered.sources),
        *(each.builder for each in client.composition.shapes),
    ]
    shown = [each for body in bodies for visible in visible_builders(body) for each in visible.to]
    faults.extend(judged(client, [*answered.allow, *shown]))
    if answered.allow and made.is_open:
        mark = Mark(place=answered.place.at("allow"), on="key")
        faults.append(nobody(client.api, operation, mark))
    return replace(made, allow=grants(answered.allow))


def _scopes(client: Client) -> tuple[str, ...]:
    flows = [s for each in client.api.schemes if isinstance(each, OAuth2) for s in each.scopes]
    return tuple(dict.fromkeys([*flows, *client.composition.callers.scopes]))


def _roles(client: Client) -> tuple[str, ...]:
    own = client.composition.callers.roles
    asked = [
        name
        for each in client.api.operations
        for alternative in each.security or ()
        for scheme, names in alternative
        if not takes_scopes(client.api.scheme(scheme))
        for name in names
    ]
    return tuple(dict.fromkeys([*own, *asked])) if own else ()


def caller_value(client: Client, access: Access, at: Place) -> Bound | None:
    """Give the caller as a value; None where the contract asks for no credentials.

    Args:
        at: whatever is blamed until a path leads here.
    """
    if access.is_open:
        return None
    read = Read(
        root="identity",
        name="identity",
        root_may_miss=access.may_be_unknown,
        pointer=IDENTITY,
        types=frozenset(("object",)),
        mark=Mark(place=at),
    )
    return Bound(read=read, api=client.callers, source="")

"""security.py and identity.py of a package, and who may call each of its operations.

In:  the security schemes that a client's plans ask for, the Access of an operation.
Out: SecurityView, IdentityView; the `access` of an operation as its route says it.
How: a scheme is a constant of one module, so that a route says in one line what it asks for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bffgen.emit.bodies import bodies
from bffgen.emit.classes import SourceClasses
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, lay, named
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.naming import constant
from bffgen.emit.plain import text
from bffgen.emit.reading import Typed
from bffgen.emit.view import ConstantView, FieldView, GuardsView, IdentityView, SecurityView
from bffgen.emit.words import docstring, sentence
from bffgen.model.api import Api
from bffgen.model.client import Client
from bffgen.model.intake import Guard
from bffgen.model.plan import ClientPlan
from bffgen.model.security import Access, ApiKey, Demand, Grants, SecurityScheme, takes_scopes
from bffgen.model.tree import at

_IDENTITY = "Identity"


def view_guards(client: Client, schemes: Sequence[SecurityScheme]) -> GuardsView:
    """View what the routes of hooks depend on: that a caller is known, or that anybody may call."""
    imports = Imports()
    imports.add(".runtime.team_routes", "public", alias="public")
    imports.add(".runtime.team_routes", "resources", alias="resources")
    caller = ""
    if schemes:
        imports.add("starlette.requests", "HTTPConnection")
        imports.add(".", "security")
        imports.add(".identity", "Identity")
        imports.add(".runtime.auth", "AllOf", "Need", "Secured")
        imports.add(".runtime.team_routes", "admitted")
        needs = [
            call("AllOf", [call("Need", [f"security.{scheme_constant(each)}"])]) for each in schemes
        ]
        caller = lay(Chain(parts=("CALLER = ", call("Secured", needs))), indent=0)
    doc = f"Who may call the routes that hooks of {client.name} add: each depends on one of these."
    return GuardsView(
        doc=docstring(doc, indent=0),
        imports=imports.text(),
        caller=caller,
        guards="(caller, public)" if schemes else "(public,)",
    )


def view_security(client: Client, schemes: Sequence[SecurityScheme]) -> SecurityView:
    """View the schemes of a client, each a constant."""
    imports = Imports()
    for each in schemes:
        imports.add(".runtime.auth", "ApiKey" if isinstance(each, ApiKey) else "Bearer")
    doc = f"The security schemes of {client.name}, as its contract declares them."
    return SecurityView(
        doc=docstring(doc, indent=0),
        imports=imports.text(),
        schemes=tuple(_scheme(each, client) for each in schemes),
    )


def _scheme(scheme: SecurityScheme, client: Client) -> ConstantView:
    # A realm is a quoted string of ASCII, as the name of a folder is and a title may not be.
    facts = [named("name", text(scheme.name)), named("realm", text(client.name))]
    made = "Bearer"
    if isinstance(scheme, ApiKey):
        made = "ApiKey"
        facts.append(named("location", text(scheme.location)))
        facts.append(named("parameter", text(scheme.parameter)))
    line = Chain(parts=(f"{scheme_constant(scheme)} = ", call(made, facts)))
    said = sentence(_description(client.api, scheme)) or f"The scheme `{scheme.name}`."
    return ConstantView(line=lay(line, indent=0), doc=docstring(said, indent=0))


def _description(api: Api, scheme: SecurityScheme) -> str:
    written = at(api.document, scheme.pointer)
    said = written.get("description") if isinstance(written, dict) else None
    return said if isinstance(said, str) else ""


def scheme_constant(scheme: SecurityScheme) -> str:
    """Give the constant of a scheme: of `bearerAuth` it is `BEARER_AUTH`."""
    return constant(scheme.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerClasses:
    """The classes of a client's callers: `Identity`, and what its claims are."""

    classes: tuple[WrittenClass, ...]
    typed: Typed


def caller_classes(plan: ClientPlan) -> CallerClasses:
    """Write the classes of a client's callers; none where nothing asks who calls."""
    made = SourceClasses(plan.caller, _IDENTITY, "")
    classes = write_classes(made.schemas) if plan.schemes else ()
    typed = Typed(
        schema=made.root,
        schemas=made.schemas,
        classes={each.name: each for each in classes},
        prefix="",
    )
    return CallerClasses(classes=classes, typed=typed)


def view_identity(client: Client, callers: CallerClasses) -> IdentityView:
    """View the models of a client's callers."""
    imports = Imports()
    imports.add(".runtime.identity", "Caller")
    names = {each.name for each in client.composition.callers.claims}
    claims = [each for each in callers.classes if each.name != _IDENTITY and names]
    said = dict.fromkeys(
        (each.name for each in claims), "What else a credential says, as composition.yaml has it."
    )
    views = bodies(claims, imports, depth=0, said=said, docs=False)
    doc = f"Who calls {client.name}: what a credential proves, once it is verified."
    fields = (FieldView(line=f"claims: {each.name}", doc="") for each in views)
    return IdentityView(
        doc=docstring(doc, indent=0), imports=imports.text(), claims=views, fields=tuple(fields)
    )


def access_node(access: Access, imports: Imports) -> Node:
    """Write the `access` of an operation.

    Args:
        imports: of the module of routes that it stands in.
    """
    if access.is_open:
        imports.add("..runtime.access", "OPEN")
        return "OPEN"
    imports.add("..runtime.auth", "Secured")
    items = [_alternative(each, imports) for each in access.any_of]
    if access.allow:
        imports.add("..runtime.auth", "Grants")
        items.append(named("allow", _grants(access.allow)))
    return call("Secured", items)


def _alternative(demands: Iterable[Demand], imports: Imports) -> Node:
    needs = [_need(each) for each in demands]
    if not needs:
        imports.add("..runtime.auth", "UNKNOWN_CALLER")
        return "UNKNOWN_CALLER"
    imports.add("..runtime.auth", "AllOf", "Need")
    imports.add("..", "security")
    return call("AllOf", needs)


def _need(demand: Demand) -> Node:
    facts: list[Node] = [f"security.{scheme_constant(demand.scheme)}"]
    if demand.names:
        kind = "scopes" if takes_scopes(demand.scheme) else "roles"
        facts.append(named(kind, _texts(demand.names)))
    return call("Need", facts)


def guard_node(guards: Sequence[Guard], imports: Imports) -> Node:
    """Write what of a body only some callers may send."""
    imports.add("..runtime.guard", "Guard", "Part")
    if any(None in each.way for each in guards):
        imports.add("..runtime.guard", "EACH")
    return call("Guard", [_part(each) for each in guards])


def _part(guard: Guard) -> Node:
    way = ("EACH" if each is None else text(each) for each in guard.way)
    return call("Part", [*way, *_granted(guard.to)])


def _grants(grants: Grants) -> Node:
    return call("Grants", _granted(grants))


def _granted(grants: Grants) -> list[Node]:
    facts = (("roles", grants.roles), ("scopes", grants.scopes))
    return [named(kind, _texts(names)) for kind, names in facts if names]


def _texts(names: Sequence[str]) -> Node:
    items = tuple(text(each) for each in names)
    return Bracket(open="(", items=items, close=",)" if len(items) == 1 else ")")

"""A caller for a BFF that is tried: a key of its own, and how to ask with it.

In:  a client whose contract asks for credentials.
Out: what the BFF's file of test keys says; a line of curl that is let in.
How: the caller has every scope and every role that contract and composition name. The key is
     drawn anew for each run, since what stands in a file of a workspace ends up where it protects
     something.
"""

import secrets
import shlex
from collections.abc import Iterator
from random import Random
from urllib.parse import quote

from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.builder import visible_builders
from bffgen.model.callers import Wanted
from bffgen.model.canonical import Json
from bffgen.model.client import Client
from bffgen.model.composition import Composition
from bffgen.model.policy import Family
from bffgen.model.security import ApiKey, OAuth2, SecurityScheme, takes_scopes
from bffgen.proof.validate import is_valid
from bffgen.verify.examples import parameter_examples
from bffgen.verify.sample import Unsampled, sample

_SUBJECT = "dev"
_KEY_BYTES = 24


def new_key() -> str:
    """Draw a key that nobody guesses."""
    return secrets.token_urlsafe(_KEY_BYTES)


def asks_for_credentials(client: Client) -> bool:
    """Say whether any operation looks at a credential."""
    return any(alternative for each in client.api.operations for alternative in each.security or ())


def seals_cursors(client: Client) -> bool:
    """Say whether any operation seals its cursors (COMPOSITION.md 5)."""
    by_default = client.policy.family is Family.THIRD_PARTY
    return any(
        by_default if paged.seal is None else paged.seal
        for each in client.composition.operations
        for paged in (each.paginate, each.implement.pages if each.implement else None)
        if paged is not None
    )


def caller(client: Client) -> dict[str, Json]:
    """Give a caller who may do everything, as a file of test keys has it."""
    named = {True: set[str](), False: set[str]()}
    for scheme in client.api.schemes:
        if isinstance(scheme, OAuth2):
            named[True].update(scheme.scopes)
    for each in client.api.operations:
        for alternative in each.security or ():
            for scheme_name, names in alternative:
                named[takes_scopes(client.api.scheme(scheme_name))].update(names)
    composition = client.composition
    named[True].update(composition.callers.scopes)
    named[False].update(composition.callers.roles)
    for wanted in _wanted(composition):
        named[wanted.kind == "scope"].add(wanted.name)
    scopes: list[Json] = [*sorted(named[True])]
    roles: list[Json] = [*sorted(named[False])]
    return {
        "sub": _SUBJECT,
        "client_id": _SUBJECT,
        "scopes": scopes,
        "roles": roles,
        "claims": dict(_claims(client)),
    }


def _wanted(composition: Composition) -> Iterator[Wanted]:
    """Give what any part of a composition wants its callers to have."""
    for builder in (
        *(e.body for e in composition.operations),
        *(e.builder for e in composition.shapes),
    ):
        yield from (each for visible in visible_builders(builder) for each in visible.to)
    for answered in composition.operations:
        yield from answered.allow
        yield from (each for writable in answered.writable_by for each in writable.to)


def _claims(client: Client) -> Iterator[tuple[str, Json]]:
    """Give each claim a value of its schema: what its author shows first, else one that fits."""
    for each in client.composition.callers.claims:
        shown = each.schema.get("examples")
        values = shown if isinstance(shown, list) else []
        values = [*values, each.schema.get("default"), each.schema.get("const")]
        fitting = (v for v in values if v is not None and is_valid(each.schema, "", v))
        value = next(fitting, None)
        yield each.name, sample(each.schema, "", Random(0)) if value is None else value


def curl(client: Client, url: str, key: str) -> str:
    """Write a command that asks the first operation that a key opens, reads before others.

    Args:
        url: the address of the client's BFF.
    """
    asked = [each for each in client.api.operations if any(each.security or ())]
    operation = next((each for each in asked if each.method == "GET"), None)
    target = _target(client.api, operation) if operation else "/"
    alternative = next(each for each in (operation or asked[0]).security or () if each)
    words, query = ["curl"], []
    for name, _ in alternative:
        where, value = _sent(client.api.scheme(name), key)
        if where == "query":
            query.append(value)
        else:
            words += ["--cookie" if where == "cookie" else "--header", value]
    if query:
        target += ("&" if "?" in target else "?") + "&".join(query)
    return shlex.join([*words, url + target])


def _sent(scheme: SecurityScheme, key: str) -> tuple[str, str]:
    """Say where a key travels for a scheme, and as what."""
    if not isinstance(scheme, ApiKey):
        return "header", f"Authorization: Bearer {key}"
    match scheme.location:
        case "header":
            return "header", f"{scheme.parameter}: {key}"
        case "cookie":
            return "cookie", f"{scheme.parameter}={key}"
        case "query":
            return "query", f"{quote(scheme.parameter, safe='')}={key}"


def _target(api: Api, operation: Operation) -> str:
    """Fill in what an operation must be asked with."""
    path, query = operation.path, []
    for each in operation.parameters:
        if each.location == "path":
            path = path.replace(f"{{{each.name}}}", quote(_text(api, each), safe=""))
        elif each.location == "query" and each.required:
            query.append(f"{quote(each.name, safe='')}={quote(_text(api, each), safe='')}")
    return "?".join([path, *(["&".join(query)] if query else [])])


def _text(api: Api, parameter: Parameter) -> str:
    value = next(_shown(api, parameter), "x")
    return value if isinstance(value, str) else str(value).lower()


def _shown(api: Api, parameter: Parameter) -> Iterator[Json]:
    yield from parameter_examples(api, parameter)
    try:
        yield sample(api.meaning, parameter.schema_pointer, Random(0))
    except Unsampled:
        return

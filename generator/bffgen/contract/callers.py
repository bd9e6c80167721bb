"""Read the section `identity:` of composition.yaml: what a caller's credential may say.

In:  the section, the client's pool of schemas.
Out: Callers, and their Api: the caller as an object with a schema, which paths lead through.
How: a claim is a plain value or a list of such, as JSON Schema says it; `required: true` beside it
     is ours, and refuses a caller without it.
"""

import re
from typing import Final

from bffgen.contract.fields import Fields, kind
from bffgen.contract.outside import unfit_schema
from bffgen.model.api import Api, of_schemas
from bffgen.model.callers import Callers, Claim
from bffgen.model.canonical import Json
from bffgen.model.composition import IDENTITY
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place, join, tokens
from bffgen.model.pool import Pool

# What a step of a path can say without quotes, or within.
_NAME: Final = re.compile(r"[^\s\"]+")
_TEXT: Final[dict[str, Json]] = {"type": "string", "minLength": 1}
_TEXTS: Final[dict[str, Json]] = {"type": "array", "items": {"type": "string"}}
_CLAIMS: Final = join(IDENTITY, "properties", "claims")


def read_callers(fields: Fields | None, faults: list[Finding]) -> Callers:
    """Read the section; where there is none, nothing but subject, scopes and roles is known."""
    if fields is None:
        return Callers()
    found = (_claim(*item, faults) for item in fields.items("claims"))
    for key in ("roles", "scopes"):
        if key in fields and fields.raw(key) == []:
            problem = f"an empty `{key}` names nobody; without the key an issuer alone knows them"
            faults.append(finding("compose-schema", fields.at(key), problem=problem))
    callers = Callers(
        claims=tuple(each for each in found if each is not None),
        roles=tuple(text for text, _ in fields.texts("roles")),
        scopes=tuple(text for text, _ in fields.texts("scopes")),
    )
    fields.done()
    return callers


def _claim(name: str, written: Json, place: Place, faults: list[Finding]) -> Claim | None:
    if not isinstance(written, dict) or not _NAME.fullmatch(name):
        said = kind(written) if not isinstance(written, dict) else f"the name `{name}`"
        problem = f"{said} where a claim with its JSON Schema belongs"
        faults.append(finding("compose-schema", place, problem=problem))
        return None
    required = written.get("required", False)
    schema = {key: value for key, value in written.items() if key != "required"}
    unfit = unfit_schema(schema, place, "claim", own=("required",), takes_lists=True)
    if unfit is None and not isinstance(required, bool):
        problem = "`required` of a claim is `true` or `false`"
        unfit = finding("compose-schema", Mark(place=place), problem=problem)
    if unfit is not None:
        faults.append(unfit)
        return None
    return Claim(name=name, schema=schema, required=required is True, place=place)


def callers_api(callers: Callers, place: Place, pool: Pool) -> Api:
    """Give the caller as the one schema of a document of its own.

    Args:
        place: of composition.yaml.
    """
    claims: dict[str, Json] = {
        "type": "object",
        "properties": {each.name: dict(each.schema) for each in callers.claims},
        "required": [each.name for each in callers.claims if each.required],
    }
    identity: dict[str, Json] = {
        "type": "object",
        "properties": {
            "sub": _TEXT,
            "client_id": _TEXT,
            "scopes": _TEXTS,
            "roles": _TEXTS,
            "claims": claims,
        },
        "required": ["sub", "scopes", "roles", "claims"],
    }
    document: Json = {"components": {"schemas": {"Identity": identity}}}

    def written(pointer: str) -> Place:
        below = tokens(pointer)[len(tokens(_CLAIMS)) + 1 :]
        is_claim = pointer.startswith(f"{_CLAIMS}/properties/")
        return place.at("identity", "claims", *below) if is_claim else place.at("identity")

    return of_schemas(document, pool, written)

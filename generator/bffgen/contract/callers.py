"""Read the section `identity:` of composition.yaml: what a caller's credential may say.

In:  the section, the client's pool of schemas.
Out: Callers, and their Api: the caller as an object with a schema, which paths lead through.
How: a claim is a plain value or a list of such, as JSON Schema says it; `required: true` beside it
     is ours, and refuses a caller without it.
"""

import re
from collections.abc import Iterator
from typing import Final

from bffgen.contract.fields import Fields, kind
from bffgen.model.api import Api
from bffgen.model.callers import Callers, Claim
from bffgen.model.canonical import Json
from bffgen.model.composition import IDENTITY
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place, join, tokens
from bffgen.model.pool import Pool
from bffgen.model.spelling import nearest
from bffgen.proof.validate import Unbuildable, is_valid

# What a step of a path can say without quotes, or within.
_NAME: Final = re.compile(r"[^\s\"]+")
_TEXT: Final[dict[str, Json]] = {"type": "string", "minLength": 1}
_TEXTS: Final[dict[str, Json]] = {"type": "array", "items": {"type": "string"}}
_CLAIMS: Final = join(IDENTITY, "properties", "claims")


# A keyword that is misspelled would let through what it was to refuse.
_KEYWORDS: Final = (
    *("type", "items", "enum", "const", "pattern", "format", "minLength", "maxLength", "minimum"),
    *("maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems"),
    *("uniqueItems", "title", "description", "examples"),
)


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
    problem = "" if isinstance(required, bool) else "`required` of a claim is `true` or `false`"
    mark = Mark(place=place)
    for way, keyword in _strange(schema):
        mark = Mark(place=place.at(*way, keyword), on="key")
        close = nearest(keyword, _KEYWORDS)
        hint = f"; write `{close}`" if close else ""
        problem = problem or f"`{keyword}` is no keyword of a claim's schema{hint}"
        break
    problem = problem or _unfit(schema)
    if problem:
        faults.append(finding("compose-schema", mark, problem=problem))
        return None
    return Claim(name=name, schema=schema, required=required is True, place=place)


def _inner(schema: dict[str, Json]) -> Json:
    return schema.get("items") if schema.get("type") == "array" else schema


def _strange(schema: dict[str, Json]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the keywords that no claim has, each with the way to its schema."""
    inner = _inner(schema)
    yield from (((), each) for each in schema if each not in (*_KEYWORDS, "required"))
    if isinstance(inner, dict) and inner is not schema:
        yield from ((("items",), each) for each in inner if each not in _KEYWORDS)


def _unfit(schema: dict[str, Json]) -> str:
    """Say why a schema is none of a claim."""
    inner = _inner(schema)
    types = inner.get("type") if isinstance(inner, dict) else None
    if types not in ("string", "integer", "number", "boolean"):
        return "a claim is a text, a number, a boolean, or a list of such, by `type`"
    try:
        is_valid(schema, "", None)
    except Unbuildable as fault:
        return f"this is no JSON Schema: {fault}"
    return ""


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

    return Api(
        document=document,
        meaning=document,
        title="",
        version="",
        description="",
        operations=(),
        schemes=(),
        base_path="",
        pool=pool,
        place=written,
        files=(),
        values={},
    )

"""The vocabulary of JSON Schema 2020-12: which keyword holds schemas, which says nothing.

In:  nothing.
Out: the tables by which pool, dialect and the questions of `model/schema.py` find the schemas
     below a schema: by grammar position, never by the name of a key (PITFALLS 27).
"""

# `nullable: true` without `type` in an OpenAPI 3.0 document: void by the letter, yet written by
# many who mean "may be null" (PITFALLS 10). `contract/dialect.py` leaves this fact in its place.
NULLABLE_FACT = "x-bffgen-nullable"

HOLDS_ONE = frozenset(
    (
        *("items", "contains", "unevaluatedItems", "contentSchema"),
        *("additionalProperties", "propertyNames", "unevaluatedProperties"),
        *("not", "if", "then", "else"),
    )
)
HOLDS_LIST = frozenset(("prefixItems", "allOf", "anyOf", "oneOf"))
HOLDS_MAP = frozenset(("properties", "patternProperties", "dependentSchemas"))
# Schemas that are only named here; they act where a `$ref` leads to them.
HOLDS_DEFINITIONS = frozenset(("$defs", "definitions"))

ANNOTATIONS = frozenset(
    (
        # Older drafts' words, which 2020-12 does not know; `contract/dialect.py` respells them.
        *("dependencies", "additionalItems"),
        *("title", "description", "default", "example", "examples", "deprecated"),
        *("xml", "externalDocs", "$comment", "$schema", "$anchor", "$vocabulary"),
        # No base changes: every `$ref` is a pointer into its document (contract/refs.py).
        "$id",
        *HOLDS_DEFINITIONS,
    )
)


def says_nothing(keyword: str) -> bool:
    """Say whether a keyword of a schema is an annotation that no validity hangs on."""
    return keyword in ANNOTATIONS or (keyword.startswith("x-") and keyword != NULLABLE_FACT)

"""The OpenAPI 3.1 twin of a 3.0 document: the same meaning in the other spelling.

In:  a parsed document of OpenAPI 3.0.
Out: a document of 3.1 that says the same.
How: by a grammar of its own, since that of the engine is what is tested; a schema is respelled, and
     what looks like one in an example, a default or an extension is not (PITFALLS 27). What no
     version knows as a keyword is followed where the field writes it.

Source: OpenAPI 3.0.4 4.7.24, 3.1.1 4.8.24, and the two versions of JSON Schema below them.
"""

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# Kind -> member -> (how it holds them, the kind of what it holds).
_HOLDS = {
    "document": {
        "paths": ("map", "path item"),
        "webhooks": ("map", "path item"),
        "components": ("one", "components"),
    },
    "components": {
        "pathItems": ("map", "path item"),
        "schemas": ("map", "schema"),
        "responses": ("map", "response"),
        "parameters": ("map", "parameter"),
        "requestBodies": ("map", "body"),
        "headers": ("map", "parameter"),
        "callbacks": ("map", "callback"),
    },
    "path item": {
        **dict.fromkeys(_METHODS, ("one", "operation")),
        "parameters": ("list", "parameter"),
    },
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "body"),
        "responses": ("map", "response"),
        "callbacks": ("map", "callback"),
    },
    "callback": {},  # every member is a path item
    "parameter": {"schema": ("one", "schema"), "content": ("map", "media type")},
    "body": {"content": ("map", "media type")},
    "response": {"content": ("map", "media type"), "headers": ("map", "parameter")},
    "media type": {"schema": ("one", "schema"), "encoding": ("map", "encoding")},
    "encoding": {"headers": ("map", "parameter")},
    "schema": {
        **dict.fromkeys(("not", "items", "additionalProperties"), ("one", "schema")),
        **dict.fromkeys(("if", "then", "else", "contains", "propertyNames"), ("one", "schema")),
        **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), ("one", "schema")),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), ("list", "schema")),
        **dict.fromkeys(("properties", "patternProperties", "$defs"), ("map", "schema")),
        **dict.fromkeys(("definitions", "dependentSchemas"), ("map", "schema")),
    },
}


def twin(document):
    """Write a 3.0 document as 3.1; any other is given back as it is."""
    if not str(document.get("openapi")).startswith("3.0"):
        return document
    return {**respelled(document, _schema), "openapi": "3.1.1"}


def respelled(document, respell):
    """Copy a document, each of its schemas respelled from the top down."""
    return _copied(document, "document", respell)


def _copied(value, kind, respell):
    if not isinstance(value, dict):
        return value
    if kind == "schema":
        value = respell(value)
    written = {}
    for key, each in value.items():
        how, below = _HOLDS[kind].get(key, ("", ""))
        if kind == "callback" and not key.startswith("x-") and key != "$ref":
            how, below = "one", "path item"
        if how == "list" and isinstance(each, list):
            written[key] = [_copied(one, below, respell) for one in each]
        elif how == "map" and isinstance(each, dict):
            written[key] = {name: _copied(one, below, respell) for name, one in each.items()}
        else:
            written[key] = _copied(each, below, respell) if how == "one" else each
    return written


def _schema(written):
    """Respell the keywords of one schema."""
    if "$ref" in written:
        return {"$ref": written["$ref"]}  # what stands beside it is ignored in 3.0 alone
    schema = dict(written)
    if schema.pop("nullable", None) is True and "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema["type"] = [*kinds, *({"null"} - {*kinds})]
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(exclusive), bool):
            is_exclusive = schema.pop(exclusive)
            if is_exclusive and bound in schema:
                schema[exclusive] = schema.pop(bound)
    if schema.get("format") == "byte":
        schema = {**_without(schema, "format"), "contentEncoding": "base64"}
    elif schema.get("format") == "binary":
        schema = {**_without(schema, "format"), "contentMediaType": "application/octet-stream"}
    if "example" in schema:
        schema = {**_without(schema, "example"), "examples": [schema["example"]]}
    return schema


def _without(schema, key):
    return {name: value for name, value in schema.items() if name != key}

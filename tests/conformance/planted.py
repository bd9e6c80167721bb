"""Positions that no corpus has, for the edits of the corpus `matrix`: each schema planted there.

In:  the schemas of an edit.
Out: documents that hold a schema at a position, and who sends the value there.
How: what an edit does in a request body or a query, it does wherever values travel as they do
     there: narrower breaks who sends, wider who reads, and under `not` the reverse.
"""

_OK = {"description": "Answered."}


def _json(schema, media="application/json"):
    return {media: {"schema": schema}}


def _held(schema):
    return {"type": "object", "required": ["f"], "properties": {"f": schema}}


def _body(schema, media="application/json"):
    return {"requestBody": {"required": True, "content": _json(schema, media)}}


def _answer(status="200", **members):
    return {"responses": {status: {**_OK, **members}}}


def _asked(location, schema=None, **members):
    name = {"in": location, "name": "q", "required": True}
    held = {} if schema is None else {"schema": schema}
    return {"parameters": [{**name, **held, **members}]}


def _operation(told):
    return {"responses": {"200": _OK}, **told}


def _document(told, path="/x", **members):
    paths = {path: {"post": _operation(told)}}
    head = {"openapi": "3.1.0", "info": {"title": "Planted", "version": "1"}}
    return {**head, "paths": paths, **members}


def _webhook(told):
    return _document({}, webhooks={"event": {"post": _operation(told)}})


def _callback(told):
    called = {"{$request.query.url}": {"post": _operation(told)}}
    return _document({"callbacks": {"event": called}})


def _recursive(schema):
    node = {"$ref": "#/components/schemas/Node"}
    written = _held(schema)
    written["properties"]["next"] = node
    answer = _answer(content=_json(node))
    return _document(answer, components={"schemas": {"Node": written}})


def _referred(schema):
    held = {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Held"}}
    answer = {"responses": {"200": {"$ref": "#/components/responses/Held"}}}
    components = {
        "responses": {"Held": {**_OK, "content": _json(held)}},
        "schemas": {"Held": _held(schema)},
    }
    return _document(answer, components=components)


# Position -> (who sends the value, the document that holds it). `turned` swaps the parts.
AS_JSON = {
    "webhook answer": ("client", lambda s: _webhook(_answer(content=_json(_held(s))))),
    "callback answer": ("client", lambda s: _callback(_answer(content=_json(_held(s))))),
    "webhook items": (
        "server",
        lambda s: _webhook(_body({"type": "array", "minItems": 1, "items": s})),
    ),
    "default": ("server", lambda s: _document(_answer("default", content=_json(_held(s))))),
    "4XX": ("server", lambda s: _document(_answer("4XX", content=_json(_held(s))))),
    "problem": (
        "server",
        lambda s: _document(_answer("400", content=_json(_held(s), "application/problem+json"))),
    ),
    "JSON header": (
        "server",
        lambda s: _document(_answer(headers={"X-H": {"required": True, "content": _json(s)}})),
    ),
    "JSON query": ("client", lambda s: _document(_asked("query", content=_json(s)))),
    "recursive": ("server", _recursive),
    "referred to": ("server", _referred),
    "prefix": (
        "client",
        lambda s: _document(_body({"type": "array", "minItems": 2, "prefixItems": [{}, s]})),
    ),
    "pattern": (
        "server",
        lambda s: _document(
            _answer(content=_json({"type": "object", "patternProperties": {"^x": s}}))
        ),
    ),
    "map of lists": (
        "client",
        lambda s: _document(
            _body({"type": "object", "additionalProperties": {"type": "array", "items": s}})
        ),
    ),
    "not": ("turned", lambda s: _document(_body({"not": s}))),
    "merge patch": (
        "client",
        lambda s: _document(_body(_held(s), "application/merge-patch+json")),
    ),
    "answered alone": (
        "server",
        lambda s: _document(_answer(content=_json(_held({"allOf": [s], "readOnly": True})))),
    ),
    "asked alone": (
        "client",
        lambda s: _document(_body(_held({"allOf": [s], "writeOnly": True}))),
    ),
    "never asked": (
        "nobody",
        lambda s: _document(_body(_held({"allOf": [s], "readOnly": True}))),
    ),
    "never answered": (
        "nobody",
        lambda s: _document(_answer(content=_json(_held({"allOf": [s], "writeOnly": True})))),
    ),
    "dependent": (
        "server",
        lambda s: _document(
            _answer(
                content=_json(
                    {
                        "type": "object",
                        "properties": {"f": s, "g": {"type": "string"}},
                        "dependentSchemas": {"g": _held(s)},
                    }
                )
            )
        ),
    ),
    "3.0": ("client", lambda s: {**_document(_body(_held(s))), "openapi": "3.0.3"}),
}
AS_TEXT = {
    "cookie": ("client", lambda s: _document(_asked("cookie", s))),
    "path": ("client", lambda s: _document(_asked("path", s), "/x/{q}")),
    "deep object": (
        "client",
        lambda s: _document(_asked("query", _held(s), style="deepObject", explode=True)),
    ),
    "part": ("client", lambda s: _document(_body(_held(s), "multipart/form-data"))),
    "plain text": ("client", lambda s: _document(_body(s, "text/plain"))),
    "list of a form": (
        "client",
        lambda s: _document(
            _body(
                _held({"type": "array", "minItems": 1, "items": s}),
                "application/x-www-form-urlencoded",
            )
        ),
    ),
    "webhook header": ("server", lambda s: _webhook(_asked("header", s))),
    "callback query": ("server", lambda s: _callback(_asked("query", s))),
    "webhook form": (
        "server",
        lambda s: _webhook(_body(_held(s), "application/x-www-form-urlencoded")),
    ),
    "header of a webhook's answer": (
        "client",
        lambda s: _webhook(_answer(headers={"X-H": {"required": True, "schema": s}})),
    ),
    "header of 4XX": (
        "server",
        lambda s: _document(_answer("4XX", headers={"X-H": {"schema": s}})),
    ),
}


def plant(build, case, side):
    """Give the document that holds a side of an edit, with the components that it refers to."""
    written = case[side]
    operation = next(iter(written["paths"]["/x"].values()))
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
    else:
        schema = operation["parameters"][0]["schema"]
    document = build(schema)
    held = written.get("components", {}).get("schemas", {})
    if held:
        components = document.setdefault("components", {})
        components["schemas"] = {**components.get("schemas", {}), **held}
    return document


def breaks(who, case):
    """Say whether an edit breaks where a value is sent by the client, the server, or turned."""
    is_narrower = case["order"] == "narrow"
    return {"client": is_narrower, "server": not is_narrower, "turned": not is_narrower}.get(
        who, False
    )

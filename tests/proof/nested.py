"""Schemas within schemas, deeper than any stack of calls."""


def member(schema):
    return {"type": "object", "properties": {"a": schema}, "required": ["a"]}


# Each holds one schema further in, at its own place or below it.
WRAPS = (
    member,
    lambda each: {"items": each},
    lambda each: {"not": each},
    lambda each: {"allOf": [each, {"maximum": 3}]},
    lambda each: {"anyOf": [each, {"maximum": 3}]},
    lambda each: {"if": each, "then": {"minimum": 1}},
    lambda each: {"allOf": [each], "unevaluatedProperties": False},
    lambda each: {"propertyNames": each},
)


def nested(wrap, inmost, depth):
    schema = inmost
    for _ in range(depth):
        schema = wrap(schema)
    return schema

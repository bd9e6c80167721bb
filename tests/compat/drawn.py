"""Pairs of whole documents at random: one, and the same after a few edits.

In:  nothing.
Out: a strategy of pairs, and values of which some travel in any pair.
How: four components that refer to each other freely stand where values travel in every way: in the
     bodies of a request, of answers, of a webhook and of a callback, in parameters, in headers. An
     edit changes one schema, anywhere below, or whether something must be there.
"""

import copy

from hypothesis import strategies as st

from tests.strategies import NAMES, PROPERTIES, SCHEMAS, VALUES, judgeable, reference

JSON = "application/json"
# What an edit writes into a schema: keywords of every kind, of values that meet those drawn.
KEYWORDS = (
    *(("type", each) for each in ("string", "integer", "number", "object", "array", "null")),
    *(("type", each) for each in (["string", "null"], ["integer", "string"], ["array", "object"])),
    *(("enum", each) for each in (["a"], ["a", "b"], [1, "a", None], [0, 1], [{}, []])),
    *(("const", each) for each in ("a", 1, None, {"a": 1})),
    *(("minLength", 1), ("maxLength", 1), ("pattern", "^a"), ("pattern", "b$")),
    *(("minimum", 1), ("maximum", 1), ("exclusiveMinimum", 0), ("multipleOf", 2)),
    *(("required", ["a"]), ("required", ["a", "b"]), ("dependentRequired", {"a": ["b"]})),
    *(("minProperties", 1), ("maxProperties", 1), ("propertyNames", {"maxLength": 1})),
    *(("additionalProperties", False), ("additionalProperties", {"type": "string"})),
    *(("unevaluatedProperties", False), ("patternProperties", {"^a": {"type": "string"}})),
    *(("minItems", 1), ("maxItems", 1), ("uniqueItems", True), ("contains", {"const": 1})),
    *(("prefixItems", [{"type": "string"}]), ("items", {"type": "integer"}), ("items", False)),
    *(("not", {"type": "null"}), ("not", {"required": ["a"]})),
    *(("anyOf", [{"type": "string"}, {"required": ["a"]}]), ("oneOf", [{"type": "null"}, {}])),
    *(("allOf", [{"minProperties": 1}]), ("if", {"required": ["a"]}), ("then", {"minimum": 1})),
    *(("properties", {"a": {"type": "string"}}), ("properties", {"b": {"enum": [1, 2]}})),
)
ATOMS = (*VALUES[:9], "ab", 2, -1)
# Values of bodies: all small ones that the drawn schemas tell apart.
SENT = (
    *VALUES,
    *([one, other] for one in ATOMS for other in ATOMS[:8]),
    *({name: one} for name in PROPERTIES[:3] for one in (*ATOMS, [], [1], {}, {"a": 1})),
    *({"a": one, "b": other} for one in ATOMS for other in ATOMS),
    *({"a": one, "next": {"a": other}} for one in ATOMS[:6] for other in ATOMS[:6]),
    {"a": 1, "b": "a", "next": None, "description": "b"},
)
# Values of parameters and headers: no null, and no empty list, which is no text.
WORDS = ("", "a", "b", "ab", "1", "1.5", "true", "0", 0, 1, 2, 1.5, -1, True, False)
WRITTEN = (
    *WORDS,
    *([one] for one in WORDS),
    *([one, other] for one in WORDS for other in WORDS[1:7]),
    *([one] * 3 for one in WORDS[:4]),
)
BELOW_ONE = ("items", "additionalProperties", "not", "if", "then", "else", "contains")
BELOW_MANY = ("allOf", "anyOf", "oneOf", "prefixItems", "properties")


def scalars():
    """Draw schemas of what travels as text."""
    kinds = st.sampled_from(("string", "integer", "number", "boolean", ["integer", "string"]))
    return st.one_of(
        kinds.map(lambda kind: {"type": kind}),
        st.lists(st.sampled_from(("a", "b", "1", 1, 1.5, True)), min_size=1, unique_by=repr).map(
            lambda each: {"enum": each}
        ),
        st.fixed_dictionaries(
            {"type": st.just("string")},
            optional={
                "minLength": st.integers(0, 2),
                "maxLength": st.integers(1, 3),
                "pattern": st.sampled_from(("^a", "b$", "^[ab]+$", "^[0-9]+$")),
            },
        ),
        st.fixed_dictionaries(
            {"type": st.sampled_from(("integer", "number"))},
            optional={
                "minimum": st.sampled_from((-1, 0, 1)),
                "maximum": st.sampled_from((1, 2)),
                "multipleOf": st.sampled_from((0.5, 1, 2)),
            },
        ),
    )


def travelling():
    """Draw schemas of parameters and headers: one text, or a list of them."""
    lists = st.fixed_dictionaries(
        {"type": st.just("array"), "items": scalars()},
        optional={"minItems": st.integers(0, 2), "maxItems": st.integers(1, 3)},
    )
    return st.one_of(scalars(), scalars(), lists)


@st.composite
def documents(draw):
    """Draw a document; every position that it has holds a component or a schema of its own."""
    named = draw(st.fixed_dictionaries(dict.fromkeys(NAMES, SCHEMAS)))
    body, answer, error, event = (reference(name) for name in NAMES)
    parameters = [
        {"name": name, "in": where, "required": draw(st.booleans()), "schema": draw(travelling())}
        for name, where in (("q", "query"), ("X-H", "header"), ("c", "cookie"))
    ]
    parameters.append({"name": "p", "in": "path", "required": True, "schema": draw(scalars())})
    header = {"X-R": {"required": draw(st.booleans()), "schema": draw(travelling())}}
    called = {
        "requestBody": {"required": draw(st.booleans()), "content": {JSON: {"schema": event}}},
        "responses": {"200": answered(body)},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Drawn", "version": "1"},
        "paths": {
            "/x/{p}": {
                "post": {
                    "parameters": parameters,
                    "requestBody": {
                        "required": draw(st.booleans()),
                        "content": {JSON: {"schema": body}},
                    },
                    "responses": {
                        "200": answered(answer) | {"headers": header},
                        "4XX": answered({"type": "array", "items": error}),
                    },
                    "callbacks": {"done": {"https://client.example/": {"post": called}}},
                },
                "get": {"parameters": parameters[3:], "responses": {"default": answered(error)}},
            }
        },
        "webhooks": {"event": {"post": called}},
        "components": {"schemas": named},
    }


def answered(schema):
    return {"description": "Answered.", "content": {JSON: {"schema": schema}}}


@st.composite
def pairs(draw):
    """Draw a document and its edition."""
    baseline = draw(documents().filter(judgeable))
    revision = copy.deepcopy(baseline)
    for _ in range(draw(st.integers(1, 3))):
        edit(draw, revision)
    return (baseline, revision) if judgeable(revision) else (baseline, baseline)


def edit(draw, document):
    """Change one thing of a document in place."""
    named = document["components"]["schemas"]
    spots = [*spots_of(named, named)]
    operation = document["paths"]["/x/{p}"]["post"]
    texts = [*operation["parameters"], operation["responses"]["200"]["headers"]["X-R"]]
    spots += [(each, "schema") for each in texts]
    must = [*texts[:3], texts[4], operation["requestBody"]]
    must.append(document["webhooks"]["event"]["post"]["requestBody"])
    holder, key = draw(st.sampled_from([*spots, *((each, "required") for each in must)]))
    if key == "required" and isinstance(holder[key], bool):
        holder[key] = not holder[key]
    elif "in" in holder or holder is texts[4]:
        holder[key] = draw(travelling() if holder.get("in") != "path" else scalars())
    else:
        holder[key] = edited(draw, holder[key])


def spots_of(holder, keys):
    """Give (holder, key) of some schemas that something holds, and of every one below."""
    for key in keys:
        yield holder, key
        schema = holder[key]
        for keyword in schema if isinstance(schema, dict) else ():
            held = schema[keyword]
            if keyword in BELOW_ONE:
                yield from spots_of(schema, [keyword])
            elif keyword in BELOW_MANY:
                yield from spots_of(held, range(len(held)) if isinstance(held, list) else held)


def edited(draw, schema):
    """Give another schema in place of one, most often one that differs in a keyword."""
    how = draw(st.integers(0, 4))
    if not isinstance(schema, dict) or how == 0:
        return draw(SCHEMAS)
    members = [key for key in schema if key != "$ref"]
    if how == 1 and members:
        lost = draw(st.sampled_from(members))
        return {key: value for key, value in schema.items() if key != lost}
    if how == 2 and isinstance(schema.get("properties"), dict) and schema["properties"]:
        name = draw(st.sampled_from(PROPERTIES))
        kept = {key: each for key, each in schema["properties"].items() if key != name}
        if name not in schema["properties"]:
            kept[name] = draw(SCHEMAS)
        return {**schema, "properties": kept}
    keyword, value = draw(st.sampled_from(KEYWORDS))
    # A copy, as the next edit may change what stands in it.
    return {**schema, keyword: copy.deepcopy(value)}

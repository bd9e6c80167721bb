"""What is drawn at random: documents of schemas, rewrites that keep their meaning, values.

Documents hold components that refer to each other, themselves included; names, keywords and
values are few, so that equal parts come up often.
"""

import copy

from hypothesis import strategies as st

NAMES = ("A", "B", "C", "D")
PROPERTIES = ("a", "b", "next", "description")
VALUES = (None, True, False, 0, 1, 1.5, "", "a", "b", [], [1], {}, {"a": 1})
BELOW = {"items": "one", "additionalProperties": "one", "not": "one"} | {
    "allOf": "list",
    "anyOf": "list",
    "oneOf": "list",
    "prefixItems": "list",
    "properties": "map",
}
TYPES = ("string", "integer", "number", "boolean", "null", "array", "object", ["null", "string"])
# Schemas of one keyword that hold no other.
PLAIN = (
    st.sampled_from(TYPES).map(lambda name: {"type": name}),
    st.lists(st.sampled_from(VALUES), min_size=1, max_size=3).map(lambda v: {"enum": v}),
    st.sampled_from(VALUES).map(lambda v: {"const": v}),
)


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


def leaves():
    return st.one_of(
        st.sampled_from(NAMES).map(reference),
        st.booleans(),
        st.builds(dict),
        *PLAIN,
        st.integers(0, 3).map(lambda n: {"type": "string", "minLength": n}),
        st.integers(0, 3).map(lambda n: {"type": "number", "minimum": n, "multipleOf": 0.5}),
    )


def objects(below):
    return st.fixed_dictionaries(
        {"type": st.just("object")},
        optional={
            "properties": st.dictionaries(st.sampled_from(PROPERTIES), below, max_size=3),
            "required": st.lists(st.sampled_from(PROPERTIES), unique=True, max_size=2),
            "additionalProperties": below,
            "dependentRequired": st.just({"a": ["b"]}),
            "x-note": st.just(1),
        },
    )


def groups(below):
    members = st.lists(below, min_size=1, max_size=3)
    return st.one_of(
        st.sampled_from(("allOf", "anyOf", "oneOf")).flatmap(
            lambda keyword: members.map(lambda each: {keyword: each})
        ),
        members.map(lambda each: {"type": "object", "anyOf": each}),
        st.tuples(below, st.sampled_from(NAMES)).map(
            lambda d: {**reference(d[1]), "allOf": [d[0]]}
        ),
        st.tuples(below, below, below).map(lambda d: {"if": d[0], "then": d[1], "else": d[2]}),
        below.map(lambda each: {"not": each}),
    )


def arrays(below):
    return st.fixed_dictionaries(
        {"type": st.just("array")},
        optional={
            "items": below,
            "prefixItems": st.lists(below, min_size=1, max_size=2),
            "contains": below,
            "minItems": st.integers(0, 2),
        },
    )


SCHEMAS = st.recursive(
    leaves(), lambda below: st.one_of(objects(below), groups(below), arrays(below)), max_leaves=6
)

# Schemas that speak of presence alone, so that many of them require a name in every value.
PRESENCE = st.recursive(
    st.one_of(
        st.sampled_from(NAMES).map(reference),
        st.lists(st.sampled_from(PROPERTIES), min_size=1, unique=True, max_size=3).flatmap(
            lambda names: st.sampled_from(
                ({"required": names}, {"type": "object"} | {"required": names})
            )
        ),
        st.sampled_from(({}, {"type": "null"}, {"type": "object"}, {"const": {"a": 1}}, False)),
    ),
    lambda below: groups(below).map(lambda each: {"type": "object"} | each),
    max_leaves=5,
)


def documents(schemas=SCHEMAS):
    """Draw documents whose components A to D refer to each other freely."""
    return st.fixed_dictionaries(dict.fromkeys(NAMES, schemas)).map(
        lambda named: {"components": {"schemas": named}}
    )


def downward(document):
    """Let each component refer to later ones alone, so that none acts on its own place again."""
    named = document["components"]["schemas"]
    schemas = {name: lowered(named[name], NAMES[n + 1 :]) for n, name in enumerate(NAMES)}
    return {"components": {"schemas": schemas}}


def lowered(value, later):
    if isinstance(value, list):
        return [lowered(each, later) for each in value]
    if not isinstance(value, dict):
        return value
    fresh = {key: lowered(member, later) for key, member in value.items() if key != "$ref"}
    if "$ref" in value and later:
        fresh |= reference(max(target(value), later[0]))
    return fresh


def rewritten(document, random):
    """Write a document otherwise: what each component means stays, under a name that is given.

    Returns:
        The other document, and the new name of each component.
    """
    named = copy.deepcopy(document["components"]["schemas"])
    for _ in range(random.randrange(3)):
        inline(named, random)
    twins(named, random)
    names = list(named)
    random.shuffle(names)
    renamed = {name: f"Renamed{number}" for number, name in enumerate(names)}
    schemas = {renamed[name]: respelled(named[name], renamed, random) for name in names}
    return {"components": {"schemas": schemas}}, renamed


def holders(value):
    """Give (holder, key) of every reference that stands alone below a value."""
    found = []
    work = [value]
    while work:
        here = work.pop()
        members = here.items() if isinstance(here, dict) else enumerate(here)
        for key, member in list(members):
            if isinstance(member, dict) and set(member) == {"$ref"}:
                found.append((here, key))
            elif isinstance(member, dict | list):
                work.append(member)
    return found


def target(schema):
    return schema["$ref"].rpartition("/")[2]


def inline(named, random):
    """Put what one reference names in its place."""
    found = [(holder, key) for holder, key in holders(named)]
    if found:
        holder, key = random.choice(found)
        holder[key] = copy.deepcopy(named[target(holder[key])])


def twins(named, random):
    """Give one component a twin, and let some references lead to the twin."""
    name = random.choice(NAMES)
    named[f"{name}Twin"] = copy.deepcopy(named[name])
    for holder, key in holders(named):
        if target(holder[key]) == name and random.random() < 0.5:
            holder[key] = reference(f"{name}Twin")


def respelled(schema, renamed, random):
    """Reorder what has no order and spell what has two spellings."""
    if not isinstance(schema, dict):
        return schema
    fresh = {}
    for key, value in schema.items():
        if key == "$ref":
            value = f"#/components/schemas/{renamed[target(schema)]}"
        elif key in ("if", "then", "else", "not", "items", "contains", "additionalProperties"):
            value = respelled(value, renamed, random)
        elif key in ("allOf", "anyOf", "oneOf", "prefixItems"):
            value = [respelled(each, renamed, random) for each in value]
            if key != "prefixItems":
                random.shuffle(value)
        elif key == "properties":
            value = shuffled({n: respelled(s, renamed, random) for n, s in value.items()}, random)
        elif key in ("required", "enum"):
            value = random.sample(value, len(value))
        fresh[key] = value
    return wrapped(shuffled(spelled(fresh, random), random), random)


def spelled(schema, random):
    if random.random() < 0.5:
        return schema
    if schema.get("type") == "integer" and "multipleOf" not in schema:
        schema = {**schema, "type": ["number"], "multipleOf": 1.0}
    if "const" in schema:
        schema = {**{k: v for k, v in schema.items() if k != "const"}, "enum": [schema["const"]]}
    return {**schema, "title": "T", "description": "d", "x-note": [1], "examples": [{"$ref": 1}]}


def wrapped(schema, random):
    if random.random() < 0.8:
        return schema
    return {random.choice(("allOf", "anyOf", "oneOf")): [schema]}


def shuffled(mapping, random):
    keys = list(mapping)
    random.shuffle(keys)
    return {key: mapping[key] for key in keys}


def values():
    """Draw JSON values with the names and texts that the drawn schemas speak of."""
    return st.recursive(
        st.sampled_from(VALUES),
        lambda below: st.one_of(
            st.lists(below, max_size=2),
            st.dictionaries(st.sampled_from(PROPERTIES), below, max_size=3),
        ),
        max_leaves=4,
    )


def members():
    """Draw objects of which only the presence of members matters, and null."""
    names = st.sets(st.sampled_from(PROPERTIES))
    return st.one_of(names.map(lambda each: dict.fromkeys(sorted(each), 1)), st.none())


IN_PLACE = ("$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else")


def judgeable(document):
    """Say whether no component acts on its own place again: such a schema has no truth."""
    named = document["components"]["schemas"]
    return not any(_meets(name, named, ()) for name in named)


def _meets(name, named, above):
    if name in above:
        return True
    return any(_meets(below, named, (*above, name)) for below in _acting(named[name]))


def _acting(schema):
    """Give the names of the components that act at the place of a schema."""
    if not isinstance(schema, dict):
        return
    for keyword in IN_PLACE:
        held = schema.get(keyword)
        if isinstance(held, str):
            yield target(schema)
        for each in held if isinstance(held, list) else [held]:
            yield from _acting(each)

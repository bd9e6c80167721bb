"""Contracts and compositions at random, and what an answer must be by the letter of the format.

In:  a seeded Random.
Out: an upstream's schema, a client's schema that it may answer, a composition between them, values
     of the upstream, and the answer that a naive reading of COMPOSITION.md section 3 gives.
How: schemas come from a small grammar of objects, arrays, maps and bounded scalars; the client's
     is the upstream's, cut, widened and sometimes narrowed. Nothing here asks the code under test.
"""

import json
from dataclasses import dataclass, field

ABSENT = object()

# Names that Python, pydantic, YAML or JSON Schema have a meaning of their own for.
NAMES = (
    *("id", "fooBar", "class", "json", "items", "schema", "x-y", "_key", "copy", "1a", "model_x"),
    *("a b", "dict", "MISSING", "self", "größe", "default", "required", "properties", "None"),
    *("found", "things", "value", "list", "type", "in", "@id", "$set", "title", "description"),
)
TEXTS = ("", "a", "abc", "12\n", "é", "0", "x" * 9)


@dataclass
class Drawing:
    """Schemas that are being drawn, with the components that they refer to."""

    rng: object
    components: dict = field(default_factory=dict)

    # -- schemas of an upstream

    def object(self, depth=2):
        rng = self.rng
        names = rng.sample(NAMES, rng.randint(1, 5))
        members = {name: self.schema(depth - 1) for name in names}
        required = [name for name in names if rng.random() < 0.6]
        made = {"type": "object", "properties": members, "required": required}
        if rng.random() < 0.15 and len(names) > 1:
            first = {"properties": {names[0]: members.pop(names[0])}}
            return {"allOf": [first, made]} if rng.random() < 0.5 else {**made, "allOf": [first]}
        return made

    def schema(self, depth):
        roll = self.rng.random()
        if depth <= 0 or roll < 0.5:
            made = self.scalar()
        elif roll < 0.75:
            made = self.object(depth)
        elif roll < 0.92:
            made = {"type": "array", "items": self.schema(depth - 1), **self.lengths("Items")}
        else:
            made = {"type": "object", "additionalProperties": self.scalar()}
        return self.nullable(made) if self.rng.random() < 0.25 else self.named(made)

    def named(self, made):
        """Put an object into the components now and then."""
        if "properties" not in made or self.rng.random() < 0.5:
            return made
        name = f"Part{chr(65 + len(self.components) % 26)}{'x' * (len(self.components) // 26)}"
        self.components[name] = made
        return {"$ref": f"#/components/schemas/{name}"}

    def nullable(self, made):
        kind = made.get("type")
        if isinstance(kind, str) and "enum" not in made and self.rng.random() < 0.5:
            return {**made, "type": [kind, "null"]}
        word = self.rng.choice(("anyOf", "oneOf"))
        return {word: [self.named(made), {"type": "null"}]}

    def lengths(self, what):
        least, most = self.rng.choice(((None, None), (0, 3), (1, None), (None, 4), (1, 3)))
        bounds = {f"min{what}": least, f"max{what}": most}
        return {key: value for key, value in bounds.items() if value is not None}

    def scalar(self):
        rng = self.rng
        match rng.randint(0, 7):
            case 0 | 1:
                return {"type": "string", **self.lengths("Length")}
            case 2:
                return {"type": "integer", **rng.choice(({}, {"minimum": 0}, {"format": "int32"}))}
            case 3:
                return {"type": "number", **rng.choice(({}, {"maximum": 10}))}
            case 4:
                return {"type": "boolean"}
            case 5:
                return {"enum": rng.choice((["a", "b"], ["a"], [1, 2], ["a", "b", "c"]))}
            case 6:
                return {"type": "string", "format": rng.choice(("date", "uuid", "date-time"))}
            case _:
                return {"type": "string", "pattern": "^[a-z]+$"}

    # -- values

    def value(self, schema):
        """Draw a value of a schema."""
        schema = self.resolved(schema)
        rng = self.rng
        for word in ("anyOf", "oneOf"):
            if word in schema:
                return self.value(rng.choice(schema[word]))
        if "enum" in schema:
            return rng.choice(schema["enum"])
        kinds = schema.get("type", "object")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        match rng.choice(kinds):
            case "null":
                return None
            case "boolean":
                return rng.random() < 0.5
            case "integer":
                low = schema.get("minimum", -5)
                return rng.choice((low, low + 1, 7, 2**31 - 1, 3.0))
            case "number":
                return rng.choice((0, -1, 1.5, 10, 2.0, 1e-7, -12345.678))
            case "string":
                return self.text(schema)
            case "array":
                least, most = schema.get("minItems", 0), schema.get("maxItems", 5)
                count = rng.randint(least, min(most, least + 3))
                return [self.value(schema["items"]) for _ in range(count)]
            case _:
                return self.members(schema)

    def text(self, schema):
        rng = self.rng
        if "pattern" in schema:
            return rng.choice(("a", "abc", "zz"))
        formats = {
            "date": ("2024-02-29", "1999-12-31"),
            "date-time": ("2024-02-29T23:59:59Z", "2024-01-01T00:00:00.5+01:00"),
            "uuid": ("00000000-0000-4000-8000-000000000000",),
        }
        if schema.get("format") in formats:
            return rng.choice(formats[schema["format"]])
        least, most = schema.get("minLength", 0), schema.get("maxLength", 99)
        return rng.choice([each for each in TEXTS if least <= len(each) <= most])

    def members(self, schema):
        if "additionalProperties" in schema:
            keys = self.rng.sample(("a", "B c", "class", ""), self.rng.randint(0, 3))
            return {key: self.value(schema["additionalProperties"]) for key in keys}
        members, required = merged(schema)
        made = {
            name: self.value(below)
            for name, below in members.items()
            if name in required or self.rng.random() < 0.6
        }
        if self.rng.random() < 0.3:
            made["undeclared"] = {"anything": [1]}
        return made

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.components[schema["$ref"].rpartition("/")[2]]
        return schema

    # -- the client's schema: the upstream's, cut and changed

    def client(self, schema, out, *, narrow):
        """Give what a client may be promised of an upstream's schema.

        Args:
            out: the drawing whose components the client's objects go to.
            narrow: how often a bound of the client is tighter than the upstream's.
        """
        schema, rng = self.resolved(schema), self.rng
        for word in ("anyOf", "oneOf"):
            if word in schema:
                kept = [self.client(schema[word][0], out, narrow=narrow), {"type": "null"}]
                return {word: kept}
        if "properties" in schema or "allOf" in schema:
            return out.named(self.client_object(schema, out, narrow=narrow))
        made = dict(schema)
        if "items" in made:
            made["items"] = self.client(made["items"], out, narrow=narrow)
        if "additionalProperties" in made:
            values = self.client(made["additionalProperties"], out, narrow=narrow)
            made["additionalProperties"] = values
        if rng.random() < narrow:
            made |= narrower(made)
        elif rng.random() < 0.2:
            widened = ("minLength", "maxLength", "maxItems", "minItems", "minimum", "maximum")
            made = {key: value for key, value in made.items() if key not in widened}
        if rng.random() < 0.15 and isinstance(made.get("type"), str):
            made["type"] = [made["type"], "null"]
        return made

    def client_object(self, schema, out, *, narrow):
        rng = self.rng
        members, required = merged(schema)
        kept = [name for name in members if rng.random() < 0.8] or list(members)[:1]
        made = {
            "type": "object",
            "properties": {n: self.client(members[n], out, narrow=narrow) for n in kept},
            "required": [n for n in kept if n in required and rng.random() < 0.8],
        }
        if "null" in schema.get("type", ()):
            made["type"] = ["object", "null"]
        if rng.random() < 0.2:
            made["additionalProperties"] = False
        return made


def merged(schema):
    """Give members and required names of an object, allOf included."""
    members, required = {}, set(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        below, asked = merged(part)
        members |= below
        required |= asked
    return members | schema.get("properties", {}), required


def narrower(schema):
    kind = schema.get("type")
    if kind == "string" and "pattern" not in schema and "format" not in schema:
        return {"maxLength": 2} if schema.get("minLength", 0) <= 2 else {}
    if kind == "number":
        return {"minimum": 0}
    if kind == "array" and schema.get("minItems", 0) <= 2:
        return {"maxItems": 2}
    if isinstance(schema.get("enum"), list):
        return {"enum": schema["enum"][:1]}
    return {}


# --- compositions, and what they mean


def step(name):
    plain = name.isascii() and name.replace("-", "_").replace("$", "_").replace("@", "_")
    is_name = bool(plain) and (plain[0].isalpha() or plain[0] == "_") and plain.isidentifier()
    return name if is_name and name[0] != "-" else json.dumps(name)


def reaches(drawing, schema, path, depth=2):
    """Give (path, schema) of a value and of all members below it."""
    yield path, schema
    schema = drawing.resolved(schema)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            schema = drawing.resolved(schema[word][0])
    if depth and ("properties" in schema or "allOf" in schema):
        for name, below in merged(schema)[0].items():
            yield from reaches(drawing, below, (*path, name), depth - 1)


def printed(path):
    return ".".join([path[0], *(step(name) for name in path[1:])])


def follow(values, path):
    """Follow a path; a step into nothing gives nothing."""
    here = values[path[0]]
    for name in path[1:]:
        here = here.get(name, ABSENT) if isinstance(here, dict) else ABSENT
    return here


def projected(value, schema, drawing):
    """Copy what the client's schema declares of a value."""
    schema = drawing.resolved(schema)
    if value is None or value is ABSENT:
        return value
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return projected(value, schema[word][0], drawing)
    if "properties" in schema:
        members = schema["properties"].items()
        made = {n: projected(value.get(n, ABSENT), below, drawing) for n, below in members}
        return {name: each for name, each in made.items() if each is not ABSENT}
    if "items" in schema:
        return [projected(each, schema["items"], drawing) for each in value]
    return value

"""Which classes a schema needs, and what they are called.

In:  a self-contained schema of a source's answer, or a schema of the client's contract.
Out: Classes: object schemas by class name, ready for `emit/models.py`, and the type of any place.
How: one walk; an object becomes a class named by its component, else by its parent and property,
     so that a name moves only when the contract moves it.
"""

from collections.abc import Iterable, Mapping

from bffgen.emit.naming import element_name, pascal
from bffgen.emit.plain import bare, refused_pattern, rust_pattern
from bffgen.model import schema as questions
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import tokens
from bffgen.model.plain import array_bounds, plain_schema
from bffgen.model.shapes import Shape, shape, solid

_NULL: dict[str, Json] = {"type": "null"}

# What a pydantic class cannot hold; a body that promises it would be answered unchecked.
_BEYOND = (
    *("if", "not", "dependentRequired", "dependentSchemas", "uniqueItems", "contains"),
    *("prefixItems", "patternProperties", "propertyNames", "minProperties", "maxProperties"),
)


class SourceClasses:
    """Classes of one source's answer, made of its cut schema."""

    def __init__(self, schema: dict[str, Json], name: str) -> None:
        self.schemas: dict[str, dict[str, Json]] = {}
        self.root = self._walk(schema, name, name)

    def _walk(self, schema: Json, name: str, element: str) -> dict[str, Json]:
        """Register what is an object below a schema; give the schema with references to it."""
        if not isinstance(schema, dict):
            return {}
        if isinstance(schema.get("anyOf"), list):
            first, *rest = schema["anyOf"] if isinstance(schema["anyOf"], list) else [{}]
            docs = {key: schema[key] for key in ("description",) if key in schema}
            return {**docs, "anyOf": [self._walk(first, name, element), *rest]}
        if schema.get("type") == "array":
            return {**schema, "items": self._walk(schema.get("items"), element, f"{element}Item")}
        if schema.get("type") != "object":
            return dict(schema)
        if "additionalProperties" in schema:
            values = self._walk(schema["additionalProperties"], f"{name}Value", f"{name}Value")
            return {**schema, "additionalProperties": values}
        members = schema.get("properties")
        if not isinstance(members, dict):
            return {}
        self.schemas[name] = {}
        self.schemas[name] = {
            **schema,
            "properties": {
                key: self._walk(value, f"{name}{pascal(key)}", element_name(name, key))
                for key, value in members.items()
            },
        }
        return {"$ref": f"#/{name}"}


class AnswerClasses:
    """Classes of what a client is answered, made of its contract.

    Attributes:
        names: pointer of an object schema -> its class.
        faults: what is promised and no class can hold.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self.schemas: dict[str, dict[str, Json]] = {}
        self.names: dict[str, str] = {}
        self.faults: list[Finding] = []

    @property
    def meaning(self) -> Json:
        """Give the document that the pointers point into."""
        return self._api.meaning

    def type_of(self, pointer: str) -> str:
        """Give the type of a place whose classes were added, as ports.py calls it."""
        return type_text(self._walk(pointer, "", ""), "answers.")

    def add(self, pointer: str, name: str) -> dict[str, Json]:
        """Add a schema and all below it; give it with references to its classes."""
        return self._walk(pointer, name, f"{name}Item")

    def _walk(self, pointer: str, name: str, element: str) -> dict[str, Json]:
        meaning = self._api.meaning
        here = solid(meaning, pointer)
        made = self._shaped(here, name, element)
        for where in (here, pointer):
            written = questions.at(meaning, where)
            if isinstance(written, dict) and isinstance(written.get("description"), str):
                made = {**made, "description": written["description"]}
        if questions.admits_null(meaning, pointer):
            return {"description": made.pop("description", ""), "anyOf": [made, _NULL]}
        return made

    def _shaped(self, here: str, name: str, element: str) -> dict[str, Json]:
        meaning = self._api.meaning
        self._hold(here)
        match shape(meaning, here):
            case Shape.OBJECT:
                return {"$ref": f"#/{self._object(here, name)}"}
            case Shape.ARRAY:
                items = questions.items(meaning, here)
                inner = self._walk(items[0], element, f"{element}Item") if items else {}
                return {"type": "array", "items": inner, **array_bounds(meaning, here)}
            case Shape.MAP:
                values = questions.map_values(meaning, here)
                inner = self._walk(values, f"{name}Value", f"{name}Value") if values else {}
                return {"type": "object", "additionalProperties": inner}
            case Shape.PLAIN:
                return plain_schema(meaning, here)
            case _:
                return {}

    def _object(self, here: str, name: str) -> str:
        if here in self.names:
            return self.names[here]
        path = tokens(here)
        own = pascal(path[2]) if path[:2] == ("components", "schemas") and len(path) == 3 else name
        self.names[here] = own
        self.schemas[own] = {}
        meaning = self._api.meaning
        declared = questions.declared(meaning, here)
        written = questions.at(meaning, here)
        self.schemas[own] = {
            "type": "object",
            "description": str(written.get("description", "")) if isinstance(written, dict) else "",
            "properties": {
                key: self._walk(where[0], f"{own}{pascal(key)}", element_name(own, key))
                for key, where in declared.items()
            },
            "required": [k for k in declared if questions.objects_have(meaning, here, k)],
        }
        return own

    def _hold(self, here: str) -> None:
        """Find the keywords of a schema that would go unchecked."""
        for part in questions.conjuncts(self._api.meaning, here):
            written = questions.at(self._api.meaning, part)
            if not isinstance(written, dict):
                continue
            found = [key for key in _BEYOND if key in written and written[key] is not False]
            pattern = written.get("pattern")
            if isinstance(pattern, str) and refused_pattern(rust_pattern(pattern)):
                found.append("pattern")
            for key in found:
                mark = Mark(place=self._api.place(f"{part}/{key}"), on="key")
                self.faults.append(finding("compose-bound-unenforceable", mark, keyword=key))


def type_text(schema: Mapping[str, Json], prefix: str) -> str:
    """Give the type of a place whose objects are references to classes.

    Args:
        prefix: what stands before a class, `found.` or nothing.
    """
    if "$ref" in schema:
        return prefix + str(schema["$ref"]).rpartition("/")[2]
    if isinstance(schema.get("anyOf"), list):
        return " | ".join(_part(part, prefix) for part in _parts(schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list[{_part(schema.get('items'), prefix)}]"
    if schema.get("type") == "object":
        return f"dict[str, {_part(schema.get('additionalProperties'), prefix)}]"
    return bare(schema)


def _part(schema: Json, prefix: str) -> str:
    return type_text(schema, prefix) if isinstance(schema, dict) else "object"


def _parts(schemas: Json) -> Iterable[Json]:
    return schemas if isinstance(schemas, list) else ()

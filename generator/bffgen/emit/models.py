"""Pydantic classes of object schemas: the wall around datamodel-code-generator.

In:  named object schemas; their members are references to each other, arrays, maps and flat
     schemas of plain values.
Out: WrittenClass values: the fields with the names and annotations they have in Python.
How: the generator decides classes, field names, aliases, optionality and docs. What it would put
     behind a RootModel of its own (a bounded value inside a list or a union) reaches it as a
     placeholder type, whose annotation (`emit/plain.py`) is put back into its syntax tree.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from inspect import cleandoc

from bffgen.emit.layout import Bracket, Chain, Joined, Node, flat
from bffgen.emit.naming import member
from bffgen.emit.plain import annotation, is_nothing, text, whole_bound
from bffgen.emit.tagged import tagged, with_field
from bffgen.model.canonical import Json

# Of a schema, that it stands around an answer which is no object; its one member is called so.
ROOT = "root"
# Of a schema, the part of it that its class does not say.
CHECK = "x-check"
_PLACEHOLDER = "Placeholder_"
_CLASS = "Class"
_FIELD = "field"
_NULL: dict[str, Json] = {"type": "null"}
_BARE = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_LENGTHS = (("maxItems", "max_length"), ("minItems", "min_length"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenField:
    """A member of a class.

    Attributes:
        name: in JSON; attribute: in Python.
        annotation: laid out by its user.
        is_required: without a default; the default of all others is MISSING.
    """

    name: str
    attribute: str
    annotation: Node
    is_required: bool
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenClass:
    """A pydantic class.

    Attributes:
        base: of the runtime: Body, CamelBody where every name in JSON is the attribute's in camel
            case, or RootBody around what is no object.
        is_closed: whether a member that is not declared is refused.
        uses: names in its annotations: types, Field, MISSING and other classes.
        counts: how many members it has, or which go together, as its runtime is told.
        check: the part of its schema that it does not say; None where it says all.
    """

    name: str
    base: str
    doc: str
    fields: tuple[WrittenField, ...]
    uses: frozenset[str]
    is_closed: bool = False
    counts: str = ""
    check: Mapping[str, Json] | None = None

    def attribute(self, name: str) -> str:
        """Give the Python name of a member."""
        return next(each.attribute for each in self.fields if each.name == name)


def write_classes(schemas: Mapping[str, Mapping[str, Json]]) -> tuple[WrittenClass, ...]:
    """Write the classes of named object schemas, in the order of definition before use.

    Args:
        schemas: class name -> object schema; a member that is an object is `{"$ref": "#/Name"}`.
            Names are the classes' own, so none is numbered.
    """
    if not schemas:
        return ()
    placeholders = _Placeholders(schemas)
    defs = {placeholders.names[name]: placeholders.put(name) for name in schemas}
    tree = ast.parse(_generated(defs))
    written = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    named = [
        (name, node) for node in written if (name := placeholders.class_name(node.name)) is not None
    ]
    placeholders.order = [name for name, _ in named]
    return tuple(_class(name, node, schemas[name], placeholders) for name, node in named)


def _generated(defs: Mapping[str, Json]) -> str:
    """Run the generator on a JSON Schema document of definitions."""
    # 0.6 s of import and start; a client without models never gets here.
    from datamodel_code_generator import generate
    from datamodel_code_generator.enums import DataModelType, InputFileType, TargetPydanticVersion
    from datamodel_code_generator.format import Formatter, PythonVersion
    from datamodel_code_generator.parser import LiteralType

    made = generate(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": dict(defs)},
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        target_pydantic_version=TargetPydanticVersion.V2_14,
        base_class="runtime.body.Body",
        custom_file_header="# made by bffgen",
        disable_future_imports=True,
        disable_timestamp=True,
        enum_field_as_literal=LiteralType.All,
        field_constraints=True,
        formatters=[Formatter.BUILTIN],
        strict_nullable=True,
        strip_default_none=True,
        use_annotated=True,
        use_double_quotes=True,
        use_field_description=True,
        use_missing_sentinel=True,
        use_schema_description=True,
        use_standard_collections=True,
        use_title_as_name=True,
        use_union_operator=True,
    )
    if not isinstance(made, str):
        raise TypeError("the model generator wrote no single module")
    return made


class _Placeholders:
    """Classes and plain values on their way through the generator: a stand-in for each.

    It would rename a class that it thinks is called like one of its own imports, or that has a
    letter beyond ASCII, and lose it where both are the same.
    """

    def __init__(self, schemas: Mapping[str, Mapping[str, Json]]) -> None:
        self.schemas = schemas
        self.annotations: list[str] = []
        self.names = {name: f"{_CLASS}{number}" for number, name in enumerate(schemas)}
        self.order: list[str] = []
        self._back = {put: name for name, put in self.names.items()}

    def put(self, name: str) -> dict[str, Json]:
        """Prepare the schema of a class: its members inside, its stand-in as title."""
        schema = self.schemas[name]
        members = schema.get("properties")
        listed = members if isinstance(members, dict) else {}
        asked = schema.get("required")
        required = asked if isinstance(asked, list) else []
        kept: dict[str, Json] = {
            "type": "object",
            "title": self.names[name],
            "properties": {_stand_in(n): self._member(v) for n, v in enumerate(listed.values())},
            "required": [_stand_in(n) for n, key in enumerate(listed) if key in required],
        }
        if isinstance(schema.get("description"), str):
            kept["description"] = schema["description"]
        return kept

    def _member(self, schema: Json) -> Json:
        if not isinstance(schema, dict):
            return {}
        docs = {"description": schema["description"]} if "description" in schema else {}
        if "$ref" in schema:
            return {**docs, "$ref": f"#/$defs/{self.names[str(schema['$ref']).rpartition('/')[2]]}"}
        if "anyOf" in schema and isinstance(schema["anyOf"], list):
            solid = [part for part in schema["anyOf"] if not is_nothing(part)]
            if solid == [_NULL]:
                return {**docs, **_NULL}
            parts = [self._member(part) for part in solid or schema["anyOf"]]
            return {**docs, "anyOf": parts}
        if schema.get("type") == "array":
            items = self._member(schema.get("items"))
            return {**docs, "type": "array", "items": items}
        if schema.get("type") == "object" and "additionalProperties" in schema:
            values = self._member(schema["additionalProperties"])
            return {**docs, "type": "object", "additionalProperties": values}
        if schema == _NULL:
            return _NULL
        if "type" not in schema and "enum" not in schema:
            return docs
        return {**docs, **self._plain(schema)}

    def _plain(self, schema: Mapping[str, Json]) -> dict[str, Json]:
        written = annotation(schema)
        if written in _BARE:
            return {"type": _BARE[written]}
        if written not in self.annotations:
            self.annotations.append(written)
        number = self.annotations.index(written)
        return {"type": "string", "customTypePath": f"placeholders.{_PLACEHOLDER}{number}"}

    def from_here_on(self, name: str) -> frozenset[str]:
        """Give a class and those that are defined behind it."""
        return frozenset(self.order[self.order.index(name) :])

    def class_name(self, name: str) -> str | None:
        """Give the class that a name stands for; None for another name."""
        return self._back.get(name)

    def text(self, name: str) -> str | None:
        """Give the annotation or class that a name stands for; None for another name."""
        if not name.startswith(_PLACEHOLDER):
            return self.class_name(name)
        return self.annotations[int(name.removeprefix(_PLACEHOLDER))]


def _class(
    name: str, node: ast.ClassDef, schema: Mapping[str, Json], placeholders: _Placeholders
) -> WrittenClass:
    assigned = [
        (statement, _docstring(after))
        for statement, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True)
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    ]
    properties = _mapping(schema.get("properties"))
    names = [(key, member(key)) for key in properties]
    is_plain = all(key == attribute for key, attribute in names)
    is_camel = all(key == camel(attribute) for key, attribute in names)
    trees = []
    for (key, attribute), (statement, _) in zip(names, assigned, strict=True):
        tree = _bounded(_restored(statement.annotation, placeholders), properties[key])
        tree = tagged(tree, properties[key])
        if not is_camel and key != attribute:
            tree = _merged(with_field(tree, f"alias={text(key)}"))
        trees.append(tree)
    later = placeholders.from_here_on(name)
    fields = [
        WrittenField(
            name=key,
            attribute=attribute,
            annotation=_laid_before(tree, later),
            is_required=statement.value is None,
            doc=doc,
        )
        for (key, attribute), tree, (statement, doc) in zip(names, trees, assigned, strict=True)
    ]
    uses = {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)}
    if not all(each.is_required for each in fields):
        uses.add("MISSING")
    base = "CamelBody" if is_camel and not is_plain else "Body"
    return WrittenClass(
        name=name,
        base="RootBody" if ROOT in schema else base,
        doc=str(schema.get("description") or ""),
        fields=tuple(fields),
        uses=frozenset(uses),
        is_closed=schema.get("additionalProperties") is False,
        counts=_counts(schema, dict(names)),
        check=_mapping(schema[CHECK]) if CHECK in schema else None,
    )


def _counts(schema: Mapping[str, Json], attributes: Mapping[str, str]) -> str:
    """Write what a contract says of the members of an object together, as arguments."""
    said = [
        f"{argument}={schema[keyword]}"
        for keyword, argument in (("minProperties", "least"), ("maxProperties", "most"))
        if keyword in schema
    ]
    needs: list[str] = []
    for name, others in _mapping(schema.get("dependentRequired")).items():
        listed = map(str, others) if isinstance(others, list) else ()
        named = [text(attributes[each]) for each in listed]
        comma = "," if len(named) == 1 else ""
        needs.append(f"{text(attributes[name])}: ({', '.join(named)}{comma})")
    return ", ".join([*said, *([f"needs={{{', '.join(needs)}}}"] if needs else [])])


def _stand_in(number: int) -> str:
    return f"{_FIELD}{number}"


def camel(attribute: str) -> str:
    """Give the name in JSON that `CamelBody` of the runtime has for an attribute."""
    first, *rest = attribute.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def _docstring(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return cleandoc(str(node.value.value))
    return ""


def _restored(tree: ast.expr, placeholders: _Placeholders) -> ast.expr:
    """Put the annotations back that the placeholders stand for."""

    class Restore(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            written = placeholders.text(node.id)
            return node if written is None else ast.parse(written, mode="eval").body

        def visit_Constant(self, node: ast.Constant) -> ast.expr:
            return self.visit_Name(ast.Name(id=str(node.value))) if node.value else node

        def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
            """Write `Union` and `Optional`, with which it writes a class not yet there, as `|`."""
            self.generic_visit(node)
            if not isinstance(node.value, ast.Name) or node.value.id not in ("Union", "Optional"):
                return node
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if node.value.id == "Optional":
                parts = [*parts, ast.Constant(value=None)]
            return reduce(lambda a, b: ast.BinOp(a, ast.BitOr(), b), parts)

    restored = Restore().visit(tree)
    if not isinstance(restored, ast.expr):
        raise TypeError("an annotation is an expression")
    return restored


def _bounded(tree: ast.expr, schema: Json) -> ast.expr:
    """Put the least and most elements on each list of an annotation.

    The generator would lose them inside a union, a list or a map.
    """
    written = _mapping(schema)
    if isinstance(alternatives := written.get("anyOf"), list):
        written = _mapping(alternatives[0])
    if isinstance(tree, ast.BinOp):
        return ast.BinOp(_bounded(tree.left, schema), tree.op, _bounded(tree.right, schema))
    if not isinstance(tree, ast.Subscript) or not isinstance(tree.value, ast.Name):
        return tree
    inside = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
    if tree.value.id == "Annotated":
        inside[0] = _bounded(inside[0], schema)
    elif tree.value.id == "dict":
        inside[1] = _bounded(inside[1], written.get("additionalProperties"))
    elif tree.value.id == "list":
        tree.slice = _bounded(tree.slice, written.get("items"))
        lengths = [
            f"{name}={whole_bound('maximum', bound)}"
            for key, name in _LENGTHS
            if isinstance(bound := written.get(key), int | float)
        ]
        return with_field(tree, ", ".join(lengths)) if lengths else tree
    return tree


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _merged(tree: ast.expr) -> ast.expr:
    """Merge `Annotated[Annotated[T, Field(a)], Field(b)]` into one, `Field(a, b)` sorted."""
    outer = _annotated(tree)
    inner = _annotated(outer[0]) if outer else None
    if outer is None or inner is None:
        return tree
    inner[1].keywords = sorted(
        [*inner[1].keywords, *outer[1].keywords], key=lambda each: each.arg or ""
    )
    return outer[0]


def _annotated(tree: ast.expr) -> tuple[ast.expr, ast.Call] | None:
    """Take `Annotated[T, Field(..)]` apart."""
    if isinstance(tree, ast.Subscript) and isinstance(tree.slice, ast.Tuple):
        parts = tree.slice.elts
        if len(parts) == 2 and isinstance(parts[1], ast.Call):
            return parts[0], parts[1]
    return None


def _laid_before(tree: ast.expr, later: frozenset[str]) -> Node:
    """Lay an annotation out; one that names a class which is not there yet stands in quotes."""
    node = _laid(tree)
    is_early = any(isinstance(each, ast.Name) and each.id in later for each in ast.walk(tree))
    return text(flat(node)) if is_early else node


def _laid(tree: ast.expr) -> Node:
    """Turn an annotation's syntax tree into nodes that can be broken over lines."""
    match tree:
        case ast.Name():
            return tree.id
        case ast.Constant():
            return _constant(tree.value)
        case ast.Subscript():
            inner = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
            items = tuple(_laid(each) for each in inner)
            return Chain(parts=(_laid(tree.value), Bracket(open="[", items=items, close="]")))
        case ast.BinOp():
            return Joined(operator="|", operands=tuple(_laid(each) for each in _union(tree)))
        case ast.Call():
            given = [Chain(parts=(f"{each.arg}=", _laid(each.value))) for each in tree.keywords]
            return Chain(parts=(_laid(tree.func), Bracket(open="(", items=tuple(given), close=")")))
        case ast.UnaryOp():
            return f"-{_laid(tree.operand)}"
        case _:
            raise TypeError(f"an annotation with {ast.dump(tree)}")


def _constant(value: object) -> str:
    return text(value) if isinstance(value, str | bool | int) else repr(value)


def _union(tree: ast.expr) -> Iterable[ast.expr]:
    if isinstance(tree, ast.BinOp):
        yield from _union(tree.left)
        yield from _union(tree.right)
    else:
        yield tree

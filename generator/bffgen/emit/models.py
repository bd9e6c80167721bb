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

from bffgen.emit.layout import Bracket, Chain, Joined, Node
from bffgen.emit.plain import annotation, text
from bffgen.model.canonical import Json

_PLACEHOLDER = "Placeholder_"
_BOUNDS = ("minItems", "maxItems")


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
        base: of the runtime: Body, or CamelBody where every name in JSON is the attribute's in
            camel case.
        uses: names in its annotations: types, Field, MISSING and other classes.
    """

    name: str
    base: str
    doc: str
    fields: tuple[WrittenField, ...]
    uses: frozenset[str]

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
    placeholders = _Placeholders()
    defs = {name: placeholders.put(schema, name) for name, schema in schemas.items()}
    tree = ast.parse(_generated(defs))
    classes = [
        node for node in tree.body if isinstance(node, ast.ClassDef) and node.name in schemas
    ]
    return tuple(_class(node, schemas[node.name], placeholders) for node in classes)


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
        snake_case_field=True,
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
    """Plain values on their way through the generator: a name of a type in place of each."""

    def __init__(self) -> None:
        self.annotations: list[str] = []

    def put(self, schema: Mapping[str, Json], name: str) -> dict[str, Json]:
        """Prepare the schema of a class: its members inside, its own name as title."""
        members = schema.get("properties")
        listed = members if isinstance(members, dict) else {}
        kept: dict[str, Json] = {
            "type": "object",
            "title": name,
            "properties": {key: self._member(value) for key, value in listed.items()},
            "required": schema.get("required", []),
        }
        if isinstance(schema.get("description"), str):
            kept["description"] = schema["description"]
        return kept

    def _member(self, schema: Json, *, inside: bool = False) -> Json:
        if not isinstance(schema, dict):
            return {}
        docs = {"description": schema["description"]} if "description" in schema else {}
        if "$ref" in schema:
            return {**docs, "$ref": f"#/$defs/{str(schema['$ref']).rpartition('/')[2]}"}
        if "anyOf" in schema and isinstance(schema["anyOf"], list):
            parts = [self._member(part, inside=True) for part in schema["anyOf"]]
            return {**docs, "anyOf": parts}
        if schema.get("type") == "array":
            items = self._member(schema.get("items"), inside=True)
            bounds = {} if inside else {key: schema[key] for key in _BOUNDS if key in schema}
            return {**docs, "type": "array", "items": items, **bounds}
        if schema.get("type") == "object" and "additionalProperties" in schema:
            values = self._member(schema["additionalProperties"], inside=True)
            return {**docs, "type": "object", "additionalProperties": values}
        if schema == {"type": "null"}:
            return {"type": "null"}
        if "type" not in schema and "enum" not in schema:
            return docs
        return {**docs, **self._plain(schema)}

    def _plain(self, schema: Mapping[str, Json]) -> dict[str, Json]:
        written = annotation(schema)
        if written in ("str", "int", "float", "bool"):
            return {"type": schema.get("type", "boolean")}
        if written not in self.annotations:
            self.annotations.append(written)
        number = self.annotations.index(written)
        return {"type": "string", "customTypePath": f"placeholders.{_PLACEHOLDER}{number}"}

    def text(self, name: str) -> str | None:
        """Give the annotation that a placeholder stands for; None for another name."""
        if not name.startswith(_PLACEHOLDER):
            return None
        return self.annotations[int(name.removeprefix(_PLACEHOLDER))]


def _class(
    node: ast.ClassDef, schema: Mapping[str, Json], placeholders: _Placeholders
) -> WrittenClass:
    assigned = [
        (statement, _docstring(after))
        for statement, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True)
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    ]
    trees = [_restored(statement.annotation, placeholders) for statement, _ in assigned]
    names = [
        (_alias(tree) or target.id, target.id)
        for tree, (statement, _) in zip(trees, assigned, strict=True)
        if isinstance(target := statement.target, ast.Name)
    ]
    is_camel = all(name == camel(attribute) for name, attribute in names)
    if is_camel:
        trees = [_without_alias(tree) for tree in trees]
    fields = [
        WrittenField(
            name=name,
            attribute=attribute,
            annotation=_laid(tree),
            is_required=statement.value is None,
            doc=doc,
        )
        for (name, attribute), tree, (statement, doc) in zip(names, trees, assigned, strict=True)
    ]
    uses = {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)}
    if not all(each.is_required for each in fields):
        uses.add("MISSING")
    is_plain = all(name == attribute for name, attribute in names)
    return WrittenClass(
        name=node.name,
        base="CamelBody" if is_camel and not is_plain else "Body",
        doc=str(schema.get("description") or ""),
        fields=tuple(fields),
        uses=frozenset(uses),
    )


def camel(attribute: str) -> str:
    """Give the name in JSON that `CamelBody` of the runtime has for an attribute."""
    first, *rest = attribute.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def _without_alias(tree: ast.expr) -> ast.expr:
    """Take `alias=` out of the field's own `Field`, and the `Field` if nothing is left."""
    parts = _annotated(tree)
    if parts is None:
        return tree
    parts[1].keywords = [each for each in parts[1].keywords if each.arg not in ("alias", "title")]
    return tree if parts[1].keywords else parts[0]


def _docstring(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return str(node.value.value).strip()
    return ""


def _restored(tree: ast.expr, placeholders: _Placeholders) -> ast.expr:
    """Put the annotations back that the placeholders stand for."""

    class Restore(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            written = placeholders.text(node.id)
            return node if written is None else ast.parse(written, mode="eval").body

    restored = Restore().visit(tree)
    if not isinstance(restored, ast.expr):
        raise TypeError("an annotation is an expression")
    return _merged(restored)


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


def _alias(tree: ast.expr) -> str | None:
    """Find `Field(alias=..)` of the field itself."""
    if not isinstance(tree, ast.Subscript) or not isinstance(tree.slice, ast.Tuple):
        return None
    for part in tree.slice.elts[1:]:
        if isinstance(part, ast.Call):
            for each in part.keywords:
                if each.arg == "alias" and isinstance(each.value, ast.Constant):
                    return str(each.value.value)
    return None


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
            given = [
                Chain(parts=(f"{each.arg}=", _laid(each.value)))
                for each in tree.keywords
                if each.arg != "title"
            ]
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

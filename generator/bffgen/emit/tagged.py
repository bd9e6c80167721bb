"""Unions that a tag chooses from, in an annotation's syntax tree.

In:  the annotation of a member, the schema that it was written for.
Out: the same with `Annotated[A | B, Field(discriminator="kind")]` for each such union.
How: the union is found again by its place: behind the list, the dict or the null around it.
"""

import ast
from collections.abc import Mapping

from bffgen.emit.naming import member
from bffgen.emit.plain import text
from bffgen.model.canonical import Json

_NULL = {"type": "null"}


def with_field(tree: ast.expr, arguments: str) -> ast.expr:
    """Write `Annotated[T, Field(..)]`."""
    made = ast.parse(f"Annotated[T, Field({arguments})]", mode="eval").body
    if isinstance(made, ast.Subscript) and isinstance(made.slice, ast.Tuple):
        made.slice.elts[0] = tree
    return made


def tagged(tree: ast.expr, schema: Json) -> ast.expr:
    """Say of each union by which attribute it is decoded."""
    written = schema if isinstance(schema, Mapping) else {}
    listed = written.get("anyOf")
    if isinstance(listed, list):
        kinds = [each for each in listed if each != _NULL]
        if len(kinds) == 1 or "discriminator" not in written:
            return tagged(tree, kinds[0]) if len(kinds) == 1 else tree
        return _chosen(tree, len(kinds), written["discriminator"])
    if isinstance(tree, ast.BinOp):
        return ast.BinOp(tagged(tree.left, schema), tree.op, tagged(tree.right, schema))
    if isinstance(tree, ast.Subscript) and isinstance(tree.value, ast.Name):
        return _inside(tree, tree.value.id, schema, written)
    return tree


def _inside(
    tree: ast.Subscript, name: str, schema: Json, written: Mapping[str, Json]
) -> ast.Subscript:
    inside = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
    if name == "Annotated":
        inside[0] = tagged(inside[0], schema)
    elif name == "dict":
        inside[1] = tagged(inside[1], written.get("additionalProperties"))
    elif name == "list":
        tree.slice = tagged(tree.slice, written.get("items"))
    return tree


def _chosen(tree: ast.expr, count: int, discriminator: Json) -> ast.expr:
    """Write the first parts of `A | B | None | MISSING`, which are the union, with their tag."""
    kinds: list[ast.expr] = []
    while isinstance(tree, ast.BinOp):
        kinds.append(tree.right)
        tree = tree.left
    kinds = [tree, *reversed(kinds)]
    named = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
    tag = f"discriminator={text(member(str(named)))}"
    made: ast.expr = with_field(_joined(kinds[:count]), tag)
    return _joined([made, *kinds[count:]])


def _joined(kinds: list[ast.expr]) -> ast.expr:
    made = kinds[0]
    for each in kinds[1:]:
        made = ast.BinOp(made, ast.BitOr(), each)
    return made

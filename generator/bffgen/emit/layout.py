"""Lay Python expressions out, as ruff's formatter would, within the width of a line.

In:  an expression as a tree of nodes: atoms, calls, brackets, conditions, comprehensions.
Out: its text; lines after the first are indented for the place it is put at.
How: flat if it fits, else broken at its outermost node, and so on inwards (Oppen 1980, without
     its look-ahead: our expressions are small).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

WIDTH = 100
_INDENT = 4
# What a text has in it that is more than the names of a type.
_NO_UNION = frozenset("()[]{}'\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """Something in brackets: `open item, item close`.

    Attributes:
        is_display: it is a value itself, a list, tuple or dict, and no call or subscript.
    """

    open: str
    items: tuple["Node", ...]
    close: str
    is_display: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Parts side by side: `a.b(`...`)[0]`; only the last breakable part is broken."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`then if test else other`; broken inside brackets, a part a line."""

    test: "Node"
    then: "Node"
    other: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Operands with an operator between them: `a or b`."""

    operator: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """A comprehension without its brackets: `item for x in y if z`; broken, a clause a line."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that the module must import; `names_in` finds it again."""

    name: str


Node: TypeAlias = str | Name | Bracket | Chain | Choice | Joined | Clauses


def call(function: str, arguments: Sequence[Node]) -> Node:
    """Give `function(argument, ..)`."""
    return Chain(parts=(function, Bracket(open="(", items=tuple(arguments), close=")")))


def display(opening: str, items: Iterable[Node]) -> Node:
    """Give the list, tuple or dict that `opening` begins."""
    listed = tuple(items)
    closing = {"[": "]", "{": "}", "(": ",)" if len(listed) == 1 else ")"}[opening]
    return Bracket(open=opening, items=listed, close=closing, is_display=True)


def named(name: str, value: Node) -> Node:
    """Give `name=value` for a call."""
    return Chain(parts=(f"{name}=", value))


def names_in(node: Node) -> frozenset[str]:
    """Give the names in a node that its module must import."""
    match node:
        case str():
            return frozenset()
        case Name():
            return frozenset((node.name,))
        case Bracket():
            inner = node.items
        case Chain() | Clauses():
            inner = node.parts
        case Choice():
            inner = (node.test, node.then, node.other)
        case Joined():
            inner = node.operands
    return frozenset(name for each in inner for name in names_in(each))


def flat(node: Node) -> str:
    """Write a node on one line."""
    match node:
        case str():
            return node
        case Name():
            return node.name
        case Bracket():
            return node.open + ", ".join(flat(item) for item in node.items) + node.close
        case Chain():
            return "".join(flat(part) for part in node.parts)
        case Choice():
            then = flat(node.then)
            # A condition in front of `if` would take it for its own.
            then = f"({then})" if isinstance(node.then, Choice) else then
            return f"{then} if {flat(node.test)} else {flat(node.other)}"
        case Joined():
            return f" {node.operator} ".join(flat(operand) for operand in node.operands)
        case Clauses():
            return " ".join(flat(part) for part in node.parts)


def lay(node: Node, *, indent: int, before: int = 0, after: int = 0) -> str:
    """Write a node, broken where it does not fit.

    Args:
        indent: columns that the statement is indented by.
        before: characters in front of the node on its first line, indent included.
        after: characters that follow it on its last line.
    """
    line = flat(node)
    if before + len(line) + after <= WIDTH:
        return line
    match node:
        case str() | Name():
            return line
        case Bracket():
            return _bracket(node, indent)
        case Chain():
            return _chain(node, indent, before, after)
        case Choice() | Joined():
            inner = indent + _INDENT
            pad = " " * inner
            one = " " * indent
            text = flat(node)
            if inner + len(text) > WIDTH:
                text = f"\n{pad}".join(_parts(node, inner))
            return f"(\n{pad}{text}\n{one})"
        case Clauses():
            pad = "\n" + " " * indent
            return pad.join(lay(part, indent=indent, before=indent) for part in node.parts)


def lay_assigned(target: Node, value: str, *, indent: int) -> str:
    """Write `target = value` of a statement; the value is broken before the target is."""
    line = flat(target)
    if indent + len(f"{line} = {value}") > WIDTH >= indent + len(f"{line} = ("):
        pad = " " * indent
        return f"{line} = (\n{pad}{' ' * _INDENT}{value}\n{pad})"
    end = f" = {value}"
    return lay(target, indent=indent, before=indent, after=len(end)) + end


def _bracket(node: Bracket, indent: int) -> str:
    """Break a bracket: its items on one line of their own if they fit, else an item a line.

    The items of a list, tuple or dict never share a line once it is broken, as black has it.
    """
    inner = indent + _INDENT
    pad = " " * inner
    end = f"\n{' ' * indent}{node.close.lstrip(',')}"
    if len(node.items) == 1 and isinstance(node.items[0], Clauses):
        return f"{node.open}\n{pad}{lay(node.items[0], indent=inner, before=inner)}{end}"
    one_line = ", ".join(flat(item) for item in node.items)
    is_spread = node.close.startswith(",") or (node.is_display and len(node.items) > 1)
    if inner + len(one_line) <= WIDTH and not is_spread:
        return f"{node.open}\n{pad}{one_line}{end}"
    items = (_parameter(item) for item in node.items)
    lines = [pad + lay(item, indent=inner, before=inner, after=1) + "," for item in items]
    return node.open + "\n" + "\n".join(lines) + end


def _parameter(item: Node) -> Node:
    """Let `payment: A | B` be broken: of a parameter the formatter sets no brackets around it."""
    if not isinstance(item, str) or " | " not in item or _NO_UNION.intersection(item):
        return item
    first, *rest = item.split(" | ")
    return Clauses(parts=(first, *(f"| {each}" for each in rest)))


def _chain(node: Chain, indent: int, before: int, after: int) -> str:
    """Break the last part that can be broken; what stands before and after it stays flat."""
    breakable = [n for n, part in enumerate(node.parts) if not isinstance(part, str | Name)]
    if not breakable:
        return flat(node)
    at = breakable[-1]
    head = "".join(flat(part) for part in node.parts[:at])
    tail = "".join(flat(part) for part in node.parts[at + 1 :])
    part = node.parts[at]
    if (
        head.startswith(("def ", "async def "))
        and isinstance(part, Bracket)
        and len(part.items) == 1
        and indent + _INDENT + len(flat(part.items[0])) < WIDTH
    ):
        # Of a definition the formatter ends a single parameter with a comma, of a call it does not.
        part = replace(part, items=(Chain(parts=(part.items[0], ",")),))
    return (
        head + lay(part, indent=indent, before=before + len(head), after=after + len(tail)) + tail
    )


def _parts(node: Choice | Joined, indent: int) -> list[str]:
    if isinstance(node, Joined):
        first, *rest = (lay(each, indent=indent, before=indent) for each in node.operands)
        return [first, *(f"{node.operator} {each}" for each in rest)]
    then = lay(node.then, indent=indent, before=indent)
    if isinstance(node.then, Choice) and not then.startswith("("):
        then = f"({then})"
    test = _operands(node.test, indent, "if ")
    if isinstance(node.other, Choice):
        return [then, test, *_else(node.other, indent)]
    return [then, test, "else " + lay(node.other, indent=indent, before=indent + 5)]


def _else(node: Choice, indent: int) -> list[str]:
    first, *rest = _parts(node, indent)
    return ["else " + first, *rest]


def _operands(node: Node, indent: int, keyword: str) -> str:
    text = keyword + flat(node)
    if indent + len(text) <= WIDTH or not isinstance(node, Joined):
        return text
    pad = "\n" + " " * indent
    first, *rest = (flat(each) for each in node.operands)
    return keyword + pad.join([first, *(f"{node.operator} {each}" for each in rest)])

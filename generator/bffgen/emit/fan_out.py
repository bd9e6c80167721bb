"""Write a source of several calls: its fetch, its type, the function that indexes an answer.

In:  a Call with a FanOut, the names around it.
Out: layout nodes for the plan and for the module of its sources.
How: `batch` and `each` of the runtime, which take functions; what indexes an answer is one that
     stands beside the models of the answer, so that its types are read there.
"""

from collections.abc import Callable
from dataclasses import replace

from bffgen.emit.around import collected_items
from bffgen.emit.classes import type_text
from bffgen.emit.expression import listed, write
from bffgen.emit.layout import Bracket, Chain, Choice, Clauses, Joined, Name, Node, named
from bffgen.emit.naming import argument, local
from bffgen.emit.plain import plain_type
from bffgen.emit.reading import Names, Typed, access, free, unless
from bffgen.model.canonical import Json
from bffgen.model.expression import Collected, Read
from bffgen.model.names import snake
from bffgen.model.plan import ANSWER, KEYS, Call, FanOut
from bffgen.model.spelling import singular


def typed_as(target: Call, answer: Typed) -> Typed:
    """Give the type of what a source is read as: of several calls a list of what they find.

    Args:
        answer: the type of one answer.
    """
    fan_out = target.fan_out
    if fan_out is None:
        return answer
    if fan_out.found is None:
        many: dict[str, Json] = {"type": "array", "items": dict(answer.schema)}
        return replace(answer, schema=many)
    return typed_as_held(answer, fan_out.found)


def index_type(fan_out: FanOut, typed: Typed) -> Node:
    """Write the type of what a source of several calls finds by key."""
    element = type_text(typed.element().schema, typed.prefix)
    return Chain(parts=(Name(name="Index"), f"[{key_type(fan_out)}, {element}]"))


def key_type(fan_out: FanOut) -> str:
    """Give the plain type of a key."""
    return plain_type(fan_out.key.types if fan_out.key else frozenset(("string",)))


def fan_out_fetch(
    target: Call,
    fan_out: FanOut,
    names: Names,
    over: Node,
    asks: Callable[[Names], Node],
) -> Node:
    """Write the fetch of a source of several calls.

    Args:
        over: what they run over.
        asks: writes one of the calls, with the names around it.
    """
    settings: list[Node] = []
    if fan_out.is_batch:
        settings.append(named("size", str(fan_out.size)))
    if fan_out.limit is not None:
        settings.append(named("limit", str(fan_out.limit)))
    settings.append(named("at_once", str(fan_out.at_once)))
    if not target.required:
        settings.append(named("partial", "True"))
    one, inside = one_call(target, fan_out, names)
    asking = Chain(parts=(f"lambda {one}: ", asks(inside)))
    arguments: tuple[Node, ...]
    if fan_out.is_batch:
        word = "batch"
        arguments = (
            over,
            asking,
            f"{names.found}{index_name(target, fan_out)}",
        )
    else:
        word = "each"
        if fan_out.key is None:
            raise TypeError("an `each` has a key")
        key = Chain(parts=(f"lambda {one}: ", write(fan_out.key, inside)))
        arguments = (over, asking, key)
    brackets = Bracket(open="(", items=(*arguments, *settings), close=")")
    return Chain(parts=(Name(name=word), brackets))


def one_call(target: Call, fan_out: FanOut, names: Names) -> tuple[str, Names]:
    """Name what one of several calls is made of, and give the names around it."""
    taken = {name for name, _ in names.values.values()}
    if fan_out.is_batch:
        taking = [
            each.parameter
            for each in target.arguments
            if isinstance(each.value, Read) and each.value.name == KEYS
        ]
        called = (
            argument(taking[0], target.operation, target.upstream)
            if taking
            else local(fan_out.parameter)
        )
        chunk = free(called, taken)
        return chunk, names.inside(KEYS, chunk, Typed(schema={}, schemas={}, classes={}))
    over = fan_out.over
    if not isinstance(over, Read):
        raise TypeError("an `each` runs over an array")
    name = free(local(fan_out.loop), taken)
    listed = Collected(over=over, loop=fan_out.loop, item=over)
    return name, names.inside(fan_out.loop, name, collected_items(listed, names))


def ran_over(over: Read | Collected, names: Names) -> Node:
    """Write what the calls run over; nothing where it is absent."""
    if isinstance(over, Read):
        found = access(over, names)
        return unless(found.nothing, "()", found.text)
    found = access(over.over, names)
    clauses = Clauses(parts=listed(over, names))
    return unless(found.nothing, "()", Bracket(open="[", items=(clauses,), close="]"))


def index_name(target: Call, fan_out: FanOut) -> str:
    """Name the function that indexes an answer: of `prices` by `sku` it is `prices_by_sku`."""
    key = fan_out.key.hops[-1].name if fan_out.key else "key"
    return f"{snake(target.name)}_by_{snake(key)}"


def index_function(
    target: Call, fan_out: FanOut, root: Typed, kind: str, own: str = ""
) -> tuple[Node, str, Node]:
    """Write the function that indexes an answer: its head, its docstring, what it returns.

    Args:
        root: of an answer; kind: its type.
        own: what stands before the function's name.
    """
    held = fan_out.found
    if held is None:
        raise TypeError("only the answers of a batch are indexed")
    names = Names(values={ANSWER: ("answer", root)}, request={}, answers={})
    found = access(held, names)
    values = typed_as_held(root, held)
    element = values.element()
    returns = f"dict[{key_type(fan_out)}, {type_text(element.schema, root.prefix)}]"
    head = Chain(
        parts=(
            f"def {own}{index_name(target, fan_out)}",
            Bracket(open="(", items=(f"answer: {kind}",), close=")"),
            f" -> {returns}:",
        )
    )
    if fan_out.key is None:
        doc = f"Give what an answer of `{target.name}` holds, by its names."
        return head, doc, unless(found.nothing, "{}", found.text)
    named_key = fan_out.key
    one = local(singular(held.hops[-1].name if held.hops else target.name))
    inside = names.inside(named_key.name, one, element)
    key = access(named_key, inside)
    parts: list[Node] = [
        Chain(parts=(f"{key.text}: {one}",)),
        Chain(parts=(f"for {one} in ", _bracketed(unless(found.nothing, "()", found.text)))),
    ]
    tests = tuple(each.fails() for each in dict.fromkeys(key.nothing))
    if tests:
        parts.append(Chain(parts=("if ", Joined(operator="and", operands=tests))))
    doc = f"Index an answer of `{target.name}` by `{named_key.hops[-1].name}`."
    return head, doc, Bracket(open="{", items=(Clauses(parts=tuple(parts)),), close="}")


def _bracketed(node: Node) -> Node:
    """Put a condition in brackets, which a comprehension would take for its own."""
    return Bracket(open="(", items=(node,), close=")") if isinstance(node, Choice) else node


def typed_as_held(root: Typed, held: Read) -> Typed:
    """Step from an answer to what holds its elements."""
    for hop in held.hops:
        root = root.member(hop.name)
    return root

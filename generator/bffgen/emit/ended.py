"""What a plan says when its sources have ended: headers of the answer, the cursor of its next page.

In:  one Written operation.
Out: arguments of the answer's class, and the statements around the join that they need.
How: behind the join a source is `product.value`; before it a sealed cursor is opened, so that what
     was changed is refused and nothing is called.
"""

from dataclasses import replace

from bffgen.emit.expression import write
from bffgen.emit.headers import attribute
from bffgen.emit.layout import Chain, Node, call, named
from bffgen.emit.naming import local
from bffgen.emit.operation import Written
from bffgen.emit.reading import ABSENT, Names, free
from bffgen.model.expression import Read, parts


def given_headers(operation: Written) -> list[Node]:
    """Give the headers of an answer, each as an argument of its class."""
    names = _ended(operation)
    return [
        named(attribute(each.header.name), write(each.value, names))
        for each in operation.plan.headers
    ]


def opened_cursor(operation: Written) -> dict[str, str]:
    """Name the cursor that goes upstream, where clients send it sealed: parameter key -> name."""
    paging = operation.plan.paging
    if paging is None or not paging.is_sealed:
        return {}
    name = local(paging.cursor.name.partition(".")[2])
    taken = {own for own, _ in operation.names.values.values()}
    return {paging.cursor.name: free(name, taken)}


def seal_cursor(operation: Written) -> list[Node]:
    """Write the statement that seals the upstream's cursor of the next page."""
    paging = operation.plan.paging
    if paging is None or not paging.is_sealed:
        return []
    made = write(paging.following, _ended(operation))
    return [Chain(parts=(f"{operation.names.following} = ", call("call.sealed", [made])))]


def next_page(operation: Written) -> list[Node]:
    """Give the cursor of the next page to an answer that links to it."""
    paging = operation.plan.paging
    if paging is None or not paging.has_link:
        return []
    if paging.is_sealed:
        return [named("next_cursor", operation.names.following)]
    return [named("next_cursor", write(paging.following, _ended(operation)))]


def cursor_type(operation: Written) -> Node:
    """Give the type of a sealed cursor as a shape function takes it."""
    reads = (each for each in parts(operation.plan.body) if isinstance(each, Read))
    read = next(each for each in reads if each.root == "next")
    kind = "str | None" if read.may_null else "str"
    return Chain(parts=(f"{kind} | ", ABSENT)) if read.may_miss else kind


def _ended(operation: Written) -> Names:
    """Give the names behind the join."""
    ended = {each.name: f"{local(each.name)}.value" for each in operation.plan.sources}
    values = {
        name: (ended.get(name, own), typed) for name, (own, typed) in operation.names.values.items()
    }
    return replace(operation.names, values=values, whole=ended)

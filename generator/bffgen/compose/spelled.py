"""Values and types in the words of a message.

In:  a Read, or the types that a value may have.
Out: `product.brand`; `a string or null`.
"""

from bffgen.model.expression import Read

# In the order in which they are told.
_NOUNS = {
    "object": "an object",
    "array": "an array",
    "string": "a string",
    "number": "a number",
    "integer": "an integer",
    "boolean": "a boolean",
    "null": "null",
}


def shown(read: Read) -> str:
    """Write a read as its author would: `product.brand`."""
    steps = [hop.name if hop.index is None else str(hop.index) for hop in read.hops]
    roots = {"request": f"request.{read.name}", "header": f"headers.{read.name}"}
    root = roots.get(read.root, read.name)
    return ".".join((root, *steps))


def spelled(types: frozenset[str]) -> str:
    """Name some JSON types; a number admits integers without saying so."""
    if "number" in types:
        types -= {"integer"}
    return " or ".join(noun for name, noun in _NOUNS.items() if name in types) or "nothing"

"""Names of generated code: made of the contract's names by one set of functions.

In:  names of a contract (operationIds, properties, components, parameters).
Out: Python names: PascalCase for types, snake_case for values; never a number that moves.
How: the words of a name, its case style apart. Two names that become one are a finding with both
     places; a keyword gets an underscore behind it.
"""

import keyword
import re
from collections.abc import Iterable

from bffgen.model.api import Operation
from bffgen.model.finding import Finding, finding
from bffgen.model.place import Place
from bffgen.model.spelling import singular, words

# Names that generated modules use for themselves; a contract's own get an underscore.
_TAKEN = frozenset(("call", "found", "hooks", "request", "source", "up"))


def snake(name: str) -> str:
    """Give a name of values: `productId` is `product_id`."""
    made = "_".join(words(name)) or "value"
    if made[0].isdigit():
        made = f"n_{made}"
    return f"{made}_" if keyword.iskeyword(made) or keyword.issoftkeyword(made) else made


def local(name: str) -> str:
    """Give the name of a local value of a plan or shape function."""
    made = snake(name)
    return f"{made}_" if made in _TAKEN else made


def pascal(name: str) -> str:
    """Give a name of types: `product_page` is `ProductPage`."""
    made = "".join(_capital(word) for word in _pieces(name)) or "Value"
    return f"N{made}" if made[0].isdigit() else made


def operation_name(operation: Operation) -> str:
    """Give the name of an operation in Python: of its operationId, else of METHOD and path."""
    if operation.operation_id:
        return snake(operation.operation_id)
    path = re.sub(r"\{([^}]*)\}", r"by \1", operation.path)
    return snake(f"{operation.method.lower()} {path}")


def element_name(parent: str, name: str) -> str:
    """Name the class of an array's elements: of `reviews` in `Page` it is `PageReview`."""
    return parent + pascal(singular(name))


def _pieces(name: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9]+", name)


def _capital(piece: str) -> str:
    return piece[:1].upper() + piece[1:]


def clashes(named: Iterable[tuple[str, str, Place]]) -> list[Finding]:
    """Find contract names that become one Python name.

    Args:
        named: (name in the contract, name in Python, place).
    """
    seen: dict[str, tuple[str, Place]] = {}
    found = []
    for written, made, place in named:
        if made in seen and seen[made][0] != written:
            first, at = seen[made]
            found.append(finding("naming-clash", place, at, name=made, first=first, second=written))
        seen.setdefault(made, (written, place))
    return found

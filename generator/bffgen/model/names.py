"""Names in Python that findings say and generated code has.

In:  names of a contract (operationIds, properties), of clients and of upstreams.
Out: snake_case for values, PascalCase for types, the package of a client.
How: the parts of a name, its case style apart; a keyword, and what is taken, get an underscore
     behind it.
"""

import keyword
import re
from collections.abc import Container
from posixpath import basename, splitext
from unicodedata import normalize

from bffgen.model.api import Operation
from bffgen.model.computed import Returned
from bffgen.model.place import tokens
from bffgen.model.spelling import parts


def snake(name: str, taken: Container[str] = ()) -> str:
    """Give a name of values: `productId` is `product_id`.

    Args:
        taken: what the modules around it use for themselves.
    """
    made = "_".join(part.lower() for part in name_parts(name)) or "value"
    # A digit, or a mark that stands on the letter before it.
    if not made.isidentifier():
        made = f"n_{made}"
    return free(made, taken)


def pascal(name: str) -> str:
    """Give a name of types: `product_page` is `ProductPage`."""
    made = "".join(_capital(piece) for piece in _pieces(name)) or "Value"
    return normalize("NFKC", made if made[0].isalpha() else f"N{made}")


def called(operation: Operation) -> str:
    """Give the words that an operation is named by: its operationId, else METHOD and path."""
    if operation.operation_id:
        return operation.operation_id
    path = re.sub(r"\{([^}]*)\}", r" by \1 ", operation.path)
    return f"{operation.method.lower()} {path}"


def operation_type(operation: Operation) -> str:
    """Give what the classes of an operation begin with."""
    return pascal(operation.operation_id or snake(called(operation)))


def package_name(client: str) -> str:
    """Give the import package of a client's BFF."""
    return f"{snake(client)}_bff"


def returned_type(returned: Returned) -> str:
    """Give the class of what functions answer with: the last name of its schema, or the file's."""
    file, _, pointer = returned.text.partition("#")
    path = tokens(pointer) if pointer.startswith("/") else (pointer,)
    return pascal(path[-1] or splitext(basename(file))[0])


def free(name: str, taken: Container[str]) -> str:
    """Give a name that is neither a keyword nor taken."""
    is_taken = keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in taken
    return f"{name}_" if is_taken else name


def name_parts(name: str) -> tuple[str, ...]:
    """Split a name at case and signs, as far as Python can say it."""
    return parts(_letters(name))


def _pieces(name: str) -> list[str]:
    return _letters(name).replace("_", " ").split()


def _letters(name: str) -> str:
    """Keep what an identifier may hold, in the form in which Python compares identifiers."""
    made = normalize("NFKC", name)
    # `+1` and `-1` are two names.
    sign = {"+": "plus ", "-": "minus "}.get(made[:1], "") if made[1:2].isdigit() else ""
    return sign + "".join(char if f"a{char}".isidentifier() else " " for char in made)


def _capital(piece: str) -> str:
    return piece[:1].upper() + piece[1:]

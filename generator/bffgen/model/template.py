"""Paths as OpenAPI writes them, with the names of their parameters in braces.

In:  `/users/{id}`, or `GET /users/{id}`.
Out: the names; the same without them, since they say nothing on the wire.
"""

import re
from typing import Final

_NAME: Final = re.compile(r"\{([^{}]*)\}")


def nameless(path: str) -> str:
    """Write positions in place of names: `/users/{}`."""
    return _NAME.sub("{}", path)


def names_in(path: str) -> list[str]:
    """Give the names, in their order."""
    return _NAME.findall(path)

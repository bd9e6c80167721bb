"""Paths as OpenAPI writes them, with the names of their parameters in braces.

In:  `/users/{id}`, or `GET /users/{id}`.
Out: the names; the same without them, since they say nothing on the wire; the template that a path
     is of.
"""

import re
from collections.abc import Iterable
from typing import Final

_NAME: Final = re.compile(r"\{([^{}]*)\}")


def nameless(path: str) -> str:
    """Write positions in place of names: `/users/{}`."""
    return _NAME.sub("{}", path)


def names_in(path: str) -> list[str]:
    """Give the names, in their order."""
    return _NAME.findall(path)


def matching(path: str, templates: Iterable[str]) -> str | None:
    """Find the template that a path is one of; the most literal one, from the left.

    Source:
        OpenAPI 3.1.1 4.8.8: a concrete path is matched before its templated counterparts.
    """
    found = (each for each in templates if _form(each).fullmatch(path))
    return min(found, key=_literal, default=None)


def _form(template: str) -> re.Pattern[str]:
    literals = [re.escape(each) for each in _NAME.split(template)[::2]]
    return re.compile("[^/]+".join(literals))


def _literal(template: str) -> tuple[list[bool], str]:
    return [bool(_NAME.search(each)) for each in template.split("/")], template

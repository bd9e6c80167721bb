"""Paths as OpenAPI writes them, with the names of their parameters in braces.

In:  `/users/{id}`, or `GET /users/{id}`.
Out: the names; the same without them, since they say nothing on the wire; the template that a path
     is of.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_NAME: Final = re.compile(r"\{([^{}]*)\}")


def nameless(path: str) -> str:
    """Write positions in place of names: `/users/{}`."""
    return _NAME.sub("{}", path)


def names_in(path: str) -> list[str]:
    """Give the names, in their order."""
    return _NAME.findall(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """Paths of one document, each taken apart once however many requests are asked of them.

    Attributes:
        forms: (what a path of it is like, the template), the most literal from the left first.
    """

    forms: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def of(cls, paths: Iterable[str]) -> "Templates":
        """Take paths as OpenAPI writes them."""
        return cls(forms=tuple((_form(each), each) for each in sorted(paths, key=_literal)))

    def matching(self, path: str) -> str | None:
        """Find the template that a path is one of.

        Source:
            OpenAPI 3.1.1 4.8.8: a concrete path is matched before its templated counterparts.
        """
        return next((each for form, each in self.forms if form.fullmatch(path)), None)


def _form(template: str) -> re.Pattern[str]:
    literals = [re.escape(each) for each in _NAME.split(template)[::2]]
    return re.compile("[^/]+".join(literals))


def _literal(template: str) -> tuple[list[bool], str]:
    return [bool(_NAME.search(each)) for each in template.split("/")], template

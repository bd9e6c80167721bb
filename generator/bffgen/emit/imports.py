"""The import block of a generated module, sorted as ruff sorts it.

In:  modules and the names taken from them, in any order.
Out: the lines between the docstring and the code.
How: standard library, other packages, own package from far to near; names by kind, then letter.
"""

import re
from itertools import zip_longest
from typing import TypeAlias

from bffgen.emit.layout import WIDTH

_DIGITS = re.compile(r"([0-9]+)")
_Natural: TypeAlias = tuple[tuple[tuple[str | int, str | int], ...], str]

_STANDARD = frozenset(
    ("collections.abc", "dataclasses", "datetime", "functools", "itertools", "typing")
)


# What types may be made of that stands in `typing`: no class of a contract has such a name.
_TYPING = (("Literal", re.compile(r"(?<!\w)Literal\[")), ("Never", re.compile(r"(?<!\w)Never\b")))


def typing_names(written: str) -> tuple[str, ...]:
    """Give what a type, or the text of several, needs of `typing`."""
    return tuple(name for name, mark in _TYPING if mark.search(written))


class Imports:
    """Names that a module takes from others; `add` them, then take the text."""

    def __init__(self, own: str = "") -> None:
        """Take none yet.

        Args:
            own: the package that the module belongs to, where it says it by name.
        """
        self._own = own
        self._names: dict[str, dict[str, str]] = {}

    def add(self, module: str, *names: str, alias: str = "") -> None:
        """Take names from a module; an alias goes with a single name."""
        taken = self._names.setdefault(module, {})
        for name in names:
            taken[name] = f"{name} as {alias}" if alias else name

    def text(self) -> str:
        """Write the block, without a line end behind it; empty where nothing is imported."""
        sections: list[list[str]] = [[], [], []]
        for module in sorted(self._names, key=_distance):
            written = self._names[module]
            names = [written[name] for name in sorted(written, key=_kind)]
            # As isort has it: what gets another name has a line of its own.
            plain = [name for name in names if " as " not in name]
            lines = [plain] if plain else []
            lines += [[name] for name in names if " as " in name]
            lines.sort(key=lambda each: _kind(each[0].partition(" ")[0]))
            sections[self._section(module)] += [_line(module, each) for each in lines]
        return "\n\n".join("\n".join(section) for section in sections if section)

    def _section(self, module: str) -> int:
        if module.startswith(".") or module.partition(".")[0] == self._own:
            return 2
        return 0 if module in _STANDARD else 1


def _line(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    listed = "".join(f"    {name},\n" for name in names)
    return f"from {module} import (\n{listed})"


def _distance(module: str) -> tuple[int, _Natural]:
    dots = len(module) - len(module.lstrip("."))
    return (-dots, _natural(module.lstrip(".")))


def _kind(name: str) -> tuple[int, _Natural]:
    """Order names as isort does: CONSTANTS, Classes, values."""
    is_constant = name.isupper() and len(name) > 1
    kind = 1 if name[:1].isupper() else 2
    return (0 if is_constant else kind, _natural(name))


def _natural(name: str) -> _Natural:
    """Order as people count: `Part2` before `Part10`, capitals beside small letters."""
    pieces = _DIGITS.split(name.lower())
    texts, numbers = pieces[::2], [int(piece) for piece in pieces[1::2]]
    return (tuple(zip_longest(texts, numbers, fillvalue=-1)), name)

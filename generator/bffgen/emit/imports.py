"""The import block of a generated module, sorted as ruff sorts it.

In:  modules and the names taken from them, in any order.
Out: the lines between the docstring and the code.
How: standard library, other packages, own package from far to near; names by kind, then letter.
"""

from bffgen.emit.layout import WIDTH

_STANDARD = frozenset(("collections.abc", "dataclasses", "itertools", "typing"))


class Imports:
    """Names that a module takes from others; `add` them, then take the text."""

    def __init__(self) -> None:
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
            names = [self._names[module][name] for name in sorted(self._names[module], key=_kind)]
            line = f"from {module} import {', '.join(names)}"
            if len(line) > WIDTH:
                listed = "".join(f"    {name},\n" for name in names)
                line = f"from {module} import (\n{listed})"
            sections[_section(module)].append(line)
        return "\n\n".join("\n".join(section) for section in sections if section)


def _section(module: str) -> int:
    if module.startswith("."):
        return 2
    return 0 if module in _STANDARD else 1


def _distance(module: str) -> tuple[int, str]:
    dots = len(module) - len(module.lstrip("."))
    return (-dots, module.lstrip("."))


def _kind(name: str) -> tuple[int, str]:
    """Order names as isort does: CONSTANTS, Classes, values."""
    if name.isupper() and len(name) > 1:
        return (0, name)
    return (1 if name[:1].isupper() else 2, name)

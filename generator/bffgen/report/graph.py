"""The formats of a graph: one table; a module is imported when its format is asked for.

In:  the name of a format, the lineages of clients.
Out: one text.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Final

from bffgen.model.lineage import Lineage

# Format -> (module of this room, its function).
FORMATS: Final = {
    "json": ("graph_json", "told"),
    "mermaid": ("graph_mermaid", "flowchart"),
    "svg": ("graph_svg", "drawing"),
}


def drawn(form: str, lineages: Sequence[Lineage]) -> str:
    """Draw lineages in a format that is not for a terminal.

    Raises:
        KeyError: there is no such format.
    """
    module, function = FORMATS[form]
    made: str = getattr(import_module(f"bffgen.report.{module}"), function)(lineages)
    return made

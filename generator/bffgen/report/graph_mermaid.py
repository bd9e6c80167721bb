"""Print lineages as a Mermaid flowchart, which pages of Markdown draw.

In:  the lineages of clients.
Out: client --> operation --> upstream operation; dotted where the answer may go without.
How: an id is the name with everything but letters and digits spelt out, so that no two are one and
     a new operation changes no other line; a label is quoted and its signs are entities.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from bffgen.model.lineage import Lineage
from bffgen.report.excerpt import shown
from bffgen.report.graph_edges import Box, Drawn, boxes_and_edges

# What ends a quoted label, begins an entity, a tag or a Markdown text, or is read as an escape.
_SIGNS: Final = '#"<>&`\\'
_HEAD: Final = {"client": ('(["', '"])'), "hook": ('{{"', '"}}')}


def flowchart(lineages: Sequence[Lineage]) -> str:
    """Print clients, operations and what they ask."""
    return "".join(f"{line}\n" for line in _lines(boxes_and_edges(lineages)))


def _lines(drawn: Drawn) -> Iterator[str]:
    yield "flowchart LR"
    for box in (*drawn.clients, *(each for _, each in drawn.operations)):
        yield f"  {_box(box)}"
    for group, boxes in drawn.asked:
        yield f'  subgraph {_id(("group", group))}["{_label(group)}"]'
        for box in boxes:
            yield f"    {_box(box)}"
        yield "  end"
    for edge in drawn.edges:
        yield f"  {_id(edge.begin)} {'-->' if edge.is_required else '-.->'} {_id(edge.end)}"


def _box(box: Box) -> str:
    begin, end = _HEAD.get(box.key[0], ('["', '"]'))
    return f"{_id(box.key)}{begin}{_label(box.label)}{end}"


def _id(key: tuple[str, ...]) -> str:
    """Spell a key in letters, digits and `_`; a code whose words none begins another."""
    return "_s_".join("".join(map(_spelt, each)) for each in key)


def _spelt(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    return "__" if character == "_" else f"_x{ord(character):x}_"


def _label(text: str) -> str:
    return "".join(f"#{ord(each)};" if each in _SIGNS else each for each in shown(text)) or " "

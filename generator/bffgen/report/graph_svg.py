"""Draw lineages as SVG: clients, their operations, and what these ask of upstreams.

In:  the lineages of clients.
Out: one SVG text without scripts, fonts or addresses of others; every box and line has its title.
How: three columns in the order of the lineages, lines between them; widths are those of a font of
     one width. Colours follow what the reader's screen prefers, light or dark.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bffgen.model.lineage import Lineage
from bffgen.report.excerpt import shown
from bffgen.report.graph_edges import Box, Drawn, Edge, boxes_and_edges

# Of a character at 13 px, in the widest of the usual fonts of one width.
_CHARACTER: Final = 8
_PAD: Final = 10
_HEIGHT: Final = 24
_ROW: Final = 32
# Between clients and operations, and between these and what they ask, where many lines cross.
_GAP: Final = 96
_WIDE_GAP: Final = 220
_EDGE: Final = 16

_STYLE: Final = """
svg { color-scheme: light dark; background: #ffffff; }
text { font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; }
.group { fill: #59636e; }
rect { fill: #f6f8fa; stroke: #818b98; }
.client rect { fill: #ddf4ff; stroke: #0969da; }
.hook rect { fill: #fff8c5; stroke: #9a6700; }
path { fill: none; stroke: #818b98; }
.optional { stroke-dasharray: 5 4; }
path:hover { stroke-width: 3; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; }
  text { fill: #f0f6fc; }
  .group { fill: #9198a1; }
  rect { fill: #151b23; stroke: #656c76; }
  .client rect { fill: #0c2d6b; stroke: #4493f8; }
  .hook rect { fill: #3b2300; stroke: #d29922; }
  path { stroke: #656c76; }
}
"""


def drawing(lineages: Sequence[Lineage]) -> str:
    """Draw all boxes and all lines."""
    return "".join(f"{line}\n" for line in _Sheet(boxes_and_edges(lineages)).lines())


class _Sheet:
    """Where everything stands."""

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn
        operations = [each for _, each in drawn.operations]
        asked = [each for _, boxes in drawn.asked for each in boxes]
        names = [group for group, _ in drawn.asked]
        first, second, third = (_wide(e) for e in (drawn.clients, operations, asked))
        third = max([third, *(_width(each) for each in names)])
        self._begins = (_EDGE, _EDGE + first + _GAP, _EDGE + first + second + _GAP + _WIDE_GAP)
        self._wide = (first, second, third)
        self._titles: list[tuple[str, int]] = []
        self._at: dict[tuple[str, ...], tuple[int, int]] = {}
        rows = self._place()
        self._size = (self._begins[2] + third + _EDGE, rows * _ROW + 2 * _EDGE)

    def _place(self) -> int:
        """Give every box its column and its height; gives the rows of the longer column."""
        tops: dict[str, list[int]] = {}
        row = 0
        before = None
        for client, box in self._drawn.operations:
            # A row is left free between the operations of two clients.
            row += before is not None and before != client
            before = client
            tops.setdefault(client, []).append(row)
            self._at[box.key] = (1, _top(row))
            row += 1
        for each in self._drawn.clients:
            rows = tops.get(each.label)
            if rows is None:
                rows, row = [row], row + 1
            self._at[each.key] = (0, (_top(rows[0]) + _top(rows[-1])) // 2)
        other = 0
        for group, boxes in self._drawn.asked:
            self._titles.append((group, _top(other)))
            for number, box in enumerate(boxes, start=other + 1):
                self._at[box.key] = (2, _top(number))
            other += len(boxes) + 1
        return max(row, other, 1)

    def lines(self) -> Iterator[str]:
        wide, high = self._size
        names = ", ".join(each.label for each in self._drawn.clients)
        title = f"Where the answers of {names} come from" if names else "No client"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{wide}" height="{high}"'
            f' viewBox="0 0 {wide} {high}" aria-label={_attribute(title)}>'
        )
        yield f"<title>{_text(title)}</title>"
        yield f"<desc>{_text('; '.join(e.says for e in self._drawn.edges))}</desc>"
        yield f"<style>{_STYLE}</style>"
        yield from (self._edge(each) for each in self._drawn.edges)
        for group, top in self._titles:
            yield f'<text class="group" x="{self._begins[2]}" y="{top + 17}">{_text(group)}</text>'
        operations = (each for _, each in self._drawn.operations)
        asked = (each for _, boxes in self._drawn.asked for each in boxes)
        yield from (self._box(each) for each in (*self._drawn.clients, *operations, *asked))
        yield "</svg>"

    def _box(self, box: Box) -> str:
        column, top = self._at[box.key]
        x = self._begins[column]
        return (
            f'<g class="{box.key[0]}"><title>{_text(box.says)}</title>'
            f'<rect x="{x}" y="{top}" width="{self._wide[column]}" height="{_HEIGHT}" rx="4"/>'
            f'<text x="{x + _PAD}" y="{top + 17}">{_text(box.label)}</text></g>'
        )

    def _edge(self, edge: Edge) -> str:
        (column, begin), (other, end) = self._at[edge.begin], self._at[edge.end]
        here, there = self._begins[column] + self._wide[column], self._begins[other]
        first, last = begin + _HEIGHT // 2, end + _HEIGHT // 2
        bend = (there - here) // 2
        optional = "" if edge.is_required else ' class="optional"'
        way = f"M{here} {first}C{here + bend} {first} {there - bend} {last} {there} {last}"
        return f'<path{optional} d="{way}"><title>{_text(edge.says)}</title></path>'


def _top(row: int) -> int:
    return _EDGE + row * _ROW


def _wide(boxes: Sequence[Box]) -> int:
    return max((_width(each.label) for each in boxes), default=0)


def _width(label: str) -> int:
    """Give the pixels of a box with this label; signs of East Asia take two places."""
    places = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in shown(label))
    return places * _CHARACTER + 2 * _PAD


# What no XML 1.0 document may hold, and `shown` leaves.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", shown(text)))


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", shown(text)))

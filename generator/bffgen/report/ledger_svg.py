"""Draw what is live, going and gone as SVG: a line of time for each client.

In:  Timelines.
Out: one SVG text without scripts, fonts or addresses of others; every bar has its title.
How: one axis for all clients, from the first release to the last sunset; today is a line. Colours
     follow what the reader's screen prefers, and no meaning hangs on a colour alone.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bffgen.model.calendar import written
from bffgen.model.timeline import Span, Timeline
from bffgen.report.excerpt import shown

_WIDTH: Final = 960
_LABEL: Final = 230
_ROW: Final = 24
_BAR: Final = 14
_EDGE: Final = 16
# Of a character at 13 px, in the widest of the usual fonts of one width.
_CHARACTER: Final = 8
_LETTERS: Final = (_LABEL - _EDGE) // _CHARACTER
_MONTH: Final = timedelta(days=30)
# The closest that the texts of two months on the axis may come, in pixels.
_APART: Final = 70
_STYLE: Final = """
svg { color-scheme: light dark; background: #ffffff; }
text { font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; }
.client { font-weight: 600; }
.axis { fill: #59636e; }
line { stroke: #d1d9e0; }
.today { stroke: #cf222e; stroke-width: 1.5; }
.live { fill: #1a7f37; }
.over { fill: #d1d9e0; }
.notice { fill: none; stroke: #9a6700; stroke-dasharray: 5 3; }
.withdrawn { fill: none; stroke: #818b98; stroke-dasharray: 2 4; }
.tick { stroke: #1f2328; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; }
  text { fill: #f0f6fc; }
  .axis { fill: #9198a1; }
  line { stroke: #3d444d; }
  .today { stroke: #f85149; }
  .live { fill: #3fb950; }
  .over { fill: #3d444d; }
  .notice { stroke: #d29922; }
  .withdrawn { stroke: #656c76; }
  .tick { stroke: #f0f6fc; }
}
"""
_WORDS: Final = {"live": "live", "over": "over", "notice": "going", "withdrawn": "stays"}


def drawing(timelines: Sequence[Timeline]) -> str:
    """Draw all clients on one axis."""
    return "".join(f"{line}\n" for line in _Sheet(timelines).lines())


class _Sheet:
    """Where everything stands."""

    def __init__(self, timelines: Sequence[Timeline]) -> None:
        self._timelines = timelines
        spans = [span for each in timelines for span in (*each.releases, *each.notices)]
        times = [each.as_of for each in timelines]
        times += [time for each in spans for time in (each.start, each.end) if time is not None]
        now = max(times, default=datetime(2000, 1, 1, tzinfo=UTC))
        self._first = min(times, default=now)
        self._last = max(now, self._first + _MONTH)
        rows = sum(len(each.releases) + len(each.notices) + 2 for each in timelines)
        self._height = 2 * _EDGE + _ROW * (rows + 1)

    def lines(self) -> Iterator[str]:
        """Write the picture."""
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{self._height}" '
            f'viewBox="0 0 {_WIDTH} {self._height}" role="img" aria-labelledby="what">'
        )
        names = ", ".join(each.client for each in self._timelines)
        yield f'<title id="what">{escape(f"Releases of {names}: live, going and gone")}</title>'
        yield f"<style>{_STYLE}</style>"
        yield from self._axis()
        row = 1
        for each in self._timelines:
            yield self._text(_EDGE, row, each.client, "client")
            row += 1
            for span in (*reversed(each.releases), *each.notices):
                yield from self._span(span, row, each.as_of)
                row += 1
            row += 1
        for time in dict.fromkeys(each.as_of for each in self._timelines):
            x = self._x(time)
            yield (
                f'<line class="today" x1="{x}" x2="{x}" y1="{_EDGE}" y2="{self._height - _EDGE}">'
                f"<title>{escape(written(time))}</title></line>"
            )
        yield "</svg>"

    def _axis(self) -> Iterator[str]:
        """Name months, as many as have room."""
        before = -_APART
        year, month = self._first.year, self._first.month
        while (time := datetime(year, month, 1, tzinfo=UTC)) <= self._last:
            x = self._x(time)
            if time >= self._first and x - before >= _APART and x <= _WIDTH - _APART:
                yield f'<line x1="{x}" x2="{x}" y1="{_EDGE + _ROW}" y2="{self._height - _EDGE}"/>'
                yield self._text(x, 0, f"{year}-{month:02}", "axis")
                before = x
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def _span(self, span: Span, row: int, as_of: datetime) -> Iterator[str]:
        y = _EDGE + row * _ROW
        label = span.label if len(span.label) <= _LETTERS else f"{span.label[: _LETTERS - 1]}…"
        yield self._text(_EDGE, row, label, "")
        start = self._x(span.start)
        width = max(self._x(span.end if span.end is not None else as_of) - start, 3)
        title = escape(shown(f"{span.text} ({_WORDS[span.kind]})"))
        yield (
            f'<rect class={quoteattr(span.kind)} x="{start}" y="{y + 5}" width="{width}" '
            f'height="{_BAR}" rx="3"><title>{title}</title></rect>'
        )
        for time, what in span.ticks:
            x = self._x(time)
            yield (
                f'<line class="tick" x1="{x}" x2="{x}" y1="{y + 3}" y2="{y + _BAR + 7}">'
                f"<title>{escape(shown(f'{what}, {time.date().isoformat()}'))}</title></line>"
            )

    def _x(self, time: datetime) -> int:
        whole = (self._last - self._first).total_seconds()
        part = (time - self._first).total_seconds() / whole
        return round(_LABEL + part * (_WIDTH - _LABEL - _EDGE))

    def _text(self, x: int, row: int, words: str, kind: str) -> str:
        named = f" class={quoteattr(kind)}" if kind else ""
        return f'<text{named} x="{x}" y="{_EDGE + row * _ROW + 16}">{escape(shown(words))}</text>'

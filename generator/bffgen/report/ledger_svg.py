"""Draw what is live, going and gone as SVG: a line of time for each client.

In:  Timelines.
Out: one SVG text without scripts, fonts or addresses of others; every bar has its title.
How: one axis for all clients, from the first release to the last sunset; the day on which it is
     asked is a line. Colours follow what the reader's screen prefers, and no meaning hangs on a
     colour alone: the last row has what each form means.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
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
.now { fill: #cf222e; }
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
  .now { fill: #f85149; }
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
_PASSED: Final = "its day has come"
_LEGEND: Final = (
    ("live", "live"),
    ("over", "over"),
    ("notice", "from its announcement to its sunset"),
    ("withdrawn", "withdrawn"),
)
_TICK: Final = "shipped or served"
# Months from one name on the axis to the next: whole parts of a year, or whole years.
_STEPS: Final = (1, 2, 3, 6)


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
        self._rows = rows + 1
        self._height = 2 * _EDGE + _ROW * (self._rows + 2)
        self._foot = _EDGE + _ROW * self._rows

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
                f'<line class="today" x1="{x}" x2="{x}" y1="{_EDGE}" y2="{self._foot}">'
                f"<title>{escape(written(time))}</title></line>"
            )
            said = f"as of {time.date().isoformat()}"
            edge = min(x, _WIDTH - _EDGE - _CHARACTER * len(said))
            yield self._text(edge, self._rows, said, "now")
        yield from self._legend()
        yield "</svg>"

    def _axis(self) -> Iterator[str]:
        """Name months, each as far from the next, as many as have room."""
        step = self._step()
        number = -(-(self._first.year * 12 + self._first.month - 1) // step) * step
        while number // 12 <= self._last.year and (time := _month(number)) <= self._last:
            x = self._x(time)
            if time >= self._first and x <= _WIDTH - _APART:
                yield f'<line x1="{x}" x2="{x}" y1="{_EDGE + _ROW}" y2="{self._foot}"/>'
                yield self._text(x, 0, f"{time.year}-{time.month:02}", "axis")
            number += step

    def _step(self) -> int:
        """Give the least step of months whose names do not touch."""
        months = (self._last - self._first) / _MONTH
        least = _APART * months / (_WIDTH - _LABEL - _EDGE)
        return next((each for each in _STEPS if each >= least), 12 * ceil(least / 12))

    def _legend(self) -> Iterator[str]:
        """Say what each form means."""
        row = self._rows + 1
        y, x = _EDGE + row * _ROW, _EDGE
        for kind, said in _LEGEND:
            yield (
                f'<rect class={quoteattr(kind)} x="{x}" y="{y + 5}" width="{_ROW}" '
                f'height="{_BAR}" rx="3"/>'
            )
            yield self._text(x + _ROW + _CHARACTER, row, said, "")
            x += _ROW + _CHARACTER * (len(said) + 4)
        yield f'<line class="tick" x1="{x}" x2="{x}" y1="{y + 3}" y2="{y + _BAR + 7}"/>'
        yield self._text(x + _CHARACTER, row, _TICK, "")

    def _span(self, span: Span, row: int, as_of: datetime) -> Iterator[str]:
        y = _EDGE + row * _ROW
        yield self._text(_EDGE, row, _label(span), "")
        start = self._x(span.start)
        width = max(self._x(span.end if span.end is not None else as_of) - start, 3)
        has_passed = span.kind == "notice" and span.end is not None and span.end <= as_of
        word = _PASSED if has_passed else _WORDS[span.kind]
        title = escape(shown(f"{span.text} ({word})"))
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


def _month(number: int) -> datetime:
    """Give the first day of a month, counted from year 0."""
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)


def _label(span: Span) -> str:
    """Cut what has no room: of a place its end tells it apart, of a version its beginning."""
    if len(span.label) <= _LETTERS:
        return span.label
    if "/" not in span.label:
        return f"{span.label[: _LETTERS - 1]}…"
    end = span.label[1 - _LETTERS :]
    slash = end.find("/")
    return f"…{end[slash:] if 0 <= slash < _LETTERS // 2 else end}"

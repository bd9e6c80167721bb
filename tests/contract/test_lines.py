"""A mark on a line of any length has the line, column and excerpt that it has on a short one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.contract import lines as module
from bffgen.contract.lines import Lines
from bffgen.report.excerpt import excerpt, underlined

ENDS = ("\n", "\r\n", "\r", "")
# Characters of one to four bytes, wide ones, blanks.
TEXTS = st.lists(st.text(alphabet="ab \t\u00e4\u00a0\u8a9e\U0001f600", max_size=40), min_size=1)


@pytest.fixture
def small(monkeypatch):
    """Let every line be a long one, and every text have many blocks."""
    monkeypatch.setattr(module, "_LONG", 8)
    monkeypatch.setattr(module, "_BLOCK", 16)


def stretch(draw, text):
    start = draw(st.integers(0, len(text)))
    return start, draw(st.integers(start, len(text)))


def said(text, start, end):
    """Say by the letter where a stretch of characters stands."""
    before = text[:start].replace("\r\n", "\n").replace("\r", "\n")
    line = text[len(text[:start]) - len(before.rpartition("\n")[2]) :]
    line = line.replace("\r", "\n").partition("\n")[0]
    column = len(before.rpartition("\n")[2])
    return before.count("\n") + 1, column + 1, line


@pytest.mark.usefixtures("small")
@given(st.data(), TEXTS, st.sampled_from(ENDS), st.booleans())
def test_a_stretch_is_found_and_shown_on_any_line(data, parts, end, is_bytes):
    text = end.join(parts)
    start, stop = stretch(data.draw, text)
    # Not between the two characters of a line end.
    if text[start - 1 : start + 1] == "\r\n":
        start -= 1
    offsets = [len(text[:each].encode()) for each in (start, stop)] if is_bytes else [start, stop]
    written = text.encode().decode("latin-1") if is_bytes else text
    span = Lines(written, is_bytes=is_bytes).span(*offsets)
    number, column, line = said(text, start, stop)
    assert (span.line, span.column) == (number, column)
    assert span.text == line[span.before : len(line) - span.after]
    marked = line[column - 1 :][: stop - start].rstrip(module._BLANKS if is_bytes else None)
    is_blank_behind = not line[column - 1 + len(marked) :].strip(
        module._BLANKS if is_bytes else None
    )
    if not is_blank_behind:
        marked = line[column - 1 :][: stop - start]
    assert span.width == max(1, len(marked))


def test_an_excerpt_of_a_long_line_is_that_of_the_whole_line(monkeypatch):
    text = "".join(f'"name{n:03}": "\u00fc{n}", ' for n in range(900)) + "\n"
    written = text.encode().decode("latin-1")
    found = []
    for longest in (10**9, 4_000):
        monkeypatch.setattr(module, "_LONG", longest)
        lines = Lines(written, is_bytes=True)
        spans = [lines.span(at, at + 7) for at in range(1, len(written) - 20, 1_001)]
        found.append([excerpt(each, *underlined(each, 0, None)) for each in spans])
    assert found[0] == found[1]
    assert max(len(each.text) for each in spans) <= 2_001

"""Show the user's own line with carets under the characters that a mark is about.

In:  a Span (one line of a document), and which of its characters are underlined.
Out: the line as it is printed, and the carets for the line below it.
How: characters are measured in terminal columns, so that tabs, wide and combining characters keep
     the carets where they belong; a long line is cut around them.
"""

import unicodedata
from collections.abc import Sequence

from bffgen.model.place import Span

# Wider lines are minified JSON or prose; more of it says nothing about the marked characters.
LINE_COLUMNS = 120
ELLIPSIS = "..."

# Characters that would move the cursor, hide text or reorder the line (Unicode TR 36, section 2.9).
_BIDIRECTIONAL = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_LINE_ENDS = frozenset("\u2028\u2029")


def shown(text: str) -> str:
    """Make a text printable on one line, one character for one: controls become pictures."""
    return text if text.isprintable() else "".join(map(_shown, text))


def underlined(span: Span, offset: int, width: int | None) -> tuple[int, int]:
    """Find the underlined characters of a span's line.

    Args:
        span: the node; of a node of several lines, its first.
        offset: characters from the node's start; beyond its first line the node is underlined.
        width: characters; None goes to the end of the node's first line.

    Returns:
        The 0-based index of the first character in the line, and how many, at least 1.
    """
    start = span.column - 1
    if offset > span.width or start + offset > span.before + len(span.text):
        return start, max(span.width, 1)
    room = span.width - offset
    return start + offset, max(room if width is None else min(width, room), 1)


def excerpt(span: Span, first: int, count: int) -> tuple[str, str, str]:
    """Cut the line around the underlined characters and draw the carets.

    Args:
        span: the line.
        first: 0-based index of the first underlined character in it, at most one past the end.
        count: how many are underlined, >= 1.

    Returns:
        The line as it is printed, the blank up to the carets with the line's own tabs, the carets.
    """
    # Zero-width characters apart, nothing farther away can be printed; megabytes on one line are
    # common in JSON, and a finding must not cost more there.
    far = 4 * LINE_COLUMNS
    first -= span.before
    begin, end = max(first - far, 0), first + far
    text = shown_with_tabs(span.text[begin:end])
    widths = [_columns(each) for each in text]
    at = first - begin
    start, stop = _window(widths, at, min(at + count, len(text)))
    cut_before = span.before + begin + start > 0
    cut_after = begin + stop < len(span.text) + span.after
    before = ELLIPSIS if cut_before else ""
    line = before + text[start:stop] + (ELLIPSIS if cut_after else "")
    blank = " " * len(before) + "".join(
        "\t" if each == "\t" else " " * width
        for each, width in zip(text[start:at], widths[start:at], strict=True)
    )
    carets = "^" * max(sum(widths[at : min(at + count, stop)]), 1)
    return line.rstrip(), blank, carets


def shown_with_tabs(text: str) -> str:
    """Make a text printable on one line, its tabs kept."""
    return "\t".join(shown(part) for part in text.split("\t"))


def _window(widths: Sequence[int], first: int, last: int) -> tuple[int, int]:
    """Choose the characters to print: the underlined ones first, then as much on both sides."""
    if sum(widths) <= LINE_COLUMNS:
        return 0, len(widths)
    room = LINE_COLUMNS - 2 * len(ELLIPSIS)
    start = stop = min(first, len(widths))
    while stop < last and widths[stop] <= room:
        room -= widths[stop]
        stop += 1
    grown = True
    while grown:
        grown = False
        if start > 0 and widths[start - 1] <= room:
            start -= 1
            room -= widths[start]
            grown = True
        if stop < len(widths) and widths[stop] <= room:
            room -= widths[stop]
            stop += 1
            grown = True
    return start, stop


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        code = ord(character)
        if code < 0x20:
            return chr(0x2400 + code)
        return "\u2421" if code == 0x7F else "\ufffd"
    if character in _LINE_ENDS:
        return "\u2424"
    # A lone surrogate cannot be encoded; it stands in JSON texts as an escape.
    if category == "Cs" or character in _BIDIRECTIONAL:
        return "\ufffd"
    return character


def _columns(character: str) -> int:
    """Count the terminal columns of a character; a tab counts one, it is copied, not measured."""
    if character.isascii():
        return 1
    # Vowels and final consonants of Hangul syllables join the consonant before them.
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1

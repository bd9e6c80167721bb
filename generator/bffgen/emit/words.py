"""Docstrings: what a contract says about itself, put into Python.

In:  a description in the contract's words.
Out: the text between triple quotes, wrapped, its further lines indented.
"""

import textwrap

from bffgen.emit.layout import WIDTH


def docstring(text: str, *, indent: int) -> str:
    """Write a docstring's text, without the quotes.

    One line where it fits between its quotes. Else the first sentence stands alone where its
    paragraph is longer than a line, and the closing quotes on a line of their own, which the
    text's last line end and blanks stand for.
    """
    paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    clean = [_escaped(part) for part in paragraphs if part]
    if not clean:
        return ""
    if len(clean) == 1 and indent + 6 + len(clean[0]) <= WIDTH:
        return clean[0]
    first, _, rest = clean[0].partition(". ")
    fits = indent + 3 + len(clean[0]) <= WIDTH
    if rest and not fits and indent + 4 + len(first) <= WIDTH:
        clean[:1] = [f"{first}.", rest]
    pad = " " * indent
    # A text of one line must end with its quotes there: the formatter takes them back.
    quotes = 6 if len(clean) == 1 and fits else 3
    blocks = [
        textwrap.wrap(part, WIDTH - indent - (quotes if number == 0 else 0), break_long_words=False)
        for number, part in enumerate(clean)
    ]
    if len(blocks) == 1 and len(blocks[0]) == 1:
        return clean[0]
    lines = [f"\n{pad}".join(block) for block in blocks]
    return f"\n\n{pad}".join(lines) + f"\n{pad}"


def sentence(text: str) -> str:
    """End a line with a full stop, if it has no end of its own."""
    stripped = text.strip()
    return stripped if not stripped or stripped[-1] in ".!?:" else f"{stripped}."


def _escaped(text: str) -> str:
    made = text.replace("\\", "\\\\")
    made = f'{made[:-1]}\\"' if made.endswith('"') else made
    return made.replace('"""', '\\"\\"\\"')

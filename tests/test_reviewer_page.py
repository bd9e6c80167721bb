"""tests/cases/README.md shows compositions beside the plans that are made of them, as they are.

A block of the page that names a file is a part of it, word for word; `pytest --bless` writes the
blocks again. What a block begins and ends with is said in the comment above it.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "tests/cases/README.md"
_BLOCK = re.compile(r"<!-- (\S+) from `(.*?)` to `(.*?)` -->\n```(\w+)\n(.*?)```\n", re.DOTALL)


def _part(path, first, last):
    """Give the lines of a file from one that begins so to the one before another that does."""
    lines = (ROOT / path).read_text().splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if line.startswith(first))
    ends = (n for n, line in enumerate(lines) if n > start and line.startswith(last))
    end = next(ends, len(lines)) if last else len(lines)
    return "".join(lines[start:end]).rstrip() + "\n"


def test_the_page_shows_what_is_there(bless):
    page = PAGE.read_text()

    def filled(match):
        path, first, last, language, _ = match.groups()
        head = f"<!-- {path} from `{first}` to `{last}` -->\n```{language}\n"
        return f"{head}{_part(path, first, last)}```\n"

    fresh = _BLOCK.sub(filled, page)
    assert len(_BLOCK.findall(page)) >= 6, "three compositions with their plans"
    if bless:
        PAGE.write_text(fresh)
        return
    assert page == fresh

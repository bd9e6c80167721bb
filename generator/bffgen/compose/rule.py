"""Read the pages of what a build finds; the only module that knows where they lie.

In:  `compose/rules/<id>.md`: a head of `id` and `case`, then the page itself.
Out: a Page each, sorted by id.
How: a page shows a finding of a case in tests/cases, and a test holds it to that case's screen;
     what a finding says of itself stands in `report/wording.py`.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_PAGE: Final = re.compile(
    r"---\nid: (?P<id>compose(?:-[a-z]+)+)\ncase: (?P<case>[a-z0-9/-]+)\n---\n"
    r"# (?P<title>[^\n]+)\n(?P<text>.+?)\n```text finding\n(?P<finding>.+?)\n```\n",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is told of one kind of finding.

    Attributes:
        case: of tests/cases, whose screen has the finding that is shown.
        text: why it is found and what helps.
    """

    id: str
    case: str
    title: str
    text: str
    finding: str


@cache
def pages() -> tuple[Page, ...]:
    """Read all pages, sorted by id.

    Raises:
        ValueError: a page does not fit; the text names it.
    """
    folder = Path(__file__).resolve().parent / "rules"
    found = (_page(path) for path in folder.glob("*.md"))
    return tuple(sorted(found, key=lambda page: page.id))


def _page(path: Path) -> Page:
    found = _PAGE.fullmatch(path.read_text("utf-8"))
    if found is None or found["id"] != path.stem:
        raise ValueError(f"{path.name}: no page of a finding")
    return Page(
        id=found["id"],
        case=found["case"],
        title=found["title"],
        text=found["text"],
        finding=found["finding"],
    )

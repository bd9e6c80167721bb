"""Write the page of a rule to fill in: `make rule id=request-thing-changed`.

In:  the id of a rule.
Out: `compat/rules/<id>.md` with every member and block; what is to be said is `...` or empty, which
     the reader of pages refuses by name and line, so that no page is forgotten half-written.
"""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "generator" / "bffgen" / "compat" / "rules"
ID = re.compile(r"[a-z]+(-[a-z0-9]+){2,}")
DIRECTIONS = ("request", "response")

PAGE = """---
id: {rule}
direction: {direction}
change: {change}
effect: ...
breaks: wire
witness: ...
mirror: ...
head: '{{name:tick}} ...'
label: was {{was}}
help: ...
---
# ...
Who is hurt by it, and how: what a generated client, an app in the field, a partner's script does
then. Two to five sentences.
```yaml baseline
```
```yaml revision
```
```text finding
```
## Instead
...
"""


class PageRefused(ValueError):
    """No page is written; the text says why."""


def page(rule: str) -> str:
    """Give the page of a rule to fill in."""
    first, _, rest = rule.partition("-")
    has_direction = first in DIRECTIONS
    return PAGE.format(
        rule=rule,
        direction=first if has_direction else "none",
        change=rest if has_direction else rule,
    )


def write(rule: str, folder: Path = FOLDER) -> Path:
    """Write it, and give its path.

    Raises:
        PageRefused: the id has another form, or its page is there.
    """
    if not ID.fullmatch(rule):
        raise PageRefused(f"`{rule}` is no id: name it as request-thing-changed")
    path = folder / f"{rule}.md"
    if path.exists():
        raise PageRefused(f"{path.name} is there already")
    path.write_text(page(rule), "utf-8")
    return path


if __name__ == "__main__":
    try:
        print(write(*sys.argv[1:2] or [""]))
    except PageRefused as refused:
        sys.exit(str(refused))

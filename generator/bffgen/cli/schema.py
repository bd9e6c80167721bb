"""`bffgen schema`: the JSON Schema of a format that bffgen prints or reads.

In:  the name of a format, with or without its version: `findings`, `findings/1`.
Out: the schema that is shipped.
"""

import sys
from pathlib import Path

from bffgen.cli.flags import SchemaName, WrongUse
from bffgen.cli.screen import Screen
from bffgen.model.spelling import nearest

FOLDER = Path(__file__).resolve().parents[1] / "schemas"


def run(name: SchemaName = None) -> int:
    """Print a schema, or list them."""
    screen = Screen(sys.stdout, sys.stderr)
    # `findings-1.json` is findings/1; the newest version has the short name as well.
    found = {path.stem.replace("-", "/"): path for path in sorted(FOLDER.glob("*.json"))}
    if name is None:
        screen.out.write("".join(f"{each}\n" for each in found))
        return 0
    path = found.get(name) or {each.partition("/")[0]: path for each, path in found.items()}.get(
        name
    )
    if path is None:
        close = nearest(name, [*found, *(each.partition("/")[0] for each in found)])
        there = f"the nearest is `{close}`" if close else f"there are {', '.join(found)}"
        raise WrongUse(f"no format is called `{name}`; {there}")
    screen.out.write(path.read_text("utf-8"))
    return 0

"""The formats of a comparison: one table; a module is imported when its format is asked for.

In:  the name of a format, a Listing.
Out: one text.
"""

from importlib import import_module
from typing import Final

from bffgen.report.entry import Listing

# Format -> (module of this room, its function).
FORMATS: Final = {
    "text": ("compared", "compared"),
    "json": ("json", "findings"),
    "markdown": ("markdown", "comment"),
    "github": ("github", "annotations"),
    "gitlab": ("gitlab", "code_quality"),
    "sarif": ("sarif", "scanned"),
    "junit": ("junit", "suites"),
}


def render(form: str, listing: Listing) -> str:
    """Print all that a run tells in a format.

    Raises:
        KeyError: there is no such format.
    """
    module, function = FORMATS[form]
    made: str = getattr(import_module(f"bffgen.report.{module}"), function)(listing)
    return made

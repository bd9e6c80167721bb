"""Flags of the commands that read and write ledgers.

In:  nothing.
Out: annotations, as `cli/flags.py` has them for all other commands.
"""

from enum import StrEnum
from typing import Annotated, TypeAlias

from bffgen.cli.flags import argument, option
from bffgen.model.release import Stage


class OfLedger(StrEnum):
    """What `bffgen ledger` does."""

    SHOW = "show"
    VERIFY = "verify"


Telling: TypeAlias = Annotated[
    OfLedger,
    argument(
        metavar="show|verify",
        help="Say what is live and why; or hold what was frozen against its digests.",
    ),
]


class Page(StrEnum):
    """How a ledger is told."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


PrintedAs: TypeAlias = Annotated[
    Page, option("-f", "--format", help="For a terminal, a program, a page.")
]
Since: TypeAlias = Annotated[
    str | None,
    option(
        "--against",
        metavar="git:REF",
        help="A commit, of whose releases and events none may have changed: the target branch.",
        show_default=False,
    ),
]
HeldAgainst: TypeAlias = Annotated[
    str,
    option(
        "--against",
        metavar="WHAT",
        help="live: every release in the field; last: the newest one; release:VERSION; git:REF: the"
        " contracts of a commit.",
    ),
]
OneCandidate: TypeAlias = Annotated[
    str | None,
    option(
        "--candidate",
        metavar="release:VERSION",
        help="A release in the place of the working tree: may I roll back to it, or serve it beside"
        " the one that is out?",
        show_default=False,
    ),
]


class Stops(StrEnum):
    """From where on a check ends with exit code 1."""

    BLOCK = "block"
    WARN = "warn"
    BREAKS = "breaks"
    RISKY = "risky"
    NOTHING = "nothing"


StopsAt: TypeAlias = Annotated[
    Stops,
    option(
        "--fail-on",
        metavar="VERDICT",
        help="Exit 1 from here on: block, warn, nothing; of a commit also called breaks, risky.",
    ),
]
OfVersion: TypeAlias = Annotated[
    str | None,
    option(
        "--version",
        metavar="VERSION",
        help="Of the release; `auto` for the smallest that is due. Without it, `info.version`.",
        show_default=False,
    ),
]
OfStage: TypeAlias = Annotated[
    Stage, option("--stage", help="A beta is compared and blocks nobody.")
]
ShippedBy: TypeAlias = Annotated[
    list[str] | None,
    option(
        "--build",
        metavar="CHANNEL=BUILD",
        help="A build that ships the release; may be given again.",
    ),
]
PastContract: TypeAlias = Annotated[
    str | None,
    option(
        "--contract",
        metavar="git:REF:PATH",
        help="The contract of a release that was out before bffgen came; also a file.",
        show_default=False,
    ),
]
ReleasedOn: TypeAlias = Annotated[
    str | None,
    option("--released", metavar="DATE", help="When that was.", show_default=False),
]
Yanking: TypeAlias = Annotated[
    str | None,
    option(
        "--yank",
        metavar="VERSION",
        help="Say that a release was never shipped; why: --reason.",
        show_default=False,
    ),
]
Because: TypeAlias = Annotated[
    str, option("--reason", metavar="TEXT", help="Why.", show_default=False)
]
ByWhom: TypeAlias = Annotated[
    str, option("--by", metavar="NAME", help="Who says so.", show_default="$USER")
]
NotesOf: TypeAlias = Annotated[
    str,
    option("--notes", metavar="TEXT", help="Shown above its changes.", show_default=False),
]

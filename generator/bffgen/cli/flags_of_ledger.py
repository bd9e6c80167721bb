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
    SVG = "svg"


PrintedAs: TypeAlias = Annotated[
    Page, option("-f", "--format", help="For a terminal, a program, a page, a browser.")
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
WithOver: TypeAlias = Annotated[
    bool,
    option("--all", help="Show releases that are over as well; nothing is hurt there."),
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


class Recorded(StrEnum):
    """What `bffgen event` adds; the others have commands that ask first."""

    BUILD = "build"
    DEPLOY = "deploy"
    MIN_VERSION = "min-version"
    RENEW = "renew"
    WITHDRAW = "withdraw"


EventKind: TypeAlias = Annotated[
    Recorded,
    argument(
        metavar="KIND",
        help="build, deploy, min-version, renew or withdraw; `release --yank`, `can-retire --write`"
        " and `deprecate` write the others.",
    ),
]
OfChannel: TypeAlias = Annotated[
    str | None, option("--channel", metavar="NAME", help="Of the client's policy.")
]
OfBuild: TypeAlias = Annotated[
    str | None, option("--build", metavar="BUILD", help="The build, as the store calls it.")
]
OfRelease: TypeAlias = Annotated[
    str | None, option("--release", metavar="VERSION", help="The release that it ships.")
]
Identifies: TypeAlias = Annotated[
    bool | None,
    option("--identifies/--anonymous", help="Whether it names itself in its requests."),
]
Unused: TypeAlias = Annotated[
    list[str] | None,
    option(
        "--unused",
        metavar="TARGET",
        help="A place that it neither sends nor decodes; may be given again.",
    ),
]
Served: TypeAlias = Annotated[
    list[str] | None,
    option(
        "--serves", metavar="VERSION", help="A release that is served from now on; twice: a canary."
    ),
]
BuildsBelow: TypeAlias = Annotated[
    str | None,
    option("--builds-below", metavar="BUILD", help="The first build that is not refused."),
]
Effective: TypeAlias = Annotated[
    str | None, option("--effective", metavar="INSTANT", help="From when on.")
]
EnforcedBy: TypeAlias = Annotated[
    str | None, option("--enforced-by", metavar="TEXT", help="What refuses them.")
]
Until: TypeAlias = Annotated[
    str | None, option("--until", metavar="DATE", help="The last day of it.")
]
OfTarget: TypeAlias = Annotated[
    str | None,
    option("--target", metavar="TARGET", help="What the deprecation was of."),
]
Announced: TypeAlias = Annotated[
    str | None, option("--announced", metavar="DATE", help="When it was announced.")
]
OneVersion: TypeAlias = Annotated[str, argument(metavar="VERSION", help="A release.")]
WriteIt: TypeAlias = Annotated[
    bool, option("--write", help="Where the answer is yes, add the event that ends it.")
]
OneFinding: TypeAlias = Annotated[
    str, argument(metavar="FINGERPRINT", help="Of a finding, as `bffgen check` prints it.")
]
OwnedBy: TypeAlias = Annotated[
    str, option("--owner", metavar="NAME", help="Who answers for it.", show_default=False)
]
OfClients: TypeAlias = Annotated[
    list[str] | None,
    option("--client", metavar="CLIENT", help="Of this client alone; may be given again."),
]


class Using(StrEnum):
    """What `bffgen usage` does."""

    IMPORT = "import"


OfUsage: TypeAlias = Annotated[
    Using, argument(metavar="import", help="Take an export as evidence.")
]
CsvExport: TypeAlias = Annotated[
    str | None,
    option("--csv", metavar="FILE", help="`day,channel,build,devices`, of a store or analytics."),
]
PrometheusExport: TypeAlias = Annotated[
    str | None,
    option(
        "--prometheus-json",
        metavar="FILE",
        help="An answer of /api/v1/query_range: counts a day, by channel, build and operation.",
    ),
]
OtelExport: TypeAlias = Annotated[
    str | None, option("--otel-json", metavar="FILE", help="An OTLP export: sums with attributes.")
]
ManifestOfReads: TypeAlias = Annotated[
    str | None,
    option("--reads", metavar="FILE", help="What an app's build wrote of all that it uses."),
]
PactFiles: TypeAlias = Annotated[
    list[str] | None,
    option("--pact", metavar="FILE", help="A Pact file of a build's tests; may be given again."),
]
OfBuilds: TypeAlias = Annotated[
    list[str] | None,
    option(
        "--build",
        metavar="CHANNEL=BUILD",
        help="The build that Pact files are of; may be given again.",
    ),
]
OneTarget: TypeAlias = Annotated[
    str,
    argument(
        metavar="TARGET",
        help="`GET /legacy`, `GET /home#/response/200/badge`, or `release 1.0.0`.",
    ),
]
EndsOn: TypeAlias = Annotated[
    str, option("--sunset", metavar="DATE", help="The first day without it.", show_default=False)
]
InsteadOf: TypeAlias = Annotated[
    str, option("--replacement", metavar="TEXT", help="What to use instead.", show_default=False)
]
AllOperations: TypeAlias = Annotated[
    bool,
    option(
        "--all-operations",
        help="Announce it for every operation that reaches the component which it stands in.",
    ),
]
SplitIt: TypeAlias = Annotated[
    bool,
    option(
        "--split",
        help="Give this operation its own copy of the component which it stands in, and mark that.",
    ),
]
Consenting: TypeAlias = Annotated[
    str | None,
    option("--consent", metavar="PARTY", help="Who accepts this sunset; nothing else is written."),
]
Reference: TypeAlias = Annotated[
    str, option("--reference", metavar="TEXT", help="Where that is agreed.", show_default=False)
]
NotifiedBy: TypeAlias = Annotated[
    list[str] | None,
    option(
        "--notified",
        metavar="PARTY[=HOW]",
        help="A party that is told on this day, by email unless it says how; may be given again.",
    ),
]
TargetBranch: TypeAlias = Annotated[
    str | None,
    option(
        "--base",
        metavar="git:REF",
        help="The target branch: a policy that promises less than there is told.",
        show_default=False,
    ),
]

"""Flags and commands: the wall around typer.

In:  functions whose annotations say what they take.
Out: an app that parses arguments and calls them; wrong use is exit code 2.
"""

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from bffgen.cli.stream import NotTold, lead_nowhere, lost, wrong
from bffgen.model.family import Family
from bffgen.model.severity import FailOn
from bffgen.model.spelling import nearest

LAST_PORT = 65535

# For modules that hold flags of their own.
argument = typer.Argument
option = typer.Option

Clients: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="CLIENT", help="Clients of bffgen.yaml; all of them if none."),
]
Directory: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="DIR", help="A new or an empty folder.", show_default=False),
]
Example: TypeAlias = Annotated[
    str | None,
    typer.Option("--example", metavar="NAME", help="Whose contracts to begin with: storefront."),
]


class Mending(StrEnum):
    """What `bffgen fix` can write."""

    STATUSES = "statuses"


class Fetch(StrEnum):
    """What `bffgen upstream` does."""

    PULL = "pull"


Fetching: TypeAlias = Annotated[
    Fetch, typer.Argument(metavar="pull", help="Vendor contracts from where they are at home.")
]
Services: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SERVICE]...", help="Upstreams; all that say where, if none is named."),
]


class Compose(StrEnum):
    """What `bffgen compose` does."""

    SUGGEST = "suggest"


Composing: TypeAlias = Annotated[
    Compose, typer.Argument(metavar="suggest", help="Print a composition to start from.")
]
OfClient: TypeAlias = Annotated[str, typer.Argument(metavar="CLIENT", help="A client.")]
OfOperation: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="OPERATION",
        help="An operation by its operationId or as `METHOD path`; without one, all of them.",
    ),
]
OneOfClient: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="OPERATION", help="An operation by its operationId or as `METHOD path`."
    ),
]


class Telling(StrEnum):
    """How one thing is told."""

    TEXT = "text"
    JSON = "json"


ToldAs: TypeAlias = Annotated[
    Telling, typer.Option("-f", "--format", help="For a person, or a program.")
]
Mended: TypeAlias = Annotated[
    Mending, typer.Argument(metavar="statuses", help="The responses that a BFF answers.")
]
Check: TypeAlias = Annotated[
    bool,
    typer.Option("--check", help="Write nothing; exit 1 if generated/ is not what contracts/ say."),
]
Jobs: TypeAlias = Annotated[
    int,
    typer.Option(
        "--jobs",
        metavar="N",
        help="Processes that make clients; a process costs more than a small client.",
        min=1,
        max=256,
    ),
]
WatchIt: TypeAlias = Annotated[
    bool,
    typer.Option("--watch", help="Build again whenever contracts/ changes, until it is ended."),
]
Seed: TypeAlias = Annotated[
    int, typer.Option("--seed", metavar="N", help="What the fakes' answers are drawn from.")
]
Real: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--real", metavar="NAME=URL", help="An upstream that is real, at this address."),
]
Upstreams: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="UPSTREAM", help="Upstreams of bffgen.yaml."),
]
All: TypeAlias = Annotated[bool, typer.Option("--all", help="All upstreams of bffgen.yaml.")]
Port: TypeAlias = Annotated[
    int,
    typer.Option(
        "--port",
        metavar="N",
        show_default=False,
        help="First port; the others follow it. Without it, free ones.",
        min=0,
        max=LAST_PORT,
    ),
]


Baseline: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="BASELINE",
        help="What clients hold: a file, `git:REF:PATH`, or `-`.",
        show_default=False,
    ),
]
Revision: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="REVISION", help="What is to be, likewise.", show_default=False),
]
ChangedUpstream: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="UPSTREAM", help="The upstream, as bffgen.yaml calls it."),
]
UsesFiles: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--uses",
        metavar="FILE|URL",
        help="What a client uses, as `--write-uses` wrote it; may be given again. Then no workspace"
        " is needed, and `--against` names the contract that is in use.",
    ),
]
WriteUses: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--write-uses",
        metavar="DIR",
        help="Write what each client uses of its upstreams, CLIENT.json each, for the teams that"
        " own them: no mapping, no hook, no address.",
    ),
]
Candidate: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="CANDIDATE",
        help="Its contract as it would be: a file, `git:REF:path`, or `-`. Without one, the"
        " contract in the workspace, against that of `--against`.",
    ),
]
AgainstCommit: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="git:REF",
        help="The commit whose contract of the upstream is in use, or with `--uses` a document."
        " Without it, the workspace's.",
        show_default=False,
    ),
]
OfFamily: TypeAlias = Annotated[
    Family | None,
    typer.Option(
        "--family",
        metavar="FAMILY",
        show_default=False,
        help="Who reads: browser, app-store, third-party, internal; how loud a finding is, and the"
        " decoder that is usual there.",
    ),
]
HowRead: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--decoder",
        metavar="K=V",
        help="How clients read answers: unknown_field=ignore|fail, unknown_enum=fail|tolerate,"
        " null_for_optional=fail|accept.",
    ),
]
Assumed: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--compat",
        metavar="K=V",
        help="What both sides do: producer=closed|open, formats=assert|annotate,"
        " numbers=json|int64, webhooks=single|opt-in, fuel=STEPS.",
    ),
]
WaiverFiles: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--waivers",
        metavar="FILE",
        help="Findings that somebody accepts for a while; a file or a folder.",
        show_default=False,
    ),
]
SeverityFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--severity",
        metavar="FILE",
        help="Rule ids, or wire, source, lifecycle -> error, warning, info or off.",
        show_default=False,
    ),
]
Threshold: TypeAlias = Annotated[
    FailOn,
    typer.Option(
        "--fail-on", metavar="EFFECT", help="Exit 1 from here on: breaks, risky, nothing."
    ),
]
Pure: TypeAlias = Annotated[
    bool,
    typer.Option("--pure", help="Tell what hurts only a peer that sends undeclared names, too."),
]
AsOf: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="What is known and what holds at the end of this day (UTC), or at an instant.",
        show_default="now",
    ),
]
Formats: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="text, json, markdown, github, gitlab, sarif, junit; may be given again.",
        show_default="text",
    ),
]
Outputs: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="[FORMAT=]FILE",
        help="Write a format to a file instead of the screen; may be given again.",
    ),
]
Limit: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--limit",
        metavar="N",
        help="Show so many findings as text, the worst.",
        min=0,
        show_default=False,
    ),
]
RefsFrom: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--refs-from",
        metavar="DIR",
        help="A folder that references may lead into, beside the git work tree or the folder of"
        " the document; may be given again.",
    ),
]
NoMemory: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-memory",
        help="Prove everything anew: neither read nor write .bffgen/cache/compare.",
    ),
]
RuleName: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="RULE|FINGERPRINT",
        help="A rule's id, or the fingerprint of a finding; without one, all rules are listed.",
    ),
]
OneSide: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="BASELINE", help="Where the finding is: of this comparison."),
]
OtherSide: TypeAlias = Annotated[
    str | None, typer.Argument(metavar="REVISION", help="The other side of it.")
]
FindingsFiles: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--in",
        metavar="FILE",
        help="Where the finding is: findings that `-o json=FILE` wrote; may be given again."
        " Without any, the newest in the current folder.",
    ),
]


class Drawing(StrEnum):
    """What `bffgen graph` draws."""

    TEXT = "text"
    JSON = "json"
    MERMAID = "mermaid"
    SVG = "svg"


DrawnAs: TypeAlias = Annotated[
    Drawing,
    typer.Option(
        "-f", "--format", help="For a terminal, a program, a page of Markdown, a browser."
    ),
]
OneOperation: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--operation",
        metavar="OPERATION",
        help="An operation, by its id or METHOD path: all that is known of it.",
    ),
]
OneField: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--field",
        metavar="CLIENT.OPERATION#FIELD",
        help="A field of an answer, as JSON pointer or as name.below[].it: what it is made of.",
    ),
]
SchemaName: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help="A format: findings, graph; without one, all are listed."),
]


_GIT = "git:"


class WrongUse(Exception):
    """A call that cannot be carried out: exit code 2, the text says why."""


class Undecided(Exception):
    """A call that is right and whose answer cannot be known: exit code 3, the text says why."""


def demand(clients: Sequence[str], known: Sequence[str]) -> None:
    """Demand that every wanted client is one; where none is known, bffgen.yaml says why.

    Raises:
        WrongUse: with the nearest name, or all there are.
    """
    absent = [f"no client is called {meant(each, known)}" for each in clients if each not in known]
    if absent and known:
        raise WrongUse("; ".join(absent))


def demand_upstream(name: str, known: Sequence[str]) -> None:
    """Demand that an upstream is one; where none is known, bffgen.yaml says why.

    Raises:
        WrongUse: with the nearest name, or all there are.
    """
    if known and name not in known:
        raise WrongUse(f"no upstream is called {meant(name, known)}")


def demand_folders(names: Sequence[str], folder: Path) -> Sequence[str]:
    """Demand that folders are there.

    Args:
        folder: what they are relative to.

    Raises:
        WrongUse: one is not.
    """
    for each in names:
        if not (folder / each).is_dir():
            raise WrongUse(f"`--refs-from {each}` names no folder")
    return names


def commit_in(against: str, flag: str = "--against") -> str:
    """Take the commit out of `git:REF`.

    Raises:
        WrongUse: it names none.
    """
    if not against.removeprefix(_GIT) or not against.startswith(_GIT):
        raise WrongUse(f"`{flag} {against}` names no commit: write `{flag} git:REF`")
    return against.removeprefix(_GIT)


def meant(name: str, known: Sequence[str]) -> str:
    """Quote a name, with the nearest there is, or all there are."""
    close = nearest(name, known)
    return f"`{name}`; " + (
        f"the nearest is `{close}`" if close else f"there are {', '.join(known)}"
    )


def ports(first: int, count: int) -> list[int]:
    """Give so many ports from the first one on; from 0, free ones.

    Raises:
        WrongUse: where they pass the last port there is.
    """
    if not first:
        return [0] * count
    if first + count - 1 > LAST_PORT:
        problem = f"`--port {first}` leaves no room for {count} ports"
        raise WrongUse(f"{problem}: the last there is is {LAST_PORT}")
    return list(range(first, first + count))


def run(commands: Sequence[tuple[str, str, Callable[..., int]]], argv: Sequence[str]) -> int:
    """Parse arguments, call the command that they name, and give its exit code.

    Args:
        commands: (name, what it does, function that gives the exit code).
    """
    begun: list[str] = []
    app = typer.Typer(
        name="bffgen",
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_bffgen)
    for name, what, function in commands:
        app.command(name, help=what)(_ending(name, function, begun))
    try:
        app(args=list(argv), prog_name="bffgen")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except OSError as fault:
        if begun:
            raise
        # No command has run: what fails is the page of help, or what is wrong with the call.
        lead_nowhere(sys.stdout)
        return lost((fault.strerror or str(fault)).lower())
    return 0


def _bffgen(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Contracts in, backends out, nothing broken."""


def _ending(name: str, function: Callable[..., int], begun: list[str]) -> Callable[..., None]:
    """Make a command of a function: its result becomes the exit code; `begun` is told its name."""

    @wraps(function)
    def command(**given: object) -> None:
        begun.append(name)
        try:
            code = function(**given)
        except WrongUse as fault:
            code = wrong(str(fault))
        except Undecided as fault:
            code = wrong(str(fault), 3)
        except NotTold as fault:
            code = lost(str(fault))
        raise typer.Exit(code)

    return command

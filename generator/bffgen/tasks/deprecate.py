"""Announce that a promise ends: an event in the ledger and the mark in the contract, together.

In:  readers of the workspace's files, a client, a target, its sunset, an instant.
Out: Announced: the files to be put; or why not.
How: what stands in a component that other operations reach as well would be marked for all of them:
     they are listed, and announced too where that is asked for (PITFALLS 15).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bffgen.contract.assign import assign
from bffgen.contract.event import EventFile, apart, written_event
from bffgen.contract.ledger import EVENTS, folder_of
from bffgen.contract.side import read_bundle
from bffgen.contract.source import Source
from bffgen.govern.notice import standing
from bffgen.govern.target import is_3_0, key_of, pointers, written_at
from bffgen.model.bundle import Bundle
from bffgen.model.calendar import later_by, start_of
from bffgen.model.canonical import Json
from bffgen.model.event import Kind
from bffgen.model.finding import Finding, stops
from bffgen.model.grammar import METHODS
from bffgen.model.place import Locate, join, parent, tokens
from bffgen.model.policy import Notice, Policy
from bffgen.model.tree import at, has, slice_of
from bffgen.tasks.adding import not_whole
from bffgen.tasks.ledger import Below, Sound, ledgers
from bffgen.tasks.reading import Read
from bffgen.tasks.splitting import split

__all__ = ["Announced", "Ending", "consent", "deprecate"]

_PLACES: Final = (
    "places are `#/response/200/NAME`, `#/request/NAME`, `#/parameters/query/NAME` and "
    "`#/headers/200/NAME`"
)
# What a mark goes behind in a block, the first of them that is there.
_BEHIND = ("operationId", "summary", "description", "name", "type", "$ref")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is to be announced.

    Attributes:
        target: an operation, a place in one, or `release VERSION`.
        sunset: the first day without it.
        everywhere: whether all operations that share the place are announced as well.
        alone: whether the operation gets its own copy of what it shares with others.
        notified: (party, how) of those who are told on this day.
    """

    client: str
    target: str
    sunset: date
    replacement: str = ""
    by: str = ""
    everywhere: bool = False
    alone: bool = False
    notified: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What came of it.

    Attributes:
        files: path -> content, the contract's among them; to be put together.
        told: what was announced, and who has to be told, in sentences.
        refused: why it cannot be announced so; empty where it can.
        broken: why the ledger decides nothing.
        names: of all clients that bffgen.yaml has.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    told: tuple[str, ...] = ()
    refused: str = ""
    findings: tuple[Finding, ...] = ()
    broken: tuple[Finding, ...] = ()
    names: tuple[str, ...]
    locate: Locate


# How the members of the events are said: by arguments and flags of other names.
_FLAGS: Final = {"target": "TARGET", "party": "--consent", "announced": "--as-of"}


def deprecate(read: Read, below: Below, ending: Ending, as_of: datetime) -> Announced:
    """Announce an end; the ledger is verified with it before anything is written."""
    ending = replace(ending, target=_written(ending.target))
    return _whole(read, below, ending, _deprecated(read, below, ending, as_of))


def _whole(read: Read, below: Below, ending: Ending, made: Announced) -> Announced:
    """Refuse what the ledger would be broken by."""
    refused = (
        not_whole(read, below, dict(made.files), ending.client, _FLAGS) if made.files else None
    )
    if refused is None:
        return made
    findings = (*made.findings, *refused.findings)
    return replace(made, files=(), told=(), refused=refused.said, findings=findings)


def _written(target: str) -> str:
    """Write a target as contracts do: `get  /orders` is `GET /orders`."""
    named, mark, pointer = target.strip().partition("#")
    method, _, path = " ".join(named.split()).partition(" ")
    if method.lower() in METHODS:
        return f"{method.upper()} {path}{mark}{pointer}"
    return f"{method} {path}{mark}{pointer}".strip()


def _deprecated(read: Read, below: Below, ending: Ending, as_of: datetime) -> Announced:
    found = ledgers(read, below, only=(ending.client,))
    nothing = Announced(
        findings=found.findings, broken=found.broken, names=found.names, locate=found.locate
    )
    kept = found.sole
    if kept is None:
        return nothing
    refused = _too_near(ending, kept.policy, as_of)
    if refused:
        return replace(nothing, refused=refused)
    parties = [each.name for each in kept.policy.parties]
    strange = [party for party, _ in ending.notified if party not in parties]
    if strange:
        there = f"there are {', '.join(parties)}" if parties else "policy.yaml names none"
        return replace(nothing, refused=f"no party is called `{strange[0]}`; {there}")
    if ending.target.startswith("release "):
        known = [each.version for each in kept.ledger.releases]
        if ending.target.removeprefix("release ") not in known:
            there = f"there are {', '.join(known)}" if known else "there is none yet"
            return replace(nothing, refused=f"{ending.client} has no {ending.target}; {there}")
        return _announced(nothing, (ending.target,), ending, kept, as_of, {})
    path = f"{folder_of(ending.client)}/openapi.yaml"
    source = Source(name=path, root=path, read=read, label=lambda each: each)
    bundled, faults = read_bundle(source)
    nothing = replace(nothing, findings=tuple(dict.fromkeys((*nothing.findings, *faults))))
    if bundled is None or stops(faults):
        return nothing
    return _marked(nothing, ending, kept, bundled, read, as_of)


def consent(
    read: Read, below: Below, ending: Ending, party: str, reference: str, as_of: datetime
) -> Announced:
    """Say that a party accepts a sunset that was announced; one that is later says nothing."""
    ending = replace(ending, target=_written(ending.target))
    found = ledgers(read, below, only=(ending.client,))
    nothing = Announced(
        findings=found.findings, broken=found.broken, names=found.names, locate=found.locate
    )
    kept = found.sole
    if kept is None:
        return nothing
    target, known = ending.target, [each.name for each in kept.policy.parties]
    if party not in known:
        there = f"there are {', '.join(known)}" if known else "policy.yaml names none"
        return replace(nothing, refused=f"no party is called `{party}`; {there}")
    announced = [each for each in standing(kept.ledger) if key_of(each.target) == key_of(target)]
    if not announced:
        first = f'`bffgen deprecate {ending.client} "{target}" --sunset DATE`'
        problem = f"nobody has announced that {target} goes, so there is nothing to consent to"
        return replace(nothing, refused=f"{problem}: {first}")
    if ending.sunset > announced[-1].sunset:
        day = announced[-1].sunset.isoformat()
        problem = f"{target} goes on {day}, and a consent to a later day accepts nothing"
        return replace(nothing, refused=f"{problem}: write `--sunset {day}`")
    members: dict[str, Json] = {
        "target": target,
        "party": party,
        "sunset": ending.sunset.isoformat(),
        "reference": reference or None,
    }
    folder = f"{folder_of(ending.client)}/{EVENTS}"
    name = f"{party}-{target}"
    made = written_event(Kind.CONSENT, as_of, ending.by, members, folder, name)
    if not isinstance(made, EventFile):
        return replace(nothing, findings=(*nothing.findings, *made))
    told = f"{party} accepts that {target} goes on {ending.sunset.isoformat()}"
    path = apart(made.path, [each.place.document for each in kept.ledger.events])
    accepted = replace(nothing, files=((path, made.content),), told=(told,))
    return _whole(read, below, ending, accepted)


def _too_near(ending: Ending, policy: Policy, as_of: datetime) -> str:
    """Say why a sunset is no day that may be announced; empty where it is one."""
    today = as_of.date()
    if ending.sunset <= today:
        return f"{ending.sunset.isoformat()} is not ahead of {today.isoformat()}"
    for channel in policy.channels:
        if not isinstance(channel.retirement, Notice):
            continue
        floor = channel.retirement.floor
        earliest = later_by(start_of(today), floor).date()
        if ending.sunset < earliest:
            return (
                f"{ending.sunset.isoformat()} is below the floor of {floor}, whoever consents: "
                f"{earliest.isoformat()} is the earliest day"
            )
    return ""


def _marked(
    nothing: Announced,
    ending: Ending,
    kept: Sound,
    bundled: Bundle,
    read: Read,
    as_of: datetime,
) -> Announced:
    """Mark the contract, and announce the operations that the mark is met by."""
    named, _, pointer = ending.target.partition("#")
    operation = written_at(named.strip(), bundled.document)
    if operation is None:
        known = ", ".join(sorted(_operations(bundled.document)))
        return replace(nothing, refused=f"the contract has no operation `{named}`; it has {known}")
    places = pointers(named.strip(), pointer, bundled.document) if pointer else (operation,)
    if not places:
        problem = f"the contract has no `{pointer}` in {named.strip()}"
        return replace(nothing, refused=f"{problem}; {_PLACES}")
    shared = tuple(dict.fromkeys(each for one in places for each in _sharing(one, bundled)))
    others = tuple(each for each in shared if each != named.strip())
    if others and not (ending.everywhere or ending.alone):
        listed = ", ".join(others)
        problem = f"{pointer} stands in a component that {listed} reach as well"
        mend = "give this operation its own copy: --split, or announce it for all: --all-operations"
        return replace(nothing, refused=f"{problem}: {mend}")
    if is_3_0(bundled.document) and any(_refers(each, bundled) for each in places):
        problem = f"{pointer} is a reference, and OpenAPI 3.0 reads nothing beside one"
        return replace(nothing, refused=f"{problem}: put it in an `allOf`, or write 3.1")
    edits: dict[str, dict[str, dict[str, str | bool]]] = {}
    marks: dict[str, str | bool] = {"deprecated": True, "x-sunset": ending.sunset.isoformat()}
    if others and ending.alone:
        return _alone(nothing, (named.strip(), pointer), ending, kept, bundled, read, as_of, marks)
    for each in places:
        place = bundled.place(each)
        edits.setdefault(place.document, {})[place.pointer] = marks
    elsewhere = [
        each
        for each in others
        if pointer and set(pointers(each, pointer, bundled.document)).isdisjoint(places)
    ]
    if elsewhere:
        listed = ", ".join(elsewhere)
        problem = f"{listed} reach it at another place than {pointer}"
        mend = "give this operation a schema of its own"
        return replace(nothing, refused=f"{problem}: {mend}")
    files: dict[str, bytes] = {}
    for path, members in edits.items():
        made = assign(read(path), path, members, _BEHIND)
        if isinstance(made, tuple):
            return replace(nothing, findings=(*nothing.findings, *made))
        files[path] = made
    targets = [f"{each}#{pointer}" if pointer else each for each in (named.strip(), *others)]
    done = _announced(nothing, targets, ending, kept, as_of, files)
    missing = "" if pointer else _missing(ending.replacement, bundled.document)
    return replace(done, told=(*done.told, missing)) if missing and done.files else done


def _alone(
    nothing: Announced,
    target: tuple[str, str],
    ending: Ending,
    kept: Sound,
    bundled: Bundle,
    read: Read,
    as_of: datetime,
    marks: dict[str, str | bool],
) -> Announced:
    """Announce a place of one operation, which gets its own copy of what it shared."""
    operation, pointer = target
    made = split(operation, pointer, bundled, read, marks, _BEHIND)
    if made.refused or made.findings:
        findings = (*nothing.findings, *made.findings)
        return replace(nothing, refused=made.refused, findings=findings)

    def also(path: str) -> bytes:
        return made.files[path] if path in made.files else read(path)

    path = f"{folder_of(ending.client)}/openapi.yaml"
    again, _ = read_bundle(Source(name=path, root=path, read=also, label=lambda each: each))
    places = pointers(operation, pointer, again.document) if again is not None else ()
    if again is None or {each for one in places for each in _sharing(one, again)} - {operation}:
        problem = f"{operation} cannot be given its own copy of what {pointer} stands in"
        return replace(nothing, refused=f"{problem}: write a schema of its own")
    targets = (f"{operation}#{pointer}",)
    done = _announced(nothing, targets, ending, kept, as_of, dict(made.files))
    return replace(done, told=(*made.told, *done.told)) if done.files else done


def _missing(replacement: str, document: dict[str, Json]) -> str:
    """Say that a replacement is an operation that the contract has not; empty where it is none."""
    method, _, path = replacement.partition(" ")
    is_operation = method.lower() in METHODS and path.startswith("/")
    if not is_operation or written_at(replacement, document) is not None:
        return ""
    return f"the contract has no {replacement} yet, so that no answer links to it"


def _refers(pointer: str, bundled: Bundle) -> bool:
    value = at(bundled.document, pointer)
    return isinstance(value, dict) and "$ref" in value


def _sharing(pointer: str, bundled: Bundle) -> Iterator[str]:
    """Name the operations that reach the component which a place stands in."""
    steps = tokens(pointer)
    if steps[:1] == ("paths",) and steps[2:3] == ("parameters",):
        # What stands beside the methods of a path is for all of them.
        above = join("", *steps[:2])
        operations = _operations(bundled.document)
        yield from (name for name, where in operations.items() if parent(where) == above)
        return
    if not steps or steps[0] != "components":
        return
    component = join("", *steps[:3])
    for name, where in _operations(bundled.document).items():
        if has(slice_of(bundled.document, [where]), component):
            yield name


def _operations(document: dict[str, Json]) -> dict[str, str]:
    """Give the pointers of all operations by `METHOD path`."""
    paths = document.get("paths")
    return {
        f"{method.upper()} {path}": join("/paths", path, method)
        for path, item in (paths.items() if isinstance(paths, dict) else ())
        if isinstance(item, dict)
        for method in METHODS
        if method in item
    }


def _announced(
    nothing: Announced,
    targets: Sequence[str],
    ending: Ending,
    kept: Sound,
    as_of: datetime,
    files: dict[str, bytes],
) -> Announced:
    """Write an event for each target, with the notice that is owed as of today."""
    owed: Json = {each.name: str(each.notice) for each in kept.policy.parties}
    spans = [each.retirement for each in kept.policy.channels]
    if not owed:
        notices = [str(each.notice) for each in spans if isinstance(each, Notice)]
        owed = notices[0] if notices else None
    folder = f"{folder_of(ending.client)}/{EVENTS}"
    told = []
    for target in targets:
        members: dict[str, Json] = {
            "target": target,
            "announced": as_of.date().isoformat(),
            "sunset": ending.sunset.isoformat(),
            "replacement": ending.replacement or None,
            "notice": owed,
            "notified": [
                {"party": party, "how": how, "date": as_of.date().isoformat()}
                for party, how in ending.notified
            ]
            or None,
        }
        made = written_event(Kind.DEPRECATE, as_of, ending.by, members, folder, target)
        if not isinstance(made, EventFile):
            return replace(nothing, findings=(*nothing.findings, *made))
        there = [*(each.place.document for each in kept.ledger.events), *files]
        files[apart(made.path, there)] = made.content
        told.append(f"{target} goes on {ending.sunset.isoformat()}")
    reached = {party for party, _ in ending.notified}
    silent = [each.name for each in kept.policy.parties if each.name not in reached]
    if silent:
        told.append(f"nobody says that they were told, so they are owed it: {', '.join(silent)}")
    return replace(nothing, files=tuple(sorted(files.items())), told=tuple(told))

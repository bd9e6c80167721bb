"""Add a dated fact to a client's ledger, when the ledger is whole with it.

In:  readers of the workspace's files, a client, the kind of the event and what it says, an instant.
Out: Added: the file to be put; or why it cannot be.
How: the event is written in memory, and the ledger verified with it as `bffgen ledger verify` will.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bffgen.contract.event import EventFile, apart, written_event
from bffgen.contract.ledger import EVENTS, folder_of
from bffgen.model.canonical import Json
from bffgen.model.event import Kind
from bffgen.model.finding import Finding
from bffgen.model.place import Locate
from bffgen.tasks.adding import Refused, by_flags, not_whole
from bffgen.tasks.ledger import Below, ledgers
from bffgen.tasks.reading import Read

__all__ = ["Added", "EventFile", "Kind", "add"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of it.

    Attributes:
        file: None where it cannot be added.
        is_there: whether the ledger has this very file.
        refused: what is wrong with a flag, in a sentence; empty where nothing is.
        findings: what is wrong with the call, or with what was read.
        broken: what is wrong with the ledger as it stands.
        names: of all clients that bffgen.yaml has.
    """

    file: EventFile | None = None
    is_there: bool = False
    refused: str = ""
    findings: tuple[Finding, ...] = ()
    broken: tuple[Finding, ...] = ()
    names: tuple[str, ...]
    locate: Locate


def add(
    read: Read,
    below: Below,
    client: str,
    kind: Kind,
    members: Mapping[str, Json],
    at: datetime,
    by: str,
) -> Added:
    """Add an event.

    Args:
        members: of the kind; those that are None are left out.
    """
    found = ledgers(read, below, only=(client,))
    nothing = Added(
        findings=found.findings, broken=found.broken, names=found.names, locate=found.locate
    )
    if found.sole is None:
        return nothing
    folder = f"{folder_of(client)}/{EVENTS}"
    made = written_event(kind, at, by, members, folder, _subject(members))
    if not isinstance(made, EventFile):
        unwritten = {mark.place.document for each in made for mark in each.marks}
        return _refused(nothing, by_flags(made, unwritten, {}))
    if made.path in below(folder):
        is_same = read(made.path) == made.content
        if is_same:
            return Added(file=None, is_there=True, names=found.names, locate=found.locate)
        made = EventFile(apart(made.path, below(folder)), made.content)
    refused = not_whole(read, below, {made.path: made.content}, client, {})
    if refused is not None:
        return _refused(nothing, refused)
    return Added(file=made, names=found.names, locate=found.locate)


def _refused(nothing: Added, refused: Refused) -> Added:
    return replace(nothing, refused=refused.said, findings=refused.findings)


def _subject(members: Mapping[str, Json]) -> str:
    """Name what an event is about, for the name of its file."""
    keys = ("channel", "build", "builds_below", "target", "party", "release")
    said = [str(members[key]) for key in keys if members.get(key) is not None]
    serves = members.get("serves")
    said += [str(each) for each in serves] if isinstance(serves, list) else []
    return "-".join(said[:3])

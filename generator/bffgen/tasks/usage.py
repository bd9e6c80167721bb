"""Import counts of use into a client's evidence.

In:  an export with its form, readers of the workspace's files, a client.
Out: Imported: the file to be put; or why not.
"""

from dataclasses import dataclass

from bffgen.contract.counts import Form, read_counts, usage_of
from bffgen.contract.ledger import USAGE, folder_of
from bffgen.contract.usage import read_usage
from bffgen.model.canonical import indented
from bffgen.model.event import Shipped
from bffgen.model.finding import Finding, finding
from bffgen.model.place import Locate, Place
from bffgen.model.usage import Usage
from bffgen.tasks.ledger import Below, ledgers
from bffgen.tasks.reading import Read, Written

__all__ = ["Form", "Imported", "import_usage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of it.

    Attributes:
        path: of the file; empty where nothing is written.
        usage: what was counted, as it will be read.
        names: of all clients that bffgen.yaml has.
    """

    path: str = ""
    content: bytes = b""
    usage: Usage | None = None
    findings: tuple[Finding, ...] = ()
    broken: tuple[Finding, ...] = ()
    names: tuple[str, ...]
    locate: Locate


def import_usage(read: Read, below: Below, client: str, form: Form, export: Written) -> Imported:
    """Import an export; what was imported before is replaced."""
    found = ledgers(read, below, only=(client,))
    nothing = Imported(
        findings=found.findings, broken=found.broken, names=found.names, locate=found.locate
    )
    kept = found.sole
    if kept is None:
        return nothing
    name, content = export
    counts = read_counts(content, form, name)
    faults = [each for each in counts if isinstance(each, Finding)]
    if faults:
        return _refused(nothing, *faults)
    builds: dict[str, list[str]] = {each.name: [] for each in kept.policy.channels}
    for event in kept.ledger.of(Shipped):
        builds[event.channel].append(event.build)
    if not any(builds.values()):
        # Where nobody names builds, releases are what is counted.
        builds = {each: [one.version for one in kept.ledger.releases] for each in builds}
    ids = {each: party.name for party in kept.policy.parties for each in party.ids}
    numbers = [each for each in counts if not isinstance(each, Finding)]
    value = usage_of(numbers, form, content, client, builds, ids)
    path = f"{folder_of(client)}/{USAGE}"
    made = f"{indented(value)}\n".encode()
    usage = read_usage(made, path, client)
    if not isinstance(usage, Usage):
        return _refused(nothing, *usage)
    if usage.coverage == 0 and not usage.parties:
        problem = f"not one count of a build that the ledger of {client} knows"
        return _refused(nothing, finding("input-schema", Place(document=name), problem=problem))
    return Imported(path=path, content=made, usage=usage, names=found.names, locate=found.locate)


def _refused(nothing: Imported, *faults: Finding) -> Imported:
    return Imported(
        findings=(*nothing.findings, *faults), names=nothing.names, locate=nothing.locate
    )

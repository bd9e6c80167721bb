"""Mend a contract: write the responses that its BFF answers and it does not declare.

In:  a reader of the workspace's files, the clients that are wanted.
Out: Fixed: the files that change, what was added, the findings.
How: what a build finds missing is added; the result is planned again, and where a status is still
     missing or something else has broken, nothing is changed at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bffgen.compose.plan import plan_client
from bffgen.contract.statuses import with_statuses
from bffgen.contract.workspace import read_workspace
from bffgen.model.client import Client, Workspace
from bffgen.model.finding import Effect, Finding, Mark, finding, stops
from bffgen.model.place import Locate, Place
from bffgen.tasks.reading import Read, locate_in

_LACKS = ("compose-status-undeclared", "compose-idempotency-undeclared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What was mended.

    Attributes:
        files: (path, content) of what changes, sorted; empty where a finding stops it.
        added: (client, operation, statuses) in the order of the workspace.
        findings: what keeps a contract from being mended.
        names: of all clients that bffgen.yaml has.
        locate: in the files as they were.
    """

    files: tuple[tuple[str, bytes], ...]
    added: tuple[tuple[str, str, str], ...]
    findings: tuple[Finding, ...]
    names: tuple[str, ...]
    locate: Locate


def fix_statuses(read: Read, *, only: Sequence[str] = ()) -> Fixed:
    """Add to the contracts of the wanted clients every status that a build misses."""
    workspace, findings = read_workspace(read, only=only)
    faults = [each for each in findings if each.effect is Effect.BREAKS]
    files: dict[str, bytes] = {}
    added: list[tuple[str, str, str]] = []
    for client in workspace.clients:
        lacking = _lacking(client, workspace)
        own = client.composition.errors
        if lacking and own is not None:
            what = "statuses whose failures are told by `errors`"
            faults.append(
                finding("compose-unsupported", Mark(place=own.place, on="key"), what=what)
            )
            continue
        added += [(client.name, operation, statuses) for operation, _, statuses in lacking]
        made, found = _mended(client, lacking, read)
        faults += found
        files |= made
    if not faults and files:
        faults += _still_wrong(workspace, files, read, only)
    return Fixed(
        files=() if faults else tuple(sorted(files.items())),
        added=() if faults else tuple(added),
        findings=tuple(dict.fromkeys(faults)),
        names=workspace.names,
        locate=locate_in(read),
    )


def _lacking(client: Client, workspace: Workspace) -> list[tuple[str, Place, str]]:
    """Give operation, place of its responses, and statuses: what a build would tell."""
    _, found = plan_client(client, workspace)
    told = [each for each in found if each.rule in _LACKS and dict(each.facts)["statuses"]]
    return [
        (str(facts["operation"]), each.marks[0].place, str(facts["statuses"]))
        for each in told
        for facts in (dict(each.facts),)
    ]


def _mended(
    client: Client, lacking: list[tuple[str, Place, str]], read: Read
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    by_place: dict[Place, set[int]] = {}
    for _, place, statuses in lacking:
        by_place.setdefault(place, set()).update(map(int, statuses.split(", ")))
    return with_statuses(client.api, f"{client.folder}/openapi.yaml", by_place, read)


def _still_wrong(
    workspace: Workspace, files: dict[str, bytes], read: Read, only: Sequence[str]
) -> list[Finding]:
    """Read and plan what would be written; give what breaks in it and did not before."""

    def mended(path: str) -> bytes:
        return files[path] if path in files else read(path)

    after, found = read_workspace(mended, only=only)
    broken = {each.fingerprint for each in found if stops([each])}
    faults = [each for each in found if each.fingerprint in broken]
    as_it_was = {each.name: each for each in workspace.clients}
    for client in after.clients:
        before = as_it_was.get(client.name)
        planned_before = plan_client(before, workspace)[1] if before is not None else ()
        known = {each.fingerprint for each in planned_before}
        _, planned = plan_client(client, after)
        faults += [
            each
            for each in planned
            if stops([each]) and (each.rule in _LACKS or each.fingerprint not in known)
        ]
    return faults

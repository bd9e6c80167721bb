"""The lock of a client's folder, from its plan and its files.

In:  the client, its plan, the workspace's upstreams, the files that were made.
Out: Lock (`model/lock.py`).
How: of an upstream only the operations in use are digested, and of bffgen.yaml only the entries of
     these upstreams, so that no other change shows in a client's folder.
"""

from hashlib import sha256

from bffgen import VERSION
from bffgen.model.canonical import Json, digest
from bffgen.model.client import Client, Upstream, Workspace
from bffgen.model.files import FileTree
from bffgen.model.implemented import Implemented
from bffgen.model.lock import Lock, LockedOperation, runtime_part
from bffgen.model.plan import ClientPlan, Plan
from bffgen.model.tree import slice_of


def lock_of(client: Client, workspace: Workspace, plan: ClientPlan, files: FileTree) -> Lock:
    """Make the lock of a client's folder.

    Args:
        files: all files of the folder but the lock itself.
    """
    runtime = FileTree.of(
        {part: content for path, content in files.files if (part := runtime_part(path))}
    )
    return Lock(
        tool=VERSION,
        runtime=runtime.digest,
        inputs=tuple(sorted((*client.inputs, *_entries(workspace, plan)))),
        upstreams=_upstreams(workspace, plan),
        operations=tuple(_operation(each) for each in plan.served),
        unserved=tuple(each.key for each in plan.not_served),
        outputs=tuple((path, sha256(content).hexdigest()) for path, content in files.files),
    )


def _entries(workspace: Workspace, plan: ClientPlan) -> set[tuple[str, str]]:
    used = plan.services
    return {each.entry for each in workspace.upstreams if each.name in used}


def _upstreams(workspace: Workspace, plan: ClientPlan) -> tuple[tuple[str, str, str], ...]:
    used = {(each.upstream, each.operation.key) for each in plan.sent}
    found = []
    for name, key in sorted(used):
        upstream = workspace.upstream(name)
        if upstream is not None:
            found.append((name, key, _digest(upstream, key)))
    # A schema that functions answer with is named as their authors do: `pricing#Quote`.
    for each in plan.returned:
        upstream = workspace.upstream(each.service)
        if upstream is not None:
            parts: list[Json] = [slice_of(upstream.api.meaning, [each.pointer])]
            found.append((each.service, f"#{each.text.partition('#')[2]}", digest(parts)))
    return tuple(sorted(found))


def _digest(upstream: Upstream, key: str) -> str:
    operation = upstream.api.operation(key)
    pointer = operation.pointer if operation else ""
    parts: list[Json] = [key, slice_of(upstream.api.meaning, [pointer])]
    return digest(parts)


def _operation(plan: Plan | Implemented) -> LockedOperation:
    """Say what an operation costs; when a function calls what it may is not known."""
    if isinstance(plan, Implemented):
        return LockedOperation(
            name=plan.operation.name,
            key=plan.operation.key,
            calls=len(plan.uses),
            critical_path_ms=0,
            budget_ms=plan.budget_ms,
        )
    return LockedOperation(
        name=plan.operation.name,
        key=plan.operation.key,
        calls=plan.most_calls,
        critical_path_ms=plan.critical_ms,
        budget_ms=plan.budget_ms,
    )

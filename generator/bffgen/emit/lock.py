"""bffgen.lock: what a client's folder was made from, and what it is.

In:  the client, its plan, the files that were made.
Out: the text of the lock: tool, inputs, upstream operations in use, one line an operation, outputs.
How: digests alone, sorted; the tool's version stands here and nowhere else in the output.
"""

from hashlib import sha256

from bffgen import VERSION
from bffgen.model import schema
from bffgen.model.canonical import Json, digest
from bffgen.model.client import Client, Upstream, Workspace
from bffgen.model.files import FileTree
from bffgen.model.plan import ClientPlan, Plan


def lock(client: Client, workspace: Workspace, plan: ClientPlan, files: FileTree) -> str:
    """Write the lock of a client's folder.

    Args:
        files: all files of the folder but the lock itself.
    """
    runtime = FileTree.of(
        {path.partition("/runtime/")[2]: c for path, c in files.files if "/runtime/" in path}
    )
    lines = [
        "# made by bffgen: what this folder was made from, and what it is",
        "format lock/1",
        f"tool {VERSION}",
        f"runtime {runtime.digest}",
    ]
    lines += [f"input {path} {digested}" for path, digested in client.inputs]
    lines += _upstream_lines(workspace, plan)
    lines += [_operation_line(each) for each in plan.plans]
    lines += [f"unserved {each.key}" for each in plan.unserved]
    lines += [
        f"output {path} {sha256(content).hexdigest()}"
        for path, content in files.files
        if "/runtime/" not in path
    ]
    return "\n".join(lines) + "\n"


def _upstream_lines(workspace: Workspace, plan: ClientPlan) -> list[str]:
    """Digest the upstream operations in use, so that no other change of a service shows here."""
    used = {(call.upstream, call.operation.key) for each in plan.plans for call in each.calls}
    lines = []
    for name, key in sorted(used):
        upstream = workspace.upstream(name)
        if upstream is not None:
            lines.append(f"upstream {name} {key} {_operation_digest(upstream, key)}")
    return lines


def _operation_digest(upstream: Upstream, key: str) -> str:
    operation = upstream.api.operation(key)
    pointer = operation.pointer if operation else ""
    parts: list[Json] = [key, schema.slice_of(upstream.api.meaning, [pointer])]
    return digest(parts)


def _operation_line(plan: Plan) -> str:
    operation = plan.operation
    return (
        f"operation {operation.name} {operation.key} calls={len(plan.calls)}"
        f" critical_path_ms={plan.critical_ms} budget_ms={plan.budget_ms}"
    )

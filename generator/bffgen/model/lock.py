"""bffgen.lock: what a client's folder was made from, and what it is.

In:  digests of inputs and outputs, the facts of each operation; or the bytes of a lock.
Out: Lock, and its text.
How: a line a fact, its parts between tabs, sorted where the order says nothing. A line that this
     version does not know is passed over, so that an older bffgen can be told what is there.
"""

from dataclasses import dataclass

NAME = "bffgen.lock"
FORMAT = "lock/1"

_RUNTIME = "/runtime/"
_HEAD = "# made by bffgen: what this folder was made from, and what it is"


def runtime_part(path: str) -> str:
    """Give a path below the runtime's folder, empty where a client's own file lies."""
    return path.partition(_RUNTIME)[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedOperation:
    """An operation as it was built.

    Attributes:
        name: its operationId, or `METHOD path`; key: always `METHOD path`.
        critical_path_ms: until the last required call has ended at the latest.
    """

    name: str
    key: str
    calls: int
    critical_path_ms: int
    budget_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The lock of one client's folder.

    Attributes:
        tool: the version of bffgen that made the folder.
        runtime: digest of the runtime's files, the same in every client that has them.
        inputs, outputs: (path, sha-256); of outputs every file of the folder but the lock.
        upstreams: (upstream, operation, digest of what the operation says).
        unserved: operations that are omitted.
    """

    tool: str = ""
    runtime: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    upstreams: tuple[tuple[str, str, str], ...] = ()
    operations: tuple[LockedOperation, ...] = ()
    unserved: tuple[str, ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()

    def text(self) -> str:
        """Write the lock."""
        rows: list[tuple[str, ...]] = [
            ("format", FORMAT),
            ("tool", self.tool),
            ("runtime", self.runtime),
        ]
        rows += [("input", *each) for each in self.inputs]
        rows += [("upstream", *each) for each in self.upstreams]
        rows += [_row(each) for each in self.operations]
        rows += [("unserved", each) for each in self.unserved]
        rows += [("output", *each) for each in self.outputs]
        return "\n".join([_HEAD, *("\t".join(row) for row in rows)]) + "\n"

    def operation(self, name: str) -> LockedOperation | None:
        """Find an operation by its name."""
        return next((each for each in self.operations if each.name == name), None)

    @staticmethod
    def parse(content: bytes) -> "Lock":
        """Read a lock; what is none gives an empty one."""
        rows = [line.split("\t") for line in content.decode(errors="replace").splitlines()]
        pairs = {row[0]: row[1] for row in rows if len(row) == 2}
        return Lock(
            tool=pairs.get("tool", ""),
            runtime=pairs.get("runtime", ""),
            inputs=tuple((r[1], r[2]) for r in rows if r[0] == "input" and len(r) == 3),
            upstreams=tuple((r[1], r[2], r[3]) for r in rows if r[0] == "upstream" and len(r) == 4),
            operations=tuple(_operation(r) for r in rows if _is_operation(r)),
            unserved=tuple(r[1] for r in rows if r[0] == "unserved" and len(r) == 2),
            outputs=tuple((r[1], r[2]) for r in rows if r[0] == "output" and len(r) == 3),
        )


def _row(each: LockedOperation) -> tuple[str, ...]:
    numbers = (each.calls, each.critical_path_ms, each.budget_ms)
    names = ("calls", "critical_path_ms", "budget_ms")
    written = (f"{name}={number}" for name, number in zip(names, numbers, strict=True))
    return ("operation", each.name, each.key, *written)


def _is_operation(row: list[str]) -> bool:
    numbers = [part.partition("=")[2] for part in row[3:]]
    return row[0] == "operation" and len(row) == 6 and all(each.isdecimal() for each in numbers)


def _operation(row: list[str]) -> LockedOperation:
    calls, critical_path_ms, budget_ms = (int(part.partition("=")[2]) for part in row[3:])
    return LockedOperation(
        name=row[1],
        key=row[2],
        calls=calls,
        critical_path_ms=critical_path_ms,
        budget_ms=budget_ms,
    )

"""A workspace with time to spare: its BFFs answer the same on a machine that stalls for seconds.

In:  a workspace as it is read, and what is meant to be late, with a limit of its own.
Out: the same workspace, its times apart: each call may take `CALL`, each operation `WHOLE`.
How: the files are read, the times in them set, and written as JSON, which is YAML. A test that is
     about lateness keeps the one limit short that it is about, and lets what is late hang.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatch

from bffgen.contract.yaml import read_yaml

Read = Callable[[str], bytes]

CALL, WHOLE = "20s", "10m"


def patient(read: Read, late: Mapping[str, str] | None = None) -> Read:
    """Read a workspace with time to spare.

    Args:
        late: the names of sources, calls of `uses:` (`orders.cancelOrder`) and operations that are
            meant to run out of time, each with its limit; a name that is nowhere is a fault of the
            test, told when the composition is read.
    """
    limits = dict(late or {})

    def patiently(path: str) -> bytes:
        content = read(path)
        if fnmatch(path, "*/bffgen.yaml"):
            return _written(_manifest(_mapping(content, path)))
        if fnmatch(path, "*/policy.yaml"):
            return _written(_policy(_mapping(content, path)))
        if fnmatch(path, "*/composition.yaml"):
            return _written(_composition(_mapping(content, path), limits))
        return content

    return patiently


def _manifest(file: dict) -> dict:
    return {**file, "defaults": {**file.get("defaults", {}), "timeout": CALL}}


def _policy(file: dict) -> dict:
    return {**file, "budgets": {**file.get("budgets", {}), "latency": WHOLE}}


def _composition(file: dict, limits: dict[str, str]) -> dict:
    known = set()
    for name, operation in file.get("operations", {}).items():
        known.add(name)
        if isinstance(operation, dict):
            operation["budget"] = limits.get(name, WHOLE)
            for source, call in _calls(operation):
                known.add(source)
                call["timeout"] = limits.get(source, CALL)
    assert known >= limits.keys(), f"nothing is called {sorted(limits.keys() - known)}"
    return {**file, "defaults": {**file.get("defaults", {}), "timeout": CALL}}


def _calls(operation: dict) -> Iterator[tuple[str, dict]]:
    """Give the name and the mapping of each call of an operation."""
    yield from operation.get("sources", {}).items()
    if "uses" in operation:
        uses = [{"call": each} if isinstance(each, str) else each for each in operation["uses"]]
        operation["uses"] = uses
        yield from ((each["call"], each) for each in uses)


def _mapping(content: bytes, path: str) -> dict:
    value = read_yaml(content, path)
    assert isinstance(value, dict), value
    return value


def _written(value: dict) -> bytes:
    return json.dumps(value, indent=1).encode()

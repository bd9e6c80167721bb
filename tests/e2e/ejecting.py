"""A workspace in which every composed operation of a client is ejected, as a team would do it.

In:  a workspace as it is read, a client.
Out: the same workspace: each entry of composition.yaml replaced, each function in hooks.py.
How: what `bffgen eject` prints is pasted operation by operation, each of the workspace as it is.
"""

import ast
import json
from collections.abc import Callable

from bffgen.contract.yaml import read_yaml
from bffgen.report.ejected import as_json
from bffgen.tasks.eject import ejected
from bffgen.tasks.fix import fix_statuses

Read = Callable[[str], bytes]


def composed(read: Read, client: str) -> list[str]:
    """Name the operations of a client that sources feed."""
    file = _mapping(read(f"contracts/clients/{client}/composition.yaml"))
    return [name for name, each in file["operations"].items() if "implement" not in each]


def all_ejected(read: Read, client: str) -> Read:
    """Give the workspace with every composed operation of a client ejected."""
    for operation in composed(read, client):
        read = one_ejected(read, client, operation)
    return read


def one_ejected(read: Read, client: str, operation: str) -> Read:
    """Paste what is ejected where it says."""
    found = ejected(read, client, operation, below=lambda _: ())
    assert found.findings == (), found.findings
    assert found.ejected is not None
    told = json.loads(as_json(found.ejected))
    folder = f"contracts/clients/{client}"
    changed = {
        f"{folder}/composition.yaml": _replaced(read, folder, told["entry"]),
        f"{folder}/hooks.py": _pasted(read, folder, told).encode(),
    }
    after = _laid_over(read, changed)
    if not told["lacking"]:
        return after
    fixed = fix_statuses(after, only=[client])
    assert fixed.findings == (), fixed.findings
    return _laid_over(after, dict(fixed.files))


def _laid_over(read: Read, files: dict[str, bytes]) -> Read:
    return lambda path: files[path] if path in files else read(path)


def _replaced(read: Read, folder: str, entry: str) -> bytes:
    file = _mapping(read(f"{folder}/composition.yaml"))
    file["operations"] |= _mapping(entry.encode())
    return json.dumps(file).encode()


def _pasted(read: Read, folder: str, told: dict) -> str:
    """Put imports at the head of hooks.py, behind its docstring, and the code at its end."""
    try:
        written = read(f"{folder}/hooks.py").decode()
    except OSError:
        written = '"""What the team decides itself."""\n'
    first = ast.parse(written).body[0]
    lines = written.splitlines(keepends=True)
    assert isinstance(first, ast.Expr), "it begins with a docstring"
    head, rest = lines[: first.end_lineno], lines[first.end_lineno :]
    return "".join([*head, "\n", *(f"{each}\n" for each in told["imports"]), *rest]) + told["code"]


def _mapping(content: bytes) -> dict:
    value = read_yaml(content, "file")
    assert isinstance(value, dict)
    return value

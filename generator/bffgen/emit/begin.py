"""What a workspace begins with beside its contracts.

In:  its name, its clients and upstreams.
Out: README.md and .gitignore, as bytes by path.
"""

from collections.abc import Sequence

from bffgen.emit.render import render
from bffgen.emit.view import WorkspaceView

_IGNORED = b".bffgen/\n.venv/\n__pycache__/\n"


def begin(title: str, clients: Sequence[str], upstreams: Sequence[str]) -> dict[str, bytes]:
    """Write what stands at the root of a workspace."""
    view = WorkspaceView(
        title=title, clients=_listed(clients), upstreams=_listed(upstreams), first=clients[0]
    )
    text = render("workspace/README.md.jinja", "contracts/bffgen.yaml", view)
    return {"README.md": text.encode(), ".gitignore": _IGNORED}


def _listed(names: Sequence[str]) -> str:
    """List names as a sentence does."""
    quoted = [f"`{each}`" for each in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)

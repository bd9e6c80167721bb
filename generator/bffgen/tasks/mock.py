"""Serve fakes of upstreams alone.

In:  a workspace, the names of its upstreams that are wanted, a port for each or none.
Out: name -> address, for as long as the block runs.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bffgen.model.client import Workspace
from bffgen.tasks.dev import fakes
from bffgen.verify.serve import NotServed, serve_fakes

__all__ = ["NotServed", "served"]


@contextmanager
def served(
    workspace: Workspace, ports: Mapping[str, int], *, seed: int
) -> Iterator[dict[str, str]]:
    """Serve a fake of each named upstream on its port; 0 takes a free one.

    Raises:
        NotServed: where one does not start.
    """
    with serve_fakes(fakes(workspace, ports, seed=seed), ports) as addresses:
        yield addresses

"""Serve fakes of upstreams alone.

In:  a workspace, the names of its upstreams that are wanted, a port for each or none.
Out: name -> address, for as long as the block runs.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bffgen.model.client import Workspace
from bffgen.verify.fake import Fake
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
    found = {each.name: Fake(each.api, seed) for each in workspace.upstreams if each.name in ports}
    with serve_fakes(found, ports) as addresses:
        yield addresses

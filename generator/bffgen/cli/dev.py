"""`bffgen dev`: BFFs over fakes, served anew when a file changes.

In:  names of clients, --real NAME=URL, --port, --seed.
Out: generated/ built first; one line a fake and a BFF with its address; serves until it is ended.
How: a change that does not build is told, and the last good BFFs keep answering.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from bffgen.cli.build import described
from bffgen.cli.ending import Ending
from bffgen.cli.flags import Clients, Port, Real, Seed, WrongUse
from bffgen.cli.screen import Screen
from bffgen.cli.watch import Watch
from bffgen.cli.workspace import Folder
from bffgen.model.finding import stops
from bffgen.report.text import text
from bffgen.tasks.build import Result, build
from bffgen.tasks.dev import NotServed, Running

_LOOK_S = 0.3


def run(clients: Clients = None, real: Real = None, port: Port = 0, seed: Seed = 1) -> int:
    """Serve BFFs until SIGINT or SIGTERM; exit code 1 where the workspace does not build."""
    return _Dev(clients or [], port, seed).run(real or [])


class _Dev:
    """One run of the command."""

    def __init__(self, clients: list[str], port: int, seed: int) -> None:
        self.clients = clients
        self.port = port
        self.seed = seed
        self.ports: dict[str, int] = {}  # what is served anew keeps its address
        self.screen = Screen(sys.stdout, sys.stderr)
        self.folder = Folder.around(Path.cwd())

    def run(self, real: Iterable[str]) -> int:
        result = self.built()
        if result is None:
            return 1
        known = [each.name for each in result.workspace.upstreams]
        addresses = dict(_address(each, known) for each in real)
        watch = Watch(self.folder.root / "contracts")
        try:
            with Ending() as ending:
                while result is not None:
                    result = self.serve(result, addresses, watch, ending)
        except NotServed as fault:
            raise WrongUse(str(fault)) from None
        return 0

    def built(self) -> Result | None:
        """Build and write; say what stops it."""
        result = build(self.folder.read, self.folder.present, only=self.clients)
        self.screen.err.write(text(result.findings, result.locate, paint=self.screen.err.paint))
        if stops(result.findings):
            return None
        for client in result.clients:
            self.folder.write(client.name, client.tree)
            if client.changes:
                self.screen.out.write(described(client))
        return result

    def _package_folder(self, name: str) -> str:
        return str(self.folder.client(name))

    def serve(
        self, result: Result, real: dict[str, str], watch: Watch, ending: Ending
    ) -> Result | None:
        """Serve what was built; give what is to be served next, None at the end."""
        workspace = result.workspace
        with Running(workspace, self._package_folder, real=real, seed=self.seed) as running:
            for name, url in running.fakes.items():
                self.screen.out.write(f"fake {name} {url}\n")
            for name, url in running.real.items():
                self.screen.out.write(f"real {name} {url}\n")
            for number, client in enumerate(workspace.clients):
                first = self.port + number if self.port else 0
                url = running.start(client, self.ports.get(client.name, first))
                self.ports[client.name] = int(url.rpartition(":")[2])
                self.screen.out.write(f"ready {client.name} {url}\n")
            self.screen.out.write("all ready\n")
            while not ending.has_come(within_s=_LOOK_S):
                if watch.has_changed():
                    rebuilt = self.built()
                    if rebuilt is not None:
                        return rebuilt
                    self.screen.err.write("not served: the last good BFFs keep answering\n")
        return None


def _address(text: str, known: list[str]) -> tuple[str, str]:
    """Take `NAME=URL` apart."""
    name, equals, url = text.partition("=")
    if not equals or not url.startswith(("http://", "https://")):
        raise WrongUse(f"`--real {text}` is not NAME=URL")
    if name not in known:
        raise WrongUse(f"no upstream is called `{name}`; there are {', '.join(known)}")
    return name, url

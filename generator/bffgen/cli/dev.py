"""`bffgen dev`: BFFs over fakes, served anew when a file changes.

In:  names of clients, --real NAME=URL, --port, --seed.
Out: generated/ built first; one line a fake and a BFF with its address, and where it asks who calls
     the key of a caller who may do all, with a command to try; serves until it is ended.
How: a change that does not build is told, and the last good BFFs keep answering.
"""

import sys
from collections.abc import Iterable

from bffgen.cli.build import built, described, write
from bffgen.cli.ending import Ending
from bffgen.cli.flags import Clients, Port, Real, Seed, WrongUse, ports
from bffgen.cli.manifest import Memory
from bffgen.cli.screen import Screen
from bffgen.cli.watch import Watch
from bffgen.cli.workspace import Folder
from bffgen.model.client import Client, Workspace
from bffgen.model.finding import stops
from bffgen.report.text import text
from bffgen.tasks.build import Result
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
        self.folder = Folder.here()

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
        memory = Memory(self.folder.root)
        result = built(self.folder, memory, self.clients)
        self.screen.err.write(text(result.findings, result.locate, paint=self.screen.err.paint))
        if stops(result.findings):
            return None
        write(self.folder, memory, result, self.screen.err)
        for client in result.clients:
            if client.changes:
                self.screen.out.write(described(client))
        return result

    def serve(
        self, result: Result, real: dict[str, str], watch: Watch, ending: Ending
    ) -> Result | None:
        """Serve what was built; give what needs other fakes, None at the end."""
        served = result.workspace
        with Running(served, self._package, real=real, seed=self.seed, hear=self.hear) as running:
            for name, url in running.fakes.items():
                self.screen.out.write(f"fake {name} {url}\n")
            for name, url in running.real.items():
                self.screen.out.write(f"real {name} {url}\n")
            first = ports(self.port, len(served.clients))
            for client, port in zip(served.clients, first, strict=True):
                self.start(running, client, port)
            self.screen.out.write("all ready\n")
            while not ending.has_come(within_s=_LOOK_S):
                for name in running.ended():
                    self.screen.err.write(f"{name} has ended; it is served at the next change\n")
                if not watch.has_changed():
                    continue
                rebuilt = self.built()
                if rebuilt is None:
                    self.screen.err.write("not served: the last good BFFs keep answering\n")
                elif _faked(rebuilt.workspace) != _faked(served):
                    return rebuilt
                else:
                    self.renew(running, rebuilt)
        return None

    def renew(self, running: Running, rebuilt: Result) -> None:
        """Serve anew what has changed, and what does not run; what does not start is told."""
        changed = {each.name for each in rebuilt.clients if each.changes}
        for client in rebuilt.workspace.clients:
            if client.name in changed or client.name not in running.bffs:
                try:
                    self.start(running, client, 0)
                except NotServed as fault:
                    self.screen.err.write(f"{fault}\n{client.name} waits for the next change\n")

    def start(self, running: Running, client: Client, port: int) -> None:
        """Start a BFF, on the port that it had before if it had one."""
        url = running.start(client, self.ports.get(client.name, port))
        self.ports[client.name] = int(url.rpartition(":")[2])
        self.screen.out.write(f"ready {client.name} {url}\n")
        if key := running.keys.get(client.name):
            self.screen.out.write(f"key {client.name} {key}\n{running.try_it(client)}\n")

    def hear(self, client: str, line: str) -> None:
        """Pass on what a BFF prints."""
        self.screen.err.write(f"{client}: {line}\n")

    def _package(self, name: str) -> str:
        return str(self.folder.client(name))


def _faked(workspace: Workspace) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Give what the fakes are made of: the upstreams with the files of their contracts."""
    return [(each.name, each.api.files) for each in workspace.upstreams]


def _address(text: str, known: list[str]) -> tuple[str, str]:
    """Take `NAME=URL` apart."""
    name, equals, url = text.partition("=")
    if not equals or not url.startswith(("http://", "https://")):
        raise WrongUse(f"`--real {text}` is not NAME=URL")
    if name not in known:
        raise WrongUse(f"no upstream is called `{name}`; there are {', '.join(known)}")
    return name, url

"""Run BFFs over fakes of their upstreams.

In:  a workspace that builds, the folders of its BFFs, which upstreams are real and where.
Out: Running: addresses of fakes and BFFs, until it is stopped.
How: one fake an upstream, shared by all clients, so that they see the same product; one process a
     client, so that a client is restarted alone.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Self

from bffgen.model.canonical import Json
from bffgen.model.client import Client, Credentials, Workspace
from bffgen.model.names import package_name
from bffgen.verify.fake import Fake
from bffgen.verify.keys import asks_for_credentials, caller, curl, new_key, seals_cursors
from bffgen.verify.process import BffProcess
from bffgen.verify.serve import NotServed, serve_fakes

__all__ = ["NotServed", "Running", "fakes"]


def say_nothing(client: str, line: str) -> None:
    """Take a line that nobody wants to hear."""


def fakes(workspace: Workspace, names: Iterable[str], *, seed: int) -> dict[str, Fake]:
    """Make a fake of each named upstream."""
    wanted = set(names)
    return {
        each.name: Fake(each.api, seed, each.requests)
        for each in workspace.upstreams
        if each.name in wanted
    }


class Running:
    """Fakes and BFFs that run until the block is left.

    Args:
        workspace: what is served.
        folder: client -> folder of its BFF.
        real: upstreams that are not faked -> address.
        seed: what the fakes answer from.
        hear: is given (client, line) of what a BFF prints while it serves, from another thread.

    Attributes:
        fakes: upstream -> address of its fake; real: upstream -> its own address.
        bffs: client -> address of its BFF.
        keys: client -> the test key that opens its BFF, where its contract asks for credentials.
    """

    def __init__(
        self,
        workspace: Workspace,
        folder: Callable[[str], str],
        *,
        real: Mapping[str, str],
        seed: int,
        hear: Callable[[str, str], None] = say_nothing,
    ) -> None:
        self._workspace = workspace
        self._hear = hear
        self._folder = folder
        self._seed = seed
        self._stack = ExitStack()
        self._processes: dict[str, BffProcess] = {}
        self.real = dict(real)
        self.fakes: dict[str, str] = {}
        self.bffs: dict[str, str] = {}
        self.keys: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Start the fakes.

        Raises:
            NotServed: where one does not start.
        """
        names = [each.name for each in self._workspace.upstreams if each.name not in self.real]
        made = fakes(self._workspace, names, seed=self._seed)
        self.fakes = self._stack.enter_context(serve_fakes(made))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the BFFs, then the fakes."""
        for name in list(self._processes):
            self.stop(name)
        self._stack.close()

    def start(self, client: Client, port: int = 0) -> str:
        """Start a client's BFF, or start it anew; give its address.

        Raises:
            NotServed: where it does not start.
        """
        self.stop(client.name)
        addresses = {**self.fakes, **self.real}
        used = {name for each in client.composition.operations for name in each.services}
        process = BffProcess(
            self._folder(client.name),
            package_name(client.name),
            {name: url for name, url in addresses.items() if name in used},
            port=port,
            keys=self._keys(client),
            cursor_key=new_key() if seals_cursors(client) else "",
            tokens=[
                each.name
                for each in self._workspace.upstreams
                if each.name in used and each.credentials is Credentials.SERVICE
            ],
            hear=partial(self._hear, client.name),
        )
        process.__enter__()
        self._processes[client.name] = process
        self.bffs[client.name] = process.url
        return process.url

    def _keys(self, client: Client) -> Json:
        """Give the test keys of a client; it keeps its key when it is started anew."""
        if not asks_for_credentials(client):
            self.keys.pop(client.name, None)
            return None
        return {self.keys.setdefault(client.name, new_key()): caller(client)}

    def try_it(self, client: Client) -> str:
        """Give a command that a BFF lets in; empty where it asks for no credentials."""
        key = self.keys.get(client.name)
        return curl(client, self.bffs[client.name], key) if key else ""

    def ended(self) -> tuple[str, ...]:
        """Give the clients whose BFF has ended by itself since it was started, each once."""
        gone = tuple(name for name, each in self._processes.items() if not each.is_running)
        for name in gone:
            self.stop(name)
        return gone

    def stop(self, name: str) -> None:
        """Stop a client's BFF if it runs."""
        process = self._processes.pop(name, None)
        self.bffs.pop(name, None)
        if process is not None:
            process.__exit__(None, None, None)

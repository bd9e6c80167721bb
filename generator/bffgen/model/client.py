"""A workspace as it was read: its clients, the upstreams they use, their hooks.

In:  nothing; `contract/workspace.py` makes these values.
Out: Workspace, Client, Upstream and Hooks, handed to planning and emission.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bffgen.model.api import Api, Operation
from bffgen.model.composition import Composition
from bffgen.model.computed import Schemas
from bffgen.model.overlay import Action
from bffgen.model.place import Place
from bffgen.model.policy import Policy
from bffgen.model.pool import Pool

_SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True, kw_only=True)
class HookFunction:
    """A public function of the team's hooks module, as its source declares it.

    Attributes:
        parameters: (name, whether it has a default), the positional ones in order.
        takes_any: it has `*args`, so any number of arguments fits.
        by_name_alone: (name, whether it has a default) of those behind `*`.
        by_position_alone: how many of `parameters` stand before `/`.
        takes_any_name: it has `**kwargs`.
        is_async: declared with `async def`.
        decorators: names of what it is decorated by, the last one of a dotted name.
        place: where it is defined, which of a package may be another file.
    """

    name: str
    parameters: tuple[tuple[str, bool], ...]
    takes_any: bool
    by_name_alone: tuple[tuple[str, bool], ...]
    by_position_alone: int
    takes_any_name: bool
    is_async: bool
    place: Place
    decorators: tuple[str, ...] = ()

    def called(self, name: str) -> "HookFunction":
        """Give it by the name that another module takes it by."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """A path that a router of hooks has, where its source says it: with its router's prefix."""

    function: str
    path: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class HookImport:
    """A name that the team's hooks module takes from another.

    Attributes:
        module: as written, `web_bff.answers` or `.answers`, the dots in front of it.
        name: empty where the module itself is imported.
        place: of the name in the file.
    """

    module: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class HookFile:
    """One file of the team's hooks.

    Attributes:
        path: in the client's folder, `hooks.py` or `hooks/orders.py`, and so in the package.
        imports: in the order of the file; none of what is no Python.
    """

    path: str
    place: Place
    content: bytes
    imports: tuple[HookImport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """The team's hooks.py or hooks/: copied as it is, read by `ast`, never imported.

    Attributes:
        place: the file that has the functions: hooks.py or hooks/__init__.py.
        files: by path.
        functions: sorted by name.
        bound: (name, `module.name` it is imported from, empty for an own one) of all that the file
            with the functions binds at its top.
        lifespan: the function that holds something open from start to stop, if there is one.
        has_lifespan, has_routers: there is something of that name.
        routed: paths of routers, as far as the source says them.
        called: names that the code of the files reads, where they may be of functions.
    """

    place: Place
    files: tuple[HookFile, ...]
    functions: tuple[HookFunction, ...]
    bound: tuple[tuple[str, str], ...] = ()
    called: frozenset[str] = frozenset()
    lifespan: HookFunction | None = None
    has_lifespan: bool = False
    has_routers: bool = False
    routed: tuple[Routed, ...] = ()

    def function(self, name: str) -> HookFunction | None:
        """Find a public function by name."""
        return next((each for each in self.functions if each.name == name), None)


class Credentials(StrEnum):
    """How an upstream is shown who asks."""

    NONE = "none"
    SERVICE = "service"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """A service that the BFFs call.

    Attributes:
        name: as bffgen.yaml calls it.
        api: as it answers; requests: as it is asked (`model/view.py`).
        safe: operations that only read although they travel by POST.
        credentials: what it is shown: a token of the BFF's own, the caller's, or nothing.
        assumed: what an overlay lays over its contract, in the author's order.
        place: its entry in bffgen.yaml.
        entry: (path and pointer, digest) of what bffgen.yaml says of it; an input of the clients
            that call it, and of no other.
    """

    name: str
    api: Api
    requests: Api
    safe: tuple[str, ...]
    credentials: Credentials
    place: Place
    entry: tuple[str, str]
    assumed: tuple[Action, ...] = ()

    def within(self, pool: Pool) -> "Upstream":
        """Give it in a copy of the pool that its contract was lowered into."""
        return replace(
            self, api=replace(self.api, pool=pool), requests=replace(self.requests, pool=pool)
        )


def is_write(operation: Operation, upstream: Upstream) -> bool:
    """Say whether a call changes something: safe are GET, HEAD and what is named `safe`."""
    named = {operation.name, operation.key}
    return operation.method not in _SAFE and not named & {*upstream.safe}


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One client's folder.

    Attributes:
        api: as the client is answered; requests: as it asks (`model/view.py`).
        callers: who calls, an object of the one schema `Identity`.
        settings: what whoever runs it says, an object of the one schema `Config`.
        schemas: of its own files, which functions answer with; None where none is named.
        inputs: (path, digest) of every file the folder's output depends on, sorted; of bffgen.yaml
            the parts that concern every client, as `path#pointer`; upstreams apart.
    """

    name: str
    folder: str
    api: Api
    requests: Api
    callers: Api
    settings: Api
    composition: Composition
    policy: Policy
    hooks: Hooks | None
    schemas: Schemas | None
    inputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """All that contracts/ says; clients in the order of bffgen.yaml, upstreams by name.

    Attributes:
        names: of all clients that bffgen.yaml has, those that are not wanted or not read as well.
        unread: upstreams that bffgen.yaml names and whose contracts have faults; what is said of
            the contract is enough, and nothing is said of what calls it.
    """

    names: tuple[str, ...]
    clients: tuple[Client, ...]
    upstreams: tuple[Upstream, ...]
    unread: frozenset[str]
    place: Place

    def upstream(self, name: str) -> Upstream | None:
        """Find an upstream by its name."""
        return next((each for each in self.upstreams if each.name == name), None)

"""The storefront as end-to-end tests ask it: its upstreams, and BFFs that have time to spare.

In:  contracts/ and generated/ of the repository.
Out: `upstreams`; `bffs`, by client; `built` and `started` for BFFs that a test wants otherwise.
How: everything lasts for the session and begins when it is first asked for. The BFFs are built of
     contracts/ with its times apart (`tests/patience.py`), as a machine that stalls for a second
     would otherwise be told from a fault by nobody; `test_patience.py` holds them to generated/.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.callers import MORE, USUAL, write_keys
from tests.e2e.served import Bff
from tests.e2e.upstreams import Upstreams
from tests.patience import patient
from tests.workspaces import plant

Built = Callable[..., Path]
Started = Callable[..., Bff]


class Running(Mapping[str, Bff]):
    """The BFFs of the storefront by client, each started when it is first asked for."""

    def __init__(self, start: Callable[[str], Bff], clients: tuple[str, ...]) -> None:
        self._start = start
        self._clients = clients
        self._running: dict[str, Bff] = {}

    def __getitem__(self, client: str) -> Bff:
        if client not in self._running:
            self._running[client] = self._start(client)
        return self._running[client]

    def __iter__(self) -> Iterator[str]:
        return iter(self._clients)

    def __len__(self) -> int:
        return len(self._clients)


@pytest.fixture(scope="session")
def upstreams() -> Iterator[Upstreams]:
    with Upstreams() as running:
        yield running


@pytest.fixture(scope="session")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build a client of the storefront; gives the folder of its BFF.

    What is given by name is meant to be late, each with its limit (`patience.patient`); `warned`
    are the rules that then warn.
    """
    known: dict[object, Path] = {}

    def make(client: str, *, warned: tuple[str, ...] = (), **late: str) -> Path:
        key = (client, tuple(sorted(late.items())))
        if key not in known:
            read = patient(lambda path: (root / path).read_bytes(), late)
            outcome = build(read, lambda _: FileTree(), only=[client])
            assert tuple(each.rule for each in outcome.findings) == warned
            known[key] = plant(outcome.clients[0].tree, tmp_path_factory.mktemp(client))
        return known[key]

    return make


@pytest.fixture(scope="session")
def started(upstreams: Upstreams, tmp_path_factory: pytest.TempPathFactory) -> Started:
    """Give a BFF over the upstreams, not yet started; it knows the callers of `callers.py`."""
    keys = write_keys(tmp_path_factory.mktemp("keys"))

    def start(client: str, folder: Path, *, may_be_late: bool = False, **more: str) -> Bff:
        return Bff(
            folder,
            # What is kept would hide what an upstream does; `test_kept.py` keeps.
            {**upstreams.environment(), "BFF_CACHE_BYTES": "0B"},
            sends=USUAL.get(client),
            may_be_late=may_be_late,
            **{**keys, **MORE.get(client, {}), **more},
        )

    return start


@pytest.fixture(scope="session")
def bffs(built: Built, started: Started) -> Iterator[Running]:
    """The BFFs of the storefront, with time to spare."""
    with ExitStack() as stack:
        yield Running(
            lambda client: stack.enter_context(started(client, built(client))),
            ("web", "mobile", "partner", "admin"),
        )


@pytest.fixture(scope="session")
def hasty(built: Built, started: Started) -> Iterator[Running]:
    """The BFFs of the storefront that do not wait for some of their sources.

    Web: for recommendations, reviews, and an order that is to be created. Mobile: for ratings.
    """
    late = {
        "web": {"recs": "300ms", "rating": "300ms", "orders.createOrder": "300ms"},
        "mobile": {"rating": "80ms", "ratings": "100ms"},
    }
    with ExitStack() as stack:
        yield Running(
            lambda client: stack.enter_context(started(client, built(client, **late[client]))),
            tuple(late),
        )

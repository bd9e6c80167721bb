"""What a started BFF holds, and how a request finds it.

In:  the services of one app, from its start to its stop.
Out: the same for whoever serves a request of that app.
How: one object per app, handed on in the ASGI scope; no state in a module, so two BFFs live in one
     process.
"""

from dataclasses import dataclass, field
from typing import Final

from starlette.types import Scope

from .access import Auth
from .body import Body
from .heartbeat import Heartbeat
from .replays import Replays
from .telling import Telling
from .upstream import Services
from .writes import Writes

_RUNNING: Final = "bff.running"


@dataclass(slots=True, kw_only=True)
class Running:
    """One BFF of this process.

    Attributes:
        services: by name; None until the app has started.
        is_ready: started and not stopping.
        is_stopping: told to stop: still accepting, and each answer closes its connection.
        auth: how callers are known; None where every operation is open.
        config: what is set for the composition; None where it declares no settings.
        cursor_keys: of the settings, where cursors are sealed.
        telling: how failures are told; None tells them as problems.
        replays: the answers that are kept, where an operation keeps them.
        resources: what `lifespan` of hooks holds open; None where there is none.
        has_page: whether the page of the contract is served.
    """

    services: Services | None = None
    is_ready: bool = False
    is_stopping: bool = False
    auth: Auth | None = None
    config: Body | None = None
    cursor_keys: tuple[bytes, ...] = ()
    telling: Telling | None = None
    replays: Replays | None = None
    resources: object = None
    has_page: bool = False
    writes: Writes = field(default_factory=Writes)
    heartbeat: Heartbeat = field(default_factory=Heartbeat)

    def drain(self) -> None:
        """Say that the process is about to stop, so that requests are routed elsewhere."""
        self.is_ready = False
        self.is_stopping = True


def hand_on(scope: Scope, running: Running) -> None:
    """Put a request's BFF into the scope."""
    scope[_RUNNING] = running


def running_bff(scope: Scope) -> Running:
    """Find the BFF that a request came to."""
    running: Running = scope[_RUNNING]
    return running

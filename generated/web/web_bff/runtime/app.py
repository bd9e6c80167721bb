"""The FastAPI app of a BFF, put together.

In:  the names and addresses of the services, the routers of the operations.
Out: a FastAPI app that a server runs or a team mounts.
How: FastAPI's own documents, redirects and error pages are off; what the contract does not have is
     answered by problems. The lifespan opens one transport for all services.
"""

import sys
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from .access import Auth
from .body import Body
from .credentials import Credentials, no_credentials
from .document import CONTRACT, PAGE, contract_route, document_of, page_route
from .health import HEALTH
from .problem import problem_response
from .replays import Replays
from .route import ExactRoute
from .running import Running, running_bff
from .settings import CursorKeys, keys_of
from .shell import Shell
from .telling import Telling
from .transport_aiohttp import AiohttpTransport
from .upstream import Service, Services
from .ways import Kept

_NONE: Final[Mapping[str, Credentials]] = {}


def bff_app(
    *,
    title: str,
    version: str,
    package: str,
    services: Mapping[str, str],
    routers: Sequence[APIRouter],
    auth: Auth | None = None,
    credentials: Mapping[str, Credentials] = _NONE,
    unserved: Sequence[tuple[str, str]] = (),
    cursor_keys: CursorKeys | None = None,
    replays: Replays | None = None,
    telling: Telling | None = None,
    config: Body | None = None,
    kept: Kept | None = None,
    serves_docs: bool = False,
    resources: Callable[[], AbstractAsyncContextManager[object]] = nullcontext,
    include: Callable[[FastAPI], None] | None = None,
) -> FastAPI:
    """Make the app.

    Args:
        package: the BFF's import package; `openapi.json` lies in its folder or beside it.
        services: name -> address.
        routers: their routes are made by `serve`.
        auth: how callers are known, where an operation asks for credentials.
        credentials: of the services that are shown any.
        unserved: (method, path) of operations that the contract has and nobody answers yet.
        serves_docs: whether the contract's page is served at `/docs`; `docs.html` lies where
            `openapi.json` does.
        cursor_keys: for the seals of cursors, where an operation seals them.
        replays: the store of answers by key, where an operation keeps them.
        telling: how failures are told, where the contract has words of its own.
        config: what is set for the composition, where it declares settings.
        kept: what is kept of upstreams' answers, where a source asks for that.
        resources: opens what hooks hold from the start to the end of the last request.
        include: adds the routes of the team behind all others.
    """
    keys = keys_of(cursor_keys) if cursor_keys is not None else ()
    running = Running(
        auth=auth,
        config=config,
        cursor_keys=keys,
        replays=replays,
        telling=telling,
        has_page=serves_docs,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None, None]:
        async with AiohttpTransport.opened() as transport, resources() as held:
            running.resources = held
            running.services = {
                name: Service(name, url, transport, credentials.get(name, no_credentials), kept)
                for name, url in services.items()
            }
            running.heartbeat.start()
            running.is_ready = True
            try:
                yield
            finally:
                running.is_ready = False
                await running.writes.settle()
                if kept is not None:
                    await kept.close()
                running.heartbeat.stop()

    app = FastAPI(
        title=title,
        version=version,
        lifespan=lifespan,
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers={404: _not_found, 405: _method_not_allowed},
    )
    app.state.drain = running.drain
    app.add_middleware(Shell, running=running)
    routes = [route for router in routers for route in router.routes]
    routes += [ExactRoute(path, method, _not_served, name="unserved") for method, path in unserved]
    folder = _folder(package)
    routes += [*HEALTH, contract_route(document_of(folder, CONTRACT), has_page=serves_docs)]
    routes += [page_route(document_of(folder, PAGE))] if serves_docs else []
    app.router.routes.extend(
        sorted(routes, key=lambda route: route.precedence if isinstance(route, ExactRoute) else ())
    )
    if include is not None:
        include(app)
    return app


def services(http: Request) -> Services:
    """Find the services of the BFF that a request came to."""
    found = running_bff(http.scope).services
    if found is None:
        raise RuntimeError(
            "the BFF was not started: a mounted app's lifespan must be run by its parent's"
        )
    return found


async def _not_served(scope: Scope, receive: Receive, send: Send) -> None:
    await problem_response(501, "not-served")(scope, receive, send)


def _folder(package: str) -> Path:
    return Path(next(iter(sys.modules[package].__path__)))


async def _not_found(request: Request, fault: Exception) -> Response:
    return problem_response(404, "not-found")


async def _method_not_allowed(request: Request, fault: Exception) -> Response:
    allowed = {
        method
        for route in request.app.routes
        if isinstance(route, ExactRoute) and route.matches(request.scope)[0] is not Match.NONE
        for method in route.methods
    }
    own = fault.headers if isinstance(fault, HTTPException) else None
    allow = ", ".join(sorted(allowed)) or (own or {}).get("Allow", "")
    return problem_response(405, "method-not-allowed", headers=[(b"allow", allow.encode())])

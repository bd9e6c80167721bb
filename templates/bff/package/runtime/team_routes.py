"""Routes that a team adds beside the contract: who may call each is said, or nothing starts.

In:  routers of FastAPI, the functions of which each route depends on one, the contract's routes.
Out: the routes for the app; or RoutesRefused, with all that is wrong with them.
How: a route's dependencies are read from FastAPI's own tree of them, those of its router included.
     Nothing is open by accident: `public` says that a route is open, as `security: []` does.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from .access import Access, AccessRefused
from .body import Body
from .problem import problem_response
from .route import ExactRoute
from .running import running_bff

B = TypeVar("B", bound=Body)
T = TypeVar("T")

_PARAMETER: Final = re.compile(r"\{[^{}]+\}")


class RoutesRefused(Exception):
    """Routes of the team with which the BFF does not start; the text names each."""


async def public() -> None:
    """Say of a route that anybody may call it."""


async def admitted(http: HTTPConnection, access: Access, kind: type[B]) -> B:
    """Let a caller in, as an operation of the contract does.

    Raises:
        AccessRefused: for everybody else.
    """
    identity = await access.admit(http, running_bff(http.scope).auth)
    if not isinstance(identity, kind):
        raise TypeError(f"the caller is no {kind.__name__}")
    return identity


def resources(http: HTTPConnection, kind: type[T]) -> T:
    """Give what `lifespan` of hooks holds open.

    Args:
        kind: the class of its value.
    """
    found = running_bff(http.scope).resources
    if not isinstance(found, kind):
        raise TypeError(f"`lifespan` of hooks holds no {kind.__name__} open")
    return found


def include(
    app: FastAPI, *, routers: Sequence[APIRouter], guards: Sequence[Callable[..., object]]
) -> None:
    """Add the routes of a team behind those of the contract.

    Args:
        guards: of which each route depends on one.

    Raises:
        RoutesRefused: a route that depends on no guard, or has a path of the contract.
    """
    taken = {_shape(each.path) for each in app.router.routes if isinstance(each, ExactRoute)}
    own = [each for router in routers for each in router.routes]
    wrong = [said for each in own for said in _wrong(each, guards, taken)]
    if wrong:
        raise RoutesRefused("; ".join(wrong))
    app.add_exception_handler(AccessRefused, _refused)
    for router in routers:
        app.include_router(router)


def _wrong(
    route: BaseRoute, guards: Sequence[Callable[..., object]], taken: set[str]
) -> Iterator[str]:
    """Say what is wrong with a route, all of it."""
    if not isinstance(route, APIRoute | APIWebSocketRoute):
        where = getattr(route, "path", "a router inside another")
        yield f"`{where}` of hooks is no route of FastAPI that says who may call it"
        return
    if not any(each in guards for each in _calls(route.dependant)):
        yield f"`{route.path}` of hooks depends neither on `caller` nor on `public`"
    if _shape(route.path) in taken:
        yield f"`{route.path}` of hooks is a path of the contract"


async def _refused(request: Request, fault: Exception) -> Response:
    if not isinstance(fault, AccessRefused):
        raise fault
    challenges = [(b"www-authenticate", each.encode("ascii")) for each in fault.challenges]
    return problem_response(fault.status, fault.code, errors=fault.errors, headers=challenges)


def _calls(dependant: Dependant) -> Iterator[Callable[..., object]]:
    """Give every function that a route depends on."""
    for each in dependant.dependencies:
        if each.call is not None:
            yield each.call
        yield from _calls(each)


def _shape(path: str) -> str:
    """Give a path with every parameter alike: names of parameters tell no two apart."""
    return _PARAMETER.sub("{}", path)

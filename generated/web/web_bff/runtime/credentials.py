"""How a BFF shows an upstream who asks: by a token of its own, or by the caller's.

In:  a token of the settings; the Authorization header of the request that is being answered.
Out: the headers that go with each call of a service, made when the call begins.
How: the caller's header lies in a context variable, so nothing of it stands in a request object, a
     log line or an exception; a task of a call has the context of its request.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Final, TypeAlias

from pydantic import SecretStr
from starlette.types import Scope

Credentials: TypeAlias = Callable[[], tuple[tuple[str, str], ...]]
"""Gives the headers of one call."""

_HEADER: Final = "Authorization"
_ASKED_BY: Final[ContextVar[str]] = ContextVar("asked_by", default="")


def remember_caller(scope: Scope) -> None:
    """Keep what the caller of a request shows, for upstreams that it is forwarded to."""
    found = [value for name, value in scope["headers"] if name == b"authorization"]
    # Of several nobody could say which one was checked.
    text = found[0].decode("latin-1") if len(found) == 1 else ""
    _ASKED_BY.set(text if text.isascii() and text.isprintable() else "")


def no_credentials() -> tuple[tuple[str, str], ...]:
    """Show nothing."""
    return ()


def caller() -> tuple[tuple[str, str], ...]:
    """Show what the caller showed; a caller without credentials is one upstream, too."""
    text = _ASKED_BY.get()
    return ((_HEADER, text),) if text else ()


def service_token(token: SecretStr) -> Credentials:
    """Show a token of the BFF's own."""

    def shown() -> tuple[tuple[str, str], ...]:
        return ((_HEADER, f"Bearer {token.get_secret_value()}"),)

    return shown

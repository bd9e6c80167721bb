"""A path of the contract and the method it takes, matched to the letter.

In:  a path template of OpenAPI, a method, an ASGI app that answers.
Out: a route for FastAPI's router: no redirect, any parameter name.
How: matches the path as the shell hands it on (shell.py): decoded but for what delimits, so that a
     value may hold a slash; a literal segment may come escaped. What answers GET answers HEAD
     as well (RFC 9110 9.3.2), with all its headers; shell.py sends no content of it.
"""

import re
from typing import Final
from urllib.parse import quote

from starlette.datastructures import URLPath
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

_PARAMETER: Final = re.compile(r"\{([^{}]+)\}")


class ExactRoute(BaseRoute):
    """One operation's place: a path template and one method."""

    def __init__(self, path: str, method: str, app: ASGIApp, *, name: str) -> None:
        self.path = path
        self.method = method
        self.methods = {"GET", "HEAD"} if method == "GET" else {method}
        self.name = name
        self.app = app
        self._names = _PARAMETER.findall(path)
        literals = _PARAMETER.split(path)[::2]
        self._matching = re.compile("([^/]+)".join(_literal(text) for text in literals))

    @property
    def precedence(self) -> tuple[bool, ...]:
        """Sort key: a literal segment comes before a template (OpenAPI 3.1.1 4.8.8.2).

        Of one path its own HEAD comes before the GET.
        """
        return (*("{" in text for text in self.path.split("/")), self.method != "HEAD")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match path and method; the parameters are still escaped."""
        if scope["type"] != "http":
            return Match.NONE, {}
        found = self._matching.fullmatch(_below_root(scope))
        if found is None:
            return Match.NONE, {}
        parameters = dict(zip(self._names, found.groups(), strict=True))
        match = Match.FULL if scope["method"] in self.methods else Match.PARTIAL
        return match, {"endpoint": self.app, "path_params": parameters}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse another method of the same path."""
        if scope["method"] not in self.methods:
            raise HTTPException(405)
        await self.app(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """Find no path by name: links are made of the contract's own paths."""
        raise NoMatchFound(name, dict(path_params))


def _literal(text: str) -> str:
    """Write the expression of a literal; what the shell leaves escaped may come in either way."""
    return re.sub(
        "[,;=]", lambda found: f"(?:{found[0]}|{quote(found[0], safe='')})", re.escape(text)
    )


def _below_root(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))

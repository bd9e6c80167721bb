"""Read where the operations of a contract are reached.

In:  a document that is being lowered.
Out: Server values: those of an operation over those of its path item over the document's.
How: a list without an entry says as little as no list (OpenAPI 3.1.1 4.8.1).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bffgen.contract.fields import kind
from bffgen.contract.reading import Reading, text
from bffgen.model.api import Server, ServerVariable
from bffgen.model.place import join

# RFC 3986 appendix B: what stands before the path of a URL, and the path.
_URL_PATH: Final = re.compile(r"(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*)")
# OpenAPI 3.1.1 4.8.1: where no server is written, this one is meant.
_UNWRITTEN: Final = "/"


def read_servers(reading: Reading, *holders: str) -> tuple[Server, ...]:
    """Read the servers of the first holder that names any, by its pointer."""
    for holder in holders:
        if "servers" in reading.mapping(holder):
            found = tuple(_servers(reading, join(holder, "servers")))
            if found:
                return found
    return (Server(url=_UNWRITTEN, pointer=holders[-1]),)


def _servers(reading: Reading, pointer: str) -> Iterator[Server]:
    written = reading.value(pointer)
    if not isinstance(written, list):
        reading.refuse(pointer, f"{kind(written)} where a list of servers belongs")
        return
    for number in range(len(written)):
        where = join(pointer, number)
        url = reading.mapping(where).get("url")
        if not isinstance(url, str):
            reading.leave_out(where, "a server without `url`")
            continue
        yield Server(url=url, variables=tuple(_variables(reading, where)), pointer=where)


def _variables(reading: Reading, server: str) -> Iterator[ServerVariable]:
    variables = join(server, "variables")
    for name in reading.mapping(variables):
        where = join(variables, name)
        written = reading.mapping(where)
        enum = written.get("enum")
        values = enum if isinstance(enum, list) else []
        yield ServerVariable(
            name=name,
            enum=tuple(each for each in values if isinstance(each, str)),
            default=text(written, "default"),
            pointer=where,
        )


def base_path(servers: Sequence[Server]) -> str:
    """Give the path of the first server whose URL has no variables; "" without one."""
    for server in servers:
        if "{" not in server.url and (found := _URL_PATH.match(server.url)):
            return found[1].rstrip("/")
    return ""

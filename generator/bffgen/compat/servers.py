"""The addresses that operations are reached by: which went, which came, what stands in them.

In:  two Apis, and which operations of them answer the same request.
Out: Occurrences: an address with the operations that are reached by it no longer, or newly; a
     variable of one that stands for another value where none is chosen.
How: an address is a server joined with the path, so what moved from the servers into the paths is
     reached still. Where one side names no host, the path alone is compared (PITFALLS 32); a
     contract that names no server at all promises no address.
"""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from bffgen.compat.change import Occurrence, change
from bffgen.compat.match import known, urls
from bffgen.compat.pair import Pair
from bffgen.model.api import Api, Operation, Server
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.place import tokens
from bffgen.model.template import nameless


def compare_servers(
    pair: Pair, pairs: Iterable[tuple[Operation, Operation]]
) -> Iterator[Occurrence]:
    """Tell addresses that went or came under the operations that they are about; variables."""
    yield from _defaults(pair)
    met = list(pairs)
    sides = pair.baseline, pair.revision
    has_hosts = all(
        urlsplit(url).netloc for api in sides for each in known(api) for url in _written(each)
    )
    before, after = (_reached(api, has_hosts=has_hosts) for api in sides)
    for was, now in met:
        for url, pointer in _written(was).items():
            if (was.method, _address(url, was, has_hosts=has_hosts)) not in after:
                yield _server(pair, "server-url-removed", url, (pointer, _holder(now)), was)
        for url, pointer in _written(now).items():
            if (now.method, _address(url, now, has_hosts=has_hosts)) not in before:
                yield _server(pair, "server-url-added", url, (_holder(was), pointer), was)


def _written(operation: Operation) -> Mapping[str, str]:
    """Give the spellings of the servers that an author wrote, with the pointer of each server."""
    return {
        url: server.pointer
        for server in operation.servers
        if tokens(server.pointer)[-2:-1] == ("servers",)
        for url in urls((server,))
    }


def _holder(operation: Operation) -> str:
    """Give the pointer of the list of an operation's servers."""
    first = operation.servers[0].pointer if operation.servers else ""
    return first.rpartition("/")[0] if first.endswith("/0") else first


def _reached(api: Api, *, has_hosts: bool) -> frozenset[tuple[str, str]]:
    """Give method and address of everything that a contract answers."""
    return frozenset(
        (each.method, _address(url, each, has_hosts=has_hosts))
        for each in known(api)
        for url in urls(each.servers)
    )


def _address(url: str, operation: Operation, *, has_hosts: bool) -> str:
    base = url if has_hosts else urlsplit(url).path
    return nameless(base.rstrip("/") + operation.path)


def _server(
    pair: Pair, kind: str, url: str, pointers: tuple[str, str], operation: Operation
) -> Occurrence:
    went = kind == "server-url-removed"
    witness: Witness = NoWitness(why="nothing fails")
    if went:
        line = f"{operation.method} {url.rstrip('/')}{operation.path}"
        witness = Request(line=line, before="answered", after="not reached")
    return Occurrence(
        change=change(
            kind,
            where="server",
            coordinate=f"server {url}",
            before=url if went else None,
            after=None if went else url,
            was=pair.in_baseline(pointers[0]),
            now=pair.in_revision(pointers[1]),
            name=url,
        ),
        operation=operation.key,
        answer="no" if went else "yes",
        witness=witness,
    )


def _defaults(pair: Pair) -> Iterator[Occurrence]:
    """Tell variables of one server that stand for another value where none is chosen."""
    before, after = _by_url(pair.baseline), _by_url(pair.revision)
    for url in sorted(before.keys() & after.keys()):
        variables = {each.name: each for each in after[url].variables}
        for was in before[url].variables:
            now = variables.get(was.name)
            if now is not None and now.default != was.default:
                yield Occurrence(
                    change=change(
                        "server-default-changed",
                        where="server",
                        coordinate=f"server {url} {was.name}",
                        before=was.default,
                        after=now.default,
                        was=pair.in_baseline(was.pointer),
                        now=pair.in_revision(now.pointer),
                        name=was.name,
                        was_=was.default,
                        now_=now.default,
                    ),
                    operation="",
                    answer="no",
                )


def _by_url(api: Api) -> dict[str, Server]:
    """Give the servers of a document by their URL, those of all operations first."""
    found: dict[str, Server] = {}
    for server in (*api.servers, *(one for each in known(api) for one in each.servers)):
        found.setdefault(server.url, server)
    return found

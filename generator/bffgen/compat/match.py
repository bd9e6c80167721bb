"""Which operation of the revision answers what a client asks of one of the baseline.

In:  two Apis.
Out: pairs of operations; operations that went or came.
How: by method and effective URL: every server joined with the path, names of template segments
     replaced by their position (COMPATIBILITY.md 3). Hosts are judged by themselves, so the path
     decides; where a base path moved, the lost server is the one finding, and paths match as they
     are written.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final
from urllib.parse import urlsplit

from bffgen.model.api import Api, Operation, Server
from bffgen.model.place import join
from bffgen.model.template import nameless

# A server with more spellings than this is kept as a template: nobody lists them.
_MOST_SPELLINGS: Final = 64
_DEFAULT: Final = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """How the operations of two contracts stand to each other, in the documents' order.

    Attributes:
        pairs: (baseline, revision) that answer the same request.
        removed: of the baseline, which nothing answers any more.
        added: of the revision.
    """

    pairs: tuple[tuple[Operation, Operation], ...]
    removed: tuple[Operation, ...]
    added: tuple[Operation, ...]


def match(baseline: Api, revision: Api) -> Matched:
    """Match the operations of two contracts; each is matched once."""
    by_url: dict[tuple[str, str], Operation] = {}
    for each in everything(revision):
        for path in paths(each):
            by_url.setdefault((each.method, path), each)
    as_written = {(each.method, nameless(each.path)): each for each in everything(revision)}
    pairs: list[tuple[Operation, Operation]] = []
    taken: set[str] = set()
    waiting: list[Operation] = []
    for each in everything(baseline):
        found = (by_url.get((each.method, path)) for path in paths(each))
        other = next((one for one in found if one is not None and one.key not in taken), None)
        if other is None:
            waiting.append(each)
        else:
            pairs.append((each, other))
            taken.add(other.key)
    removed: list[Operation] = []
    for each in waiting:
        other = as_written.get((each.method, nameless(each.path)))
        if other is None or other.key in taken or not _lost(each, other):
            removed.append(each)
        else:
            pairs.append((each, other))
            taken.add(other.key)
    order = {each.key: number for number, each in enumerate(everything(baseline))}
    pairs.sort(key=lambda pair: order[pair[0].key])
    added = tuple(each for each in everything(revision) if each.key not in taken)
    return Matched(pairs=tuple(pairs), removed=tuple(removed), added=added)


def everything(api: Api) -> tuple[Operation, ...]:
    """Give all operations of a contract, those too that no BFF can keep yet."""
    return (*api.operations, *api.left_out)


def known(api: Api) -> tuple[Operation, ...]:
    """Give all operations of a contract, those too that mean the same and were not lowered."""
    return (*everything(api), *api.same)


def by_name(api: Api) -> dict[str, Operation]:
    """Give each operation by its operationId and by its pointers behind `#`; the first of a name.

    An operation has two pointers where its path item stands behind a `$ref`.
    """
    found: dict[str, Operation] = {}
    for each in known(api):
        found.setdefault(f"#{each.pointer}", each)
        found.setdefault(f"#{join(each.item_pointer, each.method.lower())}", each)
        if each.operation_id is not None:
            found.setdefault(each.operation_id, each)
    return found


def _lost(each: Operation, other: Operation) -> bool:
    """Say whether a server of the baseline is gone: then that is what is told."""
    return bool({*urls(each.servers)} - {*urls(other.servers)})


def paths(operation: Operation) -> tuple[str, ...]:
    """Give the effective paths of an operation: its servers' base paths joined with its own."""
    bases = (urlsplit(url).path.rstrip("/") for url in urls(operation.servers))
    return tuple(dict.fromkeys(nameless(base + operation.path) for base in bases))


def urls(servers: Iterable[Server]) -> tuple[str, ...]:
    """Give the spellings of servers: variables are expanded over their enums."""
    found = [spelling for each in servers for spelling in _spellings(each)]
    return tuple(dict.fromkeys(found)) or (_DEFAULT,)


def _spellings(server: Server) -> Iterator[str]:
    """Give the spellings of one server; a variable without an enum stays a template segment."""
    listed = [(each.name, each.enum) for each in server.variables if each.enum]
    amount = 1
    for _, values in listed:
        amount *= len(values)
    if amount > _MOST_SPELLINGS:
        listed = []
    for chosen in product(*(values for _, values in listed)):
        url = server.url
        for (name, _), value in zip(listed, chosen, strict=True):
            url = url.replace(f"{{{name}}}", value)
        yield nameless(url)

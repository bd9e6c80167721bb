"""Everything of two contracts that a client can ask for, and everything that it is called by.

In:  two Apis.
Out: Occurrences, and Positions of the values that travel.
How: operations are matched (match.py); what is left went or came, and one that came may answer what
     another one answered so far. Matched ones are compared by the modules of their parts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from bffgen.compat.calls import compare_callbacks, compare_webhooks
from bffgen.compat.change import Occurrence, change
from bffgen.compat.components import compare_components
from bffgen.compat.deprecation import notice
from bffgen.compat.flow import Flow
from bffgen.compat.match import known, match
from bffgen.compat.messages import compare_messages
from bffgen.compat.names import compare_names
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position
from bffgen.compat.security import compare_security
from bffgen.compat.servers import compare_servers
from bffgen.model.api import Operation
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.peers import Peers
from bffgen.model.template import nameless


def compare_operations(pair: Pair, peers: Peers) -> Iterator[Occurrence | Position]:
    """Compare everything that a client can ask for, and everything that it is called by."""
    found = match(pair.baseline, pair.revision)
    yield from compare_components(pair)
    yield from compare_servers(pair, found.pairs)
    for each in found.removed:
        yield _operation(pair, "operation-removed", each, breaks=True)
    for each in found.added:
        yield _operation(pair, "operation-added", each, breaks=False)
    yield from _shadows(pair, found.added)
    for was, now in found.pairs:
        yield from compare_security(pair, was, now)
        yield from compare_names(pair, was, now)
        coordinate = f"{was.method} {nameless(was.path)}"
        yield from compare_messages(
            pair, Flow(name=was.key, only_reads=was.method == "GET"), was, now, coordinate
        )
        yield from compare_callbacks(pair, was, now)
    yield from compare_webhooks(pair, peers)


def _operation(pair: Pair, kind: str, operation: Operation, *, breaks: bool) -> Occurrence:
    witness: Witness = NoWitness(why="nothing fails")
    if breaks:
        witness = Request(line=operation.key, before="answered", after="404")
    came = kind == "operation-added"
    return Occurrence(
        change=change(
            kind,
            where="operation",
            coordinate=f"{operation.method} {nameless(operation.path)}",
            before=None if came else operation.key,
            after=operation.key if came else None,
            notes=() if came else notice(pair.baseline, operation.pointer),
            was=pair.in_baseline("/paths" if came else operation.pointer),
            now=pair.in_revision(operation.pointer if came else "/paths"),
            name=operation.key,
        ),
        operation=operation.key,
        answer="no" if breaks else "yes",
        witness=witness,
    )


def _shadows(pair: Pair, added: Iterable[Operation]) -> Iterator[Occurrence]:
    """Tell requests of the baseline that an added operation answers from now on."""
    alike: dict[tuple[str, int], list[Operation]] = defaultdict(list)
    for each in known(pair.baseline):
        alike[each.method, each.path.count("/")].append(each)
    for now in added:
        for was in alike[now.method, now.path.count("/")]:
            if _takes_from(now.path, was.path):
                yield _shadow(pair, was, now)


def _takes_from(path: str, wider: str) -> bool:
    """Say whether requests to a path were all to a wider one, with a name where it has a word."""
    pairs = [*zip(wider.split("/"), path.split("/"), strict=True)]
    is_wider = all("{" in earlier or earlier == later for earlier, later in pairs)
    return is_wider and any("{" in earlier and "{" not in later for earlier, later in pairs)


def _shadow(pair: Pair, was: Operation, now: Operation) -> Occurrence:
    return Occurrence(
        change=change(
            "operation-route-shadowed",
            where="operation",
            coordinate=f"{now.method} {nameless(now.path)}",
            before=was.key,
            after=now.key,
            was=pair.in_baseline(was.pointer),
            now=pair.in_revision(now.pointer),
            name=was.key,
            now_=now.key,
            was_=was.key,
        ),
        operation=was.key,
        answer="no",
        witness=Request(line=now.key, before=f"answered as {was.key}", after=f"as {now.key}"),
    )

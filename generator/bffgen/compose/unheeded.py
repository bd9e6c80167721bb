"""Warn of what nothing reads: what clients may send, and sources that are called for nothing.

In:  an operation that is bound: its sources, its intake, what was read of all of them.
Out: warnings, each at what is read by nothing.
How: asked once everything is bound and nothing is at fault, since what is never read may be what a
     path misspells.
"""

from collections.abc import Collection, Iterable, Mapping

from bffgen.compose.asked import ignored
from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.reads import Reads
from bffgen.compose.scope import Feed, parameter_key
from bffgen.model.api import Operation
from bffgen.model.client import Client
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.intake import Intake


def unheeded(
    client: Client,
    operation: Operation,
    taken: Intake | None,
    reads: Reads,
    by_runtime: Collection[str],
) -> Iterable[Finding]:
    """Warn of what clients may send and nothing reads, neither a source nor the runtime.

    Args:
        by_runtime: lower case, what the runtime reads by itself.
    """
    for parameter in operation.parameters:
        key = parameter_key(parameter)
        if key not in reads.requested and key.lower() not in by_runtime:
            mark = Mark(place=client.api.place(parameter.pointer))
            yield finding("compose-request-ignored", mark, effect=Effect.RISKY, name=parameter.name)
    if taken is not None and not taken.is_passed:
        yield from ignored(client.requests, operation, taken, reads.requested)


def never_read(found: Mapping[str, Feed | HookFeed], reads: Reads) -> Iterable[Finding]:
    """Warn of the sources that are called and never read."""
    for name, feed in found.items():
        if name not in reads.uses and not feed.is_write:
            mark = Mark(place=feed.source.place, on="key")
            yield finding("compose-source-unused", mark, effect=Effect.RISKY, source=name)

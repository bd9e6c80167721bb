"""What clients are called by: the callbacks of an operation, and webhooks.

In:  two operations, or two contracts.
Out: Occurrences, and Positions of the values that travel.
How: a callback is known by its name and the address it is sent to, a webhook by its name; each is a
     flow of its own, with its polarity swapped (flow.py).
"""

from collections.abc import Iterator, Sequence

from bffgen.compat.change import Occurrence, change
from bffgen.compat.credentials import compare_credentials
from bffgen.compat.flow import Flow
from bffgen.compat.messages import compare_messages
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position
from bffgen.model.api import Callback, Operation
from bffgen.model.peers import Peers


def compare_callbacks(
    pair: Pair, was: Operation, now: Operation
) -> Iterator[Occurrence | Position]:
    """Compare the callbacks of an operation, by name and by the address they are sent to."""
    before = {(each.name, each.expression): each for each in was.callbacks}
    after = {(each.name, each.expression): each for each in now.callbacks}
    moved = {name for name, _ in before.keys() - after.keys()} & {
        name for name, _ in after.keys() - before.keys()
    }
    for key, earlier in before.items():
        name = key[0]
        later = after.get(key)
        if later is None and name in moved:
            later = next(each for each in now.callbacks if each.name == name)
            yield _callback(pair, "callback-url-changed", was, earlier, later)
        if later is None:
            yield _callback(pair, "callback-removed", was, earlier, None)
            continue
        yield from _called(
            pair, f"callback {name} of {was.key}", earlier.operations, later.operations
        )
        yield from _methods(pair, was, earlier, later)
    for key, later in after.items():
        if key not in before and key[0] not in moved:
            yield _callback(pair, "callback-added", was, None, later)


def _methods(
    pair: Pair, operation: Operation, earlier: Callback, later: Callback
) -> Iterator[Occurrence]:
    """Tell methods by which a callback is made no longer, or newly."""
    before = {each.method for each in earlier.operations}
    after = {each.method for each in later.operations}
    for method in sorted(before - after):
        yield _callback(pair, "callback-removed", operation, earlier, later, method)
    for method in sorted(after - before):
        yield _callback(pair, "callback-added", operation, earlier, later, method)


def _callback(
    pair: Pair,
    kind: str,
    operation: Operation,
    earlier: Callback | None,
    later: Callback | None,
    method: str = "",
) -> Occurrence:
    """Tell a callback.

    Args:
        method: where it is about this one alone.
    """
    shown = earlier or later
    if shown is None:
        raise TypeError("a callback stands on one side at least")
    breaks = kind != "callback-added"
    name = f"{shown.name} {method}".strip()
    return Occurrence(
        change=change(
            kind,
            where="callback",
            coordinate=f"{operation.key} callback {name}",
            before=None if earlier is None else earlier.expression,
            after=None if later is None else later.expression,
            was=pair.in_baseline(operation.pointer if earlier is None else earlier.pointer),
            now=pair.in_revision(operation.pointer if later is None else later.pointer),
            name=name,
            was_="" if earlier is None else earlier.expression,
            now_="" if later is None else later.expression,
        ),
        operation=operation.key,
        answer="no" if breaks else "yes",
    )


def _called(
    pair: Pair, name: str, before: Sequence[Operation], after: Sequence[Operation]
) -> Iterator[Occurrence | Position]:
    by_method = {each.method: each for each in after}
    for earlier in before:
        later = by_method.get(earlier.method)
        if later is not None:
            flow = Flow(name=name, called_by_us=True)
            coordinate = f"{name} {earlier.method}"
            yield from compare_credentials(pair, flow, earlier, later, coordinate)
            yield from compare_messages(pair, flow, earlier, later, coordinate)


def compare_webhooks(pair: Pair, peers: Peers) -> Iterator[Occurrence | Position]:
    """Compare webhooks by name."""
    before = {(each.path, each.method): each for each in pair.baseline.webhooks}
    after = {(each.path, each.method): each for each in pair.revision.webhooks}
    is_opt_in = peers.webhooks == "opt-in" or peers.decoder.unknown_enum == "tolerate"
    for key, earlier in before.items():
        later = after.get(key)
        if later is None:
            yield _webhook(pair, "webhook-removed", earlier, None, breaks=True)
        else:
            yield from _called(pair, f"webhook {key[0]}", (earlier,), (later,))
    for key, later in after.items():
        if key not in before:
            yield _webhook(pair, "webhook-added", None, later, breaks=not is_opt_in)


def _webhook(
    pair: Pair, kind: str, earlier: Operation | None, later: Operation | None, *, breaks: bool
) -> Occurrence:
    shown = earlier or later
    if shown is None:
        raise TypeError("a webhook stands on one side at least")
    return Occurrence(
        change=change(
            kind,
            where="webhook",
            coordinate=f"webhook {shown.path}",
            before=None if earlier is None else earlier.key,
            after=None if later is None else later.key,
            was=pair.in_baseline("/webhooks" if earlier is None else earlier.pointer),
            now=pair.in_revision("/webhooks" if later is None else later.pointer),
            name=shown.path,
        ),
        operation=f"webhook {shown.path}",
        answer="no" if breaks else "yes",
    )

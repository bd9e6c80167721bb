"""Headers of two sides: whether they are there, and the text in each.

In:  the headers of one message in both contracts, and who sends it.
Out: Occurrences and Positions.
How: names fold case. What goes or may be absent breaks who reads it; what comes is safe.
"""

from collections.abc import Iterator, Sequence

from bffgen.compat.change import Occurrence, change
from bffgen.compat.flow import Flow
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position
from bffgen.model.api import Header
from bffgen.model.media import is_json
from bffgen.model.rule import Direction


def compare_headers(
    pair: Pair,
    flow: Flow,
    direction: Direction,
    was: Sequence[Header],
    now: Sequence[Header],
    where: str,
    holders: tuple[str, str],
) -> Iterator[Occurrence | Position]:
    """Compare the headers of one message.

    Args:
        where: in words: `response 200 header`.
        holders: pointers of what holds the headers, shown for one that is not there.
    """
    before = {each.name.lower(): each for each in was}
    after = {each.name.lower(): each for each in now}

    def told(kind: str, name: str, answer: bool) -> Occurrence:
        earlier, later = before.get(name), after.get(name)
        shown = (earlier or later or was[0]).name
        return Occurrence(
            change=change(
                kind,
                direction=direction,
                where=where,
                coordinate=f"{flow.name} {where} {name}",
                before=None if earlier is None else {"required": earlier.required},
                after=None if later is None else {"required": later.required},
                was=pair.in_baseline(holders[0] if earlier is None else earlier.pointer),
                now=pair.in_revision(holders[1] if later is None else later.pointer),
                name=shown,
            ),
            operation=flow.name,
            answer="no" if answer else "yes",
        )

    reads = direction == "response"
    for name, header in before.items():
        other = after.get(name)
        if other is None:
            yield told("header-removed", name, header.required if reads else False)
            continue
        if header.required != other.required:
            came = other.required
            kind = "header-became-required" if came else "header-became-optional"
            yield told(kind, name, came != reads)
        if header.schema_pointer is not None and other.schema_pointer is not None:
            is_typed = header.media_type is not None and is_json(header.media_type)
            yield Position(
                direction=direction,
                baseline=header.schema_pointer,
                revision=other.schema_pointer,
                operation=flow.name,
                where=where,
                name=header.name,
                form="json" if is_typed else "text",
                required=header.required,
            )
    for name, header in after.items():
        if name not in before:
            breaks = header.required and not reads
            yield told("header-added", name, breaks)

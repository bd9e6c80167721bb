"""Headers of two sides: whether they are there, and the text in each.

In:  the headers of one message in both contracts, and who sends it.
Out: Occurrences and Positions.
How: names fold case. What goes or may be absent breaks who reads it; what comes is safe. What the
     client answers to a webhook is of its sending, so its headers are told as parameters are.
"""

from collections.abc import Iterator, Sequence

from bffgen.compat.change import Occurrence, change
from bffgen.compat.deprecation import compare_ends
from bffgen.compat.flow import Flow
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position, standing
from bffgen.model.api import Header
from bffgen.model.comparison import NoWitness, Request, Witness
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
        shown = earlier or later
        if shown is None:
            raise TypeError("a header stands on one side at least")
        return Occurrence(
            change=change(
                kind,
                direction=direction,
                where=where,
                coordinate=standing(shown.pointer, f"{flow.name} {where} {name}"),
                before=None if earlier is None else {"required": earlier.required},
                after=None if later is None else {"required": later.required},
                was=pair.in_baseline(holders[0] if earlier is None else earlier.pointer),
                now=pair.in_revision(holders[1] if later is None else later.pointer),
                name=shown.name,
            ),
            operation=flow.name,
            answer="no" if answer else "yes",
            witness=_witness(flow, kind, shown.name, breaks=answer),
        )

    reads = direction == "response"
    for name, header in before.items():
        other = after.get(name)
        if other is None:
            if reads:
                yield told("header-removed", name, header.required)
            else:
                yield told("parameter-removed", name, True)
            continue
        yield from compare_ends(
            pair,
            header.pointer,
            other.pointer,
            where=where,
            name=header.name,
            coordinate=standing(header.pointer, f"{flow.name} {where} {name}"),
            operation=flow.name,
        )
        if header.required != other.required:
            came = other.required
            thing = "header" if reads else "parameter"
            kind = f"{thing}-became-required" if came else f"{thing}-became-optional"
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
                is_single=True,
                joint=",",
                required=header.required,
            )
    for name, header in after.items():
        if name not in before:
            presence = "required" if header.required else "optional"
            kind = "header-added" if reads else f"{presence}-parameter-added"
            yield told(kind, name, header.required and not reads)


def _witness(flow: Flow, kind: str, name: str, *, breaks: bool) -> Witness:
    """Show the message with or without the header."""
    sent = "sent" if flow.called_by_us else "answered"
    match kind:
        case "header-removed":
            before = f"{'always' if breaks else 'sometimes'} {sent} with `{name}`"
            return Request(line=flow.name, before=before, after=f"{sent} without it")
        case "header-became-optional":
            before, after = f"always {sent} with `{name}`", f"sometimes {sent} without it"
            return Request(line=flow.name, before=before, after=after)
        case "parameter-removed":
            line = f"{flow.name}   answered with `{name}`"
            return Request(line=line, before="heeded", after="taken as if without it")
        case "parameter-became-required" | "required-parameter-added":
            line = f"{flow.name}   answered without `{name}`"
            return Request(line=line, before="understood", after="taken for a failure")
        case _:
            return NoWitness(why="nothing fails")

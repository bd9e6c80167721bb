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
from bffgen.compat.writing import is_written_alike, of_header
from bffgen.model.api import Header
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.media import is_json
from bffgen.model.rule import Direction
from bffgen.model.unsaid import unsaid


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
        if not _is_written_alike(pair, direction, header, other):
            yield _written_otherwise(pair, flow, direction, (header, other), where)
        else:
            is_typed = header.media_type is not None and is_json(header.media_type)
            yield Position(
                direction=direction,
                baseline=_schema(header),
                revision=_schema(other),
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


def _schema(header: Header) -> str:
    """Give where the schema of a header stands; one without a schema is any text."""
    return header.schema_pointer or unsaid(header.pointer)


def _is_written_alike(pair: Pair, direction: Direction, was: Header, now: Header) -> bool:
    ways = of_header(was), of_header(now)
    if direction == "request":
        return is_written_alike(pair.baseline.meaning, _schema(was), *ways)
    return is_written_alike(pair.revision.meaning, _schema(now), *ways[::-1])


def _written_otherwise(
    pair: Pair, flow: Flow, direction: Direction, headers: tuple[Header, Header], where: str
) -> Occurrence:
    """Tell a header of which some value is another text than before."""
    was, now = headers
    reads = direction == "response"
    words = of_header(was).words, of_header(now).words
    line = f"{flow.name}   answered with `{was.name}`"
    witness = Request(line=line, before=f"as {words[0]}", after=f"as {words[1]}")
    return Occurrence(
        change=change(
            "content-encoding-changed" if reads else "parameter-serialisation-changed",
            direction=direction,
            where=where,
            coordinate=standing(was.pointer, f"{flow.name} {where} {was.name.lower()}"),
            before={"written": words[0]},
            after={"written": words[1]},
            was=pair.in_baseline(was.pointer),
            now=pair.in_revision(now.pointer),
            name=was.name,
            was_=words[0],
            now_=words[1],
        ),
        operation=flow.name,
        answer="no",
        witness=NoWitness(why="") if reads else witness,
    )


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

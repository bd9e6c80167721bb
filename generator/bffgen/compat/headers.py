"""Headers of two sides: whether they are there, and the text in each.

In:  the headers of one message in both contracts, and who sends it.
Out: Occurrences and Positions.
How: names fold case. What goes or may be absent breaks who reads it; what comes is safe. What the
     client answers to a webhook is of its sending, so its headers are told as parameters are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bffgen.compat.change import Occurrence, change
from bffgen.compat.deprecation import compare_ends
from bffgen.compat.flow import Flow, Message
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
    message: Message,
    was: Sequence[Header],
    now: Sequence[Header],
    holders: tuple[str, str],
) -> Iterator[Occurrence | Position]:
    """Compare the headers of one message.

    Args:
        holders: pointers of what holds the headers, shown for one that is not there.
    """
    headers = _Headers(pair, message, holders)
    before = {each.name.lower(): each for each in was}
    after = {each.name.lower(): each for each in now}
    for name, earlier in before.items():
        later = after.get(name)
        if later is None:
            yield headers.went(earlier)
        else:
            yield from headers.both(earlier, later)
    for name, later in after.items():
        if name not in before:
            yield headers.came(later)


@dataclass(frozen=True, slots=True)
class _Headers:
    """The headers of one message; the arguments of `compare_headers`."""

    pair: Pair
    message: Message
    holders: tuple[str, str]

    @property
    def flow(self) -> Flow:
        """Give what the message belongs to."""
        return self.message.flow

    @property
    def direction(self) -> Direction:
        """Say who sends the headers."""
        return self.message.direction

    @property
    def where(self) -> str:
        """Say where a header stands: `response 200 header`."""
        return self.message.words("header")

    @property
    def reads(self) -> bool:
        """Say whether the client reads the headers, and does not send them."""
        return self.direction == "response"

    def went(self, header: Header) -> Occurrence:
        """Tell a header that the revision does not have."""
        if self.reads:
            return self._told("header-removed", header, None, breaks=header.required)
        return self._told("parameter-removed", header, None, breaks=True)

    def came(self, header: Header) -> Occurrence:
        """Tell a header that the baseline does not have."""
        presence = "required" if header.required else "optional"
        kind = "header-added" if self.reads else f"{presence}-parameter-added"
        return self._told(kind, None, header, breaks=header.required and not self.reads)

    def both(self, was: Header, now: Header) -> Iterator[Occurrence | Position]:
        """Compare what two sides say of one header."""
        yield from compare_ends(
            self.pair,
            was.pointer,
            now.pointer,
            where=self.where,
            name=was.name,
            coordinate=self._coordinate(was),
            operation=self.flow.name,
        )
        if was.required != now.required:
            thing = "header" if self.reads else "parameter"
            kind = f"{thing}-became-{'required' if now.required else 'optional'}"
            yield self._told(kind, was, now, breaks=now.required != self.reads)
        if _is_written_alike(self.pair, self.direction, was, now):
            yield self._position(was, now)
        else:
            yield self._written_otherwise(was, now)

    def _position(self, was: Header, now: Header) -> Position:
        is_typed = was.media_type is not None and is_json(was.media_type)
        return Position(
            direction=self.direction,
            baseline=_schema(was),
            revision=_schema(now),
            operation=self.flow.name,
            where=self.where,
            name=was.name,
            form="json" if is_typed else "text",
            is_single=True,
            joint=",",
            required=was.required,
            only_reads=self.flow.only_reads,
            is_refusal=self.message.is_refusal,
        )

    def _coordinate(self, header: Header) -> str:
        return standing(header.pointer, f"{self.flow.name} {self.where} {header.name.lower()}")

    def _told(
        self, kind: str, was: Header | None, now: Header | None, *, breaks: bool
    ) -> Occurrence:
        shown = was or now
        if shown is None:
            raise TypeError("a header stands on one side at least")
        return Occurrence(
            change=change(
                kind,
                direction=self.direction,
                where=self.where,
                coordinate=self._coordinate(shown),
                before=None if was is None else {"required": was.required},
                after=None if now is None else {"required": now.required},
                was=self.pair.in_baseline(self.holders[0] if was is None else was.pointer),
                now=self.pair.in_revision(self.holders[1] if now is None else now.pointer),
                name=shown.name,
            ),
            operation=self.flow.name,
            answer="no" if breaks else "yes",
            witness=_witness(self.flow, kind, shown.name, breaks=breaks),
        )

    def _written_otherwise(self, was: Header, now: Header) -> Occurrence:
        """Tell a header of which some value is another text than before."""
        words = of_header(was).words, of_header(now).words
        line = f"{self.flow.name}   answered with `{was.name}`"
        witness = Request(line=line, before=f"as {words[0]}", after=f"as {words[1]}")
        kind = "content-encoding-changed" if self.reads else "parameter-serialisation-changed"
        return Occurrence(
            change=change(
                kind,
                direction=self.direction,
                where=self.where,
                coordinate=self._coordinate(was),
                before={"written": words[0]},
                after={"written": words[1]},
                was=self.pair.in_baseline(was.pointer),
                now=self.pair.in_revision(now.pointer),
                name=was.name,
                was_=words[0],
                now_=words[1],
            ),
            operation=self.flow.name,
            answer="no",
            witness=NoWitness(why="") if self.reads else witness,
        )


def _schema(header: Header) -> str:
    """Give where the schema of a header stands; one without a schema is any text."""
    return header.schema_pointer or unsaid(header.pointer)


def _is_written_alike(pair: Pair, direction: Direction, was: Header, now: Header) -> bool:
    ways = of_header(was), of_header(now)
    if direction == "request":
        return is_written_alike(pair.baseline.meaning, _schema(was), *ways)
    return is_written_alike(pair.revision.meaning, _schema(now), *ways[::-1])


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

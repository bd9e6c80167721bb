"""What the BFF shows of itself when it calls a client: whether each client still takes it.

In:  one webhook or callback in both contracts.
Out: Occurrences.
How: the flow turns security around (PITFALLS.md 11): the revision chooses one of its alternatives,
     and a client that was built by the baseline takes every call that brings all which some
     alternative of the baseline asks for. What the document says is about who calls the BFF, so
     only the operation's own word counts.
"""

from collections.abc import Iterator

from bffgen.compat.change import Occurrence, change
from bffgen.compat.flow import Flow
from bffgen.compat.pair import Pair
from bffgen.compat.position import standing
from bffgen.compat.security import (
    Demand,
    demands,
    either,
    in_wire_words,
    is_met_by,
    named,
    schemes_of,
)
from bffgen.model.api import Alternative, Api, Operation
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.place import join
from bffgen.model.tree import at


def compare_credentials(
    pair: Pair, flow: Flow, was: Operation, now: Operation, coordinate: str
) -> Iterator[Occurrence]:
    """Tell calls that come with other credentials than so far.

    Args:
        coordinate: of the operation itself.
    """
    before, after = demands(pair.baseline, was), demands(pair.revision, now)
    if before.keys() == after.keys():
        return
    refused = sorted(each for each in after if not any(is_met_by(asked, each) for asked in before))
    earlier, later = either(before.values()), either(after.values())
    coordinate = f"{coordinate} security"
    if earlier == later:
        # The names stayed, and what they stand for is another thing on the wire.
        earlier, later = _on_the_wire(before), _on_the_wire(after)
        coordinate = _of_schemes(pair.baseline, before) or coordinate
    witness: Witness = NoWitness(why="nothing fails")
    if refused:
        worst = refused[0]
        shown = named(after[worst]) if later == either(after.values()) else in_wire_words(worst)
        witness = Request(line=flow.name, before=f"sent with {earlier}", after=f"sent with {shown}")
    yield Occurrence(
        change=change(
            "credentials-changed",
            direction="response",
            where=flow.words("credentials"),
            coordinate=coordinate,
            before=[*sorted(map(in_wire_words, before))],
            after=[*sorted(map(in_wire_words, after))],
            was=pair.in_baseline(_where(pair.baseline, was)),
            now=pair.in_revision(_where(pair.revision, now)),
            name=flow.name,
            was_=earlier,
            now_=later,
        ),
        operation=flow.name,
        answer="no" if refused else "yes",
        witness=witness,
    )


def _on_the_wire(alternatives: dict[Demand, Alternative]) -> str:
    return " or ".join(sorted(map(in_wire_words, alternatives)))


def _of_schemes(api: Api, alternatives: dict[Demand, Alternative]) -> str:
    """Name the schemes of some alternatives by their place: one, however many flows use it."""
    names = {name for written in alternatives.values() for name, _ in written}
    return " + ".join(standing(each.pointer, each.name) for each in schemes_of(api, names))


def _where(api: Api, operation: Operation) -> str:
    """Give the pointer of what an operation says of credentials, else of the operation."""
    written = at(api.document, operation.pointer)
    is_said = isinstance(written, dict) and "security" in written
    return join(operation.pointer, "security") if is_said else operation.pointer

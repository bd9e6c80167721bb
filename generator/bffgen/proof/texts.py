"""A text of a state: the shortest that its patterns, formats and length allow.

In:  a State of type string.
Out: Found, Empty, or Undecided where a format leaves it open or a pattern is not understood.
How: one search shows that there is none, with the widest reading of formats; another finds one,
     with the narrowest (PITFALLS 30).
"""

from bffgen.proof.answer import Answer, Empty, Found, OutOfFuel, Undecidable, Undecided
from bffgen.proof.formats import around
from bffgen.proof.language import Language, language_of
from bffgen.proof.state import State
from bffgen.proof.tasks import Searching
from bffgen.proof.words import Window, shortest


def value_of(state: State, search: Searching) -> Answer:
    """Find the shortest text of a state."""
    window = Window(int(state.low or 0), None if state.high is None else int(state.high))
    unwanted = frozenset(each for each in state.unwanted if isinstance(each, str))
    faults: list[str] = []
    required = _languages(state.matched, faults)
    refused = _languages(state.missed, faults)
    formats = sorted(set(state.formats)), sorted(set(state.no_formats))
    widest = shortest(
        [*required, *(around(each).every for each in formats[0])],
        [*refused, *(around(each).sure for each in formats[1])],
        window,
        unwanted,
        search.spend,
    )
    if widest is None:
        return Empty(0)
    if faults:
        # What is not understood was left out: nothing is a value for sure.
        return Undecided(faults[0])
    if not state.formats and not state.no_formats:
        return Found(widest)
    surest = shortest(
        [*required, *(around(each).sure for each in formats[0])],
        [*refused, *(around(each).every for each in formats[1])],
        window,
        unwanted,
        search.spend,
    )
    if surest is None:
        return Undecided(f"format: {(*formats[0], *formats[1])[0]}")
    return Found(surest)


def _languages(patterns: tuple[str, ...], faults: list[str]) -> list[Language]:
    """Read patterns; those that are not understood are told in `faults` and left out."""
    found = []
    for pattern in sorted(set(patterns)):
        try:
            found.append(language_of(pattern))
        except OutOfFuel:
            raise
        except Undecidable as fault:
            faults.append(str(fault))
    return found

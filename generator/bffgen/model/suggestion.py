"""A composition to start from, as it was found by names and schemas.

In:  nothing; `compose/suggest.py` makes this value.
Out: Suggestion.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedSource:
    """One call.

    Attributes:
        call: `catalog.getProduct`, or `catalog GET /products/{id}`.
        given: (parameter, path) of what no convention binds.
        required: something that the client's contract requires comes of it.
        lacking: required parameters, or `body`, that nothing of the request gives.
        is_write: it changes something.
        on_status: the statuses that it refuses with, as a composition maps them.
    """

    name: str
    call: str
    given: tuple[tuple[str, str], ...]
    required: bool
    lacking: tuple[str, ...]
    is_write: bool
    on_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A property of the answer that was found nowhere.

    Attributes:
        types: in words: `string or null`.
        likely: (path in an answer, call) of what it may be, the likeliest first.
        made: what a function may make it of; why: what was found and does not build.
    """

    name: str
    types: str
    required: bool
    likely: tuple[tuple[str, str], ...] = ()
    made: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """How one operation might be answered.

    Attributes:
        operation: its name in the client's contract.
        sources: the main one first; empty where no upstream has anything of it.
        mapped: (property, path) of what no convention copies.
        copied: the properties that convention copies of the main source.
        lacking: in the order of the contract.
        omitted: (property, why) of what comes by its name and does not build.
        remaining: what a build says beside, in sentences.
        pointer: the schema of the answer; empty where it has no body.
    """

    operation: str
    sources: tuple[SuggestedSource, ...]
    mapped: tuple[tuple[str, str], ...]
    copied: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    omitted: tuple[tuple[str, str], ...] = ()
    remaining: tuple[str, ...] = ()
    pointer: str = ""

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is left for a person to add."""
        return bool(self.sources) and not (
            self.remaining
            or any(each.required for each in self.lacking)
            or any(each.lacking for each in self.sources)
        )

"""What differs between two schemas at one place, before any proof.

In:  two nodes, and who reads; `schemas.py` and the modules of its kinds have them compared.
Out: Local: one difference, with the part of the receiver that may refuse because of it.
How: `part` is a schema of the reader's own keywords, so that "a value at this place which the part
     refuses" is a question to the proof engine: a difference is a cause where some value of the
     position answers it.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bffgen.compat.node import Node
from bffgen.compat.path import Step, Way
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.rule import Direction

# Kinds that no value is refused by: somebody goes by them all the same, so they are never proved.
NOTES: Final = frozenset(
    ("format-annotation-changed", "content-encoding-changed", "default-changed", "default-added")
)
NOTE_KEYWORDS: Final = ("default", "format", "contentEncoding", "contentMediaType", "contentSchema")

# What is told of a property that no value of the sender has, though every value is taken.
EMPTIED: Final = "schema-unsatisfiable"

# Whose document the part's references lead into.
Owner: TypeAlias = Literal["baseline", "revision"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Local:
    """One difference of a pair of schemas; two that say the same of two places are two.

    Attributes:
        kind: of the Change it becomes.
        way: from the schema that was compared to where it is.
        before: the fact in the baseline, in normal form.
        after: the same of the revision.
        was: pointer shown of the baseline.
        now: pointer shown of the revision.
        part: what refuses because of it; None where nothing does, as for a member that came.
        owner: whose references the part holds.
        is_fact: told also where it is no cause, by the page's `otherwise`.
        anchor: pointer in the baseline, else in the revision, that names it for good.
        name: of what it is about, behind the names of the way.
        value: JSON texts of the values concerned.
        told_was: in short words.
        told_now: in short words.
    """

    kind: str
    way: Way
    before: Json
    after: Json
    was: str
    now: str
    part: Json = None
    owner: Owner = "revision"
    is_fact: bool = False
    anchor: str
    name: str = ""
    value: str = ""
    told_was: str = ""
    told_now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A pair of schemas further in that are compared by themselves.

    Attributes:
        way: from the schema that was compared.
    """

    way: Way
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Polarity:
    """Who sends and who reads what is compared.

    Attributes:
        is_strict: who reads refuses members that its contract does not declare, although that
            leaves the object open.
    """

    direction: Direction
    is_strict: bool = False

    @property
    def is_request(self) -> bool:
        """Say whether the client sends."""
        return self.direction == "request"

    @property
    def worse(self) -> str:
        """Say what does harm: what clients send is narrowed, or what they get is widened."""
        return "narrowed" if self.is_request else "widened"

    @property
    def better(self) -> str:
        """Say what is harmless: what clients send is widened, or what they get is narrowed."""
        return "widened" if self.is_request else "narrowed"

    @property
    def owner(self) -> Owner:
        """Say whose document the reader's schemas stand in."""
        return "revision" if self.is_request else "baseline"

    def reader(self, was: Node, now: Node) -> Node:
        """Give the side that reads."""
        return now if self.is_request else was


@dataclass(frozen=True, slots=True)
class Nodes:
    """Two nodes that are compared.

    Attributes:
        at: how they were reached.
    """

    polarity: Polarity
    was: Node
    now: Node
    at: Below

    @property
    def reader(self) -> Node:
        """Give the node of who reads."""
        return self.polarity.reader(self.was, self.now)

    def local(
        self,
        kind: str,
        facts: tuple[Json, Json],
        told: tuple[str, str],
        *,
        on: tuple[str, ...] = (),
        places: tuple[str, str] | None = None,
        part: Json = None,
        is_fact: bool = False,
        anchor: str = "",
        name: str = "",
        value: str = "",
    ) -> Local:
        """Make a difference of the two; what comes in pairs is of the baseline, then the revision.

        Args:
            told: the facts in short words.
            on: keywords, of which the first that is there is shown.
            places: pointers to show instead.
            anchor: where it is not that of the baseline's schema.
        """
        was, now = places or (self.was.at_keyword(*on), self.now.at_keyword(*on))
        return Local(
            kind=kind,
            way=self.at.way,
            before=facts[0],
            after=facts[1],
            was=was,
            now=now,
            part=part,
            owner=self.polarity.owner,
            is_fact=is_fact,
            anchor=anchor or self.was.pointer,
            name=name,
            value=value,
            told_was=told[0],
            told_now=told[1],
        )


def below(at: Below, step: Step | None, was: str, now: str) -> Below:
    """Go one step further in; without a step it is the same value that is held to both."""
    return Below(way=at.way if step is None else (*at.way, step), was=was, now=now)


def short(value: Json) -> str:
    """Write a fact in short words: `maximum 10, minimum 1`."""
    if not isinstance(value, dict):
        return text(value)
    return ", ".join(f"{key} {text(each)}" for key, each in value.items()) or "none"


def text(value: Json) -> str:
    """Write a value as JSON."""
    return canonical_bytes(value).decode()

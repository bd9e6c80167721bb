"""Sources that functions of the team compute.

In:  nothing; `contract/` makes a Returns of what is written, `compose/` a Computed of a source.
Out: what a function answers with, by its schema; how a plan calls it.
How: beside `Call` in a plan: it waits, is late and goes missing as a call of an upstream does.
"""

from dataclasses import dataclass

from bffgen.model.api import Api
from bffgen.model.expression import Fixed, Lookup, Otherwise, Read
from bffgen.model.place import Place
from bffgen.model.security import NOTHING_ASKED, Grants

# The service that a `call` names where a function answers, and the module of these functions.
HOOKS = "hooks"
# What every such function is given beside its inputs: the request on its way.
CALL = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """`returns: schemas/tier.json#/Tier` or `pricing#Quote`, as written."""

    text: str
    place: Place

    @property
    def file(self) -> str:
        """Give the file that it names, relative to the client's folder; empty of a service."""
        named = self.text.partition("#")[0]
        return named if "/" in named or "." in named else ""

    @property
    def service(self) -> str:
        """Give the service whose contract has the schema; empty of a file."""
        return "" if self.file else self.text.partition("#")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schemas:
    """The schemas of a client's own files that its functions answer with.

    Attributes:
        api: a document of all of them, without operations.
        pointers: (what is written, pointer of its schema), sorted.
    """

    api: Api
    pointers: tuple[tuple[str, str], ...]

    def pointer(self, text: str) -> str | None:
        """Find the schema of a `returns` by what is written; None where its file has faults."""
        return dict(self.pointers).get(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A schema that functions answer with.

    Attributes:
        service: whose contract it is of; empty for a file of the client.
        pointer: into that contract's, or the document of the client's schemas.
        text: as it was written.
    """

    service: str
    pointer: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """Tell it from any other."""
        return self.service, self.pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An argument of a function, given by name.

    Attributes:
        is_optional: the parameter has a default: where the value is absent it is given MISSING.
    """

    name: str
    value: Read | Fixed | Otherwise
    is_optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """One source of a plan that a function computes.

    Attributes:
        name: the source.
        inputs: in the author's order; the call comes with them.
        waits: the sources whose values its inputs read, in plan order.
        cap_ms: milliseconds; finish_ms: its end at the latest.
        fallback: stands in where it is missing; None without one.
        visible_to: who it is called for; empty calls it for everybody.
        when: the setting that switches it on; None where it is always called.
        least_ms: it is begun only while so much of the plan's time is left; 0 asks for none.
        lookups: what is looked up for it, what others need first.
        place: what it `returns`, in the composition.
    """

    name: str
    function: str
    inputs: tuple[Input, ...]
    waits: tuple[str, ...]
    required: bool
    cap_ms: int
    finish_ms: int
    report_as: str
    fallback: Fixed | None
    returns: Returned
    place: Place
    visible_to: Grants = NOTHING_ASKED
    when: Read | None = None
    least_ms: int = 0
    lookups: tuple[Lookup, ...] = ()

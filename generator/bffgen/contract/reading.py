"""A document while it is lowered: objects by pointer, references followed, faults kept.

In:  a Bundle, its 2020-12 spelling (the whole of it or a part), a pool.
Out: Reading, which the modules that lower a part of a document hand on to each other.
How: what stands at a pointer is looked up once; a fault is kept once, however often it is met.
"""

from collections.abc import Iterator
from dataclasses import replace

from bffgen.contract.fields import kind
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.finding import Effect, Finding, finding, stops
from bffgen.model.place import join
from bffgen.model.pool import Pool
from bffgen.model.tree import at, local_pointer
from bffgen.model.unsaid import UNSAID, unsaid


class Reading:
    """One document while it is read, with the faults met so far.

    Attributes:
        strict: whether every fault stops. Else one that leaves the rest of the document its
            meaning is a warning, and what is at fault is left out.
    """

    def __init__(self, bundle: Bundle, pool: Pool, meaning: Json, *, strict: bool) -> None:
        self.bundle, self.pool, self.strict = bundle, pool, strict
        self._unsaid: dict[str, Json] = {}
        self.meaning: Json = meaning
        if isinstance(meaning, dict):
            self.meaning = {**meaning, UNSAID[1:]: self._unsaid}
        self._faults: dict[Finding, None] = {}
        self._mappings: dict[str, dict[str, Json]] = {}

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Give each fault once, in the order it was met."""
        return tuple(self._faults)

    @property
    def has_stopped(self) -> bool:
        """Say whether a fault was met that leaves the document without a meaning."""
        return stops(self._faults)

    def value(self, pointer: str) -> Json:
        """Give the value at a pointer, None where there is none."""
        try:
            return at(self.meaning, pointer)
        except KeyError:
            return None

    def has(self, pointer: str) -> bool:
        """Say whether anything stands at a pointer."""
        try:
            at(self.meaning, pointer)
        except KeyError:
            return False
        return True

    def mapping(self, pointer: str) -> dict[str, Json]:
        """Give the mapping at a pointer, an empty one where there is none."""
        found = self._mappings.get(pointer)
        if found is None:
            try:
                value = at(self.meaning, pointer)
            except KeyError:
                value = {}
            if not isinstance(value, dict):
                tell = self.leave_out if value is None else self.refuse
                tell(pointer, f"{kind(value)} where a mapping belongs")
                value = {}
            found = self._mappings[pointer] = value
        return found

    def below(self, pointer: str, key: str) -> Iterator[str]:
        """Give the pointers of what a mapping or a list under a key holds, references followed."""
        value = self.mapping(pointer).get(key, {})
        if isinstance(value, list):
            for number in range(len(value)):
                yield self.behind(join(pointer, key, number))
        else:
            for name in self.mapping(join(pointer, key)):
                if not name.startswith("x-"):
                    yield self.behind(join(pointer, key, name))

    def behind(self, pointer: str) -> str:
        """Follow the reference that stands at a pointer to the object that it names."""
        here, seen = pointer, {pointer}
        while True:
            value = self.value(here)
            target = local_pointer(value.get("$ref")) if isinstance(value, dict) else None
            if target is None or target in seen or not self.has(target):
                return here
            seen.add(target)
            here = target

    def schema(self, pointer: str) -> int:
        """Give the int of the schema that stands at a pointer."""
        return self.pool.intern(self.meaning, pointer)

    def suppose(self, pointer: str, schema: Json) -> str:
        """Take a schema for what an object does not say; give the pointer of it."""
        self._unsaid[pointer] = schema
        return unsaid(pointer)

    def refuse(self, pointer: str, problem: str) -> None:
        """Keep a fault that leaves the document without a meaning."""
        self._faults[self._structure(pointer, problem)] = None

    def doubt(self, fault: Finding) -> None:
        """Keep a fault beside which the rest of the document keeps its meaning."""
        self._faults[fault if self.strict else replace(fault, effect=Effect.RISKY)] = None

    def leave_out(self, pointer: str, problem: str) -> None:
        """Keep the fault of a part that is left out."""
        self.doubt(self._structure(pointer, problem))

    def _structure(self, pointer: str, problem: str) -> Finding:
        place = self.bundle.place(pointer)
        return finding("input-openapi-structure", place, problem=problem)


def text(written: dict[str, Json], key: str) -> str:
    """Give the text under a key, the empty one where there is none."""
    value = written.get(key)
    return value if isinstance(value, str) else ""


def said(written: dict[str, Json], key: str) -> str | None:
    """Give the text under a key, None where there is none."""
    value = written.get(key)
    return value if isinstance(value, str) else None


def listed(names: tuple[str, ...]) -> str:
    """Write names one behind the other, as a sentence does."""
    return ", ".join(f"`{each}`" for each in names)

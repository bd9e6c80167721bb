"""What the classes of one module do not say, kept while they are made.

In:  each place of a contract's schemas, as `emit/classes.py` walks it.
Out: of a class the part of the schema that is checked beside it; of a client's body or parameter
     whether its whole schema is; findings for what nothing can judge by.
How: of an answer a check stands at the class around the place, and says no more than what is lost,
     as its class says the rest. What a client sends is checked as it came, since a class passes
     over what it does not declare.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bffgen.emit.held import Sparse, or_null, part_of, reference, whole
from bffgen.emit.models import CHECK
from bffgen.emit.unheld import lost, lost_around, lost_rest, members_together, unenforceable
from bffgen.model import schema as questions
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.shapes import Shape, shape, solid

_OBJECT = frozenset(("object",))
# What is asked of null as well.
_OF_NULL = frozenset(("not", "if", "enum", "const", "type", "oneOf", "anyOf", "allOf"))
Pair = tuple[str, str]


@dataclass(slots=True)
class Held:
    """What is checked beside one class.

    Attributes:
        about: (schema, keyword) of what is lost.
    """

    sparse: Sparse = field(default_factory=Sparse)
    about: list[Pair] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Say whether anything is."""
        return bool(self.sparse)


class Beyond:
    """What classes do not say.

    Attributes:
        faults: what nothing can judge by.
    """

    def __init__(self, api: Api, *, is_asked: bool) -> None:
        self._api = api
        self._is_asked = is_asked
        self._beside = Held()
        self._frames: list[tuple[Held, tuple[str, ...]]] = [(self._beside, ())]
        self._trail: list[str] = []
        self._inside: dict[str, set[str]] = {}
        self._lost: dict[str, list[Pair]] = {}
        self._faults: list[Finding] = []

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Give what cannot be judged by, and what has no class around it."""
        return (*self._faults, *(unenforceable(self._api, *each) for each in self._beside.about))

    @contextmanager
    def around(self) -> Iterator[Held]:
        """Keep what is lost until the end for one class."""
        held = Held()
        self._frames.append((held, ()))
        yield held
        self._frames.pop()

    @contextmanager
    def inside(self, *steps: str) -> Iterator[None]:
        """Keep what is lost until the end at a place further in."""
        held, way = self._frames[-1]
        self._frames.append((held, (*way, *steps)))
        yield
        self._frames.pop()

    @contextmanager
    def at(self, here: str) -> Iterator[None]:
        """Walk a schema; here is the one behind a nullable one."""
        if self._trail:
            self._inside.setdefault(self._trail[-1], set()).add(here)
        self._trail.append(here)
        yield
        self._trail.pop()

    def keep(self, pointer: str, here: str, *, is_class: bool, is_proved: bool) -> None:
        """Keep what the type of a place does not say.

        Args:
            is_class: it is one class, which keeps its own (`keep_object`).
            is_proved: all that is put there is proved to be what the schema says.
        """
        meaning = self._api.meaning
        around = list(lost_around(meaning, pointer, here))
        if self._is_asked:
            own = [*lost(meaning, here), *lost_rest(meaning, here), *around]
            if own or _is_wide(meaning, here):
                self._lost.setdefault(here, []).extend(own)
            return
        for part, keyword in around:
            self._put(part_of(meaning, part, [keyword]), [(part, keyword)])
        if is_class or is_proved:
            return
        if _is_wide(meaning, here) and not is_class:
            self._put(reference(pointer), lost(meaning, here))
            return
        may_null = questions.admits_null(meaning, pointer)
        for part, keyword in lost(meaning, here):
            kept = part_of(meaning, part, [keyword])
            is_beside = may_null and keyword in _OF_NULL
            self._put(or_null(kept) if is_beside else kept, [(part, keyword)])

    def keep_whole(self, here: str) -> None:
        """Keep a schema of which no type is made as it is."""
        if self._is_asked:
            self._lost.setdefault(here, []).extend(lost(self._api.meaning, here))
            return
        self._put(reference(here), lost(self._api.meaning, here))

    def keep_object(self, held: Held, here: str, *, is_whole: bool) -> None:
        """Keep what a class does not say of its object as a whole.

        Args:
            is_whole: some of its members have no type of their own.
        """
        meaning = self._api.meaning
        if self._is_asked:
            if is_whole:
                self._lost.setdefault(here, []).extend(lost(meaning, here))
            return
        if is_whole:
            held.about.extend(lost(meaning, here))
            held.sparse.put((), reference(here))
            return
        for part, keyword in lost(meaning, here):
            held.about.append((part, keyword))
            held.sparse.put((), part_of(meaning, part, [keyword]))

    def said(self, held: Held, here: str = "") -> dict[str, Json]:
        """Give what is checked beside a class as a part of its schema; nothing where that is none.

        Args:
            here: the object, whose members are counted in the same place.
        """
        if not held:
            return {}
        if here and (together := members_together(self._api.meaning, here)):
            held.sparse.put((), together)
        made = held.sparse.schema(self._api.meaning)
        if made is None:
            self._refuse(held.about)
            return {}
        return {CHECK: made}

    def schema_of(self, pointer: str) -> dict[str, Json] | None:
        """Give the schema of what a client sends where its type does not say all."""
        reached = self._reached(pointer)
        if not reached:
            return None
        made = whole(self._api.meaning, pointer)
        if made is None:
            self._refuse([pair for each in reached for pair in self._lost[each]])
        return made

    def refuse(self, pointer: str) -> None:
        """Refuse what is lost of a client's value that has no JSON to be judged."""
        for each in self._reached(pointer):
            self._faults += [unenforceable(self._api, *pair) for pair in self._lost[each]]

    def _reached(self, pointer: str) -> list[str]:
        seen: dict[str, None] = {}
        work = [solid(self._api.meaning, pointer)]
        while work:
            here = work.pop()
            if here not in seen:
                seen[here] = None
                work += sorted(self._inside.get(here, ()))
        return [each for each in seen if each in self._lost]

    def _put(self, kept: dict[str, Json], about: list[Pair] | tuple[Pair, ...]) -> None:
        held, way = self._frames[-1]
        held.sparse.put(way, kept)
        held.about.extend(about)

    def _refuse(self, about: list[Pair]) -> None:
        """Refuse what cannot be judged by: of several the ones that alone cannot."""
        for part, keyword in dict.fromkeys(about):
            alone = Sparse()
            alone.put((), part_of(self._api.meaning, part, [keyword]))
            if alone.schema(self._api.meaning) is None:
                self._faults.append(unenforceable(self._api, part, keyword))


def _is_wide(meaning: Json, here: str) -> bool:
    """Say whether a place has no type but that of any value, and is not any value."""
    match shape(meaning, here):
        case Shape.MIXED:
            return True
        case Shape.PLAIN:
            return not questions.types(meaning, here) - {"null"}
        case Shape.OPEN:
            types = questions.types(meaning, here) - {"null"}
            return types not in (_OBJECT, questions.TYPES - {"null"})
        case Shape.ARRAY:
            return len(questions.items(meaning, here)) > 1
        case _:
            return False

"""All schemas of a comparison in one normal form: a schema is an int, equal meaning, equal int.

In:  documents whose schemas have 2020-12 spelling and local `$ref`s, and pointers into them.
Out: ints. Renamed, inlined, reordered and unrolled schemas share one; what the solver does not
     understand keeps its raw value, so nothing is equal by ignorance.
How: one iterative walk, a schema is hash-consed when it is left (Tarjan 1972, SIAM J. Comput.
     1:146); only parts that refer to themselves are refined, by rounds of colours, so a document
     without a cycle costs one pass.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Final, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.draft import FALSE, MAP, ONE, TRUE, Draft, Reader, seal
from bffgen.model.keywords import HOLDS_LIST
from bffgen.model.tree import at

# (keyword, value), sorted by keyword. The value of a keyword that holds schemas is an int, a
# tuple of ints or a tuple of (name, int); numbers are ints and Fractions, enums frozensets.
Key: TypeAlias = tuple[tuple[str, object], ...]


_BESIDE: Final = "/x-bffgen-beside"


class _Frame:
    """A schema that the walk has entered and not left.

    Attributes:
        below: the numbers of the schemas below; those from `next` on are still to be entered.
        low: the least index that is known to be reached from here (Tarjan's lowlink).
    """

    __slots__ = ("below", "draft", "index", "low", "next", "number")

    def __init__(self, number: int, draft: Draft, index: int) -> None:
        self.number, self.draft, self.index, self.low, self.next = number, draft, index, index, 0
        self.below = [~handle for handle in _below(draft) if handle < 0]


class _Part:
    """Schemas that refer to themselves, refined: one int a class.

    Attributes:
        by_colour: the last colour of each class -> its int.
        shapes: the keys of its schemas without the ints below.
    """

    __slots__ = ("by_colour", "shapes")

    def __init__(self, by_colour: Mapping[int, int], shapes: frozenset[Key]) -> None:
        self.by_colour, self.shapes = by_colour, shapes


class Pool:
    """Schemas of any number of documents; documents must not change once they are here.

    Attributes:
        refined: how many schemas went through partition refinement so far.
    """

    TRUE: Final = TRUE
    FALSE: Final = FALSE

    def __init__(self) -> None:
        self.refined = 0
        self._keys: list[Key] = []
        self._first_met: list[tuple[Json, str] | None] = []
        self._id_by_key: dict[Key, int] = {}
        self._readers: dict[int, Reader] = {}
        # Of each reader's document: pointer -> int.
        self._by_pointer: dict[int, dict[str, int]] = {}
        # Readers know schemas by their identity, so these must live.
        self._beside: list[Json] = []
        # 0 is the colour before the first round.
        self._colours: dict[object, int] = {None: 0}
        self._part_by_colours: dict[tuple[int, ...], _Part] = {}
        self._part_by_id: dict[int, _Part] = {}
        self._serials = count()
        self._new_id((), None)
        self._new_id((("not", TRUE),), None)

    def copy(self) -> "Pool":
        """Give a pool that knows the same schemas by the same ints, and grows without this one.

        Linear in what is known; nothing is walked again. What the copy comes to know of further
        documents goes with it, so that of many clients one at a time is held.
        """
        other = Pool()
        other.refined = self.refined
        other._keys = self._keys.copy()
        other._first_met = self._first_met.copy()
        other._id_by_key = self._id_by_key.copy()
        other._readers = {
            each: reader.copy(other._leaf(reader.document))
            for each, reader in self._readers.items()
        }
        other._by_pointer = {each: known.copy() for each, known in self._by_pointer.items()}
        other._beside = self._beside.copy()
        other._colours = self._colours.copy()
        # Parts do not change once they are refined.
        other._part_by_colours = self._part_by_colours.copy()
        other._part_by_id = self._part_by_id.copy()
        # Serials mark what equals nothing else, in no pool: both draw from the same.
        other._serials = self._serials
        return other

    def __len__(self) -> int:
        """Count the distinct meanings."""
        return len(self._keys)

    def intern(self, document: Json, pointer: str) -> int:
        """Give the int of the schema at a pointer; KeyError where the document has none.

        Linear in the schemas that are reached and not yet known; a schema met before costs one
        look-up.
        """
        known = self._by_pointer.setdefault(id(document), {})
        found = known.get(pointer)
        if found is None:
            reader = self._reader(document)
            found = known[pointer] = self._interned(reader, at(document, pointer), pointer)
        return found

    def intern_beside(self, document: Json, schema: Json) -> int:
        """Give the int of a schema that stands in no document, and refers into this one."""
        self._beside.append(schema)
        return self._interned(self._reader(document), schema, _BESIDE)

    def _reader(self, document: Json) -> Reader:
        reader = self._readers.get(id(document))
        if reader is None:
            reader = Reader(document, self._serials.__next__, self._leaf(document))
            self._readers[id(document)] = reader
        return reader

    def _interned(self, reader: Reader, schema: Json, pointer: str) -> int:
        handle = reader.handle(schema, pointer)
        if handle < 0:
            self._walk(reader, ~handle)
            handle = reader.ids[~handle]
        return handle

    def node(self, schema: int) -> Key:
        """Give the key of a schema: its keywords in normal form, sorted."""
        return self._keys[schema]

    def first_met(self, schema: int) -> tuple[Json, str] | None:
        """Give document and pointer where a meaning was met first; `true` and `false` have none."""
        return self._first_met[schema]

    def below(self, schema: int) -> tuple[int, ...]:
        """Give the schemas that the key of this one holds, in the key's order."""
        return tuple(_below(self._keys[schema]))

    def add(self, key: Key) -> int:
        """Give the int of a schema that no document holds; it is written as a key in normal form.

        A part that refers to itself cannot be added.
        """
        found = self._id_by_key.get(key)
        return self._new_id(key, None) if found is None else found

    def is_cyclic(self, schema: int) -> bool:
        """Say whether a schema is part of a circle of schemas."""
        return schema in self._part_by_id

    def _leaf(self, document: Json) -> Callable[[Draft, str], int]:
        """Close a schema that holds no other."""
        return lambda draft, pointer: self._close(seal(draft, int), (document, pointer))

    def _close(self, key: Key, met: tuple[Json, str]) -> int:
        found = self._id_by_key.get(key)
        return self._new_id(key, met) if found is None else found

    def _new_id(self, key: Key, met: tuple[Json, str] | None) -> int:
        self._keys.append(key)
        self._first_met.append(met)
        self._id_by_key[key] = len(self._keys) - 1
        return len(self._keys) - 1

    def _walk(self, reader: Reader, start: int) -> None:
        """Close every schema below one, strongly connected parts in Tarjan's order."""
        index_by_number: dict[int, int] = {}
        # Entered schemas whose part is not complete, with their drafts.
        open_parts: list[tuple[int, Draft]] = []
        frames = [self._enter(reader, start, index_by_number, open_parts)]
        while frames:
            frame = frames[-1]
            if frame.next < len(frame.below):
                below = frame.below[frame.next]
                frame.next += 1
                if reader.ids[below] >= 0:
                    continue
                if below in index_by_number:
                    frame.low = min(frame.low, index_by_number[below])
                else:
                    frames.append(self._enter(reader, below, index_by_number, open_parts))
                continue
            frames.pop()
            if frames:
                frames[-1].low = min(frames[-1].low, frame.low)
            if frame.low == frame.index:
                self._close_part(reader, frame, open_parts)

    def _enter(
        self,
        reader: Reader,
        number: int,
        index_by_number: dict[int, int],
        open_parts: list[tuple[int, Draft]],
    ) -> _Frame:
        draft = reader.draft(number)
        index = len(index_by_number)
        index_by_number[number] = index
        open_parts.append((number, draft))
        return _Frame(number, draft, index)

    def _close_part(
        self, reader: Reader, frame: _Frame, open_parts: list[tuple[int, Draft]]
    ) -> None:
        if open_parts[-1][0] == frame.number and frame.number not in frame.below:
            open_parts.pop()
            key = seal(frame.draft, lambda h: h if h >= 0 else reader.ids[~h])
            met = (reader.document, reader.pointers[frame.number])
            reader.ids[frame.number] = self._close(key, met)
            return
        first = len(open_parts) - 1
        while open_parts[first][0] != frame.number:
            first -= 1
        part = {~number: draft for number, draft in open_parts[first:]}
        del open_parts[first:]
        for handle, schema in self._refine(reader, part).items():
            reader.ids[~handle] = schema

    def _refine(self, reader: Reader, part: Mapping[int, Draft]) -> dict[int, int]:
        """Give each schema of a strongly connected part the int of its class (handle -> int)."""
        self.refined += len(part)

        def known(handle: int) -> int:
            return handle if handle >= 0 else reader.ids[~handle]

        colours = self._colour(part, known)
        equal = self._part_by_colours.get(tuple(sorted(set(colours.values()))))
        if equal is not None:
            return {handle: equal.by_colour[colour] for handle, colour in colours.items()}
        return self._folded(part, known) or self._new_part(reader, part, colours, known)

    def _colour(
        self, drafts: Mapping[int, Iterable[tuple[str, object]]], known: Callable[[int], int]
    ) -> dict[int, int]:
        """Split schemas by rounds until no class splits: O(schemas x rounds).

        A colour names a key made of the colours of the round before, and is never used for
        another: equal parts, wherever they stand, go through the same colours. A part is known
        by the set of its last colours, since one colour alone says too little about the rest.
        """
        colours = dict.fromkeys(drafts, 0)
        classes = 1
        while True:
            last = colours

            def coloured(handle: int, last: dict[int, int] = last) -> int:
                below = handle if handle in last else known(handle)
                return ~last[below] if below in last else below

            colours = {}
            for handle, draft in drafts.items():
                key = (last[handle], seal(draft, coloured))
                colours[handle] = self._colours.setdefault(key, len(self._colours))
            if len(set(colours.values())) == classes:
                return colours
            classes = len(set(colours.values()))

    def _folded(
        self, part: Mapping[int, Draft], known: Callable[[int], int]
    ) -> dict[int, int] | None:
        """Find the part of the pool that a new one unrolls, if it leans on one.

        A new part can only repeat schemas of an older part without having its colours when it
        refers to that older part: then both are coloured together.
        """
        leans_on = {known(h) for draft in part.values() for h in _below(draft) if h not in part}
        older = {id(each): each for i in sorted(leans_on) if (each := self._part_by_id.get(i))}
        shapes = {_shape(draft) for draft in part.values()} if older else set()
        for candidate in older.values():
            if not shapes <= candidate.shapes:
                continue
            both = {**part, **{i: self._keys[i] for i in candidate.by_colour.values()}}
            colours = self._colour(both, known)
            by_colour = {colours[i]: i for i in candidate.by_colour.values()}
            if all(colours[handle] in by_colour for handle in part):
                return {handle: by_colour[colours[handle]] for handle in part}
        return None

    def _new_part(
        self,
        reader: Reader,
        part: Mapping[int, Draft],
        colours: Mapping[int, int],
        known: Callable[[int], int],
    ) -> dict[int, int]:
        first: dict[int, int] = {}
        for handle in part:
            first.setdefault(colours[handle], handle)
        by_colour = {colour: len(self._keys) + n for n, colour in enumerate(first)}

        def ids(handle: int) -> int:
            return by_colour[colours[handle]] if handle in colours else known(handle)

        for handle in first.values():
            met = (reader.document, reader.pointers[~handle])
            self._new_id(seal(part[handle], ids), met)
        refined = _Part(by_colour, frozenset(map(_shape, part.values())))
        self._part_by_colours[tuple(sorted(by_colour))] = refined
        self._part_by_id |= dict.fromkeys(by_colour.values(), refined)
        return {handle: by_colour[colours[handle]] for handle in part}


def _below(draft: Iterable[tuple[str, object]]) -> list[int]:
    """Give the handles that a draft, or the ints that a key holds, in its order."""
    found: list[int] = []
    for keyword, value in draft:
        match value:
            case int() if keyword in ONE:
                found.append(value)
            case tuple() if keyword in MAP:
                found += [each for _, each in value]
            case tuple() if keyword in HOLDS_LIST:
                found += value
            case _:
                pass
    return found


def _shape(draft: Iterable[tuple[str, object]]) -> Key:
    """Give a key in which all schemas below look alike, `true` aside."""
    return seal(draft, lambda handle: TRUE if handle == TRUE else FALSE)

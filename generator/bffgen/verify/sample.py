"""Values of a schema: drawn, judged, and only then handed out.

In:  a document of 2020-12 spelling (`Api.meaning`), the pointer of a schema, a source of
     randomness, Hints.
Out: a value that jsonschema-rs accepts, the same for the same input; or Unsampled.
How: attempts that grow modest: first with hints and examples, then without, then with as little as
     the schema asks. What a judge refuses is mended by taking out the member he refuses.
"""

from copy import deepcopy
from random import Random
from typing import Final

from bffgen.model import schema
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.place import parent, tokens
from bffgen.model.spelling import words
from bffgen.model.tree import at
from bffgen.proof.validate import Unbuildable, first_fault, is_valid
from bffgen.verify.claim import DeadEnd, Deciding
from bffgen.verify.draw import Drawing, OutOfFuel, Scope, Spot
from bffgen.verify.hints import NO_HINTS, Hints
from bffgen.verify.reach import LEVELS
from bffgen.verify.text import Called

_AS_WISHED, _UNHINTED, _SPARSE = 12, 20, 32
# Members taken out of one value before another one is drawn.
_MENDED: Final = 40
# What is tried where no drawing was accepted, as under a `not` that draws cannot aim at.
_SIMPLEST: Final[tuple[Json, ...]] = (None, True, False, 0, 1, -1, 0.5, "", "a", [], {}, [None])


class Unsampled(ValueError):
    """No value of a schema was found; the text names the schema and says why."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"no value was found of the schema at `{pointer}`: {reason}")
        self.pointer = pointer
        self.reason = reason


def sample(document: Json, pointer: str, rng: Random, hints: Hints = NO_HINTS) -> Json:
    """Draw one value of the schema at a pointer; see Sampler, which draws many for less."""
    return Sampler(document).sample(pointer, rng, hints)


class Sampler:
    """Draws values of one document's schemas."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self._deciding = Deciding(document)
        self._examples: dict[str, tuple[Json, ...]] = {}

    def sample(self, pointer: str, rng: Random, hints: Hints = NO_HINTS) -> Json:
        """Draw a value of the schema at a pointer.

        Args:
            pointer: of a schema of the document.
            rng: what is drawn from.
            hints: what the value should be like.

        Raises:
            Unsampled: no value was found in a bounded number of attempts, or none can be judged.
        """
        if not self._deciding.reach.ends(pointer, LEVELS[-1]):
            raise Unsampled(pointer, f"none is nested at most {LEVELS[-1]} levels deep")
        seed = hints.seed or str(rng.getrandbits(64))
        refused = "the branches of the schema contradict each other"
        for attempt in range(_SPARSE):
            wanted = hints if attempt < _UNHINTED else NO_HINTS
            spread = seed if attempt == 0 else f"{seed}#{attempt}"
            try:
                value = self._drawn(pointer, rng, wanted, spread, attempt)
                fault = first_fault(self.document, pointer, value)
                if fault is not None:
                    refused = f"{fault[1]} at `{fault[0]}`"
                if fault is not None and attempt >= _AS_WISHED // 2:
                    value, fault = self._mended(pointer, value, fault)
            except DeadEnd:
                continue
            except OutOfFuel:
                refused = "too much of it contradicts the rest, or it grows without an end"
                continue
            except Unbuildable as unfit:
                raise Unsampled(pointer, str(unfit)) from None
            if fault is None:
                return value
        for value in _SIMPLEST:
            if is_valid(self.document, pointer, value):
                return deepcopy(value)
        raise Unsampled(pointer, refused)

    def examples(self, pointer: str) -> tuple[Json, ...]:
        """Give the valid examples and default of a schema, and of what it refers to."""
        if pointer not in self._examples:
            self._examples[pointer] = self._valid_examples(pointer)
        return self._examples[pointer]

    def echoed(self, pointer: str, value: Json, hints: Hints) -> Json:
        """Put what is to be echoed into a valid value wherever it stays valid.

        Only members that are there are replaced; arrays at the top are cut to `hints.most`.
        """
        made = value
        if isinstance(value, dict):
            for name, member in value.items():
                changed = [*hints.echo(name, is_top=True), *_cut(member, hints.most)]
                for each in changed:
                    trial = {**made, name: each} if isinstance(made, dict) else made
                    if is_valid(self.document, pointer, trial):
                        made = trial
                        break
        for each in _cut(value, hints.most):
            made = each if is_valid(self.document, pointer, each) else made
        return made

    def _drawn(self, pointer: str, rng: Random, hints: Hints, seed: str, attempt: int) -> Json:
        drawing = Drawing(
            self._deciding, self.examples, hints, seed=seed, sparse=attempt >= _AS_WISHED
        )
        whose = (seed, hints.identity, hints.selection, hints.called)
        # What hangs on the path's parameters alone must not hang on the source of randomness.
        own = Random("|".join(whose)) if hints.seed else rng
        spot = Spot(
            rng=own,
            identity=hints.identity,
            called=Called(words=words(hints.called)),
            levels=self._deciding.reach.levels(pointer),
            scope=Scope.ROOT,
        )
        return drawing.value((pointer,), spot)

    def _mended(
        self, pointer: str, value: Json, fault: tuple[str, str]
    ) -> tuple[Json, tuple[str, str] | None]:
        """Take out what the judge refuses, outwards, until he accepts or nothing is left."""
        value = deepcopy(value)
        found: tuple[str, str] | None = fault
        for _ in range(_MENDED):
            if found is None or found[0] == "":
                break
            _take_out(value, found[0])
            found = first_fault(self.document, pointer, value)
        return value, found

    def _valid_examples(self, pointer: str) -> tuple[Json, ...]:
        found: dict[bytes, Json] = {}
        for where in dict.fromkeys((pointer, schema.resolve(self.document, pointer))):
            written = at(self.document, where)
            if not isinstance(written, dict):
                continue
            listed = written.get("examples")
            shown = [*listed] if isinstance(listed, list) else []
            shown += [written["default"]] if "default" in written else []
            for each in shown:
                found.setdefault(canonical_bytes(each), each)
        try:
            return tuple(e for e in found.values() if is_valid(self.document, pointer, e))
        except Unbuildable:
            return ()


def _cut(value: Json, most: int | None) -> list[Json]:
    """Give an array cut to a number of elements; nothing where it is no longer than that."""
    if isinstance(value, list) and most is not None and len(value) > most:
        return [value[:most]]
    return []


def _take_out(value: Json, pointer: str) -> None:
    """Remove a member or an element."""
    holder, key = at(value, parent(pointer)), tokens(pointer)[-1]
    if isinstance(holder, dict):
        del holder[key]
    elif isinstance(holder, list):
        del holder[int(key)]

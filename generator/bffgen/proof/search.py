"""The search for a value of a goal, or the proof that there is none.

In:  goals, which are sets of literals that one value must all satisfy.
Out: Found with a value, Empty, or Undecided with a reason.
How: a goal is tried for each JSON type: its literals are absorbed into a State, then one choice
     after the other is made, the one first that the value found without it violates. A goal that is
     met again below itself has no value there, since the smallest value of a goal holds no other
     value of it; a bit of the mask remembers that this hangs on the goal above, and what hangs on
     an open goal is final only when that one closes.

Tasks are generators that yield what they need and are sent the answer, so that no depth of a schema
overflows the stack of calls.

Source: COMPATIBILITY.md 5; Brandt and Henglein 1998, Fundamenta Informaticae 33:309 (coinduction).
"""

from collections import deque
from collections.abc import Generator, Iterable
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.pool import Pool
from bffgen.proof import arrays, numbers, objects, texts
from bffgen.proof.answer import (
    Answer,
    Attempt,
    Empty,
    Found,
    OutOfFuel,
    Undecidable,
    Undecided,
)
from bffgen.proof.evaluate import Evaluator
from bffgen.proof.facts import Alternative, Choice, Holds, Literal
from bffgen.proof.meaning import Meanings
from bffgen.proof.state import State
from bffgen.proof.tasks import Goal, Task
from bffgen.proof.values import KINDS

# Steps of one question. Of 1,909 real changed pairs all but one took fewer.
FUEL: Final = 20_000
# Goals below each other. A value that is nested deeper tells a reader nothing.
DEPTH: Final = 60

# Facts and choices that cost one step to copy.
_COPIED_PER_STEP: Final = 64

# Facts of alternatives that cost one step to look at.
_LOOKED_AT_PER_STEP: Final = 128

# Listed values that cost one step to try, beside the schemas that they are asked of.
_LISTED_PER_STEP: Final = 8

# What every value satisfies.
_TRIVIAL: Final = frozenset((Pool.TRUE, ~Pool.FALSE))
_ABSURD: Final = frozenset((Pool.FALSE, ~Pool.TRUE))


class Search:
    """Answers questions about the schemas of one pool; what it has shown is kept.

    Attributes:
        fuel: steps that are left for the question that is asked.
    """

    def __init__(self, pool: Pool, *, asserts_formats: bool = False) -> None:
        self.meanings = Meanings(pool, self.spend, asserts_formats=asserts_formats)
        self.evaluator = Evaluator(self.meanings, self.spend)
        self.fuel = FUEL
        self._looked_at = 0
        self._final: dict[Goal, Answer] = {}
        # Open goals with their depth; goals that are empty if those of a mask are, and which of
        # them hang on each depth.
        self._open: dict[Goal, int] = {}
        self._provisional: dict[Goal, int] = {}
        self._hanging: list[set[Goal]] = []
        # Goals that stayed undecided below others: the depth at which they did, and why.
        self._tried: dict[Goal, tuple[int, Undecided]] = {}

    def find(self, literals: Iterable[Literal], *, fuel: int = FUEL) -> Answer:
        """Search for a value of all literals; what it costs is bounded by the fuel."""
        self.fuel, self._looked_at = fuel, 0
        self._tried.clear()
        try:
            return self._run(frozenset(literals) - _TRIVIAL)
        except OutOfFuel as spent:
            self._open.clear()
            self._provisional.clear()
            self._hanging.clear()
            return Undecided(str(spent))

    def spend(self, steps: int) -> None:
        """Use up fuel; raises OutOfFuel."""
        self.fuel -= steps
        if self.fuel < 0:
            raise OutOfFuel

    def _run(self, goal: Goal) -> Answer:
        """Run a task and those that it needs, each waiting for the one behind it."""
        answer = self._known(goal)
        tasks: list[Task] = [] if answer is not None else [self._pursue(goal)]
        while tasks:
            try:
                needed = next(tasks[-1]) if answer is None else tasks[-1].send(answer)
            except StopIteration as stop:
                tasks.pop()
                answer = _returned(stop)
                continue
            except Undecidable as fault:
                if isinstance(fault, OutOfFuel):
                    raise
                tasks.pop()
                answer = Undecided(str(fault))
                continue
            answer = None
            if isinstance(needed, frozenset):
                wanted = needed - _TRIVIAL
                answer = self._known(wanted)
                if answer is None:
                    tasks.append(self._pursue(wanted))
            elif isinstance(needed, State):
                tasks.append(self._branch(needed, deque(needed.pending), []))
            else:
                tasks.append(needed)
        assert answer is not None
        return answer

    def _known(self, goal: Goal) -> Answer | None:
        """Answer a goal without a search, if that can be done."""
        if not _ABSURD.isdisjoint(goal) or any(~literal in goal for literal in goal):
            return Empty(0)
        final = self._final.get(goal)
        if final is not None:
            return final
        if goal in self._open:
            return Empty(1 << self._open[goal])
        if goal in self._provisional:
            return Empty(self._provisional[goal])
        tried = self._tried.get(goal)
        if tried is not None and tried[0] <= len(self._open):
            # No shallower than before: it would come to nothing again.
            return tried[1]
        if len(self._open) > DEPTH:
            # Shallower it might be decided, so that it hangs on the lowest goal.
            return Undecided("depth", 1)
        return None

    # -- goals ----------------------------------------------------------------------------------

    def _pursue(self, goal: Goal) -> Task:
        """Search for a value of a goal that is not known."""
        self.spend(1)
        depth = len(self._open)
        self._open[goal] = depth
        if len(self._hanging) <= depth:
            self._hanging.append(set())
        literals = yield from self._without_entailed(goal)
        attempt = Attempt()
        answer: Answer = Empty(0)
        for kind in KINDS:
            if self._admits(literals, kind):
                answer = yield self._branch(State(kind), deque(literals), [])
                if isinstance(answer, Found):
                    break
                attempt.note(answer)
        del self._open[goal]
        return self._closed(goal, depth, answer if isinstance(answer, Found) else attempt.answer())

    def _admits(self, literals: Iterable[Literal], kind: str) -> bool:
        """Say whether the types of the schemas that hold admit one; it saves a State."""
        for literal in literals:
            if literal >= 0:
                types = self.meanings.node(literal).types
                if types is not None and kind not in types:
                    return False
        return True

    def _without_entailed(self, goal: Goal) -> Generator[Goal, Answer, list[Literal]]:
        """Leave out negations that follow from what holds.

        Only where that is shown for good: a literal must not be dropped for a goal of its own.
        """
        literals = sorted(goal)
        held = [each for each in literals if each >= 0]
        denied = [each for each in literals if each < 0]
        if len(denied) < 2 or not held:
            return held + denied
        kept = []
        tags = self.meanings.tags
        for literal in denied:
            if any(tags.are_disjoint(each, ~literal) for each in held):
                continue
            answer = yield frozenset((*held, ~literal))
            if not _is_empty(answer):
                kept.append(literal)
        return held + kept

    def _closed(self, goal: Goal, depth: int, answer: Answer) -> Answer:
        """Close a goal, and settle what hung on it."""
        hanging, self._hanging[depth] = self._hanging[depth], set()
        if isinstance(answer, Found):
            self._drop(hanging)
            self._final[goal] = answer
            return answer
        mask = answer.mask & ~(1 << depth)
        if isinstance(answer, Undecided):
            self._drop(hanging)
            answer = Undecided(answer.reason, mask)
            if mask == 0:
                self._final[goal] = answer
            else:
                self._tried[goal] = depth, answer
            return answer
        for each in hanging:
            known = self._provisional.pop(each, None)
            if known is not None:
                self._hang(each, (known & ~(1 << depth)) | mask)
        self._hang(goal, mask)
        return Empty(mask)

    def _drop(self, goals: Iterable[Goal]) -> None:
        """Forget what was shown under an assumption that failed."""
        for each in goals:
            self._provisional.pop(each, None)

    def _hang(self, goal: Goal, mask: int) -> None:
        """Keep that a goal is empty if those of the mask are."""
        if mask == 0:
            self._final[goal] = Empty(0)
            return
        self._provisional[goal] = mask
        for depth in range(mask.bit_length()):
            if mask >> depth & 1:
                self._hanging[depth].add(goal)

    # -- branches -------------------------------------------------------------------------------

    def _branch(self, state: State, queue: deque[Literal], choices: list[Choice]) -> Task:
        """Search for a value of a state with literals to absorb and choices to make."""
        self.spend(1)
        mask = 0
        is_settled = False
        while not is_settled:
            if not self._absorb(state, queue, choices):
                return Empty(mask)
            if state.candidates is not None:
                return self._listed(state, choices)
            open_choices: list[Choice] = []
            is_settled = True
            for choice in choices:
                if (yield from self._is_entailed(state, choice, len(choices))):
                    continue
                alternatives, hung = yield from self._possible(state, choice)
                mask |= hung
                if alternatives is None:
                    continue
                if not alternatives:
                    return Empty(mask)
                if len(alternatives) > 1:
                    open_choices.append(Choice(alternatives, choice.negated))
                elif self._take(state, next(iter(alternatives)), queue):
                    is_settled = False
                else:
                    return Empty(mask)
            choices = open_choices
        answer = yield self._leaf(state)
        if isinstance(answer, Empty) or not choices:
            return _with(answer, mask)
        return (yield self._decide(state, choices, answer, mask))

    def _decide(self, state: State, choices: list[Choice], answer: Answer, mask: int) -> Task:
        """Make one choice in all of its ways; a value that violates no choice ends the search."""
        violated = choices
        if isinstance(answer, Found):
            violated = [each for each in choices if not self._satisfies(each, answer.value)]
            if not violated:
                return answer
        else:
            mask |= answer.mask
        chosen = min(violated, key=lambda each: (len(each.alternatives), each.negated is not None))
        rest = [each for each in choices if each is not chosen]
        attempt = Attempt()
        attempt.note(Empty(mask))
        for alternative in chosen.alternatives:
            size = len(state.facts) + len(state.absorbed) + len(rest)
            self.spend(size // _COPIED_PER_STEP)
            fresh, queue = state.copy(), deque[Literal]()
            if not self._take(fresh, alternative, queue):
                continue
            answer = yield self._branch(fresh, queue, list(rest))
            if isinstance(answer, Found):
                return answer
            attempt.note(answer)
        return attempt.answer()

    def _absorb(self, state: State, queue: deque[Literal], choices: list[Choice]) -> bool:
        """Take in what literals say, and theirs; False where that contradicts itself."""
        while queue:
            literal = queue.popleft()
            if literal in state.absorbed or literal in _TRIVIAL:
                continue
            if ~literal in state.absorbed:
                return False
            schema = literal if literal >= 0 else ~literal
            state.enter(literal, self.meanings.node(schema))
            for choice in self.meanings.of(literal, state.kind):
                if len(choice.alternatives) > 1:
                    choices.append(choice)
                elif not choice.alternatives or not self._take(
                    state, choice.alternatives[0], queue
                ):
                    return False
        return True

    def _take(self, state: State, facts: Alternative, queue: deque[Literal]) -> bool:
        for fact in facts:
            if isinstance(fact, Holds):
                queue.append(fact.literal)
            elif not state.absorb(fact):
                return False
        return True

    def _is_entailed(
        self, state: State, choice: Choice, count: int
    ) -> Generator[Goal, Answer, bool]:
        """Say whether a negation follows from the schemas that are here without choices."""
        if choice.negated is None or count < 2 or not state.entailing:
            return False
        tags = self.meanings.tags
        if any(tags.are_disjoint(each, choice.negated) for each in state.entailing):
            return True
        answer = yield frozenset((*state.entailing, choice.negated))
        return _is_empty(answer)

    def _possible(
        self, state: State, choice: Choice
    ) -> Generator[Goal, Answer, tuple[tuple[Alternative, ...] | None, int]]:
        """Leave out alternatives that cannot hold; None where one holds already."""
        kept: list[Alternative] = []
        mask = 0
        self._looked_at += sum(map(len, choice.alternatives))
        if self._looked_at >= _LOOKED_AT_PER_STEP:
            steps, self._looked_at = divmod(self._looked_at, _LOOKED_AT_PER_STEP)
            self.spend(steps)
        for facts in choice.alternatives:
            if state.has(facts):
                return None, mask
            if self._refuses(state, facts):
                continue
            try:
                below = state.below(facts)
            except Undecidable:
                below = None
            if below is not None:
                answer = yield below
                if isinstance(answer, Empty):
                    mask |= answer.mask
                    continue
            kept.append(facts)
        return tuple(kept), mask

    def _refuses(self, state: State, facts: Alternative) -> bool:
        if state.refuses(facts):
            return True
        held = [each.literal for each in facts if isinstance(each, Holds) and each.literal >= 0]
        return not self._admits(held, state.kind)

    def _satisfies(self, choice: Choice, value: Json) -> bool:
        try:
            return self.evaluator.is_chosen((choice,), value)
        except Undecidable:
            return False

    def _listed(self, state: State, choices: list[Choice]) -> Answer:
        """Try each of the values that are listed: exactly, by all that is known."""
        undecided: str | None = None
        self.spend(len(state.candidates or ()) // _LISTED_PER_STEP)
        for value in state.candidates or ():
            try:
                if not self.evaluator.all_hold(state.facts, value):
                    continue
                self.spend(len(choices) // _LISTED_PER_STEP)
                if self.evaluator.is_chosen(choices, value):
                    return Found(value)
            except OutOfFuel:
                raise
            except Undecidable as fault:
                undecided = undecided or str(fault)
        return Empty(0) if undecided is None else Undecided(undecided)

    def _leaf(self, state: State) -> Task:
        """Make a value of the facts alone; one that need not be a value is none."""
        self.spend(1)
        match state.kind:
            case "null":
                answer: Answer = Empty(0) if state.unwanted else Found(None)
            case "boolean":
                wanted = [each for each in (True, False) if each not in state.unwanted]
                answer = Found(wanted[0]) if wanted else Empty(0)
            case "number":
                answer = numbers.value_of(state)
            case "string":
                answer = texts.value_of(state, self)
            case "array":
                answer = yield arrays.value_of(state, self)
            case "object":
                answer = yield objects.value_of(state, self)
        if isinstance(answer, Found) and state.undecided is not None:
            return Undecided(state.undecided)
        return answer


def _returned(stop: StopIteration) -> Answer:
    answer: Answer = stop.value
    return answer


def _is_empty(answer: Answer) -> bool:
    """Say whether there is no value, for good."""
    return isinstance(answer, Empty) and answer.mask == 0


def _with(answer: Answer, mask: int) -> Answer:
    """Let an answer hang on more goals."""
    match answer:
        case Found():
            return answer
        case Empty(other):
            return Empty(other | mask)
        case Undecided(reason, other):
            return Undecided(reason, other | mask)

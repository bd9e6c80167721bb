"""An object of a state: the smallest whose members satisfy all that is said of them.

In:  a State of type object.
Out: a task that ends in Found, Empty or Undecided.
How: the required members first; then each member that must be somewhere is given a declared name,
     or a fresh one of each class that the patterns tell apart; then every member is found, and the
     object is filled up to its least size. A name that nobody declared comes last: it is a worse
     witness for a reader.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import Final, TypeAlias

from bffgen.model.canonical import Json
from bffgen.proof.answer import Answer, Attempt, Empty, Found, Undecidable, Undecided
from bffgen.proof.evaluate import is_beside, matches
from bffgen.proof.facts import (
    Besides,
    Literal,
    Matches,
    MemberBeside,
    MemberMatching,
    Misses,
)
from bffgen.proof.state import State
from bffgen.proof.tasks import Searching, Task

# Classes of names double with each pattern.
_PATTERNS: Final = 6
# Fresh names that read as such, where nothing is said of names.
_FRESH: Final = ("extra", "extra1", "other", "other1")

# Name -> what the member is held to beside what its name says; in the order of the witness.
_Entries: TypeAlias = Mapping[str, tuple[Literal, ...]]
# What must be somewhere: a member, or the name alone.
_Job: TypeAlias = MemberMatching | MemberBeside | Literal


def value_of(state: State, search: Searching) -> Task:
    """Find the smallest object of a state."""
    return _Object(state, search).task()


class _Object:
    """One object in the making.

    Attributes:
        known: every name that a schema of the state speaks of, sorted.
        patterns: every pattern of names, sorted.
    """

    def __init__(self, state: State, search: Searching) -> None:
        self.state, self.search = state, search
        known = set(state.present | state.absent)
        for group in state.members:
            known.update(group.named)
        for job in state.some_member:
            known.update(job.names if isinstance(job, MemberBeside) else ())
        self.known = sorted(known)
        self.patterns = sorted({pattern for group in state.members for pattern, _ in group.matched})

    def task(self) -> Task:
        entries: dict[str, tuple[Literal, ...]] = dict.fromkeys(sorted(self.state.present), ())
        for each in self.state.member_at:
            entries[each.name] += (each.literal,)
        # What is required must be possible; it is the cheapest way to an end.
        for name, held in entries.items():
            answer = yield self._member(name, held)
            if isinstance(answer, Empty):
                return answer
        jobs: tuple[_Job, ...] = (*self.state.some_member, *self.state.some_name)
        return (yield self._place(entries, jobs))

    def _member(self, name: str, held: tuple[Literal, ...]) -> Task:
        """Find the value of a member; it has none where its name is refused."""
        named = self._is_name(name)
        if isinstance(named, Empty):
            return named
        answer = yield frozenset((*self.state.literals_at(name), *held))
        return named if isinstance(named, Undecided) and isinstance(answer, Found) else answer

    def _is_name(self, name: str) -> Answer:
        """Say whether a member may have this name."""
        if name in self.state.absent:
            return Empty(0)
        try:
            is_named = all(self.search.evaluator.is_of(each, name) for each in self.state.names)
        except Undecidable as fault:
            return Undecided(str(fault))
        return Found(name) if is_named else Empty(0)

    def _place(self, entries: _Entries, jobs: tuple[_Job, ...]) -> Task:
        """Give a name to the first of the members that must be somewhere, in each way."""
        self.search.spend(1)
        if self.state.high is not None and len(entries) > self.state.high:
            return Empty(0)
        if not jobs:
            return (yield self._filled(entries))
        job, rest = jobs[0], jobs[1:]
        attempt = Attempt()
        for name in sorted({*self.known, *entries}):
            try:
                is_apt = self._is_apt(job, name)
            except Undecidable as fault:
                attempt.note(Undecided(str(fault)))
                continue
            if is_apt:
                answer = yield self._named(job, name, entries, rest)
                if isinstance(answer, Found):
                    return answer
                attempt.note(answer)
        for state in self._fresh(job, entries, attempt):
            answer = yield state
            if isinstance(answer, Found):
                name = self._fresh_name(job, answer, entries)
                answer = yield self._named(job, name, entries, rest)
            if isinstance(answer, Found):
                return answer
            attempt.note(answer)
        return attempt.answer()

    def _named(self, job: _Job, name: str, entries: _Entries, rest: tuple[_Job, ...]) -> Task:
        held = entries.get(name, ())
        held += () if isinstance(job, int) else (job.literal,)
        answer = yield self._member(name, held)
        if isinstance(answer, Empty):
            return answer
        return (yield self._place({**entries, name: held}, rest))

    def _is_apt(self, job: _Job, name: str) -> bool:
        match job:
            case MemberMatching(pattern, _):
                return matches(pattern, name)
            case MemberBeside(names, patterns, _):
                return is_beside(name, names, patterns)
            case _:
                return self.search.evaluator.is_of(job, name)

    def _fresh(self, job: _Job | None, entries: _Entries, attempt: Attempt) -> Iterator[State]:
        """Give what a name that nobody speaks of may be, for each class of the patterns."""
        facts: list[Matches | Misses] = []
        literals = list(self.state.names)
        match job:
            case MemberMatching(pattern, _):
                facts.append(Matches(pattern))
            case MemberBeside(_, patterns, _):
                facts += map(Misses, patterns)
            case int():
                literals.append(job)
            case None:
                pass
        told = {each.pattern for each in facts}
        open_patterns = [each for each in self.patterns if each not in told]
        if len(open_patterns) > _PATTERNS:
            attempt.note(Undecided("unsupported: patternProperties"))
            open_patterns = []
        names = sorted({*self.known, *entries})
        taken = Besides(tuple(names), frozenset(names))
        for signs in product((False, True), repeat=len(open_patterns)):
            self.search.spend(1)
            state = State("string")
            signed = zip(open_patterns, signs, strict=True)
            classed = [Matches(each) if sign else Misses(each) for each, sign in signed]
            if all(map(state.absorb, (*facts, *classed, taken))):
                state.pending = tuple(literals)
                yield state

    def _fresh_name(self, job: _Job | None, found: Found, taken: Collection[str]) -> str:
        """Choose a name that reads as made up, where any name would do."""
        if not self.patterns and not self.state.names and isinstance(job, MemberBeside | None):
            for name in _FRESH:
                is_free = name not in self.known and name not in taken
                if is_free and (job is None or self._is_apt(job, name)):
                    return name
        return str(found.value)

    def _filled(self, entries: _Entries) -> Task:
        """Find every member, and more of them up to the least size."""
        members: dict[str, Json] = {}
        for name, held in entries.items():
            answer = yield self._member(name, held)
            if not isinstance(answer, Found):
                return answer
            members[name] = answer.value
        attempt = Attempt()
        for name in self.known:
            if len(members) >= (self.state.low or 0):
                break
            if name not in members:
                answer = yield self._member(name, ())
                attempt.note(answer)
                if isinstance(answer, Found):
                    members[name] = answer.value
        # Of a size that no search can reach, the first step tells.
        self.search.spend(max(int(self.state.low or 0) - len(members), 0))
        while len(members) < (self.state.low or 0):
            self.search.spend(len(members) // 8)
            answer = yield self._one_more(members)
            if not isinstance(answer, Found):
                attempt.note(answer)
                return attempt.answer()
            name, value = _pair(answer.value)
            members[name] = value
        return Found(members)

    def _one_more(self, members: Mapping[str, Json]) -> Task:
        """Find a member with a fresh name; the answer is [name, value]."""
        attempt = Attempt()
        for state in self._fresh(None, dict.fromkeys(members, ()), attempt):
            named = yield state
            attempt.note(named)
            if isinstance(named, Found):
                name = self._fresh_name(None, named, members)
                answer = yield frozenset(self.state.literals_at(name))
                if isinstance(answer, Found):
                    return Found([name, answer.value])
                attempt.note(answer)
        return attempt.answer()


def _pair(value: Json) -> tuple[str, Json]:
    match value:
        case [str(name), found]:
            return name, found
        case _:
            raise TypeError("no name with its value")

"""How the parts of the search ask each other.

In:  nothing.
Out: the types of goals and tasks, and what a leaf may ask of the search.

A task is a generator. It yields what it needs an answer to: a goal, a State whose facts are a goal
of their own, or another task; it is sent the answer and returns its own.
"""

from collections.abc import Generator
from typing import Protocol, TypeAlias

from bffgen.proof.answer import Answer
from bffgen.proof.evaluate import Evaluator
from bffgen.proof.facts import Literal
from bffgen.proof.meaning import Meanings
from bffgen.proof.state import State

Goal: TypeAlias = frozenset[Literal]
Task: TypeAlias = Generator["Goal | State | Task", Answer, Answer]


class Searching(Protocol):
    """What a leaf uses of the search."""

    meanings: Meanings
    evaluator: Evaluator

    def spend(self, steps: int) -> None:
        """Use up fuel; raises OutOfFuel."""

"""What the questions of one comparison may cost.

In:  the steps that one question may take.
Out: what the next one may take.
How: easy questions are free of account. What hard ones take beyond that comes from one store, so
     that a document of a thousand hopeless questions costs little more than one of thirty.
"""

from typing import Final

# The hard questions of stripe/05, the hardest of 45 real pairs, take 12 times what one may take.
_HARD_QUESTIONS: Final = 30
# What one may take when the store is empty, and what is not counted: of 9,000 real questions all
# but 300 take less.
_EASY: Final = 100


class Fuel:
    """The store of one comparison; the order of its questions decides who gets what.

    Attributes:
        taken: steps of all questions so far, those of easy ones too.
    """

    def __init__(self, steps: int) -> None:
        """Fill it.

        Args:
            steps: of one question.
        """
        self.taken = 0
        self._steps = steps
        self._easy = max(steps // _EASY, 1)
        self._store = steps * _HARD_QUESTIONS

    def of_next(self) -> int:
        """Give the steps that the next question may take."""
        return min(self._steps, self._easy + self._store)

    def take(self, steps: int) -> None:
        """Note what a question has taken."""
        self.taken += steps
        self._store -= max(min(steps - self._easy, self._store), 0)

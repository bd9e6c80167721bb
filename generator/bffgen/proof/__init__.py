"""The engine: is every value of one schema a value of another, and if not, which is not."""

from bffgen.proof.answer import Proof
from bffgen.proof.prove import prove

__all__ = ["Proof", "prove"]

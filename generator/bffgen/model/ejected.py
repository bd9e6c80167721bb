"""A composed operation as the function of hooks that answers it in the same way.

In:  nothing; `tasks/eject.py` makes these values of a plan.
Out: Ejected.
"""

from dataclasses import dataclass

from bffgen.model.composition import Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Ejected:
    """What a team pastes: into hooks, and into composition.yaml.

    Attributes:
        client, operation: their names.
        function: the name of the function.
        imports: the lines that hooks begin with; code: the function and what stands beside it.
        entry: the operation in composition.yaml, with `implement` and `uses`.
        lacking: statuses that a function may answer and the contract does not declare, sorted.
    """

    client: str
    operation: str
    function: str
    imports: str
    code: str
    entry: Answered
    lacking: tuple[int, ...]

# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Errors: a failure in the words of the contract."""

from .runtime.body import Json
from .runtime.telling import ProblemMembers, Telling


def tell(problem: ProblemMembers) -> Json:
    """Tell a failure."""
    told: dict[str, Json] = {"code": problem["code"], "message": problem["title"]}
    if "errors" in problem:
        told["faults"] = [{"where": place["pointer"]} for place in problem["errors"]]
    return told


TELLING = Telling(tell, "application/json")

"""Failures in other words: what may stand in a problem is what the generator proves about."""

from bff_package.runtime.problem import TITLES as TOLD
from bff_package.runtime.telling import Place, ProblemMembers

from bffgen.model.telling import MEMBERS, PLACE_MEMBERS, TITLES


def test_the_runtime_tells_no_code_and_no_member_that_a_proof_has_not_seen():
    assert dict(TOLD) == TITLES
    assert ProblemMembers.__annotations__.keys() == MEMBERS.keys()
    assert Place.__annotations__.keys() == set(PLACE_MEMBERS)

"""Edits of the corpus `matrix` at positions that it does not have: the verdict is that of the flow.

Every payload is judged by the documents as they are written (witnesses.py). Where the corpus is
not, the edits of its excerpt are planted.
"""

import json

import pytest

from tests.conformance.compared import compared, verdict
from tests.conformance.corpora import cases, folder, missing
from tests.conformance.labelled import MATRIX
from tests.conformance.planted import AS_JSON, AS_TEXT, breaks, plant
from tests.conformance.witnesses import unconfirmed

# The positions of the corpus whose edits are planted, by how values travel there.
OF = {**dict.fromkeys(AS_JSON, "req-body"), **dict.fromkeys(AS_TEXT, "req-query")}


@pytest.fixture(scope="module")
def edits():
    path = MATRIX.excerpt if missing(MATRIX, folder()) else folder() / MATRIX.file
    return cases(path)


@pytest.mark.parametrize("position", OF)
def test_an_edit_breaks_who_is_hurt_by_it_wherever_it_stands(edits, position):
    who, build = (AS_JSON | AS_TEXT)[position]
    found = {}
    for case in edits:
        if case["position"] != OF[position]:
            continue
        sides = [json.dumps(plant(build, case, each)).encode() for each in ("base", "revision")]
        told = compared(*sides, "json")
        truth = "breaking" if breaks(who, case) else "safe"
        is_shown = not unconfirmed(told.findings, *sides)
        if (verdict(told), is_shown) != (truth, True):
            found[case["id"]] = verdict(told), is_shown
    assert found == {}

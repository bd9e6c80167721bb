"""The JSON answers of public contracts can be drawn: at least 99 of 100 schemas have a value.

Whole documents are taken at random, as many as fit a minute; BFFGEN_ZOO_ALL=1 takes them all.
"""

import json
import os
from collections import Counter
from random import Random

import pytest

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.pool import Pool
from bffgen.proof.validate import Unbuildable, is_valid
from bffgen.verify.request import is_json
from bffgen.verify.sample import Sampler, Unsampled

SEED = 20261126
DOCUMENTS = 90

# Schemas that nothing is drawn of, by document, and what stands in the way.
SAME = "both branches of a oneOf are the same: no value is valid under one of them alone"
ENDLESS = "an object requires itself: every value is endless"
NO_SCHEMA = "`type: [string, null]` with a null that is no text: nobody can judge by it"
# Not found, although there is one that no upstream would send.
OPEN = "branches of a oneOf differ in optional members: a value contradicts the other on purpose"
EXPLAINED = {
    "readme-oas-examples__3.0_json_readme-legacy.json": (SAME,) * 4,
    "openapi-python-client__end_to_end_tests_baseline_openapi_3.0.json": (SAME, OPEN),
    "openapi-python-client__end_to_end_tests_baseline_openapi_3.1.yaml": (SAME, OPEN),
    "readme-oas-examples__3.0_json_circular-request-bodies.json": (ENDLESS,),
    "ogen__positive_nullable_type_list.yml": (NO_SCHEMA,) * 2,
    "ogen__examples_2ch.yml": (OPEN,),
    "ogen__positive_nullable_type_discrimination.json": (OPEN,),
}


@pytest.fixture(scope="module")
def chosen(corpora):
    zoo = corpora / "zoo"
    names = sorted(entry["file"] for entry in json.loads((zoo / "index.json").read_text()))
    whole = os.environ.get("BFFGEN_ZOO_ALL") == "1"
    return zoo, names if whole else sorted(Random(SEED).sample(names, DOCUMENTS))


def answers_of(api):
    """Give the pointer of each JSON schema of an answer, once."""
    return dict.fromkeys(
        media.schema_pointer
        for operation in api.operations
        for response in operation.responses
        for media in response.content
        if media.schema_pointer is not None and is_json(media.media_type)
    )


def lowered(zoo, name):
    bundled = bundle(name, lambda path: (zoo / path).read_bytes())
    return None if isinstance(bundled, tuple) else lower(bundled, Pool())


def test_answers_of_public_contracts_are_drawn(chosen, capsys):
    zoo, names = chosen
    drawn, without, read = 0, Counter(), 0
    for name in names:
        api = lowered(zoo, name)
        if api is None or isinstance(api, tuple):
            continue
        read += 1
        sampler = Sampler(api.meaning)
        for pointer in answers_of(api):
            try:
                value = sampler.sample(pointer, Random(SEED))
            except Unsampled:
                without[name] += 1
                continue
            drawn += 1
            assert is_valid(api.meaning, pointer, value), (name, pointer)
    total = drawn + sum(without.values())
    with capsys.disabled():
        print(f"\n{drawn} of {total} schemas of {read} contracts have a value, seed {SEED}")
    assert total > 500
    assert drawn >= 0.99 * total
    assert {n: c for n, c in without.items() if c > len(EXPLAINED.get(n, ()))} == {}


def test_a_schema_that_nobody_can_judge_is_told_as_that():
    document = {"schema": {"type": "string", "enum": ["a"], "pattern": "("}}
    with pytest.raises(Unbuildable):
        is_valid(document, "/schema", "a")
    with pytest.raises(Unsampled, match="regex"):
        Sampler(document).sample("/schema", Random(SEED))

"""Each reason of `unknown`, and that nothing hostile ends in anything else."""

import pytest

from bffgen.model.pool import Pool
from bffgen.proof import prove
from bffgen.proof.prove import within
from tests.processes import told_under_seeds
from tests.proof.nested import WRAPS, member, nested

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
# Deeper than any stack of calls; `make bench` goes to 10,000.
DEEP = 2_000


@pytest.mark.parametrize(
    ("sub", "sup", "reason"),
    [
        ({"type": "string", "minLength": 10**9}, False, "fuel"),
        ({"type": "array", "minItems": 10**9}, False, "fuel"),
        ({"type": "object", "minProperties": 10**9}, False, "fuel"),
        ({"pattern": ".*a.{500}"}, {"pattern": ".*b.{500}"}, "fuel"),
        (nested(member, WHOLE, 100), nested(member, TEXT, 100), "depth"),
        ({"$dynamicRef": "#n"}, TEXT, "unsupported: $dynamicRef"),
        ({"$ref": "#/nowhere"}, TEXT, "unsupported: $ref"),
        ({"$ref": "other.json"}, TEXT, "unsupported: $ref"),
        ({"allOf": [{"$ref": "#"}], "minimum": 1}, WHOLE, "unsupported: $ref"),
        (TEXT, {"not": {"$ref": "#"}}, "unsupported: $ref"),
        ({"enum": [nested(lambda each: [each], 1, 300)]}, TEXT, "unsupported: enum"),
        ({"minLength": "a"}, TEXT, "unsupported: minLength"),
        (None, TEXT, "unsupported: a schema that is neither an object nor a boolean"),
        ({"properties": {"a": {"$id": "https://a.example/s"}}}, TEXT, "unsupported: $id"),
        ({"type": "string", "pattern": r"(a)\1"}, {"pattern": "a"}, "regex: a backreference"),
        ({"type": "string", "pattern": "(?=a)b"}, {"pattern": "a"}, "regex: lookaround"),
        ({"type": "string", "pattern": r"\p{L}"}, {"pattern": "a"}, "regex: a Unicode property"),
        (
            {"type": "string", "pattern": "("},
            {"pattern": "a"},
            "regex: a bracket that is not closed",
        ),
        ({"type": "string", "pattern": "^[]$|b"}, {"pattern": "a"}, "checker-refused"),
    ],
)
def test_a_reason_says_what_stood_in_the_way(sub, sup, reason):
    proof = prove(sub, sup)
    assert (proof.answer, proof.reason) == ("unknown", reason)


def test_a_format_that_decides_is_named():
    proof = prove({"type": "string", "format": "email"}, {"maxLength": 200}, formats="assert")
    assert (proof.answer, proof.reason) == ("unknown", "format: email")


def test_little_fuel_is_soon_spent():
    sub, sup = {"type": "array", "minItems": 40}, {"type": "array", "minItems": 41}
    assert prove(sub, sup).answer == "no"
    assert prove(sub, sup, fuel=3).reason == "fuel"


@pytest.mark.parametrize(
    ("sub", "sup", "answer"),
    [
        # what is not understood is dropped only where that cannot make a yes
        ({"allOf": [{"$dynamicRef": "#n"}], **TEXT}, TEXT, "yes"),
        ({"type": "string", "pattern": r"(a)\1"}, TEXT, "yes"),
        (WHOLE, {"type": "string", "pattern": r"(a)\1"}, "no"),
        (TEXT, {"not": {"$dynamicRef": "#n"}}, "unknown"),
        (TEXT, {"pattern": r"(a)\1"}, "unknown"),
    ],
)
def test_a_keyword_that_is_not_understood_weakens_a_goal_and_no_more(sub, sup, answer):
    assert prove(sub, sup).answer == answer


@pytest.mark.parametrize("wrap", WRAPS)
def test_a_schema_nested_deeper_than_the_stack_is_no_crash(wrap):
    one, other = nested(wrap, WHOLE, DEEP), nested(wrap, TEXT, DEEP)
    assert prove(one, one).answer == "yes"
    for pair in ((one, other), (other, one)):
        assert prove(*pair).answer in ("unknown", "yes")


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^" + "a?" * 500 + "$", "(x+x+)+y"])
def test_a_hostile_pattern_costs_fuel_and_no_more(pattern):
    for pair in (({"pattern": pattern}, {"pattern": "^a*$"}), (TEXT, {"pattern": pattern})):
        assert prove(*pair).answer in ("yes", "no", "unknown")


def test_schemas_of_a_pool_are_judged_where_they_were_met_first():
    document = {"a": {**TEXT, "minLength": 1}, "b": TEXT}
    pool = Pool()
    one, other = pool.intern(document, "/a"), pool.intern(document, "/b")
    assert within(pool, one, other).answer == "yes"
    assert within(pool, other, one).witness == ""


SEEDED = """
import json
from bffgen.proof import prove
from tests.conformance.containment import CORPUS
from tests.conformance.corpora import cases
for pair in cases(CORPUS.excerpt)[::4]:
    proof = prove(pair["s1"], pair["s2"], producer="closed", formats="assert")
    print(json.dumps([proof.answer, proof.witness, proof.reason, proof.rests_on]))
"""


def test_answers_and_witnesses_are_the_same_under_any_hash_seed():
    said = told_under_seeds("-c", SEEDED)
    assert len(said) == 1
    assert said.pop().count("\n") == 50

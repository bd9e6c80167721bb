"""What travels as text: a text that was taken and is taken no longer never passes for safe.

The judge here knows nothing of the engine: it lists values, keeps those that the baseline takes,
writes them as a query string does (RFC 6570 3.2.8) and asks jsonschema-rs for every value that the
texts may be read as.
"""

from itertools import product
from json import dumps

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from bffgen.model.finding import Effect
from tests.conformance.compared import compared

PLAIN = ("", "0", "00", "5", "10", "99", "a", "ab", "abc", "abcd", "true", "-1", "1.5",
         0, 1, 5, 6, 10, 11, 99, 100, -1, 1.5, True, False)  # fmt: skip
ELEMENTS = ("", "0", "5", "10", "a", "abc", "true", 0, 5, 11, -1, 1.5, True)

texts = st.fixed_dictionaries(
    {"type": st.just("string")},
    optional={
        "minLength": st.integers(0, 3),
        "maxLength": st.integers(1, 3),
        "pattern": st.sampled_from(("^[0-9]+$", "^[a-z]*$", "^-?[0-9]+$", "a")),
    },
)
numbers = st.fixed_dictionaries(
    {"type": st.sampled_from(("integer", "number"))},
    optional={
        "minimum": st.sampled_from((-1, 0, 5)),
        "maximum": st.sampled_from((5, 10, 99)),
        "multipleOf": st.sampled_from((2, 5)),
    },
)
listed = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4, unique_by=repr)
scalars = st.one_of(
    texts,
    numbers,
    st.just({"type": "boolean"}),
    st.just({"type": ["integer", "string"]}),
    listed.map(lambda values: {"enum": values}),
)
arrays = st.fixed_dictionaries(
    {"type": st.just("array"), "items": scalars},
    optional={"minItems": st.integers(0, 2), "maxItems": st.integers(1, 3)},
)
schemas = st.one_of(scalars, arrays)


def written(value):
    return value if isinstance(value, str) else dumps(value)


def readings(text):
    found = [text]
    if text in ("true", "false"):
        found.append(text == "true")
    for make in (int, float):
        try:
            found.append(make(text))
        except ValueError:
            continue
    return found


def is_taken(reader, texts, *, explodes):
    """Say whether some reading of a parameter's texts is a value of the reader's schema."""
    ways = [[*each] for each in product(*map(readings, texts))]
    if len(texts) == 1:
        ways += readings(texts[0])
    elif not explodes:
        ways += readings(",".join(texts))
    return any(reader.is_valid(each) for each in ways)


def refused(baseline, revision, *, explodes):
    """Give a value that the baseline takes and whose texts the revision refuses, if there is."""
    sender, reader = Draft202012Validator(baseline), Draft202012Validator(revision)
    values = [*PLAIN, *([*each] for n in (1, 2) for each in product(ELEMENTS, repeat=n))]
    for value in values:
        if sender.is_valid(value):
            texts = [written(each) for each in (value if isinstance(value, list) else [value])]
            if not is_taken(reader, texts, explodes=explodes):
                return value
    return None


def document(schema, *, explodes):
    parameter = {"name": "p", "in": "query", "explode": explodes, "schema": schema}
    operation = {"parameters": [parameter], "responses": {"204": {"description": "Done."}}}
    head = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}
    return dumps({**head, "paths": {"/a": {"get": operation}}}).encode()


def told(baseline, revision, *, explodes):
    sides = (document(each, explodes=explodes) for each in (baseline, revision))
    found = compared(*sides, "json").findings
    if any(each.effect is Effect.BREAKS for each in found):
        return "breaks"
    return "open" if any(each.rule.endswith("-unproven") for each in found) else "safe"


@settings(max_examples=300)
@given(schemas, schemas, st.booleans())
def test_a_text_that_is_refused_from_now_on_is_never_safe(baseline, revision, explodes):
    value = refused(baseline, revision, explodes=explodes)
    if value is not None:
        assert told(baseline, revision, explodes=explodes) != "safe", value


@pytest.mark.parametrize(
    ("baseline", "revision", "explodes", "answer"),
    [
        # None of it is sent for a list without elements (RFC 6570 2.3).
        ({"type": "array"}, {"type": "array", "minItems": 1}, True, "safe"),
        ({"type": "array"}, {"type": "array", "minItems": 2}, True, "breaks"),
        ({"type": "array", "items": {"type": "integer"}}, {"type": "string"}, False, "safe"),
        ({"type": "array", "items": {"type": "integer"}}, {"type": "string"}, True, "breaks"),
        ({"type": "array", "maxItems": 1, "items": {"type": "integer"}}, {"type": "integer"},
         True, "safe"),
        ({"type": "integer"}, {"type": "array", "items": {"type": "integer"}}, True, "safe"),
        # `00` is read as 0, and 0 is written `0`.
        ({"enum": ["00", 0]}, {"enum": ["00"]}, False, "breaks"),
        # Shown to be read by no schema of a type, so left open and never called a break.
        ({"type": "integer", "minimum": 1},
         {"type": "array", "items": {"type": "string", "pattern": "^[0-9]+$"}}, True, "open"),
    ],
)  # fmt: skip
def test_lists_are_asked_as_they_travel(baseline, revision, explodes, answer):
    assert told(baseline, revision, explodes=explodes) == answer


def parameters(schema, **more):
    """Write a contract of one query parameter whose schema refers to itself."""
    asked = {"name": "q", "in": "query", "schema": {"$ref": "#/components/schemas/Own"}, **more}
    got = {"parameters": [asked], "responses": {"204": {"description": "Done."}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Own", "version": "1"},
        "paths": {"/x": {"get": got}},
        "components": {"schemas": {"Own": schema}},
    }


OWN = {"$ref": "#/components/schemas/Own"}
NESTED = {"type": "array", "items": OWN, "maxItems": 5}
WIDE = {"type": "object", "properties": {f"p{number}": OWN for number in range(30)}}


@pytest.mark.parametrize(
    ("was", "now", "rules"),
    [
        (
            parameters(NESTED),
            parameters({**NESTED, "maxItems": 4}),
            ["request-array-narrowed"],
        ),
        (
            parameters(WIDE, style="deepObject", explode=True),
            parameters({**WIDE, "maxProperties": 5}, style="deepObject", explode=True),
            ["request-object-narrowed"],
        ),
        # Lists of lists alone hold no character that could be escaped.
        (parameters(NESTED, allowReserved=True), parameters(NESTED), []),
        (
            parameters({"type": "array"}, allowReserved=True),
            parameters({"type": "array"}),
            ["request-parameter-serialisation-changed"],
        ),
    ],
)
def test_what_is_its_own_element_or_member_is_read_to_an_end(was, now, rules):
    sides = [dumps(each).encode() for each in (was, now)]
    assert [each.rule for each in compared(*sides, "json").findings] == rules

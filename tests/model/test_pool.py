"""Equal meaning is one int; what differs, or is not understood, is another."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.pool import Pool
from tests.strategies import NAMES, documents, rewritten

TEXT, WHOLE, OBJECT = {"type": "string"}, {"type": "integer"}, {"type": "object"}
CARD = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Card"}, "id": TEXT}}
SELF = {"$ref": "#/$defs/Card", "$defs": {"Card": CARD}}

LEANS_ON_ITSELF = {
    "$ref": "#/$defs/A",
    "$defs": {"A": {"properties": {key: {"$ref": "#/$defs/A"} for key in ("next", "other")}}},
}


def same(a, b):
    pool = Pool()
    return pool.intern(a, "") == pool.intern(b, "")


def in_components(schema, **named):
    return {"root": schema, "components": {"schemas": named}}


SAME = [
    ({}, True),
    ({"not": {}}, False),
    ({"type": ["string"]}, TEXT),
    ({"type": ["null", "string"]}, {"type": ["string", "null"]}),
    (WHOLE, {"type": "number", "multipleOf": 1}),
    ({"type": "integer", "multipleOf": 1.5}, {"type": "number", "multipleOf": 3}),
    ({"type": ["integer", "number"]}, {"type": "number"}),
    ({"const": "a"}, {"enum": ["a"]}),
    ({"enum": [1, "a"]}, {"enum": ["a", 1.0, 1]}),
    ({"enum": [{"a": 1, "b": 2}]}, {"enum": [{"b": 2.0, "a": 1}]}),
    ({"const": 1, "enum": [1, 2]}, {"const": 1}),
    ({"minimum": 1}, {"minimum": 1.0}),
    ({"maximum": 1e23}, {"maximum": 10**23}),
    ({"multipleOf": 0.1}, {"multipleOf": 0.10}),
    ({"required": ["a", "b"]}, {"required": ["b", "a", "b"]}),
    ({"required": [], "properties": {}, "minLength": 0, "uniqueItems": False}, {}),
    ({"contains": TEXT, "minContains": 1}, {"contains": TEXT}),
    ({"then": TEXT, "else": WHOLE, "minContains": 2}, {}),
    ({"dependentRequired": {"a": ["b"], "c": []}}, {"dependentRequired": {"a": ["b"]}}),
    ({"title": "t", "description": "d", "default": 1, "examples": [1], "x-note": 1, **TEXT}, TEXT),
    ({"items": {"$id": "https://a.example/s", **TEXT}}, {"items": TEXT}),
    ({"deprecated": True, "readOnly": False, "$comment": "c", "$schema": "s", **TEXT}, TEXT),
    ({"allOf": [TEXT]}, TEXT),
    ({"anyOf": [TEXT]}, TEXT),
    ({"oneOf": [TEXT]}, TEXT),
    ({"oneOf": [{"anyOf": [{"allOf": [TEXT], "title": "t"}]}]}, TEXT),
    ({"allOf": [TEXT, WHOLE]}, {"allOf": [WHOLE, TEXT, TEXT]}),
    ({"anyOf": [TEXT, WHOLE]}, {"anyOf": [WHOLE, TEXT, TEXT]}),
    ({"oneOf": [TEXT, WHOLE]}, {"oneOf": [WHOLE, TEXT]}),
    ({"allOf": [TEXT, WHOLE, {}]}, {"allOf": [TEXT, WHOLE]}),
    ({"anyOf": [TEXT], "minLength": 1}, {"allOf": [TEXT], "minLength": 1}),
    ({"$ref": "#/$defs/s", "$defs": {"s": TEXT}}, TEXT),
    ({"$ref": "#/$defs/s", "$defs": {"s": TEXT}, "enum": [1]}, {"allOf": [TEXT], "enum": [1]}),
    ({"$ref": "#/$defs/a~1%20b", "$defs": {"a/ b": TEXT}}, TEXT),
    ({"items": {"$ref": "#/$defs/s"}, "$defs": {"s": {"$ref": "#/$defs/t"}, "t": TEXT}}, {
        "items": TEXT}),
    # void by the letter, and told apart from validity (PITFALLS 10)
    ({"x-bffgen-nullable": True, **TEXT}, TEXT),
    ({"$ref": "#/$defs/s", "x-bffgen-nullable": True, "$defs": {"s": TEXT}}, TEXT),
    # recursive twins: renamed, unrolled once, of two mutual halves
    (SELF, {"$ref": "#/$defs/Item", "$defs": {"Item": {**CARD, "properties": {
        "id": TEXT, "next": {"$ref": "#/$defs/Item"}}}}}),
    (SELF, {**CARD, "$defs": {"Card": CARD}}),
    (SELF, {"$ref": "#/$defs/Even", "$defs": {
        "Even": {**OBJECT, "properties": {"next": {"$ref": "#/$defs/Odd"}, "id": TEXT}},
        "Odd": {**OBJECT, "properties": {"id": TEXT, "next": {"$ref": "#/$defs/Even"}}}}}),
    (SELF, {**OBJECT, "properties": {"id": TEXT, "next": {**CARD}}, "$defs": {"Card": CARD}}),
    # a cycle that leans on another one and repeats it
    (LEANS_ON_ITSELF, {"$ref": "#/$defs/B", "$defs": {
        **LEANS_ON_ITSELF["$defs"],
        "B": {"properties": {"next": {"$ref": "#/$defs/B"}, "other": {"$ref": "#/$defs/A"}}}}}),
]  # fmt: skip

OTHER = [
    ({}, False),
    (TEXT, WHOLE),
    *(({keyword: 1}, {}) for keyword in ("minLength", "minItems", "minProperties")),
    *(({keyword: 0}, {}) for keyword in ("maxLength", "maxItems", "maxProperties", "minimum")),
    ({"uniqueItems": True}, {}),
    ({"required": ["a"]}, {}),
    ({"dependentRequired": {"a": ["b"]}}, {"dependentRequired": {"b": ["a"]}}),
    ({"contains": TEXT, "minContains": 2}, {"contains": TEXT}),
    ({"if": TEXT, "then": WHOLE}, {"if": TEXT, "else": WHOLE}),
    ({"const": True}, {"const": 1}),
    ({"const": False}, {"const": 0}),
    ({"const": "1"}, {"const": 1}),
    ({"const": [1]}, {"const": {"1": 1}}),
    ({"const": None}, {"const": "null"}),
    ({"enum": []}, {}),
    ({"maximum": 0.1}, {"maximum": 0.1000000000000001}),
    ({"oneOf": [TEXT, TEXT]}, TEXT),
    ({"oneOf": [TEXT, TEXT, WHOLE]}, {"oneOf": [TEXT, WHOLE]}),
    ({"anyOf": [TEXT, WHOLE]}, {"oneOf": [TEXT, WHOLE]}),
    ({"prefixItems": [TEXT, WHOLE]}, {"prefixItems": [WHOLE, TEXT]}),
    ({"additionalProperties": True}, {}),  # an explicit openness, PITFALLS 3
    ({"readOnly": True, **TEXT}, TEXT),
    ({"format": "date", **TEXT}, TEXT),
    # PITFALLS 27: a property, or data, that is called like an annotation
    ({"properties": {"description": TEXT}}, {"properties": {}}),
    ({"properties": {"title": TEXT}}, {"properties": {"title": WHOLE}}),
    ({"required": ["default"]}, {}),
    ({"const": {"description": 1}}, {"const": {}}),
    ({"enum": [{"x-note": 1}]}, {"enum": [{}]}),
    # what the solver does not understand keeps its raw value
    ({"unevaluatedItems": True}, {"unevaluatedItems": False}),
    ({"ourOwn": [1]}, {"ourOwn": [2]}),
    ({"contentEncoding": "base64"}, {"contentEncoding": "base32"}),
    ({"properties": {"a": TEXT}, "$id": "u"}, {"properties": {"a": WHOLE}, "$id": "u"}),
    # references that mean what their surroundings say
    ({"$ref": "#/$defs/lost"}, {"$ref": "#/$defs/lost"}),
    ({"$ref": "other.json"}, {"$ref": "other.json"}),
    ({"$dynamicRef": "#n"}, {"$dynamicRef": "#n"}),
    # recursive, and different far below
    (SELF, {"$ref": "#/$defs/Card", "$defs": {"Card": {**CARD, "required": ["id"]}}}),
    (SELF, {"$ref": "#/$defs/A", "$defs": {
        "A": {**OBJECT, "properties": {"id": TEXT, "next": {"$ref": "#/$defs/B"}}},
        "B": {**OBJECT, "properties": {"id": WHOLE, "next": {"$ref": "#/$defs/A"}}}}}),
    ({"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}}, {"items": {}}),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), SAME)
def test_equal_meaning_is_one_int(a, b):
    assert same(a, b)
    assert same(b, a)


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_another_meaning_is_another_int(a, b):
    assert not same(a, b)
    assert not same(b, a)


DOG = {"type": "object", "properties": {"bark": TEXT}}
CAT = {"type": "object", "properties": {"lives": WHOLE}}
PETS = {"oneOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cat"}]}


def pets(mapping=None, **named):
    discriminator = {"propertyName": "kind"} | ({"mapping": mapping} if mapping else {})
    return in_components({**PETS, "discriminator": discriminator}, **named)


def parent(lives):
    cat = {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"lives": lives}}]}
    pet = {"type": "object", "discriminator": {"propertyName": "kind"}}
    return in_components({"$ref": "#/components/schemas/Pet"}, Pet=pet, Cat=cat)


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        # PITFALLS 9: component names are keys on the wire, and a mapping may give others
        (pets(Dog=DOG, Cat=CAT), pets(Cat=copy.deepcopy(CAT), Dog=DOG), True),
        (pets(Dog=DOG, Cat=CAT), pets(Dog=CAT, Cat=DOG), False),
        (pets({"d": "Dog"}, Dog=DOG, Cat=CAT), pets(Dog=DOG, Cat=CAT), False),
        (
            pets({"d": "Dog"}, Dog=DOG, Cat=CAT),
            pets({"d": "#/components/schemas/Dog"}, Dog=DOG, Cat=CAT),
            True,
        ),
        # PITFALLS 8: an heir that nothing refers to belongs to what its parent means
        (parent(lives=WHOLE), parent(lives=WHOLE), True),
        (parent(lives=WHOLE), parent(lives=TEXT), False),
    ],
)
def test_a_discriminator_means_its_keys_and_its_heirs(a, b, equal):
    pool = Pool()
    assert (pool.intern(a, "/root") == pool.intern(b, "/root")) is equal


def test_a_branch_that_always_holds_is_none_whenever_that_is_known():
    """Found by the property below: `B` is known to be `true` before `D` is read, `Twin` is not."""
    true, twin = ({"allOf": [{}, True]} for _ in range(2))
    circle = {"$ref": "#/components/schemas/A"}

    def asking(name):
        then = {"$ref": f"#/components/schemas/{name}"}
        return {"allOf": [{"if": circle, "then": then, "else": False}]}

    one = {"A": circle, "B": true, "D": asking("B")}
    other = {"A": circle, "B": true, "D": asking("Twin"), "Twin": twin}
    pool = Pool()
    documents = [{"components": {"schemas": each}} for each in (one, other)]
    ids = [[pool.intern(each, f"/components/schemas/{n}") for n in "ABD"] for each in documents]
    assert ids[0] == ids[1]


@given(documents(), st.randoms(use_true_random=False), st.booleans())
def test_renaming_inlining_reordering_and_twins_keep_every_int(document, random, revision_first):
    revision, renamed = rewritten(document, random)
    pool = Pool()
    sides = [(document, {name: name for name in NAMES}), (revision, renamed)]
    ids = [
        {name: pool.intern(side, f"/components/schemas/{names[name]}") for name in NAMES}
        for side, names in (reversed(sides) if revision_first else sides)
    ]
    assert ids[0] == ids[1]


@given(documents())
def test_ints_do_not_hang_on_what_was_asked_first(document):
    forward, backward = Pool(), Pool()
    pointers = [f"/components/schemas/{name}" for name in NAMES]
    a = [forward.intern(document, each) for each in pointers]
    b = [backward.intern(document, each) for each in reversed(pointers)][::-1]
    assert [a.index(each) for each in a] == [b.index(each) for each in b]


def test_a_key_is_in_normal_form_and_says_where_it_was_met():
    pool = Pool()
    document = {"a": {"required": ["y", "x"], "properties": {"p": TEXT, "b": TEXT}, "title": "t"}}
    schema = pool.intern(document, "/a")
    text = pool.intern(TEXT, "")
    assert pool.node(schema) == (
        ("properties", (("b", text), ("p", text))),
        ("required", ("x", "y")),
    )
    assert pool.below(schema) == (text, text)
    assert pool.first_met(schema) == (document, "/a")
    assert pool.first_met(text) == (document, "/a/properties/b")
    assert pool.first_met(Pool.TRUE) is None


def test_a_document_without_cycles_is_never_refined():
    named = {f"S{n}": {"properties": {"below": {"$ref": f"#/components/schemas/S{n - 1}"}}}
             for n in range(1, 300)}  # fmt: skip
    document = {"components": {"schemas": {"S0": TEXT, **named}}}
    pool = Pool()
    pool.intern(document, "/components/schemas/S299")
    assert pool.refined == 0
    assert len(pool) == 302


def test_only_what_refers_to_itself_is_refined():
    pool = Pool()
    pool.intern({**OBJECT, "properties": {"a": TEXT, "b": {"$ref": "#/$defs/Card"}}, **SELF}, "")
    assert pool.refined == 1


def test_a_known_schema_costs_no_new_int():
    pool = Pool()
    first = pool.intern(SELF, "")
    size = len(pool)
    assert pool.intern(copy.deepcopy(SELF), "") == first
    assert len(pool) == size


def test_deep_nesting_is_no_recursion():
    schema, chain = dict(TEXT), {}
    for _ in range(5_000):
        schema = {"items": schema}
        chain = {"allOf": [chain]}
    assert Pool().intern(schema, "") > 1
    assert Pool().intern(chain, "") == Pool.TRUE


def test_a_circle_of_references_alone_has_one_meaning_and_no_other():
    a = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}
    b = {"$ref": "#/$defs/c", "$defs": {"c": {"allOf": [{"$ref": "#/$defs/c"}]}}}
    assert same(a, b)
    assert not same(a, {})


@pytest.mark.parametrize("broken", [None, 5, "text", [], ["a"]])
def test_what_is_no_schema_is_a_meaning_of_its_own(broken):
    pool = Pool()
    assert pool.intern({"a": broken}, "/a") not in (Pool.TRUE, Pool.FALSE)
    # Each keyword that takes schemas may hold something else; none may stop the walk.
    for keyword in ("items", "allOf", "properties", "$ref", "discriminator", "type", "enum"):
        pool.intern({keyword: broken}, "")
        pool.intern({"oneOf": [{keyword: broken}, {}]}, "")


def test_a_missing_pointer_is_an_error():
    with pytest.raises(KeyError, match="nowhere"):
        Pool().intern({"a": {}}, "/nowhere")


@given(documents(), documents(), st.sampled_from(NAMES))
def test_a_copy_goes_on_as_the_pool_would_and_leaves_the_pool_as_it_was(one, other, started):
    pointers = [(document, f"/components/schemas/{name}")
                for document in (one, other) for name in NAMES]  # fmt: skip
    pool, whole = Pool(), Pool()
    for document, pointer in [(one, f"/components/schemas/{started}"), pointers[0]]:
        assert pool.intern(document, pointer) == whole.intern(document, pointer)
    known = len(pool)
    copied = pool.copy()

    assert [copied.intern(*each) for each in pointers] == [whole.intern(*each) for each in pointers]
    assert len(pool) == known
    assert [pool.intern(*each) for each in pointers] == [whole.intern(*each) for each in pointers]
    assert [copied.below(n) for n in range(len(whole))] == [
        whole.below(n) for n in range(len(whole))
    ]

"""What a build that says what it reads lets go: never a place that it may read."""

from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bffgen.govern.disowned import Uses, disowned
from bffgen.model.finding import Mark
from bffgen.model.place import Place, join
from bffgen.model.reads import BuildReads, OperationReads, Teller
from tests.govern.test_decide import lost

HOME = "GET /home"


def answered(schema, **more):
    return {"description": "x", "content": {"application/json": {"schema": schema}}, **more}


def an_object(**properties):
    return {"type": "object", "properties": properties}


def refers(name):
    return {"$ref": f"#/components/schemas/{name}"}


TEXT = {"type": "string"}
DOCUMENT = {
    "openapi": "3.1.0",
    "paths": {
        "/home": {
            "get": {
                "parameters": [{"name": "size", "in": "query", "schema": TEXT}],
                "responses": {
                    "200": answered(
                        an_object(
                            id=TEXT,
                            brand=refers("Brand"),
                            cards={"type": "array", "items": refers("Card")},
                        ),
                        headers={"X-Total": {"schema": TEXT}, "X-Other": {"schema": TEXT}},
                    ),
                    "default": answered(refers("Problem")),
                },
            }
        },
        "/cart": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": an_object(
                                note=TEXT, kind={"type": "string", "enum": ["a", "b"]}
                            )
                        }
                    }
                },
                "responses": {"204": {"description": "x"}},
            }
        },
    },
    "components": {
        "schemas": {
            "Brand": an_object(name=TEXT, logo=TEXT),
            "Card": {"allOf": [refers("Base"), an_object(badge=TEXT, brand=refers("Brand"))]},
            "Base": an_object(price=TEXT),
            "Problem": an_object(code=TEXT, trace=TEXT),
        }
    },
}
ROOT = "/paths/~1home/get/responses/200/content/application~1json/schema"
NOTE = "/paths/~1cart/post/requestBody/content/application~1json/schema/properties"
HEADERS = "/paths/~1home/get/responses/200/headers"
SCHEMAS = "/components/schemas"


def says(operation=HOME, reads=(), teller=Teller.MANIFEST, **more):
    one = OperationReads(operation=operation, reads=tuple(reads), **more)
    return BuildReads(channel="ios", build="5.0.1", teller=teller, sha256="", operations=(one,))


def asked(build, place, rule="response-property-removed", operation=HOME, unused=()):
    found = lost(
        rule=rule,
        operations=((operation, "no"),),
        marks=(Mark(place=Place(document="contract.json", pointer=place)),),
    )
    return disowned(unused, build, found, operation, place, DOCUMENT)


def places(*names):
    return [f"#/response/200/{each}" for each in names]


# (what is read, the place that goes, who disowns it)
ANSWERS = [
    (["id"], f"{ROOT}/properties/brand", True),
    (["brand/name"], f"{ROOT}/properties/brand", False),
    (["brand/name"], f"{SCHEMAS}/Brand/properties/name", False),
    (["brand/name"], f"{SCHEMAS}/Brand/properties/logo", True),
    # As a whole: all that it is made of.
    (["brand"], f"{SCHEMAS}/Brand/properties/logo", False),
    (["cards"], f"{SCHEMAS}/Base/properties/price", False),
    (["cards"], f"{SCHEMAS}/Brand/properties/logo", False),
    (["cards/badge"], f"{SCHEMAS}/Base/properties/price", True),
    (["cards/price"], f"{SCHEMAS}/Base/properties/price", False),
    (["cards/badge"], f"{SCHEMAS}/Card/allOf/1/properties/badge", False),
    # The component that two properties lead to is one place.
    (["cards/brand/logo", "brand/name"], f"{SCHEMAS}/Brand/properties/logo", False),
    ([], f"{ROOT}/properties/id", True),
    # What the contract does not have is something else, misspelled.
    (["id", "brnd/name"], f"{SCHEMAS}/Brand/properties/logo", False),
]


@pytest.mark.parametrize(("reads", "place", "is_disowned"), ANSWERS)
@pytest.mark.parametrize("teller", Teller)
def test_a_place_that_is_not_read_is_disowned(reads, place, is_disowned, teller):
    found = asked(says(reads=places(*reads), teller=teller), place)

    assert found == (f"its {teller}" if is_disowned else "")


@pytest.mark.parametrize(
    ("read", "gone", "by"),
    [("X-Total", "X-Total", ""), ("X-Total", "X-Other", "its manifest")],
)
def test_headers_are_read_by_their_names(read, gone, by):
    build = says(reads=[f"#/headers/200/{read}"])

    assert asked(build, f"{HEADERS}/{gone}", "response-header-removed") == by


def test_an_answer_that_tests_do_not_ask_for_may_be_read():
    place = f"{SCHEMAS}/Problem/properties/trace"

    assert asked(says(reads=places("id"), teller=Teller.PACT, statuses=("200",)), place) == ""
    assert asked(says(reads=places("id"), statuses=("200", "default")), place) == "its manifest"
    assert asked(says(reads=places("id")), place) == "its manifest"


def test_an_operation_that_a_manifest_does_not_name_is_not_called_and_tests_say_nothing_of_it():
    place = f"{ROOT}/properties/id"
    other = "GET /other"

    assert asked(says(other), place) == "its manifest"
    assert asked(says(other), "/paths/~1home/get", "operation-removed") == "its manifest"
    assert asked(says(other, teller=Teller.PACT), place) == ""
    assert asked(None, place) == ""
    assert asked(None, place, unused=[HOME]) == "its event"


@pytest.mark.parametrize(
    ("sends", "rule", "place", "by"),
    [
        (None, "request-property-removed", f"{NOTE}/note", ""),
        ((), "request-property-removed", f"{NOTE}/note", "its manifest"),
        (("#/request/note",), "request-property-removed", f"{NOTE}/note", ""),
        (("#/request/note",), "request-enum-value-removed", f"{NOTE}/kind/enum/1", "its manifest"),
        (("#/request/kind",), "request-enum-value-removed", f"{NOTE}/kind/enum/1", ""),
        (("#/request",), "request-property-removed", f"{NOTE}/note", ""),
        # Nothing that is sent says in which form: as long as it is called, nobody knows.
        ((), "request-media-type-removed", NOTE.rpartition("/schema")[0], ""),
        ((), "server-url-removed", "/servers/0", ""),
        ((), "operation-removed", "/paths/~1cart/post", ""),
    ],
)
def test_what_is_sent_is_known_where_it_is_said(sends, rule, place, by):
    assert asked(says("POST /cart", sends=sends), place, rule, "POST /cart") == by


# -- references that are written in other ways

PETS = {
    "Pet": {**an_object(kind=TEXT), "discriminator": {"propertyName": "kind"}},
    "Cat": {"allOf": [refers("Pet"), an_object(lives=TEXT)]},
    "Lion": {"allOf": [refers("Cat"), an_object(mane=TEXT)]},
    "Dog": an_object(bark=TEXT),
}


def mapped(value):
    said = {"propertyName": "kind", "mapping": {"dog": value}}
    return PETS | {"Pet": {**PETS["Pet"], "discriminator": said}}


BARK = f"{SCHEMAS}/Dog/properties/bark"
ANSWER = "responses/200/content/application~1json/schema"
OTHERS = [
    (PETS, refers("Pet"), f"{SCHEMAS}/Cat/allOf/1/properties/lives", False),
    (PETS, refers("Pet"), f"{SCHEMAS}/Lion/allOf/1/properties/mane", False),
    (PETS, refers("Pet"), BARK, True),
    (mapped(f"#{SCHEMAS}/Dog"), refers("Pet"), BARK, False),
    (mapped("Dog"), refers("Pet"), BARK, False),
    (
        {"A b": an_object(bark=TEXT)},
        {"$ref": "#/components/schemas/A%20b"},
        f"{SCHEMAS}/A b/properties/bark",
        False,
    ),
    (
        {},
        {"$ref": f"#/paths/~1u~1%7Bid%7D/get/{ANSWER}"},
        f"/paths/~1u~1{{id}}/get/{ANSWER}/properties/name",
        False,
    ),
]


@pytest.mark.parametrize(("schemas", "pet", "place", "is_disowned"), OTHERS)
@pytest.mark.parametrize("read", ["pet", "pet/kind", "other"])
def test_what_lies_behind_a_discriminator_or_an_escape_is_read(
    schemas, pet, place, is_disowned, read
):
    root = an_object(pet=pet, other=TEXT)
    user = an_object(name=TEXT)
    document = {
        "openapi": "3.1.0",
        "paths": {
            "/home": {"get": {"responses": {"200": answered(root)}}},
            "/u/{id}": {"get": {"responses": {"200": answered(user)}}},
        },
        "components": {"schemas": schemas},
    }
    if read == "pet/kind" and "Pet" not in schemas:
        # Where the reference leads, its member is found as well.
        read = f"pet/{place.rpartition('/')[2]}"
    elif read in ("pet/kind", "other"):
        is_disowned = True
    found = lost(
        rule="response-property-removed",
        operations=((HOME, "no"),),
        marks=(Mark(place=Place(document="contract.json", pointer=place)),),
    )

    said = disowned((), says(reads=places(read)), found, HOME, place, document)

    assert bool(said) is is_disowned


def test_what_a_build_uses_is_looked_for_once_however_much_is_asked():
    """Give 300 components that all reach each other, 200 findings, ten builds of 100 places."""
    count = 300
    schemas = {
        f"S{each}": an_object(next=refers(f"S{(each + 1) % count}"), name=TEXT)
        for each in range(count)
    }
    root = an_object(**{f"p{each}": refers(f"S{each}") for each in range(100)})
    document = {
        "openapi": "3.1.0",
        "paths": {"/home": {"get": {"responses": {"200": answered(root)}}}},
        "components": {"schemas": {**schemas, "Other": an_object(name=TEXT)}},
    }
    names = [f"p{each}" for each in range(100)]
    builds = [says(reads=places(*names[each:], *names[:each])) for each in range(10)]
    uses = Uses()

    start = process_time()
    for number in range(100):
        for name, is_read in ((f"S{number}", True), ("Other", False)):
            place = f"{SCHEMAS}/{name}/properties/name"
            found = lost(
                rule="response-property-removed",
                operations=((HOME, "no"),),
                marks=(Mark(place=Place(document="contract.json", pointer=place)),),
            )
            for build in builds:
                said = disowned((), build, found, HOME, place, document, uses)
                assert bool(said) is not is_read

    assert process_time() - start < 2


# -- drawn contracts: the oracle knows places by their names alone

NAMES = ("a", "b", "c")


@st.composite
def contracts(draw):
    """Draw components that refer to later ones, and the root that refers to some."""
    count = draw(st.integers(1, 4))
    schemas = {}
    for number in range(count + 1):
        members = {}
        for name in draw(st.sets(st.sampled_from(NAMES), max_size=3)):
            later = range(number + 1, count + 1)
            target = draw(st.sampled_from([None, *later])) if later else None
            members[name] = TEXT if target is None else refers(f"S{target}")
            if target is not None and draw(st.booleans()):
                members[name] = {"type": "array", "items": members[name]}
        schemas[f"S{number}"] = an_object(**members)
    document = {
        "openapi": "3.1.0",
        "paths": {"/home": {"get": {"responses": {"200": answered(refers("S0"))}}}},
        "components": {"schemas": schemas},
    }
    ways = sorted(_ways(document, "S0"))
    picked = draw(st.lists(st.sampled_from(ways), max_size=3)) if ways else []
    return document, [way for way, _ in picked]


def _ways(document, name, way=()):
    """Give (names from the root, pointer) of each property, as often as it is reached."""
    for member, value in document["components"]["schemas"][name]["properties"].items():
        pointer = f"{SCHEMAS}/{name}/properties/{member}"
        yield (*way, member), pointer
        target = value.get("items", value).get("$ref", "").rpartition("/")[2]
        if target:
            yield from _ways(document, target, (*way, member))


SHARED = {
    "openapi": "3.1.0",
    "paths": {"/home": {"get": {"responses": {"200": answered(refers("S0"))}}}},
    "components": {
        "schemas": {
            "S0": an_object(a=refers("S1"), b=refers("S1")),
            "S1": an_object(c=TEXT),
        }
    },
}


@given(drawn=contracts())
@example(drawn=(SHARED, [("a",)]))
@example(drawn=(SHARED, [("b", "c")]))
def test_what_may_be_read_is_never_disowned_and_all_else_is(drawn):
    document, reads = drawn
    build = says(reads=[f"#{join('', 'response', '200', *each)}" for each in reads])
    by_place = {}
    for way, pointer in _ways(document, "S0"):
        by_place.setdefault(pointer, []).append(way)
    for pointer, ways in by_place.items():
        is_read = any(
            way[: len(read)] == read or read[: len(way)] == way for way in ways for read in reads
        )
        found = lost(
            rule="response-property-removed",
            operations=((HOME, "no"),),
            marks=(Mark(place=Place(document="contract.json", pointer=pointer)),),
        )
        said = disowned((), build, found, HOME, pointer, document)
        assert bool(said) is not is_read, (pointer, ways, reads)

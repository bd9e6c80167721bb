"""A notice is of a position, and not of the component that stands there (PITFALLS 15)."""

import pytest

from tests.cli.field import Field, answered
from tests.cli.test_chains import as_it_is, chain

CARD = {"$ref": "#/components/schemas/Card"}
BODY = {"required": True, "content": {"application/json": {"schema": CARD}}}


def held(*names):
    return {"type": "object", "properties": dict.fromkeys(names, CARD)}


def two_properties(document):
    document["paths"]["/home"]["get"]["responses"] = answered(held("first", "second"))


def two_statuses(document):
    found = answered(CARD)
    document["paths"]["/home"]["get"]["responses"] = {**found, "202": found["200"]}


def both_directions(document):
    document["paths"]["/cart"]["post"] |= {"requestBody": BODY, "responses": answered(CARD)}


def two_operations(document):
    for path in ("/home", "/legacy"):
        document["paths"][path]["get"]["responses"] = answered(CARD)


def a_map(document):
    found = {"type": "object", "additionalProperties": CARD}
    document["paths"]["/home"]["get"]["responses"] = answered(found)


def lists_and_unions(document):
    document["paths"]["/home"]["get"]["responses"] = answered(
        {
            "type": "object",
            "properties": {
                "cards": {"type": "array", "items": {"anyOf": [CARD, {"type": "null"}]}},
                "top": {"allOf": [CARD]},
            },
        }
    )


@pytest.fixture
def sharing(tmp_path, bffgen):
    """Make a client whose contract has a component in two positions, and then without a member."""

    def made(family, shape, *targets, mark="member"):
        app = Field(tmp_path, bffgen, family)
        badge = {"type": "string"}
        app.document["components"] = {
            "schemas": {"Card": {"type": "object", "required": ["badge"],
                                 "properties": {"badge": badge, "id": {"type": "string"}}}}
        }  # fmt: skip
        shape(app.document)

        def announced(app):
            goes = {"deprecated": True, "x-sunset": "2026-11-01"}
            operation = app.document["paths"]["/home"]["get"]
            {"member": badge, "operation": operation}.get(mark, {}).update(goes)
            for target in targets:
                app.event("deprecate", "2025-10-31", target=target, announced="2025-10-31",
                          sunset="2026-11-01")  # fmt: skip

        def without(app):
            card = app.document["components"]["schemas"]["Card"]
            badge.clear()
            badge["type"] = "integer"
            card["properties"]["badge"] = badge

        chain(app, ("2025-01-10", as_it_is), ("2025-10-31", announced), ("2026-11-02", without))
        return app

    return made


def verdicts(app, version="1.0.0"):
    """Give (rule, verdict, operations that block) of what breaks a release."""
    _, found, _ = app.check("2026-11-02")
    return {
        each["rule"]: (one["verdict"], tuple(one["blocked"]))
        for each in found
        if each["effect"] == "breaks"
        for one in each["releases"]
        if one["version"] == version
    }


@pytest.mark.parametrize(
    ("shape", "targets"),
    [
        (two_properties, ("GET /home#/response/200/first/badge",
                          "GET /home#/response/200/second/badge")),
        (two_statuses, ("GET /home#/response/200/badge", "GET /home#/response/202/badge")),
        (two_operations, ("GET /home#/response/200/badge", "GET /legacy#/response/200/badge")),
        (lists_and_unions, ("GET /home#/response/200/cards/badge",
                            "GET /home#/response/200/top/badge")),
    ],
)  # fmt: skip
def test_a_notice_of_one_position_licenses_no_other(sharing, shape, targets):
    one = sharing("third-party", shape, targets[0])
    last = "GET /legacy" if shape is two_operations else "GET /home"

    assert verdicts(one) == {"response-type-widened": ("block", (last,))}

    one.event("deprecate", "2025-10-31", target=targets[1], announced="2025-10-31",
              sunset="2026-11-01")  # fmt: skip
    assert verdicts(one) == {"response-type-widened": ("pass", ())}


def test_a_notice_of_an_answer_licenses_nothing_that_is_sent(sharing):
    app = sharing("third-party", both_directions, "POST /cart#/response/200/badge")

    assert verdicts(app) == {
        "response-type-widened": ("pass", ()),
        "request-type-narrowed": ("block", ("POST /cart",)),
    }
    app.event("deprecate", "2025-10-31", target="POST /cart#/request/badge",
              announced="2025-10-31", sunset="2026-11-01")  # fmt: skip
    assert {each for each, _ in verdicts(app).values()} == {"pass"}


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("GET /home", ""),
        ("GET /home#/response/200", ""),
        (
            "GET /home#/response/200/first",
            "no deprecation covers it (`#/response/200/second/badge`)",
        ),
        ("GET /home#/response/404", "no deprecation covers it (`#/response/200/first/badge`)"),
        ("GET /legacy", "no deprecation covers it (`#/response/200/first/badge`)"),
    ],
)
def test_a_notice_covers_all_that_lies_beneath_it(sharing, target, why):
    """PITFALLS 43: of an operation, of a status, of what holds the component."""
    app = sharing("third-party", two_properties, target, mark="operation")

    _, found, _ = app.check("2026-11-02")

    (told,) = [each for each in found if each["rule"] == "response-type-widened"]
    (first,) = [each for each in told["releases"] if each["version"] == "1.0.0"]
    assert (first["verdict"], first["why"] if why else "") == ("block" if why else "pass", why)


@pytest.mark.parametrize(("second", "verdict"), [(False, "block"), (True, "pass")])
def test_a_mark_beside_a_reference_is_of_that_position_alone(tmp_path, bffgen, second, verdict):
    """A browser's release was told of the first card; whoever reads the second was not."""
    app = Field(tmp_path, bffgen, "browser")
    card = {"type": "object", "properties": {"badge": {"type": "string"}}, "required": ["badge"]}
    app.document["components"] = {"schemas": {"Card": card}}
    two_properties(app.document)
    told = app.document["paths"]["/home"]["get"]["responses"]["200"]
    properties = told["content"]["application/json"]["schema"]["properties"]
    properties["first"] = {**CARD, "deprecated": True}
    properties["second"] = {**CARD, "deprecated": second}
    app.release("1.0.0", "2026-01-10")
    app.ship("1.0.0", "2026-01-10")
    del card["properties"]["badge"], card["required"]

    _, found, _ = app.check("2026-03-10")

    (gone,) = [each for each in found if each["rule"] == "response-property-removed"]
    assert [each["verdict"] for each in gone["releases"]] == [verdict], gone


def test_a_mark_in_a_component_is_announced_for_all_that_meet_it(sharing):
    targets = ("GET /home#/response/200/first/badge", "GET /home#/response/200/second/badge")
    app = sharing("third-party", two_properties, targets[0])
    badge = app.document["components"]["schemas"]["Card"]["properties"]["badge"]
    badge.update({"type": "string", "deprecated": True, "x-sunset": "2026-11-01"})
    app.change()
    told = f"this schema is deprecated for `{targets[1]}` too"

    assert told in app.run("check", "--as-of", "2026-10-02")[1]

    app.event("deprecate", "2025-10-31", target=targets[1], announced="2025-10-31",
              sunset="2026-11-01")  # fmt: skip
    assert "deprecated-without-sunset" not in app.run("check", "--as-of", "2026-10-02")[1]


@pytest.mark.parametrize(("mark", "verdict"), [("member", "pass"), ("nothing", "block")])
def test_a_notice_of_what_a_map_holds_needs_its_mark(sharing, mark, verdict):
    """What is announced in no contract is told to nobody who reads contracts."""
    app = sharing("third-party", a_map, "GET /home#/response/200/badge", mark=mark)

    ((found, _),) = verdicts(app).values()

    assert found == verdict

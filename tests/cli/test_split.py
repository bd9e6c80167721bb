"""`bffgen deprecate --split`: one operation gets its own copy of what it shares, comments kept."""

import json

import pytest

from bffgen.contract.yaml import read_document
from tests.cli.field import CLIENT, FAMILIES, Field

WEB, _, PARTNER, _ = FAMILIES
BADGE = "GET /home#/response/200/badge"
MARK = 'deprecated: true, x-sunset: "2027-06-01"'
HEAD = """\
openapi: 3.1.0
info: {title: App, version: 1.0.0}
servers: [{url: https://app.shop.example}]
security: []
"""
OPERATION = """\
  /%s:
    get:
      operationId: %s
      responses:
        "200":
          description: Found.
          content:
            application/json:
              schema: {$ref: "%s"}  # what is shown
"""
CARD = """\
    Card:
      # shown on every screen
      type: object
      properties:
        id: {type: string}   # never changes
        badge: {type: string, maxLength: 8}
        parts: {type: array, items: {$ref: "#/components/schemas/Card"}}
"""


def document(home="#/components/schemas/Card", schemas=CARD, **others):
    shared = others or {"legacy": "#/components/schemas/Card"}
    paths = OPERATION % ("home", "getHome", home)
    paths += "".join(OPERATION % (path, f"get{path}", ref) for path, ref in shared.items())
    return f"{HEAD}paths:\n{paths}components:\n  schemas:\n{schemas}"


@pytest.fixture
def field(tmp_path, bffgen):
    def made(contract, family=WEB, **files):
        app = Field(tmp_path, bffgen, family)
        app.client.mkdir(parents=True, exist_ok=True)
        (app.client / "openapi.yaml").write_text(contract)
        for name, content in files.items():
            (app.client / f"{name}.yaml").write_text(content)
        return app

    return made


def split(app, target=BADGE, *flags):
    return app.run(
        *("deprecate", CLIENT, target, "--split", "--sunset", "2027-06-01"),
        *("--as-of", "2026-01-10", "--by", "lead", *flags),
    )


def text(app, name="openapi"):
    return (app.client / f"{name}.yaml").read_text()


def events(app):
    folder = app.client / "events"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_the_named_place_alone_is_marked_in_a_copy(field):
    before = document()
    app = field(before)

    code, out, err = split(app)

    assert (code, err) == (0, "`bffgen build` makes its BFF anew\n")
    assert out.splitlines()[:2] == [
        "GetHomeCard is a copy of Card, in contracts/clients/app/openapi.yaml",
        "GET /home#/response/200/badge goes on 2027-06-01",
    ]
    copy = CARD.replace("    Card:", "    GetHomeCard:").replace(
        "maxLength: 8", f"maxLength: 8, {MARK}"
    )
    led = before.replace('schemas/Card"}  #', 'schemas/GetHomeCard"}  #', 1)
    assert text(app) == led + copy
    assert events(app) == ["2026-01-10-deprecate-get-home-response-200-badge.yaml"]
    assert app.run("ledger", "verify")[0] == 0


@pytest.mark.parametrize("family", [WEB, PARTNER])
def test_a_split_changes_nothing_on_the_wire(field, family):
    app = field(document(), family)
    app.run("release", CLIENT, "--as-of", "2026-01-01")
    split(app)

    code, out, _ = app.run("check", "--as-of", "2026-01-10", "-f", "json", "--against", "last")

    effects = {each["rule"]: each["effect"] for each in json.loads(out)["findings"]}
    assert (code, "breaks" in effects.values()) == (0, False), effects


def test_all_that_leads_to_the_place_is_split_and_nothing_else(field):
    schemas = (
        CARD
        + """\
    Screen:
      type: object
      properties:
        first: {$ref: "#/components/schemas/Card"}
        last: {$ref: "#/components/schemas/Card"}
"""
    )
    screen = "#/components/schemas/Screen"
    app = field(document(screen, schemas, legacy=screen, cards="#/components/schemas/Card"))

    code, _, _ = split(app, "GET /home#/response/200/first/badge")

    made = read_document(text(app).encode(), "openapi.yaml")["components"]["schemas"]
    assert code == 0
    assert made["GetHomeScreen"]["properties"]["first"] == {
        "$ref": "#/components/schemas/GetHomeCard"
    }
    assert made["GetHomeScreen"]["properties"]["last"] == {"$ref": "#/components/schemas/Card"}
    assert made["Screen"]["properties"]["first"] == {"$ref": "#/components/schemas/Card"}
    assert made["GetHomeCard"]["properties"]["badge"]["deprecated"] is True
    assert "deprecated" not in made["Card"]["properties"]["badge"]


def test_what_the_operation_has_alone_is_not_copied(field):
    own = '    Own:\n      properties:\n        card: {$ref: "#/components/schemas/Card"}\n'
    app = field(document("#/components/schemas/Own", CARD + own))

    split(app, "GET /home#/response/200/card/badge")

    made = read_document(text(app).encode(), "openapi.yaml")["components"]["schemas"]
    assert set(made) == {"Card", "GetHomeCard", "Own"}
    assert made["Own"]["properties"]["card"] == {"$ref": "#/components/schemas/GetHomeCard"}


def test_a_component_in_a_file_of_its_own_is_a_file_of_its_own(field):
    card = "# of all screens\ntype: object\nproperties:\n  badge: {type: string}\n"
    contract = document("card.yaml", "    Other: {type: object}\n", legacy="card.yaml")
    app = field(contract, card=card)

    code, out, _ = split(app)

    assert code == 0
    assert out.splitlines()[0] == (
        "contracts/clients/app/GetHomeCard.yaml is a copy of contracts/clients/app/card.yaml"
    )
    assert text(app) == contract.replace('"card.yaml"', '"GetHomeCard.yaml"', 1)
    assert text(app, "card") == card
    assert text(app, "GetHomeCard") == card.replace("{type: string}", f"{{type: string, {MARK}}}")


def test_a_component_of_another_file_is_copied_there(field):
    card = "Card:\n  type: object\n  properties:\n    badge: {type: string}\n# the end\n"
    contract = document("parts.yaml#/Card", "    Other: {}\n", legacy="parts.yaml#/Card")
    app = field(contract, parts=card)

    code, _, _ = split(app)

    assert code == 0
    assert text(app) == contract.replace("parts.yaml#/Card", "parts.yaml#/GetHomeCard", 1)
    made = read_document(text(app, "parts").encode(), "parts.yaml")
    assert made["GetHomeCard"]["properties"]["badge"]["deprecated"] is True
    assert made["Card"]["properties"]["badge"] == {"type": "string"}


def test_json_stays_json(field):
    before = read_document(document().encode(), "openapi.yaml")
    app = field(json.dumps(before, indent=2))

    code, _, err = split(app)

    made = json.loads(text(app))
    assert code == 0, err
    copy = made["components"]["schemas"].pop("GetHomeCard")
    assert copy["properties"]["badge"]["x-sunset"] == "2027-06-01"
    assert made["components"] == before["components"]


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        (document(schemas=f"{CARD}    GetHomeCard: {{}}\n"), "there is a GetHomeCard already"),
        (
            document(schemas=CARD.replace("type: object\n", (
                "type: object\n      discriminator: {propertyName: id}\n"), 1)),
            "Card is told apart by its name",
        ),
        (
            document("#/components/schemas/Any", CARD + (
                '    Any:\n      oneOf: [{$ref: "#/components/schemas/Card"}]\n'
                "      discriminator: {propertyName: id}\n")),
            "Card is told apart by its name",
        ),
        (
            document("#/components/schemas/Card/properties/parts/items", legacy=(
                "#/components/schemas/Card")),
            "a reference leads into a component",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_split_is_left_as_it_is(field, contract, said):
    app = field(contract)

    code, _, err = split(app)

    assert (code, said in err) == (2, True), err
    assert (text(app), events(app)) == (contract, [])


def test_one_of_both_is_asked_for(field):
    code, _, err = split(field(document()), BADGE, "--all-operations")

    assert (code, "take one" in err) == (2, True)

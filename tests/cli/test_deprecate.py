"""`bffgen deprecate`: the mark and the event together, comments kept, nothing half-done."""

import json

import pytest

from bffgen.contract.assign import assign
from bffgen.contract.yaml import read_document
from tests.cli.field import CLIENT, FAMILIES, Field, put

WEB, APP, PARTNER, ADMIN = FAMILIES

BUILD = "`bffgen build` makes its BFF anew\n"
ANNOUNCE = "`bffgen build` makes its BFF anew, whose answers then announce it\n"
YAML = """\
openapi: 3.1.0
info: {title: App, version: 1.0.0}
servers: [{url: https://app.shop.example}]
security: []
paths:
  /home:
    get:
      operationId: getHome  # the first screen
      parameters:
        - name: size
          in: query
          schema: {type: integer}
      responses:
        "200":
          description: Found.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Card"}
        default: {$ref: "#/components/responses/Problem"}
  /legacy:
    get:
      # nobody should need this any more
      operationId: getLegacy
      responses:
        "200":
          description: Found.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Card"}
        default: {$ref: "#/components/responses/Problem"}
components:
  schemas:
    Card:
      type: object
      properties:
        id: {type: string}   # never changes
        badge: {type: string, maxLength: 8}
        note:
          type: string
          description: Said below the card.
  responses:
    Problem:
      description: Not answered.
      content: {application/problem+json: {schema: {type: object}}}
"""


@pytest.fixture
def field(tmp_path, bffgen):
    def made(family, **policy):
        folder = tmp_path / family
        folder.mkdir()
        app = Field(folder, bffgen, family, **policy)
        (app.client / "openapi.yaml").write_text(YAML)
        return app

    return made


def deprecate(app, target, sunset="2027-06-01", *flags, day="2026-01-10"):
    return app.run(
        *("deprecate", CLIENT, target, "--sunset", sunset, "--as-of", day, "--by", "lead"), *flags
    )


def contract(app):
    return (app.client / "openapi.yaml").read_text()


def events(app):
    folder = app.client / "events"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_an_operation_is_marked_where_it_stands(field):
    app = field(WEB)

    code, out, err = deprecate(app, "GET /legacy")

    assert (code, err) == (0, ANNOUNCE)
    assert out.splitlines()[0] == "GET /legacy goes on 2027-06-01"
    assert contract(app) == YAML.replace(
        "      operationId: getLegacy\n",
        '      operationId: getLegacy\n      deprecated: true\n      x-sunset: "2027-06-01"\n',
    )
    assert events(app) == ["2026-01-10-deprecate-get-legacy.yaml"]
    assert app.run("ledger", "verify")[0] == 0


@pytest.mark.parametrize(
    ("target", "was", "now"),
    [
        (
            "GET /home#/parameters/query/size",
            "        - name: size\n",
            '        - name: size\n          deprecated: true\n          x-sunset: "2027-06-01"\n',
        ),
        (
            "GET /home#/response/200/badge",
            "        badge: {type: string, maxLength: 8}\n",
            "        badge: {type: string, maxLength: 8, deprecated: true, "
            'x-sunset: "2027-06-01"}\n',
        ),
        (
            "GET /home#/response/200/note",
            "          description: Said below the card.\n",
            "          description: Said below the card.\n"
            '          deprecated: true\n          x-sunset: "2027-06-01"\n',
        ),
    ],
)
def test_a_place_is_marked_where_it_stands(field, target, was, now):
    app = field(WEB)

    code, _, err = deprecate(app, target, "2027-06-01", "--all-operations")

    assert (code, err) == (0, BUILD)
    assert contract(app) == YAML.replace(was, now)


def test_what_other_operations_reach_as_well_is_not_marked_by_accident(field):
    app = field(WEB)

    code, _, err = deprecate(app, "GET /home#/response/200/badge")

    assert code == 2
    assert "stands in a component that GET /legacy reach as well" in err
    assert (contract(app), events(app)) == (YAML, [])
    deprecate(app, "GET /home#/response/200/badge", "2027-06-01", "--all-operations")
    assert events(app) == [
        "2026-01-10-deprecate-get-home-response-200-badge.yaml",
        "2026-01-10-deprecate-get-legacy-response-200-badge.yaml",
    ]


def test_a_later_day_replaces_the_one_in_the_contract(field):
    app = field(WEB)
    deprecate(app, "GET /legacy")
    deprecate(app, "GET /legacy", "2027-09-01", day="2026-02-10")

    assert contract(app).count("x-sunset") == 1
    assert 'x-sunset: "2027-09-01"' in contract(app)
    assert len(events(app)) == 2


@pytest.mark.parametrize(
    ("target", "sunset", "said"),
    [
        ("GET /lost", "2027-06-01", "the contract has no operation `GET /lost`"),
        ("GET /home#/response/200/nothing", "2027-06-01", "the contract has no `/response/200/"),
        ("GET /legacy", "2026-01-10", "is not ahead of 2026-01-10"),
        ("GET /legacy", "2026-02-30", "is no day such as"),
        ("GET /legacy", "2026-04-09", "2026-04-10 is the earliest day"),
        ("release 9.9.9", "2027-06-01", "9.9.9"),
    ],
)
def test_what_cannot_be_announced_changes_nothing(field, target, sunset, said):
    app = field(PARTNER)

    code, _, err = deprecate(app, target, sunset)

    assert code == 2
    assert said in err
    assert (contract(app), events(app)) == (YAML, [])


def test_the_notice_that_is_owed_is_frozen(field):
    app = field(PARTNER, parties={"acme": {"notice": "365d"}, "globex": {"notice": "6mo"}})

    _, out, _ = deprecate(app, "GET /legacy", "2027-06-01", "--notified", "acme=mail")

    (name,) = events(app)
    event = read_document((app.client / "events" / name).read_bytes(), name)
    assert event["notice"] == {"acme": "365d", "globex": "6mo"}
    assert event["notified"] == [{"party": "acme", "how": "mail", "date": "2026-01-10"}]
    assert "they are owed it: globex" in out


def test_a_party_consents(field):
    app = field(PARTNER, parties={"acme": {"notice": "365d"}})
    deprecate(app, "GET /legacy", "2026-08-01", "--notified", "acme")

    code, out, _ = deprecate(app, "GET /legacy", "2026-08-01", "--consent", "acme")

    assert code == 0
    assert out.splitlines()[0] == "acme accepts that GET /legacy goes on 2026-08-01"
    assert app.run("ledger", "verify")[0] == 0
    assert "there are acme" in deprecate(app, "GET /x", "2026-08-01", "--consent", "other")[2]


@pytest.mark.parametrize(
    ("text", "pointer", "expected"),
    [
        ('{"a": {"type": "x"}}', "/a", '{"a": {"type": "x", "deprecated": true}}'),
        (
            '{\n  "a": {\n    "type": "x"\n  }\n}',
            "/a",
            '{\n  "a": {\n    "type": "x",\n    "deprecated": true\n  }\n}',
        ),
        ("a: {b: [1, 2]} # c\n", "/a", "a: {b: [1, 2], deprecated: true} # c\n"),
        ("a:\n  b: 1\n  deprecated: 'false' # c\n", "/a", "a:\n  b: 1\n  deprecated: true # c\n"),
        ("l:\n- {a: 1}\n- {b: x}\n", "/l/1", "l:\n- {a: 1}\n- {b: x, deprecated: true}\n"),
    ],
)
def test_a_member_is_set_in_the_way_of_its_file(text, pointer, expected):
    name = "x.json" if text.startswith("{") else "x.yaml"

    assert assign(text.encode(), name, {pointer: {"deprecated": True}}) == expected.encode()


def test_a_contract_in_json_stays_json(field):
    app = field(WEB)
    document = read_document(YAML.encode(), "openapi.yaml")
    (app.client / "openapi.yaml").write_text(json.dumps(document, indent=2))

    code, _, err = deprecate(app, "GET /legacy")

    expected = json.loads(json.dumps(document))
    put(expected, ("paths", "/legacy", "get", "deprecated"), True)
    put(expected, ("paths", "/legacy", "get", "x-sunset"), "2027-06-01")
    assert (code, err) == (0, ANNOUNCE)
    assert json.loads(contract(app)) == expected


def test_two_ends_of_one_day_are_two_files(field):
    app = field(WEB)
    deprecate(app, "GET /legacy", "2028-01-01")
    first = (app.client / "events" / events(app)[0]).read_bytes()
    deprecate(app, "GET /legacy", "2029-01-01")

    assert len(events(app)) == 2
    assert (app.client / "events" / events(app)[1]).read_bytes() == first or (
        app.client / "events" / events(app)[0]
    ).read_bytes() == first


def test_what_stands_beside_the_methods_is_for_all_of_them(field):
    app = field(WEB)
    size = "    parameters:\n      - {name: page, in: query, schema: {type: integer}}\n"
    text = YAML.replace("  /home:\n", f"  /home:\n{size}").replace(
        "  /legacy:\n",
        "    post:\n      operationId: postHome\n      responses:\n"
        '        default: {$ref: "#/components/responses/Problem"}\n  /legacy:\n',
    )
    (app.client / "openapi.yaml").write_text(text)

    code, _, err = deprecate(app, "GET /home#/parameters/query/page")

    assert (code, "POST /home reach as well" in err) == (2, True)

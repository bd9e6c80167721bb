"""`bffgen usage import --reads` and `--pact`: what builds read, and what that lets go."""

import json
from time import process_time

import pytest

from tests.cli.field import CLIENT, FAMILIES, Field, home

WEB, APP, PARTNER, ADMIN = FAMILIES
RULE = "response-property-removed"
DAY = "2026-06-01"
WIDE = 400


def in_field(folder, bffgen, family):
    """Give a client with two releases in the field, whose candidate loses a required property."""
    app = Field(folder, bffgen, family)
    for version, day in (("1.0.0", "2026-01-10"), ("1.1.0", "2026-02-10")):
        home(app.document)["properties"][f"of {version}"] = {"type": "string"}
        app.run_blind(version, day)
        app.ship(version, day)
    del home(app.document)["properties"]["id"]
    home(app.document)["required"] = []
    return app


@pytest.fixture
def app(tmp_path, bffgen):
    return in_field(tmp_path, bffgen, APP)


def manifest(*builds, reads=("#/response/200/badge",), operation="GET /home", channel="ios"):
    operations = {operation: {"reads": list(reads)}}
    return {
        "format": "reads/1",
        "client": CLIENT,
        "builds": {channel: {each: {"operations": operations} for each in builds}},
    }


def pact(*asked, version="3.0.0"):
    return {
        "consumer": {"name": "app"},
        "provider": {"name": "bff"},
        "interactions": [
            {
                "description": "x",
                "request": {"method": "GET", "path": path},
                "response": {"status": 200, "body": body},
            }
            for path, body in asked
        ],
        "metadata": {"pactSpecification": {"version": version}},
    }


def taken(app, kind, value, *flags, name="from-a-build.json"):
    (app.folder / name).write_text(value if isinstance(value, str) else json.dumps(value))
    return app.run("usage", "import", CLIENT, f"--{kind}", name, *flags)


def verdicts(app):
    return app.releases(DAY, RULE)


def test_a_property_goes_once_no_live_build_reads_it_and_not_before(app):
    assert verdicts(app) == {"1.0.0": ("block",), "1.1.0": ("block",)}

    code, out, err = taken(app, "reads", manifest("1.0.0"))
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "app: ios 1.0.0 reads 1 place of 1 operation, by its manifest",
        "contracts/clients/app/evidence/reads.json",
    ]
    assert verdicts(app) == {"1.0.0": ("pass", "not-used"), "1.1.0": ("block",)}

    # What one build says takes nothing from another.
    taken(app, "reads", manifest("1.1.0"))
    assert verdicts(app) == {"1.0.0": ("pass", "not-used"), "1.1.0": ("pass", "not-used")}
    told = app.run("can-release", CLIENT, "--as-of", DAY)[1]
    assert "passes, not-used: disowned by ios 1.0.0 (its manifest); not counted" in told

    # What is said anew of a build takes the place of what was said before.
    taken(app, "reads", manifest("1.0.0", reads=["#/response/200/id"]))
    assert verdicts(app) == {"1.0.0": ("block",), "1.1.0": ("pass", "not-used")}
    told = app.run("can-release", CLIENT, "--as-of", DAY)[1]
    assert "says it does not use it; ios 1.0.0 may use it, by its manifest" in told


def test_what_tests_match_is_what_is_read(app):
    code, out, _ = taken(
        app, "pact", pact(("/home", {"badge": "x"})), "--build", "ios=1.0.0", "--build", "ios=1.1.0"
    )

    assert code == 0
    assert out.splitlines()[0] == "app: ios 1.0.0 reads 1 place of 1 operation, by its pact"
    assert verdicts(app) == {"1.0.0": ("pass", "not-used"), "1.1.0": ("pass", "not-used")}

    taken(app, "pact", pact(("/home", {"badge": "x", "id": "1"})), "--build", "ios=1.1.0")
    assert verdicts(app) == {"1.0.0": ("pass", "not-used"), "1.1.0": ("block",)}


def test_tests_of_a_wide_contract_are_taken_in_the_time_that_reading_them_takes(app):
    answers = app.document["paths"]["/home"]["get"]["responses"]
    asked_for = [
        {"name": each, "in": "path", "required": True, "schema": {"type": "string"}}
        for each in ("shop", "item")
    ]
    for number in range(WIDE):
        named = f"/shops/{{shop}}/shelves/{number}/items/{{item}}"
        app.document["paths"][named] = {"parameters": asked_for, "get": {"responses": answers}}
    app.run_blind("1.2.0", "2026-03-10")
    app.ship("1.2.0", "2026-03-10")
    asked = [(f"/shops/a/shelves/{each}/items/b", {"badge": "x"}) for each in range(WIDE)]

    start = process_time()
    code, out, _ = taken(app, "pact", pact(*asked), "--build", "ios=1.2.0")

    assert code == 0
    assert f"reads {WIDE} places of {WIDE} operations" in out
    # All paths for each path for each request took twice that on a fast machine.
    assert process_time() - start < 9


@pytest.mark.parametrize("body", [None, {}, []])
def test_a_test_of_a_status_alone_disowns_nothing(app, body):
    asked = pact(("/home", body))
    if body is None:
        del asked["interactions"][0]["response"]["body"]
    code, out, _ = taken(app, "pact", asked, "--build", "ios=1.0.0", "--build", "ios=1.1.0")

    assert (code, out.splitlines()[0]) == (
        0,
        "app: ios 1.0.0 reads 1 place of 1 operation, by its pact",
    )
    assert verdicts(app) == {"1.0.0": ("block",), "1.1.0": ("block",)}


def test_an_answer_without_content_takes_nothing_from_what_is_known_of_others(tmp_path, bffgen):
    app = Field(tmp_path, bffgen, APP)
    app.document["paths"]["/home"]["get"]["responses"]["204"] = {"description": "Nothing."}
    app.run_blind("1.0.0", "2026-01-10")
    app.ship("1.0.0", "2026-01-10")
    del home(app.document)["properties"]["id"]
    home(app.document)["required"] = []
    asked = pact(("/home", {"badge": "x"}), ("/home", None))
    asked["interactions"][1]["response"] = {"status": 204}
    taken(app, "pact", asked, "--build", "ios=1.0.0")

    assert verdicts(app) == {"1.0.0": ("pass", "not-used")}


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        (None, ("block",)),
        ({}, ("block",)),
        ({"Content-Type": "application/json"}, ("block",)),
        ({"x-other": "1"}, ("pass", "not-used")),
        ({"x-total": "1", "x-other": "1"}, ("block",)),
    ],
)
@pytest.mark.parametrize("is_shared", [False, True])
def test_a_header_is_disowned_by_a_test_that_names_headers(
    tmp_path, bffgen, named, verdict, is_shared
):
    app = Field(tmp_path, bffgen, APP)
    answers = app.document["paths"]["/home"]["get"]["responses"]
    answer = answers["200"]
    if is_shared:
        app.document["components"] = {"responses": {"Home": answer}}
        answers["200"] = {"$ref": "#/components/responses/Home"}
    header = {"required": True, "schema": {"type": "string"}}
    answer["headers"] = {"X-Total": header, "X-Other": header}
    app.run_blind("1.0.0", "2026-01-10")
    app.ship("1.0.0", "2026-01-10")
    del answer["headers"]["X-Total"]
    asked = pact(("/home", {"badge": "x"}))
    if named is not None:
        asked["interactions"][0]["response"]["headers"] = named
    taken(app, "pact", asked, "--build", "ios=1.0.0")

    assert app.releases(DAY, "response-header-removed") == {"1.0.0": verdict}


def test_several_files_of_one_build_are_one(app):
    (app.folder / "more.json").write_text(json.dumps(pact(("/home", {"id": "1"}))))
    build = "--build", "ios=1.0.0"
    code, out, _ = taken(
        app, "pact", pact(("/home", {"badge": "x"})), "--pact", "more.json", *build
    )

    assert code == 0
    assert out.splitlines()[0] == "app: ios 1.0.0 reads 2 places of 1 operation, by its pact"
    assert verdicts(app)["1.0.0"] == ("block",)


def test_what_tests_do_not_ask_may_be_called(app):
    del app.document["paths"]["/legacy"]
    taken(app, "pact", pact(("/home", {"badge": "x"})), "--build", "ios=1.0.0")
    assert app.releases(DAY, "operation-removed")["1.0.0"] == ("block",)

    taken(app, "reads", manifest("1.0.0"))
    assert app.releases(DAY, "operation-removed")["1.0.0"] == ("pass", "not-used")


def test_who_is_seen_calling_what_it_says_it_does_not_call_is_not_believed(app):
    taken(app, "reads", manifest("1.0.0", operation="GET /legacy", reads=[]))
    assert verdicts(app)["1.0.0"] == ("pass", "not-used")

    by_day = {"2026-05-31": 3}
    app.count(
        {
            "format": "usage/1",
            "client": CLIENT,
            "source": {"kind": "csv", "sha256": "ab"},
            "window": {"from": "2026-05-01", "to": "2026-05-31"},
            "coverage": 1,
            "builds": {"ios": {"1.0.0": {"calls_by_day": by_day, "calls": {"GET /home": 3}}}},
            "unknown": {},
            "calls_by_day": {"ios": by_day},
            "parties": {},
        }
    )
    assert verdicts(app)["1.0.0"] == ("block",)


def test_a_name_that_the_contract_does_not_have_is_read_as_all_around_it(app):
    taken(app, "pact", pact(("/home", {"badge": "x", "gone": 1})), "--build", "ios=1.0.0")

    reads = json.loads((app.client / "evidence/reads.json").read_text())
    operation = reads["builds"]["ios"]["1.0.0"]["operations"]["GET /home"]
    assert operation["reads"] == ["#/response/200", "#/response/200/badge"]
    assert verdicts(app)["1.0.0"] == ("block",)


def test_where_nobody_names_builds_the_release_is_one(tmp_path, bffgen):
    web = in_field(tmp_path, bffgen, WEB)
    assert taken(web, "reads", manifest("1.1.0", channel=CLIENT))[0] == 0

    # A required property goes from a browser where it is marked, or where nobody uses it.
    assert web.releases(DAY, RULE)["1.1.0"] == ("pass", "not-used")


def test_a_manifest_touches_nothing_that_was_promised_for_a_time(tmp_path, bffgen):
    partner = in_field(tmp_path, bffgen, PARTNER)
    taken(partner, "reads", manifest("1.0.0", "1.1.0", channel=CLIENT))

    assert partner.releases(DAY, RULE) == {"1.0.0": ("block",), "1.1.0": ("block",)}


@pytest.mark.parametrize(
    ("kind", "value", "flags", "said"),
    [
        ("reads", "{", (), "this is not JSON"),
        ("reads", manifest(), (), "a manifest of not one build"),
        ("reads", manifest("1.0.1"), (), "no build `1.0.1` of ios is known; `bffgen event build`"),
        ("reads", manifest("1.0.0", channel="iso"), (), "`iso` is no channel of app; the nearest"),
        (
            "reads",
            manifest("1.0.0", operation="GET /hom"),
            (),
            "`GET /hom` is no operation of release 1.0.0; the nearest is `GET /home`",
        ),
        (
            "reads",
            manifest("1.0.0", reads=["#/response/200/badges"]),
            (),
            "`#/response/200/badges` is no place of `GET /home` in 1.0.0",
        ),
        ("pact", "{}", ("--build", "ios=1.0.0"), "no `pactSpecification.version`"),
        (
            "pact",
            pact(("/nothing", {})),
            ("--build", "ios=1.0.0"),
            "`GET /nothing` is no operation of release 1.0.0",
        ),
        ("pact", pact(("/home", {})), ("--build", "ios=7"), "no build `7` of ios is known"),
    ],
)
def test_what_does_not_fit_is_told_and_what_was_there_stays(app, kind, value, flags, said):
    taken(app, "reads", manifest("1.1.0"))
    path = app.client / "evidence/reads.json"
    before = path.read_bytes()

    code, _, err = taken(app, kind, value, *flags)

    assert code == 2
    assert said in err
    assert path.read_bytes() == before


def test_a_fault_has_its_line(app):
    value = json.dumps(manifest("1.0.0", reads=["#/response/200/badges"]), indent=1)
    err = taken(app, "reads", value)[2]

    line = next(n for n, text in enumerate(value.splitlines(), 1) if "badges" in text)
    assert f"--> from-a-build.json:{line}:" in err


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--pact", "x.json"), "a Pact file does not say of which build it is"),
        (("--reads", "x.json", "--build", "ios=1"), "`--build` goes with `--pact`"),
        (("--reads", "x.json", "--csv", "y"), "one export is imported at a time"),
        (("--pact", "x.json", "--build", "ios"), "`--build ios` names no build"),
        (("--reads", "x.json"), "there is no file `x.json`"),
    ],
)
def test_a_call_that_does_not_fit_is_told(app, flags, said):
    code, _, err = app.run("usage", "import", CLIENT, *flags)

    assert (code, said in err) == (2, True), err


def test_a_file_of_reads_that_does_not_fit_decides_nothing(app):
    app.change()
    app.write(f"clients/{CLIENT}/evidence/reads.json", {"format": "reads/1", "client": "web"})
    code, _, err = app.run("can-release", CLIENT, "--as-of", DAY)

    assert code == 3
    assert "these are the reads of `app`" in err

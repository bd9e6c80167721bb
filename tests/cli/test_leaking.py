"""`bffgen impact` of what reaches clients: judged by what each live release was promised."""

import json

import pytest
from jsonschema_rs import validator_for

from tests.workspaces import contract, files, operation

DAY = "2026-06-01"
TEXT = {"type": "string", "maxLength": 64}
KIND = {"type": "string", "enum": ["a", "b"]}


def an_object(required=(), **properties):
    return {"type": "object", "required": list(required), "properties": properties}


def answer(**properties):
    return an_object(properties, **properties)


CLIENT = contract({"/thing": operation(answer(v=TEXT, kind=KIND), parameters=())})
UPSTREAM = answer(v=TEXT, kind=KIND, other=TEXT)
COMPOSITION = {"getThing": {"sources": {"a": {"call": "one.getIt"}}, "body": "a"}}


class Shop:
    """A workspace with one client, a candidate of its upstream beside it."""

    def __init__(self, folder, bffgen, family, client=CLIENT, operations=COMPOSITION):
        self.folder, self._bffgen = folder, bffgen
        made = files(
            client,
            {"one": self.upstream(UPSTREAM)},
            operations,
            policy={"family": family},
        )
        for path, content in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)

    def upstream(self, schema):
        return contract({"/it": operation(schema, "getIt", parameters=())})

    def release(self, version, day, channel="ios"):
        flags = "--version", version, "--as-of", day, "--by", "ci"
        code, out, err = self._bffgen("release", "web", *flags, folder=self.folder)
        assert code == 0, (out, err)
        policy = json.loads((self.folder / "contracts/clients/web/policy.yaml").read_text())
        is_app = policy["family"] == "app-store"
        kind, members = ("deploy", {"serves": [version]})
        if is_app:
            kind, members = "build", {"channel": channel, "build": version, "release": version}
        said = {"format": "event/1", "event": kind, "at": f"{day}T10:00:00Z", "by": "ci", **members}
        folder = self.folder / "contracts/clients/web/events"
        folder.mkdir(exist_ok=True)
        (folder / f"{day}-{kind}-{version}.yaml").write_text(json.dumps(said))

    def reads(self, build, *places):
        operations = {"GET /thing": {"reads": [f"#/response/200/{each}" for each in places]}}
        builds = {"ios": {build: {"operations": operations}}}
        said = {"format": "reads/1", "client": "web", "builds": builds}
        path = self.folder / "contracts/clients/web/evidence/reads.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(said))

    def count(self, **builds):
        """Write counts: (devices on the last day, calls of `GET /thing`) by build."""
        day = "2026-05-31"
        total = sum(devices for devices, _ in builds.values())
        by_build = {
            name.replace("_", "."): {"devices_by_day": {day: devices}, "calls": calls}
            for name, (devices, calls) in builds.items()
        }
        unknown = by_build.pop("unknown", {"devices_by_day": {}})
        said = {
            "format": "usage/1",
            "client": "web",
            "source": {"kind": "csv", "sha256": "ab"},
            "window": {"from": "2026-05-01", "to": day},
            "coverage": 0.9,
            "builds": {"ios": by_build},
            "unknown": {"ios": unknown},
            "devices_by_day": {"ios": {day: total}},
            "parties": {},
        }
        path = self.folder / "contracts/clients/web/evidence/usage.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(said))

    def impact(self, schema, as_of=DAY):
        """Give the exit code, the class of each operation and the notes of each finding."""
        path = self.folder / "candidate.json"
        path.write_text(json.dumps(self.upstream(schema)))
        code, out, err = self._bffgen(
            *("impact", "one", "candidate.json", "-f", "json", "--as-of", as_of),
            folder=self.folder,
        )
        assert out, err
        told = json.loads(out)
        (client,) = told["comparisons"]
        return code, client["impacts"], [each.get("notes", {}) for each in told["findings"]]


@pytest.fixture
def shop(tmp_path, bffgen):
    def made(family, **more):
        return Shop(tmp_path, bffgen, family, **more)

    return made


WIDER = answer(v=TEXT, kind={"type": "string", "enum": ["a", "b", "c"]})
GONE = answer(kind=KIND)
OPTIONAL = an_object(("kind",), v=TEXT, kind=KIND)
NULL = answer(v={"type": ["string", "null"], "maxLength": 64}, kind=KIND)
NUMBER = answer(v={"type": "integer"}, kind=KIND)
CHANGES = {"wider": WIDER, "gone": GONE, "optional": OPTIONAL, "null": NULL, "number": NUMBER}


@pytest.mark.parametrize("change", CHANGES)
def test_without_a_ledger_the_contract_as_it_stands_decides(shop, change):
    code, impacts, notes = shop("app-store").impact(CHANGES[change])

    assert (code, impacts) == (1, {"GET /thing": "leaks"})
    assert all("releases" not in each for each in notes)


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_live_release_is_hurt_by_leaks_and_names_it(shop, change):
    app = shop("app-store")
    app.release("1.0.0", "2026-01-10")

    code, impacts, notes = app.impact(CHANGES[change])

    assert (code, impacts) == (1, {"GET /thing": "leaks"})
    (said,) = [each["releases"] for each in notes if "releases" in each]
    assert said.startswith("1.0.0 block (ios 1.0.0")


# A list that grows hurts no client that takes values it does not know.
@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("wider", "mapping-broken"),
        ("gone", "leaks"),
        ("optional", "leaks"),
        ("null", "leaks"),
        ("number", "leaks"),
    ],
)
def test_each_release_reads_as_it_froze(shop, change, kind):
    web = shop("browser")
    web.release("1.0.0", "2026-01-10")

    code, impacts, notes = web.impact(CHANGES[change])

    assert (code, impacts) == (1, {"GET /thing": kind})
    (said,) = [each["releases"] for each in notes if "releases" in each]
    assert said.startswith("1.0.0 pass (" if change == "wider" else "1.0.0 block (")


def test_what_no_live_build_reads_may_go_by_a_licence(shop):
    app = shop("app-store")
    app.release("1.0.0", "2026-01-10")
    app.reads("1.0.0", "kind")

    code, impacts, notes = app.impact(GONE)

    assert (code, impacts) == (1, {"GET /thing": "mapping-broken"})
    (said,) = [each["releases"] for each in notes if "releases" in each]
    assert said.startswith("1.0.0 pass not-used (ios 1.0.0")
    assert "disowned by ios 1.0.0 (its manifest)" in said


def test_releases_after_the_instant_count_for_nothing(shop):
    app = shop("app-store")
    app.release("1.0.0", "2026-01-10")

    _, impacts, notes = app.impact(WIDER, as_of="2026-01-01")

    assert impacts == {"GET /thing": "leaks"}
    assert all("releases" not in each for each in notes)


def test_an_operation_that_is_not_reached_is_not_held_against_anybody(shop):
    """Two operations answer with one component, and one of them with another upstream's value."""
    schemas = {"Thing": answer(v=TEXT, kind=KIND)}
    refers = {"$ref": "#/components/schemas/Thing"}
    client = contract(
        {
            "/thing": operation(refers, parameters=()),
            "/other": operation(refers, "getOther", parameters=()),
        },
        schemas,
    )
    constant = {"v": {"const": "x"}, "kind": {"const": "a"}}
    operations = {
        **COMPOSITION,
        "getOther": {"sources": {"a": {"call": "one.getIt"}}, "body": {**constant, "v": "a.other"}},
    }
    app = shop("app-store", client=client, operations=operations)
    app.release("1.0.0", "2026-01-10")
    schema = answer(v=TEXT, other=TEXT, kind=WIDER["properties"]["kind"])

    _, impacts, notes = app.impact(schema)

    assert impacts == {"GET /thing": "leaks", "GET /other": "none"}
    (said,) = [each["releases"] for each in notes if "releases" in each]
    assert said.startswith("1.0.0 block")


def test_the_screen_says_it(shop):
    app = shop("app-store")
    app.release("1.0.0", "2026-01-10")
    (app.folder / "candidate.json").write_text(json.dumps(app.upstream(GONE)))

    out = app._bffgen("impact", "one", "candidate.json", "--as-of", DAY, folder=app.folder)[1]

    assert "  = impact: leaks\n" in out
    assert "  = releases: 1.0.0 block (ios 1.0.0" in out


# -- shares


@pytest.fixture
def counted(shop):
    client = contract(
        {
            "/thing": operation(answer(v=TEXT, kind=KIND), parameters=()),
            "/other": operation(answer(v=TEXT), "getOther", parameters=()),
        }
    )
    operations = {
        **COMPOSITION,
        "getOther": {"sources": {"a": {"call": "one.getIt"}}, "body": {"v": "a.other"}},
    }
    app = shop("app-store", client=client, operations=operations)
    app.release("1.0.0", "2026-01-10")
    policy = app.folder / "contracts/clients/web/policy.yaml"
    policy.write_text(json.dumps({**json.loads(policy.read_text()), "versioning": "date"}))
    app.count(
        **{"1_0_0": (380, {"GET /thing": 41}), "unknown": (20, {"GET /other": 59})},
        **{"2_0_0": (9600, {})},
    )
    return app


SHARE = "GET /thing 41 % of calls, 2026-05-01 to 2026-05-31"
LIVE = "1.0.0 at most 4 % of ios, on 2026-05-31"


def test_a_change_is_told_with_the_share_of_calls_that_it_reaches(counted):
    _, _, notes = counted.impact(answer(v={"type": "integer"}, kind=KIND, other=TEXT))

    assert {(each["share"], each["live"]) for each in notes} == {(SHARE, LIVE)}


def test_of_a_release_after_the_counts_no_share_is_told(counted):
    """Nobody had it when they were counted: `at most 0 %` would be said of everybody."""
    counted.release("1.1.0", "2026-06-01")

    _, _, notes = counted.impact(answer(v={"type": "integer"}, kind=KIND, other=TEXT))

    assert {each["live"] for each in notes} == {LIVE}
    _, out, _ = counted._bffgen(
        "ledger", "show", "-f", "json", "--as-of", DAY, folder=counted.folder
    )
    (client,) = json.loads(out)["clients"]
    shares = {
        each["build"]: (each["share_at_most_percent"], each["why"])
        for release in client["releases"]
        for each in release["builds"]
    }
    assert shares == {
        "1.0.0": (4.0, "at most 4.0 % of devices"),
        "1.1.0": (None, "nobody counts it"),
    }


def test_counts_that_are_too_old_bound_nobody(counted):
    schema = answer(v={"type": "integer"}, kind=KIND, other=TEXT)

    _, _, notes = counted.impact(schema, as_of="2026-06-08")

    assert {each["share"] for each in notes} == {SHARE}
    assert all("live" not in each for each in notes)
    flags = "ledger", "show", "--as-of", "2026-06-08"
    _, out, _ = counted._bffgen(*flags, folder=counted.folder)
    assert "ios 1.0.0: live, its counts are too old\n" in out
    assert "evidence ends no build: the newest day counted is 8 days old, and may be 7 days" in out
    _, out, _ = counted._bffgen(*flags, "-f", "json", folder=counted.folder)
    assert '"share_at_most_percent": null' in out


def test_uses_carry_shares_and_a_team_without_the_workspace_is_told_them(counted, bffgen):
    folder = counted.folder
    flags = "impact", "--write-uses", "uses", "--as-of", DAY
    assert bffgen(*flags, folder=folder)[0] == 0
    uses = json.loads((folder / "uses/web.json").read_text())

    assert uses["counted"] == {"from": "2026-05-01", "to": "2026-05-31"}
    assert uses["live"] == {"1.0.0": {"ios": 0.04}}
    assert {
        each["client_operation"]: each["share"] for each in uses["upstreams"]["one"]["uses"]
    } == {
        "GET /thing": 0.41,
        "GET /other": 0.59,
    }
    schema = json.loads(bffgen("schema", "uses")[1])
    validator_for(schema).validate(uses)

    candidate = counted.upstream(answer(v={"type": "integer"}, kind=KIND, other=TEXT))
    (folder / "candidate.json").write_text(json.dumps(candidate))
    _, out, err = bffgen(
        *("impact", "one", "candidate.json", "--against", "contracts/upstreams/one.yaml"),
        *("--uses", "uses/web.json"),
        folder=folder,
    )
    assert f"  = share: {SHARE}\n" in out, (out, err)
    assert f"  = live: {LIVE}\n" in out


def test_without_counts_nothing_is_said_of_shares(shop, bffgen):
    app = shop("app-store")
    app.release("1.0.0", "2026-01-10")

    _, _, notes = app.impact(NUMBER)
    assert all(not {"share", "live"} & each.keys() for each in notes)
    assert bffgen("impact", "--write-uses", "uses", "--as-of", DAY, folder=app.folder)[0] == 0
    uses = json.loads((app.folder / "uses/web.json").read_text())
    assert uses["live"] == {"1.0.0": {}}
    assert "counted" not in uses
    assert all("share" not in each for each in uses["upstreams"]["one"]["uses"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"live": {"1.0.0": {"ios": 2}}}, "a number where a share from 0 to 1 belongs"),
        ({"live": []}, "a list where a mapping belongs"),
        ({"counted": {"from": "May"}}, "`May` where a day such as"),
    ],
)
def test_shares_that_are_none_are_refused(counted, bffgen, more, said):
    folder = counted.folder
    assert bffgen("impact", "--write-uses", "uses", folder=folder)[0] == 0
    path = folder / "uses/web.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **more}))
    code, _, err = bffgen(
        *("impact", "one", "contracts/upstreams/one.yaml"),
        *("--against", "contracts/upstreams/one.yaml", "--uses", "uses/web.json"),
        folder=folder,
    )

    assert (code, said in err) == (2, True), err

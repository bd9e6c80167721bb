"""`bffgen release`, `ledger` and `check` against releases, as people run them."""

import json
from hashlib import sha256
from pathlib import Path

import jsonschema_rs
import pytest

from tests.cli.field import CLIENT, LEGACY, Field, cart, home


@pytest.fixture
def app(tmp_path, bffgen):
    return Field(tmp_path, bffgen, "app-store")


def files(app):
    return {
        path.relative_to(app.client).as_posix(): path.read_bytes()
        for path in sorted(app.client.rglob("*"))
        if path.is_file()
    }


def test_a_release_is_a_folder_with_contract_changes_and_digests(app):
    code, out, _ = app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")

    folder = app.client / "releases/1.0.0"
    said = (folder / "release.yaml").read_text()
    assert code == 0
    assert out.splitlines()[0] == "app 1.0.0 is frozen"
    assert sha256((folder / "contract.json").read_bytes()).hexdigest() in said
    assert sha256((folder / "changes.json").read_bytes()).hexdigest() in said
    assert json.loads((folder / "contract.json").read_bytes()) == app.document
    assert (app.client / "events/2026-01-10-build-ios-1.0.0.yaml").is_file()
    assert app.run("ledger", "verify")[:2] == (0, "app: whole, 1 release and 1 event\n")


def test_what_is_the_same_on_the_wire_is_not_frozen_again(app):
    app.release("1.0.0", "2026-01-10")
    app.change((*LEGACY, "description", "What was here before."))
    before = files(app)

    code, out, _ = app.run(
        *("release", CLIENT, "--as-of", "2026-02-10", "--by", "ci", "--build", "ios=1.0.1")
    )

    assert (code, out.splitlines()[0]) == (
        0,
        "the wire contract and the promises are those of 1.0.0: nothing to freeze",
    )
    assert files(app).keys() - before.keys() == {"events/2026-02-10-build-ios-1.0.1.yaml"}


def test_the_same_version_with_the_same_content_changes_nothing(app):
    app.release("1.0.0", "2026-01-10")
    before = files(app)

    assert app.release("1.0.0", "2026-01-11")[1] == "1.0.0 is frozen already\n"
    assert files(app) == before


def test_the_same_version_with_other_content_is_refused(app):
    app.release("1.0.0", "2026-01-10")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.change()
    before = files(app)

    code, _, err = app.release("1.0.0", "2026-01-11", code=3)

    assert code == 3
    assert "1.0.0 is frozen with another contract, and a release never changes" in err
    assert "`--version auto`" in err
    assert files(app) == before


@pytest.mark.parametrize(
    ("change", "version"),
    [
        (("openapi", "3.1.1"), "1.0.1"),
        ((*LEGACY, "deprecated", True), "1.1.0"),
        ((*LEGACY, ...), "2.0.0"),
    ],
)
def test_auto_is_the_smallest_version_that_says_what_changed(tmp_path, bffgen, change, version):
    admin = Field(tmp_path, bffgen, "internal")
    admin.release("1.0.0", "2026-01-10")
    admin.change(change)

    assert admin.release("auto", "2026-02-10")[1] == f"app {version} is frozen\n"


def test_dates_are_versions_too(tmp_path, bffgen):
    web = Field(tmp_path, bffgen, "browser", versioning="date")
    said = []
    for name in ("one", "two", "three"):
        home(web.document)["properties"][name] = {"type": "string"}
        said.append(web.release("auto", "2026-01-10")[1].split()[1])

    assert said == ["2026-01-10", "2026-01-10.2", "2026-01-10.3"]


def test_the_gate_stops_a_release_and_nothing_is_written(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.change((*LEGACY, ...))
    before = files(app)

    code, out, err = app.release("2.0.0", "2026-02-10", code=1)

    assert code == 1
    assert "error[operation-removed]" in out
    assert "affects 1.0.0: ios 1.0.0" in out
    assert err.endswith("app: nothing was frozen\n")
    assert files(app) == before


def test_a_release_is_stopped_by_what_is_live_and_not_by_the_last(app):
    """Two green pairs break a shipped app together (RELEASES.md 1)."""
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    del cart(app.document)["properties"]["note"]
    app.release("2.0.0", "2026-02-10", "--build", "ios=2.0.0")
    cart(app.document)["properties"]["note"] = {"type": "integer"}

    _, last, _ = app.check("2026-03-10", "--against", "last")
    code, live, _ = app.check("2026-03-10")

    assert not [each for each in last if each["effect"] == "breaks"]
    assert code == 1
    assert [each["rule"] for each in live if each["severity"] == "error"] == [
        "request-type-narrowed"
    ]


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--build", "ios"), "write `--build CHANNEL=BUILD`"),
        (("--build", "web=1"), "no channel is called `web`; there are android, ios"),
        (("--contract", "git:HEAD:x"), "`--contract` and `--released` say together"),
        (("--yank", "1.0.0"), "needs a reason"),
        (("--as-of", "tomorrow"), "is no day such as `2026-11-26`"),
        (("--version", "../x"), "is no version"),
    ],
)
def test_a_call_that_does_not_fit_writes_nothing(app, flags, said):
    app.change()
    before = files(app)

    code, _, err = app.run("release", CLIENT, *flags)

    assert code in (2, 3)
    assert said in err
    assert files(app) == before


def test_a_client_that_is_none_is_told_with_the_nearest(app):
    code, _, err = app.run("release", "ap")

    assert (code, "the nearest is `app`" in err) == (2, True)


def test_a_tampered_ledger_decides_nothing(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    path = app.client / "releases/1.0.0/contract.json"
    path.write_bytes(path.read_bytes().replace(b"legacy", b"legaci"))

    for call in (
        ("ledger", "verify"),
        ("ledger", "show"),
        ("check",),
        ("release", CLIENT, "--version", "2.0.0"),
    ):
        code, _, err = app.run(*call)
        assert code == 3, call
        assert "error[ledger-tampered]" in err
        assert "releases/1.0.0/release.yaml:6:19" in err


def test_what_was_never_shipped_is_yanked_and_what_was_is_not(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.release("1.1.0", "2026-02-10")

    refused = app.run("release", CLIENT, "--yank", "1.0.0", "--reason", "no")
    yanked = app.run(
        *("release", CLIENT, "--yank", "1.1.0", "--reason", "no", "--as-of", "2026-02-11")
    )

    assert refused[0] == 3
    assert "1.0.0 was shipped or served" in refused[2]
    assert yanked[0] == 0
    show = app.run("ledger", "show", "--as-of", "2026-02-12")[1]
    assert "app: 1 of 2 releases live" in show
    assert app.run("release", CLIENT, "--yank", "9", "--reason", "no")[2].startswith(
        "bffgen: app has no release 9; there are 1.0.0, 1.1.0"
    )


def test_what_was_out_before_is_frozen_from_where_it_is(app):
    app.change()
    past = json.loads((app.client / "openapi.yaml").read_text())
    past["info"]["version"] = "0.9.0"
    del past["paths"]["/cart"]
    (app.folder / "past.json").write_text(json.dumps(past))
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")

    code, _, err = app.run(
        *("release", CLIENT, "--version", "0.9.0", "--contract", "past.json"),
        *("--released", "2025-06-01", "--build", "ios=0.9.0", "--by", "ci"),
    )

    assert (code, err) == (0, "")
    said = (app.client / "releases/0.9.0/release.yaml").read_text()
    assert 'origin: "past.json"' in said
    assert "previous: null" in said
    assert app.run("ledger", "verify")[0] == 0
    _, found, _ = app.check("2026-02-01")
    assert {each["rule"] for each in found} == {"operation-added"}
    assert "0.9.0  live" in app.run("ledger", "show", "--as-of", "2026-02-01")[1]


def test_a_rollback_is_held_against_what_is_out(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.document["paths"]["/new"] = {"get": dict(app.document["paths"]["/home"]["get"],
                                                 operationId="getNew")}  # fmt: skip
    app.release("1.1.0", "2026-02-10", "--build", "ios=1.1.0")

    code, found, _ = app.check("2026-03-01", "--candidate", "release:1.0.0")

    assert code == 1
    assert [each["rule"] for each in found if each["severity"] == "error"] == ["operation-removed"]
    assert app.check("2026-03-01", "--candidate", "release:1.1.0")[0] == 0


def test_what_is_live_is_told_in_three_forms(app, root):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.event("retire", "2027-01-01", release="1.0.0")

    as_text = app.run("ledger", "show", "--as-of", "2026-03-01")
    as_page = app.run("ledger", "show", "--as-of", "2026-03-01", "-f", "markdown")
    as_json = app.run("ledger", "show", "--as-of", "2026-03-01", "-f", "json")

    assert as_text[1].splitlines() == [
        "app: 1 of 1 release live, as of 2026-03-01T23:59:59Z",
        "  1.0.0  live  2026-01-10  ios",
        "               ios 1.0.0: live, nobody counts it",
        "  evidence ends no build: there is none",
        "  1 fact is dated later, and left out",
    ]
    assert (
        "| 1.0.0 | 2026-01-10 | **live** | ios | ios 1.0.0: live, nobody counts it |" in as_page[1]
    )
    told = json.loads(as_json[1])
    schema = json.loads((root / "generator/bffgen/schemas/ledger-1.json").read_text())
    jsonschema_rs.validate(schema, told)
    assert told["clients"][0]["releases"][0]["builds"][0]["is_live"] is True


def test_what_was_announced_to_go_is_told_in_three_forms(tmp_path, bffgen, root):
    app = Field(
        tmp_path,
        bffgen,
        "third-party",
        parties={"acme": {"notice": "365d", "agreed": "2025-01-01", "ids": ["a"]}},
    )
    app.release("1.0.0", "2026-01-10")
    app.event(
        "deprecate",
        "2026-02-01",
        target="GET /home#/response/200/badge",
        announced="2026-02-01",
        sunset="2026-12-01",
        notified=[{"party": "acme", "how": "email", "date": "2026-02-03"}],
        notice={"acme": "365d"},
    )
    going = "going: GET /home#/response/200/badge on 2026-12-01 (acme 301d of 365d)"

    as_text = app.run("ledger", "show", "--as-of", "2026-03-01")[1]
    as_page = app.run("ledger", "show", "--as-of", "2026-03-01", "-f", "markdown")[1]
    as_json = app.run("ledger", "show", "--as-of", "2026-03-01", "-f", "json")[1]

    assert as_text.splitlines()[-1] == f"  {going}"
    assert as_page.splitlines()[-1] == going
    told = json.loads(as_json)
    jsonschema_rs.validate(
        json.loads((root / "generator/bffgen/schemas/ledger-1.json").read_text()), told
    )
    assert told["clients"][0]["going"] == [
        {
            "target": "GET /home#/response/200/badge",
            "sunset": "2026-12-01",
            "notice": "acme 301d of 365d",
        }
    ]
    assert "going" not in app.run("ledger", "show", "--as-of", "2026-12-01")[1]


def test_a_crash_leaves_the_ledger_as_it_was(app, monkeypatch):
    app.release("1.0.0", "2026-01-10")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.change()
    before = files(app)

    real = Path.write_bytes
    for step in range(6):
        done = []

        def write(path, content, *, step=step, done=done):
            if len(done) == step:
                raise OSError(28, "No space left on device")
            done.append(path)
            return real(path, content)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "write_bytes", write)
            code, _, err = app.run(
                *("release", CLIENT, "--version", "1.1.0", "--as-of", "2026-02-10", "--no-memory")
            )
        if code == 0:
            break
        assert (code, files(app)) == (2, before)
        assert "no space left on device" in err
    assert step == 3
    assert app.run("ledger", "verify")[0] == 0


def test_a_beta_is_compared_and_warns_at_most(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.release("1.1.0", "2026-02-10", "--stage", "beta")
    del home(app.document)["properties"]["more"]

    code, found, _ = app.check("2026-02-11")

    verdicts = {each["version"]: each["verdict"] for one in found for each in one["releases"]}
    assert (code, verdicts) == (0, {"1.1.0": "warn"})
    again = app.release("1.1.0", "2026-02-12", code=3)
    assert "1.1.0 is frozen as beta, and a release never changes" in again[2]


def test_a_release_that_would_break_its_ledger_is_not_written(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.change()
    before = files(app)

    twice = app.release("1.1.0", "2026-02-10", "--build", "ios=1.0.0", code=2)
    early = app.release("1.1.0", "2026-01-01", code=2)

    assert "error[ledger-build-twice]" in twice[2]
    assert "\n  --> --build\n" in twice[2]
    assert early[2] == (
        "bffgen: 1.1.0 would be of 2026-01-01T23:59:59Z, and 1.0.0 is of 2026-01-10T23:59:59Z: a "
        "release comes after the one before it; what was out before is frozen by `--contract` and "
        "`--released`\n"
    )
    assert files(app) == before


def test_a_yanked_version_is_not_taken_again(app):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.release("1.1.0", "2026-02-10")
    app.run(*("release", CLIENT, "--yank", "1.1.0", "--reason", "no", "--as-of", "2026-02-11"))

    assert "was yanked: take the next version" in app.release("1.1.0", "2026-02-12", code=3)[2]
    assert app.release("auto", "2026-02-12")[1] == "app 1.2.0 is frozen\n"


def test_what_is_no_openapi_document_is_not_frozen(app):
    app.change()

    code, _, err = app.run(
        *("release", CLIENT, "--version", "0.5.0", "--released", "2025-12-01"),
        *("--contract", "contracts/clients/app/policy.yaml"),
    )

    assert (code, "version of OpenAPI" in err) == (2, True)
    assert not (app.client / "releases").exists()


def test_a_withdrawal_names_what_it_withdraws(app):
    app.release("1.0.0", "2026-01-10")
    app.event("deprecate", "2026-02-01", target="GET /legacy", announced="2026-02-01",
              sunset="2027-06-01")  # fmt: skip

    flags = ("event", "withdraw", CLIENT, "--target", "GET /legacy", "--as-of", "2026-03-01")
    wrong = app.run(*flags, "--announced", "2026-02-02")

    assert wrong[0] == 2
    assert "no deprecation is called `GET /legacy of 2026-02-02`" in wrong[2]
    assert app.run(*flags, "--announced", "2026-02-01")[0] == 0


@pytest.mark.parametrize(
    ("lacks", "said"), [("created", "created"), ("operations", "operation-removed")]
)
def test_a_waiver_without_all_it_is_for_waives_nothing(app, lacks, said):
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    app.change((*LEGACY, ...))
    _, found, _ = app.check("2026-02-01")
    (name,) = [each["fingerprint"] for each in found if each["rule"] == "operation-removed"]
    app.waive(name, ["1.0.0"], ["GET /legacy"], until="2026-05-01")
    assert app.check("2026-02-01")[0] == 0
    path = app.client / f"waivers/{name}.yaml"
    written = json.loads(path.read_text())
    del written[lacks]
    path.write_text(json.dumps(written))

    code, out, err = app.run("check", "--as-of", "2026-02-01")

    assert code in (1, 2)
    assert said in out + err

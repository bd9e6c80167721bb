"""What a clumsy or hostile person does to a ledger is refused by name, and nothing is half-done."""

import json
from hashlib import sha256

import pytest

from bffgen.cli import workspace
from tests.cli.field import CLIENT, FAMILIES, LEGACY, Field

WEB, APP, PARTNER, _ = FAMILIES


@pytest.fixture
def field(tmp_path, bffgen):
    def made(family, **policy):
        folder = tmp_path / family
        folder.mkdir()
        app = Field(folder, bffgen, family, **policy)
        app.change()
        return app

    return made


def files(app):
    every = sorted(app.client.rglob("*"))
    return {path.relative_to(app.client).as_posix(): path.read_bytes() for path in every
            if path.is_file()}  # fmt: skip


def changed(app):
    new = app.document["paths"]["/home"]["get"] | {"operationId": "new"}
    app.change(("paths", "/new", {"get": new}))


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("banana", "`banana` is no semantic version such as `5.1.0`: `--version auto` chooses"),
        ("0.5.0", "`0.5.0` comes before `1.1.0`, the newest that there is: `--version auto`"),
        ("1.0.0-rc.1", "`1.0.0-rc.1` comes before `1.1.0`, the newest that there is"),
        ("CON", "`CON` is a name that Windows keeps for itself"),
        ("nul.1", "`nul.1` is a name that Windows keeps for itself"),
        ("1.2.0-RC1", "`1.2.0-RC1` and `1.2.0-rc1` are one folder where letters have no case"),
    ],
)
def test_a_version_that_cannot_come_now_is_refused(field, version, said):
    app = field(WEB)
    for number, first in enumerate(("1.0.0", "1.1.0")):
        app.release(first, f"2026-01-1{number}")
        app.change(("paths", f"/new{number}", app.document["paths"]["/legacy"]))
        app.change(("paths", f"/new{number}", "get", "operationId", f"new{number}"))
    if "rc1" in said:
        app.release("1.2.0-rc1", "2026-01-13", "--stage", "beta")
        changed(app)
    before = files(app)

    code, _, err = app.release(version, "2026-02-01", code=2)

    assert (code, said in err) == (2, True), err
    assert files(app) == before


def test_one_more_of_an_older_line_may_come_after_a_newer_one(field):
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    changed(app)
    app.release("1.1.0", "2026-01-11")
    app.change(("paths", "/new", "get", "summary", "Said anew."))

    assert app.release("1.0.1", "2026-01-12")[1] == "app 1.0.1 is frozen\n"
    assert "comes before" in app.release("1.0.0-rc.1", "2026-01-13", code=2)[2]


def test_info_version_is_named_where_it_is_what_cannot_come(field):
    app = field(WEB)
    app.change(("info", "version", "soon"))

    code, _, err = app.run("release", CLIENT, "--as-of", "2026-01-10")

    assert code == 2
    assert "`soon` is no semantic version such as `5.1.0` (`info.version` of the contract)" in err


def test_a_contract_of_the_past_has_the_name_that_it_had(field):
    app = field(WEB)
    past = ("--contract", "contracts/clients/app/openapi.yaml", "--released", "2025-01-01")

    assert app.release("v4.2-final", "2026-01-10", *past)[1] == "app v4.2-final is frozen\n"
    assert "needs the version that it had" in app.release("auto", "2026-01-10", *past, code=2)[2]


def test_where_events_cannot_be_written_nothing_is_released(field):
    app = field(APP)
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0")
    changed(app)
    # A name that is taken by a folder: neither the release nor its other build is there after it.
    (app.client / "events/2026-02-01-build-ios-1.1.yaml").mkdir()
    before = files(app)

    code, _, err = app.release(
        *("1.1.0", "2026-02-01", "--build", "android=5", "--build", "ios=1.1"), code=2
    )

    assert (code, "events/2026-02-01-build-ios-1.1.yaml cannot be written" in err) == (2, True)
    assert files(app) == before


def test_where_an_event_is_not_put_behind_a_release_it_is_taken_back(field, monkeypatch):
    app = field(APP)

    def put(files, *, between):
        between()
        raise workspace.NotWritten("the disk is full")

    monkeypatch.setattr(workspace, "put", put)

    code, _, err = app.release("1.0.0", "2026-01-10", "--build", "ios=1.0", code=2)

    assert (code, err) == (2, "bffgen: the disk is full\n")
    assert [name for name in files(app) if name.startswith(("releases", "events"))] == []
    assert list((app.client / "releases").iterdir()) == []


@pytest.mark.parametrize("name", ["events", "releases"])
def test_a_file_where_facts_belong_is_not_passed_over(field, name):
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    app.event("deploy", "2026-01-11", serves=["1.0.0"])
    (app.client / name).rename(app.client / "aside")
    (app.client / name).write_text("gone\n")

    for command in (("ledger", "verify"), ("check", "--as-of", "2026-02-01")):
        code, _, err = app.run(*command)
        assert code == 3
        assert f"`contracts/clients/app/{name}` cannot be read: it is no folder" in err


def test_a_folder_that_cannot_be_listed_is_not_passed_over(field, monkeypatch):
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    app.event("deploy", "2026-01-11", serves=["1.0.0"])
    walk = workspace.os.walk

    def refuse(folder, onerror=None):
        # The tests may run as root, whom no system refuses.
        if onerror is not None and folder.name == "events":
            onerror(PermissionError(13, "Permission denied"))
        return walk(folder, onerror=onerror)

    monkeypatch.setattr(workspace.os, "walk", refuse)

    code, _, err = app.run("check", "--as-of", "2026-02-01")

    assert code == 3
    assert "`contracts/clients/app/events` cannot be read: permission denied" in err


def test_a_file_where_waivers_belong_is_not_passed_over(field):
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    (app.client / "waivers").write_text("gone\n")

    code, _, err = app.run("check", "--as-of", "2026-02-01")

    assert (code, err) == (2, "bffgen: contracts/clients/app/waivers is no folder of waivers\n")


def test_a_waiver_of_a_later_day_does_not_count_yet(field):
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    app.change((*LEGACY, ...))
    finding = app.check("2026-02-01")[1][0]["fingerprint"]
    app.waive(finding, ["1.0.0", "7.7.7"], ["GET /legacy"])  # created on 1 October

    early, late = app.check("2026-02-01"), app.check("2026-10-01")

    assert (early[0], late[0]) == (1, 0)
    assert "`2026-10-01` is ahead, and the waiver counts from then on" in early[2]
    assert "is ahead" not in late[2]
    assert "warning[ledger-unknown-name]: no release is called `7.7.7`" in late[2]


def test_what_is_ended_is_not_ended_again(field):
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    changed(app)
    app.release("1.1.0", "2026-01-20")
    app.event("deploy", "2026-01-21", serves=["1.1.0"])
    retire = ("can-retire", CLIENT, "1.0.0", "--write", "--as-of")
    app.run(*retire, "2026-02-01")
    before = files(app)

    code, out, _ = app.run(*retire, "2026-02-02")

    assert (code, out.splitlines()[-1]) == (0, "the ledger says so already")
    assert files(app) == before


@pytest.mark.parametrize("is_served", [True, False])
def test_a_way_out_is_one_that_is_taken(field, is_served):
    app = field(APP)
    app.release("1.0.0", "2026-01-10")
    if is_served:
        app.event("deploy", "2026-01-11", serves=["1.0.0"])

    _, out, _ = app.run("can-retire", CLIENT, "1.0.0", "--as-of", "2026-02-01")

    way = "or yank it, if nobody has it: `bffgen release app --yank 1.0.0 --reason TEXT`"
    assert (way in out) is not is_served
    code, _, _ = app.run("release", CLIENT, "--yank", "1.0.0", "--reason", "x")
    assert (code == 0) is not is_served


def test_a_consent_is_to_what_was_announced(field):
    app = field(PARTNER, parties={"acme": {"notice": "365d"}})
    consent = ("deprecate", CLIENT, "GET /legacy", "--consent", "acme", "--as-of", "2026-01-11")
    before = files(app)

    nothing = app.run(*consent, "--sunset", "2027-06-01")
    assert files(app) == before
    app.run("deprecate", CLIENT, "get  /legacy", "--sunset", "2027-06-01", "--as-of", "2026-01-10")
    later = app.run(*consent, "--sunset", "2027-06-02")

    assert nothing[0] == later[0] == 2
    assert 'nothing to consent to: `bffgen deprecate app "GET /legacy" --sunset' in nothing[2]
    assert (
        "GET /legacy goes on 2027-06-01, and a consent to a later day accepts nothing" in later[2]
    )
    assert app.run(*consent, "--sunset", "2027-06-01")[0] == 0


def test_a_consent_that_was_written_by_hand_is_found(field):
    app = field(PARTNER, parties={"acme": {"notice": "365d"}})
    app.event("consent", "2026-01-10", target="GET /legacy", party="acme", sunset="2027-06-01")

    code, _, err = app.run("ledger", "verify")

    assert (code, "no deprecation is called `GET /legacy`" in err) == (3, True)


@pytest.mark.parametrize("command", [("ledger", "verify"), ("check",), ("impact", "catalog")])
def test_a_commit_has_a_name(field, command):
    app = field(WEB)

    code, _, err = app.run(*command, "--against", "git:")

    assert (code, "`--against git:` names no commit: write `--against git:REF`" in err) == (2, True)


def test_a_contract_that_nobody_froze_so_is_found_by_verify(field):
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    contract = app.client / "releases/1.0.0/contract.json"
    release = app.client / "releases/1.0.0/release.yaml"
    first = sha256(contract.read_bytes()).hexdigest()
    contract.write_text(json.dumps(json.loads(contract.read_text()), indent=1))
    again = sha256(contract.read_bytes()).hexdigest()
    release.write_text(release.read_text().replace(first, again))

    code, _, err = app.run("ledger", "verify")

    assert code == 3
    assert "error[ledger-not-canonical]: the contract of `1.0.0` is not as `bffgen release`" in err


def test_what_does_not_build_is_not_released(field):
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    changed(app)
    app.write(f"clients/{CLIENT}/composition.yaml", "format: composition/1\noperations: {}\n")
    before = files(app)

    asked = app.run("can-release", CLIENT, "--as-of", "2026-02-01")
    released = app.run("release", CLIENT, "--version", "1.1.0", "--as-of", "2026-02-01")

    assert (asked[0], released[0]) == (2, 2)
    for each in (asked, released):
        assert "error[compose-operation-unanswered]" in each[2]
    assert files(app) == before


def test_what_may_be_released_says_by_which_name(field):
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    changed(app)

    code, out, _ = app.run("can-release", CLIENT, "--as-of", "2026-02-01")

    assert code == 0
    said = (
        "  release it by `bffgen release app --version auto`, or raise `info.version` of "
        "contracts/clients/app/openapi.yaml: 1.0.0 is frozen already, with another contract\n"
    )
    assert out.endswith(f"yes\n{said}")
    app.change(("info", "version", "1.1.0"))
    assert app.run("can-release", CLIENT, "--as-of", "2026-02-01")[1].endswith("\nyes\n")


def test_a_release_says_that_its_contract_has_another_name(field):
    """What is served goes on calling itself so; to mend it is nothing new to release."""
    app = field(WEB)
    app.release("1.0.0", "2026-01-10")
    changed(app)

    _, out, err = app.release("auto", "2026-02-01")

    assert out == "app 1.1.0 is frozen\n"
    assert err == (
        "`info.version` of contracts/clients/app/openapi.yaml still says 1.0.0: write 1.1.0 there"
        " and build\n"
    )
    app.change(("info", "version", "1.1.0"))
    assert app.run("can-release", CLIENT, "--as-of", "2026-02-02")[1].endswith("\nyes\n")
    code, out, _ = app.run("release", CLIENT, "--as-of", "2026-02-02")
    assert (code, out.endswith("those of 1.1.0: nothing to freeze\n")) == (0, True)


def test_many_builds_are_told_in_a_few_lines(field):
    app = field(APP)
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    for number in range(100, 400):
        app.event("build", "2026-01-11", channel="android", build=str(number), release="1.0.0")
    app.change((*LEGACY, ...))

    _, checked, _ = app.run("check", "--as-of", "2026-02-01")
    _, answered, _ = app.run("can-release", CLIENT, "--as-of", "2026-02-01")
    _, retired, _ = app.run("can-retire", CLIENT, "1.0.0", "--as-of", "2026-02-01")
    _, all_of_it, _ = app.run("check", "--as-of", "2026-02-01", "-f", "json")

    for told in (checked, answered, retired):
        assert "older builds" in told
        assert "android 399" in told
        assert len(told.splitlines()) < 60
        assert max(map(len, told.splitlines())) < 600
    (finding,) = [each for each in json.loads(all_of_it)["findings"] if each["releases"]]
    assert len(finding["releases"][0]["builds"]) == 301


def test_a_row_of_a_table_is_shown_where_it_stands(field, tmp_path):
    app = field(APP)
    app.release("1.0.0", "2026-01-10", "--build", "ios=1.0.0")
    table = tmp_path / "counts.csv"
    table.write_text("day,channel,build,devices\n2026-01-11,ios,1.0.0,5\n\n2026-01-12,ios,1.0.0,\n")

    code, _, err = app.run("usage", "import", CLIENT, "--csv", str(table))

    assert code == 2
    assert "nothing where a whole count from 0 belongs\n" in err
    assert f"  --> {table}:4:1\n  | 4 | 2026-01-12,ios,1.0.0,\n" in err

"""What the ledger announces is part of what `bffgen build` makes, and `--check` misses it."""

import json

import pytest

from tests.workspaces import contract, files, operation

TEXT = {"type": "string", "maxLength": 40}
THING = {"type": "object", "properties": {"id": TEXT, "note": TEXT}}
ROUTES = "generated/web/web_bff/routes/operations.py"
UNSAID = "generated/ is not what contracts/ say; `bffgen build` makes it so\n"
DEPRECATED = {
    "format": "event/1",
    "event": "deprecate",
    "at": "2026-01-10T00:00:00Z",
    "by": "lead",
    "target": "GET /old",
    "announced": "2026-01-10",
    "sunset": "2027-06-01",
}


def paths(**members):
    return {
        "/old": operation(THING, "getOld", parameters=(), **members),
        "/new": operation(THING, "getNew", parameters=()),
    }


@pytest.fixture
def workspace(tmp_path, bffgen):
    made = files(
        contract(paths()),
        {"shop": contract({"/things": operation(THING, "getThings", parameters=())})},
        {name: {"call": "shop.getThings"} for name in ("getOld", "getNew")},
    )
    for path, content in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert bffgen("build")[0] == 0
    assert bffgen("build", "--check") == (0, "generated/ is what contracts/ say\n", "")
    return tmp_path


def put_event(workspace, name="1.yaml", **members):
    folder = workspace / "contracts/clients/web/events"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(DEPRECATED | members))


def test_an_event_that_generated_does_not_announce_yet_is_noticed(workspace, bffgen):
    put_event(workspace)

    code, out, err = bffgen("build", "--check")

    assert (code, err) == (1, UNSAID)
    assert "+        since=date(2026, 1, 10), sunset=date(2027, 6, 1)," in out
    assert bffgen("build")[0] == 0
    assert bffgen("build", "--check")[0] == 0


def test_a_second_event_beside_the_first_is_noticed(workspace, bffgen):
    put_event(workspace)
    assert bffgen("build")[0] == 0
    later = {"at": "2026-02-01T00:00:00Z", "announced": "2026-02-01", "sunset": "2027-09-01"}
    put_event(workspace, "2.yaml", **later)

    code, out, _ = bffgen("build", "--check")

    assert code == 1
    assert "+        since=date(2026, 1, 10), sunset=date(2027, 9, 1)," in out


def test_an_end_is_announced_and_taken_back_by_the_commands_that_are_told(workspace, bffgen):
    flags = ("--sunset", "2027-06-01", "--as-of", "2026-01-10", "--replacement", "GET /new")

    code, _, err = bffgen("deprecate", "web", "GET /old", *flags)

    assert (code, err) == (0, "`bffgen build` makes its BFF anew, whose answers then announce it\n")
    assert bffgen("build", "--check")[0] == 1
    assert bffgen("build")[0] == 0
    assert 'successor="/new"' in (workspace / ROUTES).read_text()
    withdrawn = ("--target", "GET /old", "--announced", "2026-01-10", "--as-of", "2026-01-11")
    code, _, err = bffgen("event", "withdraw", "web", *withdrawn)
    assert (code, err) == (
        0,
        "take `deprecated` and `x-sunset` of GET /old out of the contract, "
        "and `bffgen build` makes its BFF anew\n",
    )
    assert bffgen("build", "--check")[0] == 1
    assert bffgen("build")[0] == 0
    assert "Deprecation" not in (workspace / ROUTES).read_text()


@pytest.mark.parametrize(
    "members",
    [
        {"target": "GET /old#/response/200/note"},
        {"target": "release 1.0.0"},
        {"target": "GET /nowhere"},
    ],
)
def test_what_no_answer_tells_changes_nothing(workspace, bffgen, members):
    put_event(workspace, **members)

    assert bffgen("build", "--check")[0] == 0


def test_what_a_broken_event_announces_is_not_guessed(workspace, bffgen):
    put_event(workspace, sunset="next summer")
    before = (workspace / ROUTES).read_bytes()

    code, _, err = bffgen("build")

    assert code == 1
    assert "contracts/clients/web/events/1.yaml:1:" in err
    assert err.endswith("nothing was written\n")
    assert (workspace / ROUTES).read_bytes() == before


def test_a_replacement_that_is_not_there_yet_is_told(workspace, bffgen):
    flags = ("--sunset", "2027-06-01", "--as-of", "2026-01-10", "--replacement", "GET /newer")

    code, out, _ = bffgen("deprecate", "web", "GET /old", *flags)

    assert code == 0
    assert "the contract has no GET /newer yet, so that no answer links to it\n" in out


@pytest.mark.parametrize(
    ("sunset", "day"),
    [
        ("2027-01-01", "2027, 1, 1"),
        ("2027-01-01T00:00:00Z", "2027, 1, 1"),
        ("2027-01-01garbage", None),
        ("2026-W48-4", None),
        ("20270101", None),
    ],
)
def test_a_sunset_in_the_contract_alone_says_that_it_ends(workspace, bffgen, sunset, day):
    path = workspace / "contracts/clients/web/openapi.yaml"
    written = json.loads(path.read_text())
    written["paths"]["/old"]["get"]["x-sunset"] = sunset
    path.write_text(json.dumps(written))

    assert bffgen("build")[0] == 0

    found = "".join(each.read_text() for each in (workspace / "generated").rglob("*.py"))
    assert (f"sunset=date({day})" in found) is (day is not None)
    assert ("sunset=date(" in found) is (day is not None)

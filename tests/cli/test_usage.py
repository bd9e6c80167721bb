"""`bffgen usage import`: three kinds of exports, one kind of evidence; the rest is told."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cli.field import CLIENT, FAMILIES, Field, home

WEB, APP, PARTNER, ADMIN = FAMILIES
LAST = date(2026, 6, 30)
DAYS = [LAST - timedelta(days=number) for number in range(30)]


@pytest.fixture
def app(tmp_path, bffgen):
    app = Field(tmp_path, bffgen, APP)
    app.run_blind("1.0.0", "2026-01-10")
    app.event("build", "2026-01-10", channel="ios", build="1.0.0", release="1.0.0")
    home(app.document)["properties"]["more"] = {"type": "string"}
    app.run_blind("1.1.0", "2026-02-10")
    app.event("build", "2026-02-10", channel="ios", build="1.1.0", release="1.1.0")
    return app


def instant(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()


def as_csv(rows):
    lines = ["day,channel,build,devices"]
    return "\n".join([*lines, *(",".join(map(str, row)) for row in rows)]) + "\n"


def as_prometheus(rows, name="bff_usage_requests_total", **labels):
    series = {}
    for day, channel, build, number in rows:
        series.setdefault((channel, build), []).append([instant(day), str(number)])
    result = [
        {"metric": {"__name__": name, "channel": channel, "build": build,
                    "operation": "GET /home", **labels}, "values": values}
        for (channel, build), values in series.items()
    ]  # fmt: skip
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": result}})


def as_otel(rows):
    points = [
        {
            "attributes": [
                {"key": key, "value": {"stringValue": value}}
                for key, value in (("channel", channel), ("build", build),
                                   ("operation", "GET /home"))
            ],
            "timeUnixNano": str(int(instant(day)) * 10**9),
            "asInt": str(number),
        }
        for day, channel, build, number in rows
    ]  # fmt: skip
    metric = {"name": "bff.usage.requests", "sum": {"dataPoints": points}}
    return json.dumps({"resourceMetrics": [{"scopeMetrics": [{"metrics": [metric]}]}]})


FORMS = {"csv": as_csv, "prometheus-json": as_prometheus, "otel-json": as_otel}


def rows(rare=3, unknown=0):
    every = [(day, "ios", "1.0.0", rare) for day in DAYS]
    every += [(day, "ios", "1.1.0", 1000 - rare - unknown) for day in DAYS]
    return every + [(day, "ios", "9.9.9", unknown) for day in DAYS if unknown]


def imported(app, form, content):
    path = app.folder / "export"
    path.write_text(content)
    return app.run("usage", "import", CLIENT, f"--{form}", "export")


def live(app):
    out = app.run("ledger", "show", "--as-of", "2026-07-01", "-f", "json")[1]
    (client,) = json.loads(out)["clients"]
    return [each["version"] for each in client["releases"] if each["is_live"]]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_imported_ends_what_is_hardly_seen(app, form):
    assert live(app) == ["1.1.0", "1.0.0"]

    code, out, err = imported(app, form, FORMS[form](rows()))

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "app: 2026-06-01 to 2026-06-30, 100 % of the traffic named a known build",
        "contracts/clients/app/evidence/usage.json",
    ]
    assert live(app) == ["1.1.0"]


@pytest.mark.parametrize("form", FORMS)
def test_what_names_no_known_build_may_be_of_any(app, form):
    imported(app, form, FORMS[form](rows(rare=3, unknown=4)))

    assert live(app) == ["1.1.0", "1.0.0"]
    told = app.run("can-retire", CLIENT, "1.0.0", "--as-of", "2026-07-01")[1]
    assert "at most 0.7 % of" in told
    assert "counts of 2026-06-01 to 2026-06-30, 99.6 % of the traffic named a known build" in told


@pytest.mark.parametrize("form", FORMS)
def test_the_same_export_gives_the_same_bytes(app, form):
    path = app.client / "evidence/usage.json"
    imported(app, form, FORMS[form](rows()))
    first = path.read_bytes()
    imported(app, form, FORMS[form](rows()))

    assert path.read_bytes() == first


def test_fields_that_are_sent_are_counted_by_their_place(app):
    sent = [(day, "ios", "1.0.0", 2) for day in DAYS]
    both = json.loads(as_prometheus(rows()))
    more = json.loads(
        as_prometheus(sent, "bff_usage_fields_total", field="POST /cart#/request/note")
    )
    both["data"]["result"] += more["data"]["result"]

    imported(app, "prometheus-json", json.dumps(both))

    usage = json.loads((app.client / "evidence/usage.json").read_text())
    assert usage["builds"]["ios"]["1.0.0"]["sent"] == {"POST /cart#/request/note": 60}
    assert usage["builds"]["ios"]["1.0.0"]["calls"] == {"GET /home": 90}


def test_parties_are_known_by_their_ids(tmp_path, bffgen):
    partner = Field(
        *(tmp_path, bffgen, PARTNER),
        parties={"acme": {"ids": ["acme-prod", "acme-batch"]}, "globex": {"ids": ["g-1"]}},
    )
    partner.run_blind("1.0.0", "2026-01-10")
    series = [
        json.loads(as_prometheus([(DAYS[3], "app", "1.0.0", 5)], party=party))["data"]["result"][0]
        for party in ("acme-prod", "acme-batch", "nobody")
    ]

    imported(partner, "prometheus-json", json.dumps({"data": {"result": series}}))

    usage = json.loads((partner.client / "evidence/usage.json").read_text())
    assert usage["parties"] == {
        "acme": {"last_seen": DAYS[3].isoformat(), "calls": {"GET /home": 10}},
        "other": {"last_seen": DAYS[3].isoformat(), "calls": {"GET /home": 5}},
    }


@pytest.mark.parametrize(
    ("form", "content", "said"),
    [
        ("csv", "", "no column `day`"),
        ("csv", "day,build\n2026-01-01,1\n", "no column `calls`"),
        ("csv", "day,build,devices\n1 May,1,3\n", "`1 May` where a day"),
        ("csv", "day,build,devices\n2026-01-01,1,-3\n", "`-3` where a whole count"),
        ("csv", "day,build,devices\n2026-01-01,1,4,321\n", "more fields than the head has"),
        ("csv", "day,build,devices\n2026-01-01,1,1e3\n", "`1e3` where a whole count"),
        (
            "prometheus-json",
            '{"data": {"result": [{"metric": {}, "values": [[1e300, "1"]]}]}}',
            "a sample that is no count at a time in seconds",
        ),
        ("csv", "day,build,devices\n", "an export without a single count"),
        ("csv", "day,channel,build,devices\n2026-01-01,ios,77,3\n", "not one count of a build"),
        ("prometheus-json", "{}", "no `data.result` of a Prometheus query"),
        ("prometheus-json", "{", "this is not JSON"),
        ("prometheus-json", '{"data": {"result": [1]}}', "a number where a series belongs"),
        ("otel-json", "[]", "no `resourceMetrics` of an OTLP export"),
    ],
)
def test_an_export_that_does_not_fit_is_told_and_nothing_is_written(app, form, content, said):
    code, _, err = imported(app, form, content)

    assert code == 2
    assert said in err
    assert not (app.client / "evidence").exists()


def test_one_export_at_a_time(app):
    code, _, err = app.run("usage", "import", CLIENT)

    assert (code, "one export is imported at a time" in err) == (2, True)
    assert app.run("usage", "import", CLIENT, "--csv", "nothing")[2] == (
        "bffgen: there is no file `nothing`\n"
    )

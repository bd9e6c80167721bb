"""Events: each kind read and written, and each fault at its place."""

import json

import pytest

from bffgen.contract.event import EventFile, read_event, written_event
from bffgen.contract.fields import Fields
from bffgen.contract.yaml import read_document
from bffgen.model.calendar import read_instant
from bffgen.model.event import Kind
from bffgen.model.place import Place

AT = "2026-06-12T10:00:00Z"
# kind -> its members, of which each is compulsory unless it is in OPTIONAL.
MEMBERS = {
    "build": {"channel": "ios", "build": "5.1.0", "release": "5.1.0", "stage": "production",
              "identifies": True, "unused": ["GET /legacy", "GET /home#/response/200/badge"]},
    "deploy": {"serves": ["5.1.0", "5.2.0"]},
    "deprecate": {"target": "GET /home#/parameters/query/size", "announced": "2026-06-12",
                  "sunset": "2027-06-12", "replacement": "GET /v2/home", "release": "5.1.0",
                  "notice": {"acme": "365d", "globex": "24mo"},
                  "notified": [{"party": "acme", "how": "email", "date": "2026-06-12"}]},
    "withdraw": {"target": "release 1.0.0", "announced": "2026-06-12", "reason": "not yet"},
    "consent": {"target": "GET /legacy", "party": "acme", "sunset": "2026-09-01",
                "reference": "mail of 3 June"},
    "min-version": {"channel": "ios", "builds_below": "5.1.0",
                    "effective": "2026-12-01T00:00:00Z", "enforced_by": "the BFF"},
    "renew": {"channel": "ios", "build": "5.0.1", "until": "2027-02-28"},
    "retire": {"release": "5.0.0", "because": "0.1 % of devices"},
    "yank": {"release": "5.0.9", "reason": "never shipped"},
}  # fmt: skip
OPTIONAL = {"stage", "identifies", "unused", "replacement", "reason", "reference", "enforced_by",
            "because", "notified", "notice"}  # fmt: skip
COMPULSORY = [
    (kind, key)
    for kind, members in MEMBERS.items()
    for key in members
    if key not in OPTIONAL and (kind, key) != ("deprecate", "release")
]


def read(value):
    faults = []
    event = read_event(Fields.of(value, Place(document="event.yaml"), faults))
    return event, [(each.rule, each.marks[0].place.pointer) for each in faults]


def said(kind, **more):
    head = {"format": "event/1", "event": kind, "at": AT, "by": "lead"}
    members = {**head, **MEMBERS[kind], **more}
    return {key: value for key, value in members.items() if value is not ...}


@pytest.mark.parametrize("kind", MEMBERS)
def test_each_kind_is_read(kind):
    event, faults = read(said(kind))

    assert faults == []
    assert event.at == read_instant(AT)
    assert event.place.document == "event.yaml"


@pytest.mark.parametrize("kind", MEMBERS)
def test_what_is_written_is_read_as_the_same_event(kind):
    made = written_event(
        Kind(kind), read_instant(AT), "lead", MEMBERS[kind], "events", f"{kind} of/it"
    )

    assert isinstance(made, EventFile)
    assert made.path == f"events/2026-06-12-{kind}-{kind}-of-it.yaml"
    assert read_document(made.content, made.path) == said(kind)


@pytest.mark.parametrize(("kind", "key"), COMPULSORY)
def test_what_is_missing_is_told(kind, key):
    event, faults = read(said(kind, **{key: ...}))

    assert event is None
    assert faults == [("input-missing-key", "")]


@pytest.mark.parametrize("kind", MEMBERS)
def test_a_key_of_another_kind_is_told(kind):
    event, faults = read(said(kind, sunsets="2027-01-01"))

    assert event is None
    assert faults == [("input-unknown-key", "/sunsets")]


@pytest.mark.parametrize(
    ("kind", "key", "value", "pointer"),
    [
        ("build", "build", 5.1, "/build"),
        ("build", "release", 1, "/release"),
        ("build", "stage", "alpha", "/stage"),
        ("build", "unused", ["legacy"], "/unused/0"),
        ("deploy", "serves", [], "/serves"),
        ("deploy", "serves", "5.1.0", "/serves"),
        ("deprecate", "target", "/legacy", "/target"),
        ("deprecate", "target", "FETCH /legacy", "/target"),
        ("deprecate", "sunset", "2027-02-29", "/sunset"),
        ("deprecate", "sunset", "12 June 2027", "/sunset"),
        ("deprecate", "notified", ["acme"], "/notified/0"),
        ("min-version", "effective", "2026-12-01", "/effective"),
        ("renew", "until", 20270228, "/until"),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(kind, key, value, pointer):
    event, faults = read(said(kind, **{key: value}))

    assert event is None
    assert faults == [("input-schema", pointer)]


def test_a_period_that_is_none_is_told():
    event, faults = read(said("deprecate", notice={"acme": "1y"}))

    assert event is None
    assert faults == [("input-unit", "/notice/acme")]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ({"event": "deployed"}, ("input-schema", "/event")),
        ({"at": "2026-06-12"}, ("input-schema", "/at")),
        ({"format": "event/2"}, ("input-schema", "/format")),
    ],
)
def test_a_head_that_does_not_fit_is_one_fault(head, fault):
    assert read(said("deploy", **head)) == (None, [fault])


def test_what_cannot_be_written_is_told_and_nothing_is_made():
    found = written_event(
        Kind.RENEW, read_instant(AT), "", {"channel": "ios", "build": "5"}, "events", "x"
    )

    assert [each.rule for each in found] == ["input-missing-key"]


def test_texts_of_all_kinds_come_back():
    reason = 'a: "b" # c\n{d} \u00e4 \U0001f600 1.10'
    made = written_event(
        *(Kind.YANK, read_instant(AT), "", {"release": "1.10", "reason": reason}, "events", "x")
    )

    assert read_document(made.content, made.path)["reason"] == reason
    assert json.dumps("1.10") in made.content.decode()

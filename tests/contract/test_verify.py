"""A whole ledger is silent; whatever is changed in it afterwards is found, with its place."""

import json
from hashlib import sha256

import pytest

from bffgen.contract.fields import Fields
from bffgen.contract.ledger import read_ledger
from bffgen.contract.release import read_release, written_release
from bffgen.contract.verify import unchanged_since, verify
from bffgen.contract.yaml import read_document
from bffgen.model.canonical import canonical_bytes
from bffgen.model.place import Place
from bffgen.model.policy import BuildOrder
from tests.govern.ledgers import CLIENT, FOLDER, build, deploy, event, release

CHANNELS = {"ios": BuildOrder.DOTTED, "android": BuildOrder.INTEGER}
PARTIES = ("acme",)


def digest(content):
    return sha256(content).hexdigest()


def frozen(version, released, contract, previous=None, **more):
    """Write a release with its contract and its changes, chained to the release before."""
    content, changes = canonical_bytes(contract), canonical_bytes({"changes": [version]})
    follows = {} if previous is None else {
        "previous": previous[0], "previous_sha256": digest(previous[1])}  # fmt: skip
    said = release(
        version,
        released,
        contract_sha256=digest(content),
        changes_sha256=digest(changes),
        **{**follows, **more},
    )
    folder = f"{FOLDER}/releases/{version}"
    written = json.dumps(said).encode()
    return {
        f"{folder}/contract.json": content,
        f"{folder}/changes.json": changes,
        f"{folder}/release.yaml": written,
    }, (version, written)


def whole():
    first, one = frozen("1.0.0", "2026-01-01", {"paths": {}})
    second, two = frozen("1.1.0", "2026-02-01", {"paths": {"/a": {}}}, one)
    third, _ = frozen("1.2.0", "2026-03-01", {"paths": {"/b": {}}}, two)
    events = (
        build("ios", "10", "1.0.0", "2026-01-02"),
        deploy("2026-01-02", "1.0.0"),
        build("ios", "11", "1.1.0", "2026-02-02"),
        event(
            "deprecate", "2026-02-03", target="GET /a", announced="2026-02-03", sunset="2026-09-01"
        ),
        event("consent", "2026-02-03", target="GET /a", party="acme", sunset="2026-09-01"),
    )
    return {
        **first,
        **second,
        **third,
        **{
            f"{FOLDER}/events/{number}-{each['event']}.yaml": json.dumps(each).encode()
            for number, each in enumerate(events)
        },
    }


def reader(files):
    def read(path):
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return read


def below(files):
    return lambda folder: sorted(path for path in files if path.startswith(f"{folder}/"))


def found(files):
    ledger, faults = read_ledger(reader(files), below(files), CLIENT)
    every = (*faults, *verify(ledger, reader(files), CHANNELS, PARTIES))
    return [
        (each.rule, each.marks[0].place.document, each.marks[0].place.pointer) for each in every
    ]


def event_at(kind, **members):
    path = f"{FOLDER}/events/9-{kind}.yaml"
    return {path: json.dumps(event(kind, "2026-04-01", **members)).encode()}


def test_a_whole_ledger_is_silent():
    assert found(whole()) == []


@pytest.mark.parametrize("path", sorted(whole()))
def test_one_byte_of_each_file_is_found_with_the_commit_before(path):
    files = whole()
    content = bytearray(files[path])
    content[len(content) // 2] ^= 1
    changed = {**files, path: bytes(content)}

    told = list(unchanged_since("main", CLIENT, reader(changed), (reader(files), below(files))))

    assert [(each.rule, each.marks[0].place.document) for each in told] == [
        ("ledger-fact-changed", path)
    ]
    if path.endswith(".json"):
        assert [rule for rule, _, _ in found(changed)] == ["ledger-tampered"]


@pytest.mark.parametrize("path", sorted(whole()))
def test_a_file_that_is_gone_is_found_with_the_commit_before(path):
    files = whole()
    lost = {name: each for name, each in files.items() if name != path}

    told = list(unchanged_since("main", CLIENT, reader(lost), (reader(files), below(files))))

    assert [(each.rule, each.marks[0].place.document) for each in told] == [
        ("ledger-fact-removed", path)
    ]


def test_what_is_added_is_no_change():
    files = whole()
    more = files | event_at("renew", channel="ios", build="11", until="2027-01-01")

    assert list(unchanged_since("main", CLIENT, reader(more), (reader(files), below(files)))) == []
    assert found(more) == []


def test_a_release_that_says_something_else_breaks_the_chain_of_the_next():
    files = whole()
    path = f"{FOLDER}/releases/1.0.0/release.yaml"
    said = json.loads(files[path])
    said["reads_as"] = {"decoder": {"unknown_enum": "tolerate"}}

    assert found({**files, path: json.dumps(said).encode()}) == [
        ("ledger-tampered", f"{FOLDER}/releases/1.1.0/release.yaml", "/previous_sha256")
    ]


def test_a_fork_is_told_at_the_later_one():
    first, one = frozen("1.0.0", "2026-01-01", {})
    second, _ = frozen("1.1.0", "2026-02-01", {"a": 1}, one)
    third, _ = frozen("1.2.0", "2026-03-01", {"a": 2}, one)

    assert found(first | second | third) == [
        ("ledger-fork", f"{FOLDER}/releases/1.2.0/release.yaml", "/previous")
    ]


def test_a_backfilled_release_is_no_fork():
    first, one = frozen("1.0.0", "2026-01-01", {})
    second, _ = frozen("1.1.0", "2026-02-01", {"a": 1}, one)
    past, _ = frozen("1.0.5", "2026-01-15", {"a": 2}, one, origin="git:v1.0.5:api.yaml")

    assert found(first | second | past) == []


@pytest.mark.parametrize(
    ("more", "rule", "pointer"),
    [
        (build("ios", "12", "1.9.0", "2026-04-01"), "ledger-unknown-name", "/release"),
        (build("web", "12", "1.2.0", "2026-04-01"), "ledger-unknown-name", "/channel"),
        (build("ios", "10", "1.2.0", "2026-04-01"), "ledger-build-twice", "/build"),
        (deploy("2026-04-01", "1.2.0", "1.9.0"), "ledger-unknown-name", "/serves/1"),
        (event("retire", "2026-04-01", release="0.9"), "ledger-unknown-name", "/release"),
        (event("yank", "2026-04-01", release="1.0.0"), "ledger-yanked-in-use", "/release"),
        (event("consent", "2026-04-01", target="release 1.0.0", party="globex",
               sunset="2026-09-01"), "ledger-unknown-name", "/party"),
        (event("deprecate", "2026-04-01", target="release 0.9", announced="2026-04-01",
               sunset="2027-09-01"), "ledger-unknown-name", "/target"),
        (event("deprecate", "2026-04-01", target="GET /a", announced="2026-04-01",
               sunset="2027-09-01", notice={"globex": "90d"}),
         "ledger-unknown-name", "/notice/globex"),
    ],
)  # fmt: skip
def test_what_an_event_names_must_be_there(more, rule, pointer):
    path = f"{FOLDER}/events/9.yaml"
    files = whole() | {path: json.dumps(more).encode()}

    assert (rule, pointer) in [(each, where) for each, _, where in found(files)]


def test_a_beta_is_not_served():
    files, one = frozen("1.0.0", "2026-01-01", {}, stage="beta")
    shipped = json.dumps(build("ios", "10", "1.0.0", "2026-01-02")).encode()
    tried = json.dumps(build("ios", "9", "1.0.0", "2026-01-02", stage="beta")).encode()

    path = f"{FOLDER}/events/0.yaml"
    assert found({**files, path: tried}) == []
    assert found({**files, path: shipped}) == [("ledger-beta-in-production", path, "/release")]
    assert one[0] == "1.0.0"


@pytest.mark.parametrize("path", ["releases/1.0.0", "releases/.1.3.0.77/release.yaml"])
def test_a_folder_that_was_never_put_in_its_place_is_not_read(path):
    files = whole() | {f"{FOLDER}/releases/.1.3.0.77/release.yaml": b"half"}

    assert found(files) == []
    assert path


def test_a_release_is_written_and_read_as_the_same_value():
    files = whole()
    ledger, _ = read_ledger(reader(files), below(files), CLIENT)
    for each in ledger.releases:
        faults = []
        path = each.place.document
        value = read_document(written_release(each), path)
        again = read_release(Fields.of(value, Place(document=path), faults), CLIENT, each.folder)
        assert faults == []
        assert again == each


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("version", 1.1, ("input-schema", "/version")),
        ("version", "1.3.0", ("input-schema", "/version")),
        ("client", "web", ("input-schema", "/client")),
        ("released", "2026-01-01", ("input-schema", "/released")),
        ("contract_sha256", "abc", ("input-schema", "/contract_sha256")),
        ("stage", "gamma", ("input-schema", "/stage")),
        ("reads_as", {"decoder": {"unknown_enum": "maybe"}},
         ("input-schema", "/reads_as/decoder/unknown_enum")),
        ("live", True, ("input-unknown-key", "/live")),
    ],
)  # fmt: skip
def test_a_release_that_does_not_fit_is_told_at_its_place(key, value, fault):
    path = f"{FOLDER}/releases/1.2.0/release.yaml"
    files = whole()
    said = {**json.loads(files[path]), key: value}

    told = found({**files, path: json.dumps(said).encode()})

    assert (fault[0], path, fault[1]) in told

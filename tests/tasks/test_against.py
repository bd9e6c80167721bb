"""Many releases compared in rounds: the very findings that each of them has by itself."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from bffgen.compat.rounds import rounds
from bffgen.contract.source import Source
from bffgen.model.canonical import canonical_bytes
from bffgen.model.peers import Decoder, Peers
from bffgen.tasks import against
from bffgen.tasks.against import Comparing
from tests.cli.field import answered

TYPES = ("string", "integer", "boolean")
PATHS = ("/a", "/a/{id}", "/b", "/b/{id}", "/b/new", "/c/{x}/{y}", "/c/d/{y}")
SCHEMAS = ("Card", "Money", "User", "Lost")


class Release:
    """As much of a release as a comparison asks for."""

    def __init__(self, number, peers):
        self.client, self.version, self.peers = "app", f"{number}.0.0", peers
        self.contract_sha256 = self.version
        self.contract = f"releases/{self.version}/contract.json"


@st.composite
def schemas(draw):
    """Draw a schema of an object; its properties may refer to components."""
    names = draw(st.sets(st.sampled_from(["x", "y", "z"]), max_size=3))
    held = {
        name: {"$ref": f"#/components/schemas/{draw(st.sampled_from(SCHEMAS))}"}
        if draw(st.integers(0, 3)) == 0
        else {"type": draw(st.sampled_from(TYPES))}
        for name in sorted(names)
    }
    required = sorted(draw(st.sets(st.sampled_from(sorted(held)), max_size=2))) if held else []
    return {"type": "object", "properties": held, "required": required}


@st.composite
def operations(draw):
    found = {"responses": answered(draw(schemas()))}
    if draw(st.booleans()):
        body = {"content": {"application/json": {"schema": draw(schemas())}}}
        found["requestBody"] = {"required": draw(st.booleans()), **body}
    if draw(st.integers(0, 3)) == 0:
        found["deprecated"] = True
    return found


def items(draw, path):
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]
    methods = draw(st.sets(st.sampled_from(["get", "post"]), min_size=1))
    found = {method: draw(operations()) for method in sorted(methods)}
    return {**found, **({"parameters": parameters} if parameters else {})}


@st.composite
def histories(draw):
    """Draw a contract, and what it became in some steps: now a path differs, now a component."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "App", "version": "1"},
        "security": [],
        "paths": {path: items(draw, path) for path in draw(st.sets(st.sampled_from(PATHS)))},
        "components": {"schemas": {name: draw(schemas()) for name in SCHEMAS}},
    }
    made = [document]
    for _ in range(draw(st.integers(2, 4))):
        document = copy.deepcopy(document)
        for _ in range(draw(st.integers(0, 2))):
            if draw(st.booleans()):
                name = draw(st.sampled_from(SCHEMAS))
                document["components"]["schemas"][name] = draw(schemas())
                continue
            path = draw(st.sampled_from(PATHS))
            if path in document["paths"] and draw(st.booleans()):
                del document["paths"][path]
            else:
                document["paths"][path] = items(draw, path)
        if draw(st.integers(0, 9)) == 0:
            document["servers"] = [{"url": f"https://{draw(st.sampled_from('ab'))}.example"}]
        made.append(document)
    return made


def found(documents, many, peers=lambda number: Peers()):
    """Compare the last document with all others, in rounds of so many and more."""
    *frozen, candidate = documents
    releases = [Release(number, peers(number)) for number in reversed(range(len(frozen)))]
    held = {each.version: frozen[int(each.version.split(".")[0])] for each in releases}

    def source(path, document):
        return Source(
            name=path, root=path, read=lambda _: canonical_bytes(document), label=lambda each: each
        )

    comparing = Comparing(
        candidate=source("openapi.json", candidate),
        frozen=lambda release: source(release.contract, held[release.version]),
        document=held.__getitem__,
        memory=None,
        as_published=False,
    )
    before, against._MANY = against._MANY, many
    try:
        several = comparing.several(releases)
    finally:
        against._MANY = before
    return {
        version: sorted(
            (each.fingerprint, each.rule, str(each.effect), each.operations, each.class_,
             tuple((mark.place.document, mark.place.pointer) for mark in each.marks))
            for each in findings
        )
        for version, findings in several.findings.items()
    }  # fmt: skip


@settings(max_examples=60)
@given(histories())
def test_rounds_find_what_each_release_has_by_itself(documents):
    assert found(documents, 2) == found(documents, 1000)


def one(**paths):
    return {
        "openapi": "3.1.0",
        "info": {"title": "App", "version": "1"},
        "paths": {f"/{name}": {"get": {"responses": answered(each)}} for name, each in
                  paths.items()},
    }  # fmt: skip


TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


def several(change, *steps, **base):
    """Give contracts of one base, each changed by a function and a value; the last is the last."""
    made = []
    for step in steps:
        document = {"openapi": "3.1.0", "info": {"title": "App", "version": "1"}, **base}
        document = copy.deepcopy(document)
        change(document, step)
        made.append(document)
    return made


def get(schema, **more):
    return {"get": {"responses": answered(schema), **more}}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def test_heirs_of_a_discriminator_belong_to_who_reaches_it():
    pet = {"type": "object", "discriminator": {"propertyName": "kind"},
           "properties": {"kind": TEXT}, "required": ["kind"]}  # fmt: skip

    def lives(document, kind):
        own = {"properties": {"lives": {"type": kind}}}
        document["components"]["schemas"]["Cat"] = {"allOf": [ref("Pet"), own]}
        document["paths"]["/pet"]["get"]["description"] = kind

    schemas = {"schemas": {"Pet": pet}}
    kinds = ("string", "boolean", "string", "integer")
    documents = several(lives, *kinds, paths={"/pet": get(ref("Pet"))}, components=schemas)

    assert found(documents, 2) == found(documents, 1000)


def test_a_path_may_be_called_as_a_section_of_the_contract():
    def card(document, kind):
        document["components"]["schemas"]["Card"] = {
            "type": "object", "properties": {"v": {"type": kind}}}  # fmt: skip

    paths = {"/components/{id}": get(ref("Card")), "/z": get(ref("Card"))}
    documents = several(
        card, "string", "boolean", "number", "integer", paths=paths, components={"schemas": {}}
    )

    assert found(documents, 2) == found(documents, 1000)
    assert any(found(documents, 2).values())


def test_what_is_referred_to_in_another_path_belongs_to_both():
    there = {"$ref": "#/paths/~1zeta/get/responses/200"}

    def zeta(document, kind):
        document["paths"]["/zeta"] = get({"type": kind})

    paths = {"/alpha": {"get": {"responses": {"200": there}}}}
    documents = several(zeta, "string", "boolean", "number", "integer", paths=paths)

    assert found(documents, 2) == found(documents, 1000)


def test_what_a_link_leads_to_belongs_to_who_gives_it():
    def target(document, path):
        document["paths"][path] = get(TEXT, operationId="t")

    source = get(TEXT)
    source["get"]["responses"]["200"]["links"] = {"L": {"operationId": "t"}}
    documents = several(target, "/a", "/b", "/c", "/d", paths={"/src": source})

    assert found(documents, 2) == found(documents, 1000)


def test_releases_that_are_read_otherwise_have_rounds_of_their_own():
    baselines = [one(a=TEXT, b=kind) for kind in (TEXT, NUMBER, {"type": "boolean"})] * 2
    candidate = one(a=NUMBER, b=NUMBER)

    def strict(number):
        return Peers(decoder=Decoder(unknown_enum="tolerate")) if number < 3 else Peers()

    documents = [*baselines, candidate]
    assert found(documents, 2, strict) == found(documents, 1000, strict)


def test_what_changed_apart_is_one_round():
    baselines = [one(a=TEXT, b=NUMBER), one(a=NUMBER, b=TEXT), one(a=NUMBER, b=NUMBER)]

    apart = rounds(baselines, one(a=TEXT, b=TEXT))

    assert len(apart.rounds) == 1
    (shown,) = apart.rounds
    assert sorted(shown.releases.values()) == [(0, 2), (1, 2)]


def test_what_differs_for_the_whole_contract_has_no_rounds():
    other = {**one(a=TEXT), "security": [{"key": []}]}

    assert rounds([one(a=TEXT), other], one(a=NUMBER)) is None
    assert rounds([one(a=TEXT), one(a=TEXT)], {**one(a=NUMBER), "webhooks": {"x": {}}}) is None

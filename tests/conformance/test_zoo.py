"""Public contracts are read, bundled and checked, and their places are where they stand.

Every document of the corpus `zoo` runs alone, so that a failure names it.
"""

import json
import os
import re
from pathlib import Path
from random import Random

import pytest
import yaml

from bffgen.contract.dialect import modern
from bffgen.contract.document import check_document
from bffgen.contract.lint import lint
from bffgen.contract.linted import Contract
from bffgen.contract.pointer import locator
from bffgen.contract.refs import bundle
from bffgen.contract.yaml import read_document
from bffgen.model.finding import Effect, stops
from bffgen.model.grammar import Kind, walk
from bffgen.model.place import Place
from bffgen.model.tree import at, has, local_pointer
from bffgen.report.wording import words
from tests.contract.positions import agreeing, everywhere, positions

POINTERS = 50
SAMPLE = 1000
SEED = 20261126
PAIR = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..")
FOLDER = Path(os.environ.get("BFFGEN_CORPORA") or Path(__file__).parents[3] / "shared" / "corpora")
INDEX = FOLDER / "zoo" / "index.json"
DOCUMENTS = json.loads(INDEX.read_text()) if INDEX.is_file() else []
NAMES = [entry["file"] for entry in DOCUMENTS]
BIG = sorted(each.name for each in (FOLDER / "big").glob("*.yaml"))
# Their references lead out of the corpus, or to what is not there.
NOT_WHOLE = {
    "openapi3-examples__3.0_pass_cyclical.yaml",
    "openapi3-examples__3.0_pass_fiendish_ref-encoding3.yaml",
    "datamodel-code-generator__same_name_objects.yaml",
    "mermade-multifile/3.0/pass/externalPathItemRef.yaml",
}


@pytest.fixture(scope="module")
def read(corpora):
    return lambda path: (corpora / "zoo" / path).read_bytes()


def test_the_corpus_is_whole(corpora):
    assert len(NAMES) == 239


@pytest.mark.parametrize("name", NAMES)
def test_a_public_contract_reads_bundles_and_is_checked(name, read):
    bundled = bundle(name, read)
    assert isinstance(bundled, tuple) == (name in NOT_WHOLE)
    faults = bundled if isinstance(bundled, tuple) else check_document(bundled)
    look_up = locator(lambda path: read(path))
    for fault in faults:
        for mark in fault.marks:
            span = look_up(mark.place, mark.on)
            assert span.line >= 1
            assert 1 <= span.column <= len(span.text) + 1


@pytest.mark.parametrize("entry", DOCUMENTS, ids=NAMES)
def test_a_contract_that_others_call_valid_is_not_stopped(entry, read):
    bundled = bundle(entry["file"], read)
    if entry["valid"]:
        assert not isinstance(bundled, tuple)
        assert [f for f in check_document(bundled) if f.effect is Effect.BREAKS] == []


# Documents that others call valid, and what they say that OpenAPI forbids; each looked at by hand.
WRONG_BEYOND_STRUCTURE = {
    "readme-oas-examples__3.0_json_discriminators.json": {"input-discriminator-property"},
    "readme-oas-examples__3.0_json_response-http-behavior.json": {"input-security-scheme"},
    "ogen__positive_oneOf_single.json": {"input-discriminator-property"},
    "Xero-OpenAPI__xero_files.yaml": {"input-path-twice"},
    "commercetools-api-reference__oas_import_openapi.yaml": {"input-security-scope"},
}


@pytest.mark.parametrize("entry", DOCUMENTS, ids=NAMES)
def test_the_lint_of_a_contract_tells_what_is_wrong_at_its_place(entry, read):
    name = entry["file"]
    bundled = bundle(name, read)
    if isinstance(bundled, tuple) or stops(check_document(bundled)):
        assert not entry["valid"]
        return
    found = lint(Contract.of(bundled, modern(bundled.document), read, is_own=True))
    look_up = locator(lambda path: read(path))
    for fault in found:
        assert words(fault).head
        for mark in fault.marks:
            span = look_up(mark.place, mark.on)
            assert 1 <= span.column <= len(span.text) + 1
    if entry["valid"]:
        assert {each.rule for each in found if stops([each])} == WRONG_BEYOND_STRUCTURE.get(
            name, set()
        )


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOT_WHOLE])
def test_every_reference_of_a_bundle_is_local_and_every_node_knows_its_place(name, read):
    bundled = bundle(name, read)
    parsed = {}
    for pointer, node, _ in walk(bundled.document, Kind.DOCUMENT):
        if "$ref" in node:
            target = local_pointer(node["$ref"])
            assert target is not None
            assert has(bundled.document, target)
        place = bundled.place(pointer)
        if place.document not in parsed:
            parsed[place.document] = loaded(read(place.document), place.document)
        # The components as a whole are the bundle's; each of them is its author's.
        if pointer != "/components":
            written = at(parsed[place.document], place.pointer)
            assert set(written) - {"$ref"} <= set(node)


def loaded(raw, name):
    """Read by PyYAML's plainest loader, whose scalars are all texts."""
    if name.endswith(".json"):
        return json.loads(raw)
    return yaml.load(raw, Loader=yaml.BaseLoader)


@pytest.mark.parametrize("name", NAMES)
def test_sampled_places_stand_where_composed_nodes_do(name, read):
    # PyYAML cannot read the escapes of surrogate pairs, which are as wide as twelve letters.
    text = PAIR.sub("x" * 12, read(name).decode("utf-8-sig"))
    expected = positions(text.replace("\r\n", "\n"))
    sample = Random(SEED).sample(sorted(expected), min(POINTERS, len(expected)))
    look_up = locator(lambda path: read(path))
    for pointer in sample:
        place = Place(document=name, pointer=pointer)
        for on, start in zip(("key", "value"), expected[pointer], strict=True):
            if start is not None:
                span = look_up(place, on)
                assert (span.line, span.column) == start, (pointer, on)


@pytest.mark.parametrize("name", [each for each in NAMES if not each.endswith(".json")] + BIG)
def test_places_that_are_found_by_lines_are_where_a_parse_finds_them(name, corpora):
    raw = (corpora / ("big" if name in BIG else "zoo") / name).read_bytes()
    value = read_document(raw, name)
    pointers = sorted(everywhere(value))
    sample = Random(SEED).sample(pointers, min(len(pointers), SAMPLE))
    agreeing(name, raw, value, sample)

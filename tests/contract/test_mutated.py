"""Real documents, broken at random: what is read of them is told or compared, and never crashes.

Each is changed at one to three places: a value becomes another one, goes, moves, or is put under
another keyword. The seed is fixed; the class of faults is wide, their number small.
"""

import copy
import json
from random import Random

import pytest

from bffgen.contract.dialect import modern
from bffgen.contract.differing import differing
from bffgen.contract.lower import lower
from bffgen.contract.pointer import locator
from bffgen.contract.refs import bundle
from bffgen.contract.yaml import read_document
from bffgen.model.api import Api
from bffgen.model.peer_view import Role, peer_view
from bffgen.model.pool import Pool
from bffgen.model.typed_view import typed_view
from bffgen.model.view import Side, view
from bffgen.report.wording import words

CHANGES = 400
NAME = "api.json"
STRANGE = (None, True, 0, -1, 1.5, "", "x", "#", "#/", "#/components/schemas/Nope", [], [None],
           {}, {"$ref": "#/components/schemas/x"}, {"$ref": 5}, {"type": 5}, [{}], {"": {}},
           {"x-y": 1})  # fmt: skip
KEYWORDS = (
    *("type", "properties", "required", "items", "allOf", "anyOf", "oneOf", "not", "if", "then"),
    *("enum", "const", "discriminator", "nullable", "readOnly", "writeOnly", "dependentRequired"),
    *("dependencies", "$ref", "format", "multipleOf", "parameters", "requestBody", "responses"),
    *("content", "schema", "headers", "callbacks", "security", "servers", "encoding", "example"),
    *("links", "style", "in", "name", "additionalProperties", "prefixItems", "minProperties"),
    *("$schema", "webhooks", "paths", "components", "openapi", "info", "tags", "x-sunset"),
)


def spots(value):
    """Give each holder with each of its keys."""
    work, found = [value], []
    while work:
        here = work.pop()
        if isinstance(here, dict | list):
            keys = here if isinstance(here, dict) else range(len(here))
            found += [(here, key) for key in keys]
            work += [here[key] for key in keys]
    return found


def change(rng, document):
    for _ in range(rng.randrange(1, 4)):
        found = spots(document)
        (holder, key), (other, theirs) = rng.choice(found), rng.choice(found)
        strange = copy.deepcopy(rng.choice((*STRANGE, other[theirs])))
        is_mapping = isinstance(holder, dict)
        match rng.randrange(4):
            case 0:
                holder[key] = strange
            case 1:
                holder.pop(key)
            case 2 if is_mapping:
                holder[rng.choice(KEYWORDS)] = strange
            case 3 if is_mapping:
                holder[rng.choice(KEYWORDS)] = holder.pop(key)
            case _:
                holder.append(strange) if isinstance(holder, list) else None
    return document


def zoo_of(corpora):
    """Give the parsed small documents that need no other file."""
    for entry in json.loads((corpora / "zoo" / "index.json").read_text()):
        path = corpora / "zoo" / entry["file"]
        if path.stat().st_size < 40_000:
            value = read_document(path.read_bytes(), path.name)
            if isinstance(value, dict):
                yield value


def bundled(document):
    raw = json.dumps(document).encode()

    def read(path):
        if path != NAME:
            raise FileNotFoundError(path)
        return raw

    return bundle(NAME, read), locator(lambda path: raw if path == NAME else None)


def test_a_broken_document_is_told_or_compared(corpora):
    rng = Random(20261126)
    documents = list(zoo_of(corpora))
    read = told = 0
    for _ in range(CHANGES):
        whole = rng.choice(documents)
        try:
            broken, locate = bundled(change(rng, copy.deepcopy(whole)))
        except ValueError:
            continue  # a document within itself, which JSON cannot say
        faults = list(broken) if isinstance(broken, tuple) else list(lowered(whole, broken))
        read += not isinstance(broken, tuple)
        told += bool(faults)
        for fault in faults:
            assert words(fault).head
            assert all(locate(mark.place, mark.on) is not None for mark in fault.marks)
    assert min(read, told) > 10


def lowered(whole, broken):
    """Lower a broken document in every way; give its faults."""
    meaning = modern(broken.document)
    found = lower(broken, Pool(), meaning, strict=False)
    yield from found if isinstance(found, tuple) else found.doubts
    strict = lower(broken, Pool(), meaning)
    yield from strict if isinstance(strict, tuple) else ()
    for side in Side if isinstance(found, Api) else ():
        view(found, side)
        for role in Role:
            typed_view(peer_view(meaning, side, role))
    pristine, _ = bundled(whole)
    if not isinstance(pristine, tuple):
        part = differing(pristine, broken)
        for side, only in ((pristine, part.baseline), (broken, part.revision)):
            lower(side, Pool(), modern(only), strict=False)


@pytest.mark.parametrize("holder", ["required", "dependentRequired"])
def test_names_that_are_none_stay_out_of_the_views(holder):
    names = [{}, [], None, "id"]
    said = names if holder == "required" else {"a": names, "id": ["a"]}
    schema = {"properties": {"id": {"readOnly": True}}, holder: said}
    meaning = {"openapi": "3.1.0", "components": {"schemas": {"S": {"oneOf": [schema]}}}}
    for role in Role:
        viewed = peer_view(meaning, Side.ASKED, role)["components"]["schemas"]["S"]
        assert "id" not in json.dumps(viewed).replace('"properties": {"id"', "")


@pytest.mark.parametrize("length", [2_000])
def test_a_long_chain_of_references_is_followed_once(length):
    schemas = {f"S{n}": {"$ref": f"#/components/schemas/S{n + 1}"} for n in range(length)}
    written = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {},
               "components": {"schemas": {**schemas, f"S{length}": {}}}}  # fmt: skip
    found, _ = bundled(written)
    assert isinstance(lower(found, Pool()), Api)

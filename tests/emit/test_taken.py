"""What the reader of a body takes is what its contract admits, judged by jsonschema-rs."""

import importlib
import json
import random
import sys

import pytest

from bffgen.contract.workspace import read_workspace
from bffgen.proof.validate import is_valid
from tests.compose.drawn import Drawing
from tests.compose.test_soundness import WRONG, mangled
from tests.workspaces import built, contract, files, one, operation, reader

VALUES = 60
# Pydantic takes `true` for 1 where a list of values has it: a gap of Literal, for answers as well.
BROKEN = tuple(each for each in WRONG if each is not True)
THING = {"type": "object", "properties": {"ok": {"type": "boolean"}}}


def drawn(seed):
    """Draw the schema of a body, of which values are drawn, and the same as the contract has it.

    The contract's is closed for every second seed, while undeclared members are sent all the same.
    """
    drawing = Drawing(random.Random(seed))
    schema = drawing.object(3)
    closes = "properties" in schema and "allOf" not in schema and seed % 2
    return drawing, schema, {**schema, **({"additionalProperties": False} if closes else {})}


@pytest.mark.parametrize("seed", range(10))
def test_a_body_is_taken_where_its_schema_admits_it(seed, tmp_path, monkeypatch):
    drawing, schema, written = drawn(seed)
    name = f"taken{seed}"
    body = {"required": True, "content": {"application/json": {"schema": written}}}
    post = operation(THING, parameters=(), requestBody=body)
    client = contract({"/things": {"post": post}}, drawing.components)
    tree = files(
        client, {"shop": one(THING, parameters=())}, {"getThing": "shop.getThing"}, name=name
    )
    tree["contracts/upstreams/shop.yaml"] = json.dumps(
        contract({"/it": operation(THING, parameters=())})
    ).encode()
    outcome, made = built(tree, name)
    if made is None:
        assert outcome.findings
        return
    for path, content in made.files:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    (read,) = read_workspace(reader(tree))[0].clients
    pointer = read.api.operations[0].body.content[0].schema_pointer
    try:
        routes = importlib.import_module(f"{name}_bff.routes.operations")
        invalid = importlib.import_module(f"{name}_bff.runtime.problem").Invalid
        taken = 0
        for number in range(VALUES):
            value = drawing.value(schema)
            if number % 2:
                value = mangled(value, drawing.rng, BROKEN)
            raw = json.dumps(value).encode()
            try:
                routes.GET_THING_BODY._parsed(None, raw, "application/json")
                is_taken = True
            except invalid:
                is_taken = False
            assert is_taken == is_valid(read.requests.meaning, pointer, value), (schema, value)
            taken += is_taken
        assert taken
    finally:
        for module in [each for each in sys.modules if each.split(".")[0] == f"{name}_bff"]:
            del sys.modules[module]

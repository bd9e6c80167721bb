"""What a hundred clients cost beside one: CPU time and memory of `bffgen build`, whole processes.

Each client has 20 operations of its own contract, each answered by one call and cut to it; all of
them call one upstream. The bar is 60 times one client, with memory flat.
"""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.bench

OPERATIONS = 20
CLIENTS = 100


def _thing(members):
    return {
        "type": "object",
        "required": ["id", "name"],
        "properties": {
            "id": {"type": "string", "maxLength": 64},
            "name": {"type": "string", "maxLength": 200},
            **{f"field{n}": {"type": "integer", "format": "int32"} for n in range(members)},
            "parts": {
                "type": "array",
                "maxItems": 50,
                "items": {
                    "type": "object",
                    "required": ["code"],
                    "properties": {"code": {"type": "string", "maxLength": 20}},
                },
            },
        },
    }


def _contract(title, members):
    problem = {
        "description": "Not answered.",
        "content": {"application/problem+json": {"schema": {"type": "object"}}},
    }
    paths = {}
    schemas = {}
    for n in range(OPERATIONS):
        schemas[f"Thing{n}"] = _thing(members)
        answer = {"schema": {"$ref": f"#/components/schemas/Thing{n}"}}
        paths[f"/things{n}/{{id}}"] = {
            "get": {
                "operationId": f"getThing{n}",
                "security": [],
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "maxLength": 64},
                    }
                ],
                "responses": {
                    "200": {"description": "It.", "content": {"application/json": answer}},
                    "default": problem,
                },
            }
        }
    info = {"title": title, "version": "1.0.0"}
    return {
        "openapi": "3.1.0",
        "info": info,
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _workspace(folder, count):
    names = [f"client{n}" for n in range(count)]
    manifest = {
        "format": "bffgen/1",
        "clients": names,
        "upstreams": {"things": {"contract": "upstreams/things.json", "credentials": "none"}},
    }
    files = {
        "bffgen.yaml": manifest,
        "upstreams/things.json": _contract("Things", 20),
    }
    operations = {f"getThing{n}": f"things.getThing{n}" for n in range(OPERATIONS)}
    for name in names:
        own = f"clients/{name}"
        files[f"{own}/openapi.yaml"] = _contract(name, 10)
        files[f"{own}/composition.yaml"] = {"format": "composition/1", "operations": operations}
        files[f"{own}/policy.yaml"] = {"format": "policy/1", "family": "internal"}
    for path, value in files.items():
        where = folder / "contracts" / path
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(json.dumps(value))


def _built(folder):
    """Build; give CPU seconds and the peak in MB."""
    command = [sys.executable, "-m", "bffgen", "build", "--jobs", "1"]
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, (folder / "said.txt").read_text()
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def test_a_hundred_clients_beside_one(tmp_path):
    found = {}
    for count in (1, CLIENTS):
        folder = tmp_path / str(count)
        _workspace(folder, count)
        found[count] = _built(folder)
        print(f"\n{count} clients: {found[count][0]:.1f} CPU s, {found[count][1]:.0f} MB", end="")
    ratio = found[CLIENTS][0] / found[1][0]
    growth = found[CLIENTS][1] / found[1][1]
    print(f"\nratio: {ratio:.1f} (bar: 60), memory {growth:.2f} of one (bar: 1.25)")
    assert ratio <= 60
    # What a hundred clients keep to the end is what is told of them: 3 MB beside twenty of them.
    assert growth <= 1.25

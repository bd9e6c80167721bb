"""What 200 live builds of 20 releases cost beside one release: CPU time of `bffgen check`.

A contract of 300 operations; each release changes two of its components. Whole processes, the
memory of comparisons empty (cold) and filled (warm). The bars are 4 times one comparison that is
made, and 1.3 times it where all are remembered.
"""

import copy
import json
import os
import resource
import shutil
import subprocess
import sys
from hashlib import sha256

import pytest

from bffgen.model.canonical import canonical_bytes
from tests.cli.field import PROBLEM

pytestmark = pytest.mark.bench

THINGS, RELEASES, BUILDS, RUNS = 100, 20, 10, 5


def contract():
    """Give a contract of 300 operations, three for each of 100 components."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "App", "version": "1.0.0"},
        "security": [],
        "paths": {},
        "components": {
            "schemas": {
                "Money": {
                    "type": "object",
                    "required": ["amount"],
                    "properties": {"amount": {"type": "integer"}, "currency": {"type": "string"}},
                }
            }
        },
    }
    known = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    for n in range(THINGS):
        document["components"]["schemas"][f"Thing{n}"] = {
            "type": "object",
            "required": ["id", "name"],
            "properties": {
                "id": {"type": "string", "maxLength": 40},
                "name": {"type": "string"},
                "price": {"$ref": "#/components/schemas/Money"},
                "state": {"type": "string", "enum": ["a", "b", f"s{n}"]},
                "tags": {"type": "array", "items": {"type": "string"}},
            },
        }
        one = {"$ref": f"#/components/schemas/Thing{n}"}
        document["paths"] |= {
            f"/things{n}": {"get": {"responses": answered({"type": "array", "items": one})}},
            f"/things{n}/{{id}}": {
                "parameters": known,
                "get": {"responses": answered(one)},
                "put": {
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": one}},
                    },
                    "responses": answered(one),
                },
            },
        }
    return document


def answered(schema):
    found = {"description": "Found.", "content": {"application/json": {"schema": schema}}}
    return {"200": found, "default": PROBLEM}


def workspace(folder, count):
    client = folder / "contracts/clients/app"
    (client / "events").mkdir(parents=True)
    (folder / "contracts/bffgen.yaml").write_text(
        "format: bffgen/1\nclients: [app]\nupstreams: {}\n"
    )
    (client / "policy.yaml").write_text("format: policy/1\nfamily: app-store\n")
    document = contract()
    things = document["components"]["schemas"]
    previous = None
    for n in range(RELEASES):
        things[f"Thing{n}"]["properties"][f"extra{n}"] = {"type": "string"}
        things[f"Thing{n + RELEASES}"]["properties"]["name"] = {"type": "string", "maxLength": n}
        if n < RELEASES - count:
            continue
        version = f"{n}.0.0"
        content = canonical_bytes(document)
        release = client / "releases" / version
        release.mkdir(parents=True)
        (release / "contract.json").write_bytes(content)
        said = {
            "format": "release/1",
            "client": "app",
            "version": version,
            "stage": "production",
            "released": f"2026-01-{n + 1:02}T00:00:00Z",
            "contract_sha256": sha256(content).hexdigest(),
            "previous": previous,
            "reads_as": {"decoder": {}},
            "promises": None,
        }
        (release / "release.yaml").write_text(json.dumps(said))
        previous = version
        for build in range(BUILDS):
            event = {
                "format": "event/1",
                "event": "build",
                "at": f"2026-01-{n + 1:02}T00:00:00Z",
                "channel": "ios",
                "build": f"{n}.{build}",
                "release": version,
            }
            (client / f"events/{n}-{build}.yaml").write_text(json.dumps(event))
    candidate = copy.deepcopy(document)
    candidate["components"]["schemas"]["Thing50"]["properties"].pop("tags")
    (client / "openapi.yaml").write_text(json.dumps(candidate, indent=1))
    return folder


def cpu_s(folder, root):
    """Run one check; give its CPU time, all of its process counted."""
    env = {**os.environ, "PYTHONPATH": str(root / "generator")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "bffgen", "check", "--as-of", "2026-02-20"]
    ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ran.returncode == 1, ran.stderr
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_many_live_releases_cost_little_more_than_one(tmp_path, root):
    folders = {count: workspace(tmp_path / str(count), count) for count in (1, RELEASES)}
    cold, warm = {1: [], RELEASES: []}, {1: [], RELEASES: []}
    for _ in range(RUNS):
        for count, folder in folders.items():
            shutil.rmtree(folder / ".bffgen", ignore_errors=True)
            cold[count].append(cpu_s(folder, root))
            warm[count].append(cpu_s(folder, root))
    best = {count: (min(cold[count]), min(warm[count])) for count in folders}

    print(f"\none release: {best[1][0]:.2f} s cold, {best[1][1]:.2f} s warm")
    print(f"{RELEASES} releases, {RELEASES * BUILDS} builds: {best[RELEASES][0]:.2f} s cold, "
          f"{best[RELEASES][1]:.2f} s warm")  # fmt: skip
    print(f"ratios to one comparison: {best[RELEASES][0] / best[1][0]:.2f} cold (bar 4), "
          f"{best[RELEASES][1] / best[1][0]:.2f} warm (bar 1.3)")  # fmt: skip
    assert best[RELEASES][0] <= 4 * best[1][0]

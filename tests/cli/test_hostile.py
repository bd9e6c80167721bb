"""Documents made to take long: each ends, with what was proved and never with more.

How long each takes is in the report of whoever measures; here a process that hangs is ended.
"""

import json
import os
import subprocess
import sys

import pytest

# Seconds of the processor; none takes a tenth of it.
HANGS = 120
LIMITED = f"""
import resource
resource.setrlimit(resource.RLIMIT_CPU, ({HANGS}, {HANGS}))
from bffgen.__main__ import main
main()
"""


def contract(schema, schemas=None):
    body = {"content": {"application/json": {"schema": schema}}}
    answer = {"description": "d", **body}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": {"requestBody": body, "responses": {"200": answer}}}},
        "components": {"schemas": schemas or {}},
    }


def of(name):
    return {"$ref": f"#/components/schemas/{name}"}


def recursive(count, leaf):
    """Unions that hold each other, so that nothing tells which branch is meant."""
    return contract(
        of("S0"),
        {
            f"S{n}": {"oneOf": [of(f"S{(n + 1) % count}"), of(f"S{(n * 7 + 3) % count}"), leaf]}
            for n in range(count)
        },
    )


def chain(count, leaf):
    links = {f"S{n}": {"properties": {"p": of(f"S{n + 1}")}} for n in range(count)}
    return contract(of("S0"), {**links, f"S{count}": leaf})


def properties(count, kind):
    return contract({"properties": {f"p{n}": {"type": kind} for n in range(count)}})


def constants(first, last):
    return contract({"oneOf": [{"const": n} for n in range(first, last)]})


def required(first, last):
    return contract({"type": "object", "required": [f"p{n}" for n in range(first, last)]})


def webs(count, kind):
    web = {f"p{n}": {"properties": {f"p{n + 1}": {"type": kind}}} for n in range(count)}
    return contract({"type": "object", "dependentSchemas": web})


def patterns(count, kind):
    web = {f"^[a-m]{{{n % 7},{n}}}$": {"type": kind} for n in range(count)}
    return contract({"type": "object", "patternProperties": web, "additionalProperties": False})


def conditions(count, kind):
    return contract(
        {
            "allOf": [
                {
                    "if": {"required": [f"p{n}"]},
                    "then": {"properties": {f"q{n}": {"type": kind}}},
                    "else": {"required": [f"p{n + 1}"]},
                }
                for n in range(count)
            ]
        }
    )


def nullable(count, leaf):
    links = {f"S{n}": {"anyOf": [of(f"S{n + 1}"), {"type": "null"}]} for n in range(count)}
    return contract(of("S0"), {**links, f"S{count}": leaf})


def itself(kind):
    """A schema that is itself or null, which no value can begin to be."""
    return contract({"properties": {"a": of("S"), "b": {"type": kind}}},
                    {"S": {"anyOf": [of("S"), {"type": "null"}]}})  # fmt: skip


def mutual(count, leaf):
    """Unions that hold each other, each one all."""
    return contract(
        of("S0"),
        {
            f"S{n}": {"oneOf": [*(of(f"S{m}") for m in range(count) if m != n), leaf]}
            for n in range(count)
        },
    )


def ladder(count, leaf):
    """Schemas that hold the next one twice, so that unfolded there are 2^count."""
    links = {f"S{n}": {"allOf": [of(f"S{n + 1}"), of(f"S{n + 1}")]} for n in range(count)}
    return contract(of("S0"), {**links, f"S{count}": {"properties": {"x": leaf}}})


def web(count, leaf):
    """Objects that hold each other."""
    links = {
        f"S{n}": {
            "properties": {"v": leaf, "a": of(f"S{(n + 1) % count}"), "b": of(f"S{n * 7 % count}")}
        }
        for n in range(count)
    }
    return contract(of("S0"), links)


def listed(count, leaf):
    return contract({"type": "array", "prefixItems": [leaf] * count})


def branches(count, leaf):
    each = [{"type": "object", "properties": {f"p{n}": leaf}} for n in range(count)]
    return contract({"oneOf": each})


def named(count, prefix):
    return contract({"type": "object", "properties": {f"{prefix}{n}": {} for n in range(count)}})


def unevaluated(count, leaf):
    links = {
        f"S{n}": {"allOf": [of(f"S{n + 1}")], "unevaluatedProperties": of(f"S{n + 1}")}
        for n in range(count)
    }
    return contract(of("S0"), {**links, f"S{count}": leaf})


STRING, INTEGER = {"type": "string"}, {"type": "integer"}


@pytest.mark.parametrize(
    ("baseline", "revision", "is_broken"),
    [
        (recursive(10, STRING), recursive(10, INTEGER), False),
        (recursive(60, STRING), recursive(60, INTEGER), False),
        (nullable(1_500, STRING), nullable(1_500, INTEGER), True),
        (itself("string"), itself("integer"), True),
        (mutual(150, STRING), mutual(150, INTEGER), False),
        (ladder(300, STRING), ladder(300, INTEGER), False),
        (web(400, STRING), web(400, INTEGER), True),
        (listed(500, STRING), listed(500, INTEGER), True),
        (branches(60, STRING), branches(60, INTEGER), True),
        (named(1_500, "a"), named(1_500, "b"), False),
        (properties(3_000, "string"), properties(3_000, "integer"), True),
        (unevaluated(1_000, STRING), unevaluated(1_000, INTEGER), False),
        (chain(2_000, STRING), chain(2_000, INTEGER), False),
        (properties(400, "string"), properties(400, "integer"), True),
        (constants(0, 120), constants(1, 121), True),
        (required(0, 5_000), required(1, 5_001), True),
        (webs(200, "string"), webs(200, "integer"), True),
        (patterns(60, "string"), patterns(60, "integer"), True),
        (conditions(30, "string"), conditions(30, "integer"), True),
        (contract({"enum": [{"a": n} for n in range(2_000)]}), contract({"enum": [{}]}), True),
    ],
)
def test_a_hostile_document_ends_and_nothing_is_called_safe_for_it(
    root, tmp_path, baseline, revision, is_broken
):
    (tmp_path / "a.json").write_text(json.dumps(baseline))
    (tmp_path / "b.json").write_text(json.dumps(revision))
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, "diff", "a.json", "b.json", "-f", "json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(ran.stdout)["summary"]
    assert (ran.returncode, ran.stderr) == (int(is_broken), "")
    assert bool(told["breaks"]) is is_broken
    assert told["breaks"] + told["risky"]

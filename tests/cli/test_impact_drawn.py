"""Changes drawn anywhere in the storefront's upstreams: an impact says what building anew would.

A contract is changed at one place: a property goes, comes, is renamed, may be absent or null, is of
another type or bound; a listed value, a parameter, a header, a status or an operation goes. Held is
that an operation of the class none or shielded has the same plan as before and no finding that it
had not, and that one that leaks has such a finding.

`BFFGEN_SOUNDNESS=200` draws 200 changes.
"""

import copy
import json
import os
import shutil
from random import Random

import pytest
import yaml

from bffgen.compose.lineage import lineage
from bffgen.compose.plan import plan_what_holds
from bffgen.contract.workspace import read_workspace
from tests.cli.impacts import BEFORE_ALL

CHANGES = int(os.environ.get("BFFGEN_SOUNDNESS", "12"))
METHODS = ("get", "post", "put", "patch", "delete")
# Findings of a plan that are more than advice; the others are told by build alone.
HELD = ("compose-bound", "compose-type-unknown")


class Loader(yaml.SafeLoader):
    """Days are texts, as bffgen reads them."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the form that PyYAML has it in
        first: [each for each in known if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def places(value, way=()):
    """Give each object of a document with its way; what is an example is none."""
    if isinstance(value, dict):
        yield way, value
        for key, each in value.items():
            if key not in ("example", "examples"):
                yield from places(each, (*way, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*way, number))


def edits(value, way):
    """Give (what is done, a function that does it) for one object of a document."""
    key = way[-1] if way else ""
    members = value.get("properties")
    if isinstance(members, dict) and key != "properties":
        yield "a property comes", lambda at: at["properties"].update(zzz={"type": "string"})
        for name in members:
            yield f"`{name}` goes", lambda at, name=name: gone(at, name)
            yield f"`{name}` is renamed", lambda at, name=name: renamed(at, name)
            yield f"`{name}` may be absent or must be there", lambda at, name=name: turned(at, name)
    if isinstance(value.get("type"), str) and key not in ("properties", "securitySchemes"):
        yield "is null at times", lambda at: at.update(type=[at["type"], "null"])
        yield "is a list", lambda at: (at.clear(), at.update(type="array", items={}))
        yield "is short", lambda at: at.update(maxLength=max(1, at.get("minLength", 1)))
        yield "is long", lambda at: at.update(minItems=at.get("minItems", 0) + 1)
        for bound in ("maxLength", "minLength", "pattern", "minimum", "maximum", "maxItems"):
            if bound in value:
                yield f"has no {bound}", lambda at, bound=bound: at.pop(bound)
        if "default" in value:
            yield "has no default", lambda at: at.pop("default")
    if isinstance(value.get("enum"), list) and key != "properties" and len(value["enum"]) > 1:
        yield "a value less", lambda at: at["enum"].pop()
        yield "a value more", lambda at: at["enum"].append("ZZZ")
    for part in ("responses", "headers"):
        listed = value.get(part)
        for name in listed if isinstance(listed, dict) and key != "components" else ():
            yield f"{part}: `{name}` goes", lambda at, part=part, name=name: at[part].pop(name)
    for number, each in enumerate(value.get("parameters") or ()):
        if isinstance(each, dict) and each.get("in") != "path":
            yield f"parameter {number} goes", lambda at, n=number: at["parameters"].pop(n)
    for method in METHODS:
        if isinstance(value.get(method), dict) and "responses" in value[method]:
            yield f"{method} goes", lambda at, method=method: at.pop(method)


def gone(at, name):
    del at["properties"][name]
    at["required"] = [each for each in at.get("required", ()) if each != name]


def renamed(at, name):
    at["properties"] = {f"{k}X" if k == name else k: v for k, v in at["properties"].items()}
    at["required"] = [f"{each}X" if each == name else each for each in at.get("required", ())]


def turned(at, name):
    required = at.get("required", [])
    at["required"] = [e for e in required if e != name] if name in required else [*required, name]


def drawn(root, rng, count):
    """Draw changes: (upstream, file, what is done, the text of the file)."""
    found = []
    for path in sorted((root / "contracts/upstreams").glob("*/*")):
        if path.suffix in (".yaml", ".json"):
            whole = yaml.load(path.read_text(), Loader)
            found += [
                (path, whole, way, said, edit)
                for way, value in places(whole)
                for said, edit in edits(value, way)
            ]
    for path, whole, way, said, edit in rng.sample(found, count):
        made = copy.deepcopy(whole)
        at = made
        for step in way:
            at = at[step]
        edit(at)
        where = "/".join(map(str, way))
        yield path.parent.name, path.name, f"{where} {said}", json.dumps(made)


def plans(root, instead):
    """Plan every client: its lineage, and what it lacks by operation and as a whole."""

    def read(path):
        return instead[path] if path in instead else (root / path).read_bytes()

    def below(folder):
        files = (each for each in (root / folder).rglob("*") if each.is_file())
        return [each.relative_to(root).as_posix() for each in files]

    workspace, _ = read_workspace(read, below=below)
    found = {}
    for client in workspace.clients:
        plan, lacks = plan_what_holds(client, workspace)
        operations = {each.key: each for each in lineage(client.name, plan).operations}
        named = {
            (mark.place.pointer.split("/")[2], each.fingerprint)
            for each in lacks
            if each.effect == "breaks" or each.rule in HELD
            for mark in each.marks
            if mark.place.pointer.startswith("/operations/")
        }
        found[client.name] = operations, named
    return found


@pytest.mark.parametrize("seed", [7])
def test_what_is_harmless_is_built_as_before(bffgen, root, tmp_path, seed):
    before = plans(root, {})
    for number, (upstream, file, said, text) in enumerate(drawn(root, Random(seed), CHANGES)):
        folder = tmp_path / str(number)
        shutil.copytree(root / "contracts/upstreams" / upstream, folder)
        (folder / file).write_text(text)
        candidate = next(folder.glob("openapi.*"))
        code, out, _ = bffgen(
            "impact", upstream, str(candidate), "-f", "json", *BEFORE_ALL, folder=root
        )
        if code == 2:
            continue  # the change is no contract
        after = plans(root, {f"contracts/upstreams/{upstream}/{file}": text.encode()})
        for each in json.loads(out)["comparisons"]:
            was, lacked = before[each["client"]]
            now, lacks = after[each["client"]]
            for key, kind in each["impacts"].items():
                new = {rule for name, rule in lacks - lacked if name == was[key].name}
                told = f"{upstream}: {said}: {each['client']} {key}: {kind}"
                if kind in ("none", "shielded"):
                    assert not new, told
                    assert key in now, told
                    assert answered(now[key]) == answered(was[key]), told
                elif kind == "leaks":
                    assert new or key not in now or lacks - lacked, told


def answered(operation):
    """Give what an answer is made of, and what its sources are asked with."""
    asked = [(each.name, each.key, each.status, each.given) for each in operation.sources]
    return operation.fields, asked

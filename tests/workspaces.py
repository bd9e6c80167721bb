"""Small workspaces in memory: one client, its upstreams, one composition.

In:  schemas of the client's and the upstreams' answers, operations of composition.yaml.
Out: the files as bytes by path, which `read_workspace` and `build` read as they read a disk.
How: JSON is YAML, so a dict is a document; a text is written as its author has it.
"""

import json

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.patience import patient

PROBLEM = {
    "description": "Not answered.",
    "content": {"application/problem+json": {"schema": {"type": "object"}}},
}


def parameter(name, schema=None, *, location="query", required=False, **more):
    """Write one parameter; those of the path are always required."""
    return {
        "name": name,
        "in": location,
        "required": required or location == "path",
        "schema": schema or {"type": "string", "maxLength": 64},
        **more,
    }


ID = parameter("id", location="path")


def operation(schema, name="getThing", *, parameters=(ID,), responses=None, **more):
    """Write an operation that answers 200 with a schema, and problems otherwise."""
    answered = {
        "200": {"description": "Found.", "content": {"application/json": {"schema": schema}}},
        "default": PROBLEM,
    }
    return {
        "operationId": name,
        "security": [],
        "parameters": list(parameters),
        "responses": answered if responses is None else responses,
        **more,
    }


def contract(paths, schemas=None, **more):
    """Write an OpenAPI 3.1 document; `paths` gives an operation (GET) or methods by path."""
    written = {path: {"get": each} if "responses" in each else each for path, each in paths.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1.0.0"},
        "paths": written,
        "components": {"schemas": schemas or {}},
        **more,
    }


def one(schema, schemas=None, **more):
    """Write a contract of the one operation `getThing` that answers with a schema."""
    return contract({"/things/{id}": operation(schema, **more)}, schemas)


def files(
    client,
    upstreams,
    operations,
    *,
    hooks=None,
    policy=None,
    defaults=None,
    composition=None,
    name="web",
):
    """Give the files of a workspace.

    Args:
        client: the contract of the client.
        upstreams: name -> contract.
        operations: the `operations:` of composition.yaml.
        composition: the whole of composition.yaml instead, as a mapping or a text.
    """
    manifest = {
        "format": "bffgen/1",
        "clients": [name],
        "upstreams": {
            each: {"contract": f"upstreams/{each}.yaml", "credentials": "none"}
            for each in upstreams
        },
    }
    own = {"format": "composition/1", "operations": operations}
    if defaults is not None:
        own["defaults"] = defaults
    folder = f"contracts/clients/{name}"
    made = {
        "contracts/bffgen.yaml": manifest,
        f"{folder}/openapi.yaml": client,
        f"{folder}/composition.yaml": composition or own,
        f"{folder}/policy.yaml": {"format": "policy/1", "family": "browser", **(policy or {})},
        **{f"contracts/upstreams/{each}.yaml": upstreams[each] for each in upstreams},
    }
    if hooks is not None:
        made[f"{folder}/hooks.py"] = hooks
    return {path: written(value) for path, value in made.items()}


def written(value):
    """Give the bytes of a file: a text as it is, everything else as JSON, which is YAML."""
    return (value if isinstance(value, str) else json.dumps(value, indent=1)).encode()


def reader(tree):
    """Read files as a workspace on disk is read: OSError where there is none."""

    def read(path):
        if path not in tree:
            raise FileNotFoundError(path)
        return tree[path]

    return read


def lister(tree):
    """List the files below a folder as those of a workspace on disk are listed."""
    return lambda folder: sorted(path for path in tree if path.startswith(f"{folder}/"))


def built(tree, name="web", *, late=None):
    """Build a workspace: the outcome, and the tree of a client, None where a finding breaks.

    Args:
        late: what alone may run out of time where the BFF is to be asked (`tests/patience.py`);
            None for the times as they stand.
    """
    read = reader(tree)
    read = read if late is None else patient(read, late)
    outcome = build(read, lambda _: FileTree(), below=lister(tree))
    made = next((each.tree for each in outcome.clients if each.name == name), None)
    return outcome, made


def plant(tree, folder):
    """Write the files of a tree below a folder; gives the folder."""
    for path, content in tree.files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def facts(finding):
    """Give a finding's facts by name."""
    return dict(finding.facts)


def rules(findings):
    """Give the rules of findings, sorted."""
    return sorted(each.rule for each in findings)

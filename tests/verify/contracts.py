"""Contracts for tests of the verify room: the storefront's upstreams, and small ones in memory."""

import json
from functools import cache
from pathlib import Path

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.contract.workspace import read_workspace
from bffgen.model.pool import Pool

ROOT = Path(__file__).resolve().parents[2]


@cache
def storefront():
    workspace, faults = read_workspace(lambda path: (ROOT / path).read_bytes())
    assert faults == ()
    return workspace


def upstream_api(name):
    return storefront().upstream(name).api


def lowered(paths, schemas=None, *, version="3.1.0", **more):
    """Lower a document that is written as a dict."""
    document = {
        "openapi": version,
        "info": {"title": "Shop", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas or {}},
        **more,
    }
    bundled = bundle("openapi.json", lambda path: json.dumps(document).encode())
    assert not isinstance(bundled, tuple), bundled
    api = lower(bundled, Pool())
    assert not isinstance(api, tuple), api
    return api


def answers(schema, **more):
    """Write an operation that answers 200 with a schema."""
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "Found.", "content": content}}, **more}


def parameter(name, schema=None, location="query", **more):
    written = {"name": name, "in": location, "schema": schema or {"type": "string"}, **more}
    return {**written, "required": True} if location == "path" else written

"""Public contracts are built as clients without a composition: one operation ends no other.

A sample of the corpus `zoo`; what ends a build is a fault of the document itself, at its place, and
of the operations of what builds hardly any is answered raw.
"""

import json
from random import Random

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.conformance.test_zoo import NAMES
from tests.workspaces import facts, reader

SEED = 20261127
SAMPLE = 48
# Of the operations that say how they succeed.
LEAST_TYPED = 0.95
MANIFEST = b"format: bffgen/1\nclients: [zoo]\nupstreams: {}\n"
POLICY = b"format: policy/1\nfamily: internal\n"
# Patterns that are none: no engine judges by them.
OF_NO_ENGINE = "compose-bound-unenforceable"


def open_to_all(document):
    """Say of a contract that is silent about security that it asks for none."""
    if document.lstrip()[:1] == b"{":
        return json.dumps({"security": [], **json.loads(document)}).encode()
    return document if b"\nsecurity:" in document else document.rstrip() + b"\nsecurity: []\n"


def built(document):
    """Build a contract as the only client of a workspace."""
    there = {
        "contracts/bffgen.yaml": MANIFEST,
        "contracts/clients/zoo/openapi.yaml": open_to_all(document),
        "contracts/clients/zoo/policy.yaml": POLICY,
    }
    return build(reader(there), lambda _: FileTree())


def test_what_cannot_be_typed_ends_no_build_and_is_rare(corpora):
    single = [each for each in NAMES if "/" not in each]
    ends, operations, raw = {}, 0, set()
    for name in Random(SEED).sample(single, SAMPLE):
        outcome = built((corpora / "zoo" / name).read_bytes())
        if not outcome.clients:
            stopping = {e.rule for e in outcome.findings if e.effect.value == "breaks"}
            ends[name] = {e for e in stopping if not e.startswith("input-")} - {OF_NO_ENGINE}
            continue
        found = [facts(e) for e in outcome.findings if e.rule == "compose-operation-raw"]
        silent = {e["operations"] for e in found if "which answers no success" in e["what"]}
        told = {each for e in found for each in e["operations"].split(", ")}
        raw |= {(name, each) for each in told - silent}
        operations += len(outcome.workspace.clients[0].api.operations) - len(silent)

    assert {name: each for name, each in ends.items() if each} == {}
    assert len(ends) < SAMPLE / 3
    assert len(raw) <= operations * (1 - LEAST_TYPED), sorted(raw)

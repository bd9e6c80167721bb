"""Every example of docs/formats.md that says which workspace it is for builds there, as it is."""

import re

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build

EXAMPLE = re.compile(r"^```yaml (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(root):
    return EXAMPLE.findall((root / "docs/formats.md").read_text())


def findings(root, base, operation):
    """Build the workspace of a base with one operation of its own: what is told."""
    folder = root / "tests/cases/bases" / base
    own = "".join(f"  {line}" for line in operation.splitlines(keepends=True))
    composition = f"format: composition/1\noperations:\n{own}"

    def read(path):
        if path.endswith("composition.yaml"):
            return composition.encode()
        return (folder / path).read_bytes()

    outcome = build(read, lambda _: FileTree())
    return [(each.rule, dict(each.facts)) for each in outcome.findings if each.effect != "safe"]


def test_every_example_builds(root):
    told = [findings(root, base, operation) for base, operation in examples(root)]

    assert told == [[], []]


@pytest.mark.parametrize(("was", "becomes"), [("match: sku", "match: code"), ("SIMILAR", "ALIKE")])
def test_an_example_with_a_fault_does_not(root, was, becomes):
    told = [
        findings(root, base, operation.replace(was, becomes)) for base, operation in examples(root)
    ]

    assert [rule for each in told for rule, _ in each] == ["compose-unknown-name"]

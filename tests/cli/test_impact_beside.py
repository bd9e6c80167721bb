"""Several changes in one candidate: each does to an operation what it does alone."""

import json
import re
import shutil

import pytest

from tests.cli.impacts import BEFORE_ALL, CHANGES

RANKS = ("shielded", "degraded", "mapping-broken", "leaks")

# Changes of one upstream that hurt the same operations: by what plans prove and by what none does.
BESIDE = [
    ("a field that web alone uses is removed", "a header that is forwarded has another name"),
    ("a field may be null", "a listed value has another name"),
    ("a field may be null", "a status that is told apart is gone"),
    ("values of a map are of another kind", "members of a body ask for each other"),
    ("a header that is read is gone", "a field may be null"),
    ("an operation has another name", "another status is the success"),
    ("a parameter travels elsewhere", "an answer may be of one more kind"),
    ("a value that only some see is gone", "a value that a shape takes is wider"),
    ("a request asks for more", "an optional field that one client copies is removed"),
    ("a member of a body that is handed on is no longer taken", "a request asks for more"),
]


@pytest.mark.parametrize(("one", "other"), BESIDE)
def test_a_change_does_beside_another_what_it_does_alone(bffgen, root, tmp_path, one, other):
    """And the operation is told the worst of them."""
    together, worst = classes(bffgen, root, tmp_path / "both", one, other)
    expected: dict[str, str] = {}
    for number, name in enumerate((one, other)):
        alone, ends = classes(bffgen, root, tmp_path / str(number), name)
        assert {key: together.get(key) for key in alone} == alone
        for operation, kind in ends.items():
            expected[operation] = max(expected.get(operation, kind), kind, key=RANKS.index)
    assert worst == expected


def test_a_harmless_change_beside_a_breaking_one_is_told_as_harmless(bffgen, root, tmp_path):
    found, _ = classes(
        bffgen,
        root,
        tmp_path / "both",
        "a listed value has another name",
        "a list may be absent",
    )
    assert {kind for (client, *_), kind in found.items() if client == "web"} == {
        "mapping-broken",
        "shielded",
    }


def classes(bffgen, root, folder, *names):
    """Give what each change does to an operation, and what all do."""
    upstream = CHANGES[names[0]][0]
    shutil.copytree(root / "contracts/upstreams" / upstream, folder)
    for name in names:
        _, file, edits, _ = CHANGES[name]
        text = (folder / file).read_text()
        for pattern, after in edits:
            text, count = re.subn(pattern, after, text)
            assert count == 1, pattern
        (folder / file).write_text(text)
    candidate = next(folder.glob("openapi.*"))
    _, out, err = bffgen("impact", upstream, str(candidate), "-f", "json", *BEFORE_ALL, folder=root)
    assert err == ""
    told = json.loads(out)
    found = {
        (each["client"], operation, each["fingerprint"]): each["notes"]["impact"]
        for each in told["findings"]
        for operation in each["operations"]
    }
    worst = {
        (each["client"], operation): kind
        for each in told["comparisons"]
        for operation, kind in each["impacts"].items()
        if kind != "none"
    }
    return found, worst

"""A misspelled key of a file that people write is told at its own line, with the right one.

Every key of the format in the storefront's and the cases' files loses a letter, has two swapped and
one doubled, one at a time. Keys that are names (of sources, properties, parameters) are not meant.
"""

import random
import shutil

import pytest

from bffgen.cli.app import run
from bffgen.contract.composition import read_composition
from bffgen.contract.pointer import locator
from bffgen.contract.policy import read_policy
from bffgen.contract.workspace import read_workspace
from bffgen.contract.yaml import read_document
from bffgen.model.composition import Defaults
from bffgen.model.finding import stops
from bffgen.model.place import Place
from tests.workspaces import facts

FORMS = (
    ({"const"}, set()),
    ({"object"}, set()),
    ({"each", "map"}, {"limit", "skip_if_missing"}),
    ({"from"}, {"map"}),
    ({"python"}, {"args"}),
    ({"enum", "map"}, {"default"}),
    ({"value", "visible_to"}, set()),
)
OF_NAMES = {"sources", "with", "headers", "on_status", "writable_by", "operations", "upstreams"}
WHOLE = {"fallback", "const", "shapes"}
SEED = 20_261_126
# Builds of one client: each reads the whole workspace.
EACH = 4


def builder_keys(value, at):
    if not isinstance(value, dict):
        return
    form = next((f for f in FORMS if f[0] <= value.keys() <= f[0] | f[1]), None)
    for key, member in value.items():
        if form is None:
            yield from builder_keys(member, at.at(key))
            continue
        yield at.at(key), key
        if form[0] == {"enum", "map"} or key not in ("map", "object", "value"):
            continue
        if key == "value":
            yield from builder_keys(member, at.at(key))
            continue
        for name, inner in member.items():
            yield from builder_keys(inner, at.at(key, name))


def keys(value, at, *, is_names=False):
    """Give the place of each key that the format has."""
    if not isinstance(value, dict):
        return
    for key, member in value.items():
        here = at.at(key)
        if not is_names:
            yield here, key
        if key == "body" or (is_names and not isinstance(member, dict)):
            yield from builder_keys(member, here)
        elif key in WHOLE and not is_names:
            continue
        elif key == "batch":
            named = {"max", "limit", "match", "items"}
            yield from ((here.at(name), name) for name in member if name in named)
        elif key in ("claims", "channels", "parties") and not is_names:
            yield from keys(member, here, is_names=True)
        else:
            yield from keys(member, here, is_names=key in OF_NAMES and not is_names)


def typos(key, rng):
    """Misspell a key: a letter left out, one doubled, two neighbours swapped."""
    n = rng.randrange(len(key))
    yield key[:n] + key[n + 1 :]
    yield key[:n] + key[n] + key[n:]
    swaps = [n for n in range(1, len(key)) if key[n] != key[n - 1]]
    if swaps:
        n = rng.choice(swaps)
        yield key[: n - 1] + key[n] + key[n - 1] + key[n + 1 :]


def files(root):
    folders = [root, *sorted((root / "tests/cases/bases").iterdir())]
    for folder in folders:
        for path in ("contracts/bffgen.yaml", "contracts/clients/*/*.yaml"):
            for file in sorted(folder.glob(path)):
                if file.name in ("bffgen.yaml", "composition.yaml", "policy.yaml"):
                    yield folder, file


def read(path, text):
    """Read one file alone; what is wrong with it, in the order of the text."""
    value = read_document(text.encode(), path)
    if isinstance(value, tuple):
        return value
    place = Place(document=path)
    if path.endswith("bffgen.yaml"):

        def content(name):
            if name != path:
                raise FileNotFoundError(name)
            return text.encode()

        return [each for each in read_workspace(content)[1] if each.rule != "input-file-missing"]
    if path.endswith("policy.yaml"):
        return read_policy(value, place, path.split("/")[2])[1]
    return read_composition(value, place, Defaults())[1]


def mutations(path, text, found=keys):
    """Give each misspelled file: line, right key, misspelled key, text."""
    rng = random.Random(f"{SEED} {path}")
    locate = locator(lambda _: text.encode())
    lines = text.splitlines(keepends=True)
    for place, key in found(read_document(text.encode(), path), Place(document=path)):
        span = locate(place, "key")
        line, start = lines[span.line - 1], span.column - 1
        assert line[start:].startswith(key), (line, key)
        for typo in typos(key, rng):
            if typo:
                changed = line[:start] + typo + line[start + len(key) :]
                whole = [*lines[: span.line - 1], changed, *lines[span.line :]]
                yield span.line, key, typo, "".join(whole)


def told(found, line, key, text):
    """Say whether a finding stands at the line and names what belongs there."""
    locate = locator(lambda _: text.encode())
    for each in found:
        said = facts(each)
        names = {said.get("nearest"), *str(said.get("problem", "")).split("`")}
        mark = each.marks[0]
        if locate(mark.place, mark.on).line == line and key in names:
            return True
    return False


def test_a_misspelled_key_is_told_at_its_line_with_the_right_one(root):
    seen = 0
    for folder, file in files(root):
        path = file.relative_to(folder).as_posix()
        for line, key, typo, text in mutations(path, file.read_text()):
            found = [each for each in read(path, text) if stops([each])]
            facts_found = [(each.rule, each.facts) for each in found]
            if not found:
                # An object of one key may be the client's: what it is put at tells, below.
                assert key in ("const", "from", "python"), (path, line, key, typo)
                continue
            seen += 1
            assert told(found, line, key, text), (path, line, key, typo, facts_found)
            assert len(found) == 1, (path, line, key, typo, facts_found)
    assert seen > 500


def alone(value, at):
    """Give the keys of builders that have but one, beside those that a file alone tells."""
    for place, key in keys(value, at):
        if key in ("const", "python"):
            yield place, key


def names(value, at):
    """Give the names that the contracts know: operations, parameters, properties."""
    operations = at.at("operations")
    for name, answered in value["operations"].items():
        yield operations.at(name), name
        sources = answered.get("sources", {}) if isinstance(answered, dict) else {}
        for source, own in sources.items():
            given = operations.at(name, "sources", source, "with")
            yield from ((given.at(each), each) for each in own.get("with", {}))
        body = answered.get("body") if isinstance(answered, dict) else None
        if isinstance(body, dict) and not any(form <= body.keys() for form, _ in FORMS):
            yield from ((operations.at(name, "body", each), each) for each in body)


def screens(root, found, tmp_path, capsys, monkeypatch):
    """Build with one key misspelled at a time; gives what it should be, its place, the screen."""
    for folder, file in files(root):
        path = file.relative_to(folder).as_posix()
        if not path.endswith("composition.yaml"):
            continue
        mutated = list(mutations(path, file.read_text(), found))
        if not mutated:
            continue
        rng = random.Random(f"{SEED} {path}")
        copy = tmp_path / f"{folder.name}-{path.split('/')[2]}"
        shutil.copytree(folder / "contracts", copy / "contracts")
        monkeypatch.chdir(copy)
        for line, key, typo, text in rng.sample(mutated, min(EACH, len(mutated))):
            (copy / path).write_text(text)
            assert run(["build", path.split("/")[2]]) == 1, (path, line, key, typo)
            yield f"{path}:{line}:", key, typo, capsys.readouterr().err


@pytest.mark.parametrize("found", [alone, names])
def test_a_misspelled_name_is_told_at_its_line_with_the_nearest(
    root, found, tmp_path, capsys, monkeypatch
):
    seen = 0
    for place, key, typo, screen in screens(root, found, tmp_path, capsys, monkeypatch):
        blocks = [each for each in screen.split("\n\n") if f"  --> contracts/{place[10:]}" in each]
        assert any(f"`{key}`" in each for each in blocks), (place, key, typo, screen)
        seen += 1
    assert seen >= EACH

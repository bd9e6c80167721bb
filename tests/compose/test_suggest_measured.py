"""How much of the storefront's own compositions is suggested, property by property.

A property of an answer is suggested rightly where it is copied from, or mapped to, a value that the
composition of a person reads for it; a comment is right where it names such a value first.

    told as a fact: right 83, wrong 1; told as likely: right 7, wrong 3; told as not found: 9

Wrong is `reviews` of the web's page: the whole of one summary, of which a person takes the other.
"""

from collections import Counter
from pathlib import Path

from bffgen.compose.lineage import lineage
from bffgen.compose.plan import plan_client
from bffgen.compose.suggest import suggest
from bffgen.contract.workspace import read_workspace
from bffgen.model.spelling import words

ROOT = Path(__file__).parents[2]
# The least that is told rightly, as a fact and as likely; the most that is wrong as a fact.
RIGHT, LIKELY, WRONG = 80, 6, 1


def test_most_of_what_people_wrote_is_suggested_and_little_wrongly():
    found = Counter(each for _, _, each in measured())
    assert found["right"] >= RIGHT, found
    assert found["likely, right"] >= LIKELY, found
    assert found["wrong"] <= WRONG, found


def measured():
    """Give (operation, property, how it is suggested) of all that is made of answers."""

    def below(folder):
        found = (each for each in (ROOT / folder).rglob("*") if each.is_file())
        return [each.relative_to(ROOT).as_posix() for each in found]

    workspace, _ = read_workspace(lambda path: (ROOT / path).read_bytes(), below=below)
    for client in workspace.clients:
        plan, _ = plan_client(client, workspace)
        for operation in lineage(client.name, plan).operations:
            if operation.function:
                continue
            of = client.api.operation(operation.key)
            suggestion = suggest(client, of, workspace)
            for name, parts in written(operation).items():
                yield (
                    f"{client.name}.{operation.name}",
                    name,
                    verdict(suggestion, name, parts),
                )


def written(operation):
    """Give for each property the values, (call, first name), that a person made it of."""
    found = {}
    for line in operation.fields:
        source = operation.source(line.part.name)
        if line.to and not line.to[0].startswith("header ") and line.part.holder == "answer":
            call = f"{source.upstream}.{source.operation}"
            found.setdefault(line.to[0], set()).add((call, line.part.way[:2]))
    return found


def verdict(suggestion, name, parts):
    calls = {each.name: each.call for each in suggestion.sources}
    said = dict(suggestion.mapped).get(name)
    if said is not None:
        source, _, way = said.partition(".")
        return "right" if is_one(calls[source], way, parts) else "wrong"
    if name in suggestion.copied:
        return "right" if is_one(suggestion.sources[0].call, name, parts) else "wrong"
    likely = next((each.likely for each in suggestion.lacking if each.name == name), ())
    if likely:
        way, call = likely[0]
        return f"likely, {'right' if is_one(call, way, parts) else 'wrong'}"
    return "not found"


def is_one(call, way, parts):
    """Say whether a person reads that value, or one that it is a part of or has."""
    steps = [words(each) for each in way.split(".") if each]
    for known, theirs in parts:
        pairs = list(zip(steps, map(words, theirs), strict=False))
        if known == call and all(one == other for one, other in pairs):
            return True
    return False

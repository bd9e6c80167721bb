"""Unions and schemas that contain themselves: what builds answers within the client's contract.

Random pairs of unions, tagged or not, with branches that hold the union again, go through the whole
of bffgen; each drawn value is answered as a naive reading of COMPOSITION.md section 1 has it. A
sample runs in CI; `BFFGEN_UNIONS=300` makes it 300 pairs.
"""

import importlib
import json
import os
import random
import sys

import pytest

from bffgen.proof.validate import first_fault
from tests.compose.test_soundness import Built, equal, mangled, promised_by
from tests.workspaces import PROBLEM, built, contract, files, one, operation, plant

PAIRS = int(os.environ.get("BFFGEN_UNIONS", "12"))
VALUES = 40
DEPTH = 4
NAMES = ("fooBar", "class", "json", "x-y", "size", "none", "type", "from")
SCALARS = {
    "text": ({"type": "string"}, ("", "a", "é")),
    "count": ({"type": "integer"}, (0, 7)),
    "flag": ({"type": "boolean"}, (True, False)),
    "blank": ({"type": ["string", "null"]}, ("a", None)),
}
HOLDS = ("list", "map", "one", "maybe")


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


def held(how, name):
    """Give a schema that holds another in some way."""
    inner = reference(name)
    return {
        "list": {"type": "array", "items": inner},
        "map": {"type": "object", "additionalProperties": inner},
        "one": inner,
        "maybe": {"oneOf": [inner, {"type": "null"}]},
    }[how]


class Pair:
    """A union of a service, one of a client, and the places where they stand.

    Attributes:
        mode: what tells the branches apart: a discriminator, a tag, names, or what must be there.
        branches: of each its members: name -> (what it holds, whether the service must send it,
            whether the client is promised it, whether that always).
    """

    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.mode = ("discriminator", "keys", "const", "names", "fit")[seed % 5]
        self.is_tagged = self.mode in ("discriminator", "keys", "const")
        self.word = rng.choice(("oneOf", "anyOf"))
        self.branches = [self.members(number) for number in range(rng.randint(2, 4))]
        self.places = rng.sample(HOLDS, rng.randint(1, 3))
        self.order = rng.sample(range(len(self.branches)), len(self.branches))

    def members(self, number):
        made = {f"own{'abcd'[number]}": ("text", True, True, True)}
        for name in self.rng.sample(NAMES, self.rng.randint(0, 3)):
            holds = self.rng.choice((*SCALARS, *HOLDS))
            is_sent = self.rng.random() < 0.5 and holds != "one"
            is_promised = self.rng.random() < 0.8
            made[name] = holds, is_sent, is_promised, is_sent and self.rng.random() < 0.5
        return made

    def key(self, number):
        """Give the tag of a branch."""
        named = self.mode == "keys"
        return f"Part{'ABCD'[number]}" if named else f"key-{'abcd'[number]}"

    def part(self, number, *, is_client):
        """Name the component of a branch: the client has names of its own but where they tell."""
        own = is_client and self.mode not in ("names", "keys")
        return f"{'Mine' if own else 'Part'}{'ABCD'[number]}"

    def components(self, *, is_client):
        made = {}
        for number, members in enumerate(self.branches):
            kept = {n: m for n, m in members.items() if m[2] or not is_client}
            properties = {
                name: SCALARS[holds][0] if holds in SCALARS else held(holds, "Any")
                for name, (holds, *_) in kept.items()
            }
            required = [n for n, m in kept.items() if m[3 if is_client else 1]]
            if self.is_tagged:
                kind = {"type": "string", "const": self.key(number)}
                loose = self.mode == "discriminator" and not is_client
                properties["kind"] = {"type": "string"} if loose else kind
                required.append("kind")
            made[self.part(number, is_client=is_client)] = {
                "type": "object",
                "properties": properties,
                "required": required,
            }
        order = self.order if is_client else range(len(self.branches))
        parts = [self.part(number, is_client=is_client) for number in order]
        made["Any"] = {self.word: [reference(part) for part in parts]}
        if self.mode in ("discriminator", "keys"):
            keys = {self.key(n): reference(p)["$ref"] for n, p in zip(order, parts, strict=True)}
            mapping = {"mapping": keys} if self.mode == "discriminator" else {}
            made["Any"]["discriminator"] = {"propertyName": "kind", **mapping}
        return made

    def whole(self):
        required = [each for each in self.places if each != "maybe"]
        properties = {each: held(each, "Any") for each in self.places}
        return {"type": "object", "properties": properties, "required": required}

    def files(self, name):
        return files(
            one(self.whole(), self.components(is_client=True)),
            {"first": one(self.whole(), self.components(is_client=False))},
            {"getThing": "first.getThing"},
            name=name,
        )

    # -- values, and what is answered for them

    def held(self, how, depth, make):
        count = self.rng.randint(0, 2) if depth > 0 else 0
        match how:
            case "list":
                return [make(depth - 1) for _ in range(count)]
            case "map":
                return {f"k{number}": make(depth - 1) for number in range(count)}
            case "maybe" if self.rng.random() < 0.5 or depth <= 0:
                return None
        return make(depth - 1)

    def value(self, depth=DEPTH):
        number = self.rng.randrange(len(self.branches))
        made = {"kind": self.key(number)} if self.is_tagged else {}
        for name, (holds, is_sent, _, _) in self.branches[number].items():
            if not is_sent and (self.rng.random() < 0.5 or (holds == "one" and depth <= 0)):
                continue
            made[name] = (
                self.rng.choice(SCALARS[holds][1])
                if holds in SCALARS
                else self.held(holds, depth, self.value)
            )
        return {**made, "new": 1} if self.rng.random() < 0.2 else made

    def answered(self, value):
        number = next(n for n in range(len(self.branches)) if f"own{'abcd'[n]}" in value)
        kept = {name: m[0] for name, m in self.branches[number].items() if m[2]}
        kept |= {"kind": "text"} if self.is_tagged else {}
        return {n: self.put(kept[n], each) for n, each in value.items() if n in kept}

    def put(self, holds, value):
        match holds:
            case "list":
                return [self.answered(each) for each in value]
            case "map":
                return {name: self.answered(each) for name, each in value.items()}
            case "one" | "maybe":
                return None if value is None else self.answered(value)
        return value


def saves(schemas):
    """Write a contract of the one operation `saveThing`, which takes a thing."""
    body = {"application/json": {"schema": reference("Thing")}}
    saved = operation(
        None,
        "saveThing",
        requestBody={"required": True, "content": body},
        responses={"204": {"description": "Saved."}, "default": PROBLEM},
    )
    return contract({"/things/{id}": {"post": saved}}, schemas)


def thing(**parts):
    members = {
        "name": {"type": "string"},
        "count": {"type": "integer", "default": 1},
        "note": {"type": ["string", "null"]},
        "inside": {"type": "array", "items": reference("Thing")},
        "kind": {"oneOf": [reference(each) for each in parts]},
    }
    made = {
        name: {
            "type": "object",
            "required": ["of"],
            "properties": {"of": {"type": "string", "const": name.lower()}, **properties},
        }
        for name, properties in parts.items()
    }
    return {"Thing": {"type": "object", "required": ["name"], "properties": members}, **made}


SIZE, THING = {"type": "integer"}, reference("Thing")


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ({"name": "a"}, {"name": "a"}),
        ({"name": "a", "note": None, "x": 1}, {"name": "a", "note": None}),
        (
            {"name": "a", "inside": [{"name": "b", "inside": []}, {"name": "c", "count": 2}]},
            {"name": "a", "inside": [{"name": "b", "inside": []}, {"name": "c", "count": 2}]},
        ),
        (
            {"name": "a", "kind": {"of": "big", "size": 3, "width": 4}},
            {"name": "a", "kind": {"of": "big", "size": 3}},
        ),
        ({"name": "a", "kind": {"of": "big"}}, {"name": "a", "kind": {"of": "big"}}),
        (
            {"name": "a", "kind": {"of": "box", "thing": {"name": "b", "kind": {"of": "big"}}}},
            {"name": "a", "kind": {"of": "box", "thing": {"name": "b", "kind": {"of": "big"}}}},
        ),
    ],
)
def test_a_body_is_handed_on_branch_by_branch_and_what_is_absent_stays_absent(
    sent, given, tmp_path, monkeypatch
):
    client = saves(thing(Big={"size": SIZE, "width": SIZE}, Box={"thing": THING}))
    upstream = saves(thing(Box={"thing": THING, "lid": SIZE}, Big={"size": SIZE}))
    tree = files(client, {"first": upstream}, {"saveThing": "first.saveThing"}, name="sends")
    outcome, made = built(tree, "sends")
    assert made is not None, outcome.findings
    monkeypatch.syspath_prepend(tmp_path)
    plant(made, tmp_path)
    body = importlib.import_module("sends_bff.runtime.body")
    models = importlib.import_module("sends_bff.models")
    plan = importlib.import_module("sends_bff.plans.save_thing")
    try:
        taken = body.reader(models.Thing)(json.dumps(sent).encode())
        request = models.SaveThingRequest(id="1", body=taken)
        assert json.loads(body.to_json(plan.send_first(request), by_alias=True)) == given
    finally:
        for name in [each for each in sys.modules if each.split(".")[0] == "sends_bff"]:
            del sys.modules[name]


def test_each_kind_of_union_builds():
    for seed in range(10):
        outcome, made = built(Pair(seed).files("drawn"), "drawn")
        assert made is not None, (seed, outcome.findings)


@pytest.mark.parametrize("seed", range(PAIRS))
def test_a_value_of_a_union_is_answered_as_its_branch(seed, tmp_path, monkeypatch):
    pair, name = Pair(seed), f"union{seed}"
    tree = pair.files(name)
    outcome, made = built(tree, name)
    assert made is not None, outcome.findings
    monkeypatch.syspath_prepend(tmp_path)
    package = Built(made, tmp_path)
    promised = promised_by(tree)

    async def ask_all():
        for number in range(VALUES):
            whole = {how: pair.held(how, DEPTH, pair.value) for how in pair.places}
            sent = whole if number % 2 else mangled(whole, pair.rng)
            answer = await package.ask({"first": sent})
            said = f"seed {seed}: {sent} gave {answer}"
            if answer is not None:
                fault = first_fault(*promised, answer)
                assert fault is None, f"{said}: {fault}"
            if sent is whole:
                expected = {how: pair.put(how, each) for how, each in whole.items()}
                assert answer is not None, said
                assert equal(answer, expected), f"{said}, not {expected}"

    package.run(ask_all)

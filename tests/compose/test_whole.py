"""What a contract says of an object as a whole is proved of what is built, or shown to break.

Small contracts and compositions at random: two services of which one or both may fail, an object
that is made of both, and conditions of which properties are there together. Every answer that may
be built is built here too, by a naive reading over all values of small upstreams; what bffgen
accepts is never outside the contract, what it refuses is outside for one of them, and what it does
not decide is said. `BFFGEN_SOUNDNESS=500` draws 6,000 of them.
"""

import itertools
import json
import os
import random

import pytest

from bffgen.compose.plan import plan_client
from bffgen.contract.workspace import read_workspace
from bffgen.emit.unheld import unheld
from bffgen.model.finding import Effect
from bffgen.proof.validate import is_valid
from tests.compose.drawn import ABSENT, follow
from tests.workspaces import PROBLEM, contract, files, one, operation, reader

ROUNDS = int(os.environ.get("BFFGEN_SOUNDNESS", "6"))
EACH = 12
# Plain schemas, each with all its values that differ for a condition.
SCALARS = (
    ({"type": "string", "enum": ["a", "b"]}, ("a", "b")),
    ({"const": "a"}, ("a",)),
    ({"type": "boolean"}, (True, False)),
    ({"type": ["string", "null"], "enum": ["a", None]}, ("a", None)),
)


class Drawn:
    """Two services, a client and a composition between them."""

    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.upstreams = {"first": self.upstream(), "second": self.upstream()}
        self.required = {"first": rng.random() < 0.7, "second": rng.random() < 0.3}
        self.members, self.mapped, self.meant = {}, {}, {}
        for name in "abcd"[: rng.randint(2, 4)]:
            self.member(name)
        if rng.random() < 0.3:
            self.members["k"], self.mapped["k"] = {"const": "a"}, {"const": "a"}
            self.meant["k"] = lambda _: "a"
        self.condition = self.conditions()
        self.answer = {"type": "object", "properties": self.members, **self.condition}

    def upstream(self):
        """Draw an object of a few members: name -> (schema, values), and those that it requires."""
        rng = self.rng
        names = rng.sample("pqrs", rng.randint(1, 3))
        members = {name: rng.choice(SCALARS) for name in names}
        if rng.random() < 0.4:
            below = {name: rng.choice(SCALARS) for name in rng.sample("uv", rng.randint(1, 2))}
            needs = [name for name in below if rng.random() < 0.6]
            members["n"] = (*_object(below, needs), below)
        needs = [name for name in members if rng.random() < 0.6]
        return (*_object(members, needs), members)

    def leaves(self):
        for service, (_, _, members) in self.upstreams.items():
            for name, (schema, *_, below) in ((n, (*m, {})) for n, m in members.items()):
                if name != "n":
                    yield (service, name), schema
                for inner, (leaf, _) in below.items() if name == "n" else ():
                    yield (service, name, inner), leaf

    def member(self, name):
        rng = self.rng
        path, schema = rng.choice(sorted(self.leaves(), key=repr))
        text = ".".join(path)
        kind = rng.choice(("path", "path", "path", "else", "enum", "from"))
        strings = "enum" in schema and None not in schema["enum"]
        if kind == "else" and strings:
            self.members[name] = schema
            self.mapped[name] = f'{text} else "b"'
            self.meant[name] = lambda v: (
                "b" if follow(v, path) in (None, ABSENT) else follow(v, path)
            )
        elif kind == "enum" and strings:
            self.members[name] = {"enum": ["x", "y"]}
            self.mapped[name] = {"enum": text, "map": {"a": "x"}, "default": "y"}
            said = {"a": "x", "b": "y", ABSENT: ABSENT}
            self.meant[name] = lambda v: said[follow(v, path)]
        elif kind == "from" and len(path) > 2:
            holder = path[:-1]
            self.members[name] = {"type": "object", "properties": {path[-1]: schema}}
            self.mapped[name] = {"from": ".".join(holder), "map": {}}
            self.meant[name] = lambda v: _kept(follow(v, holder), path[-1])
        else:
            self.members[name] = schema
            self.mapped[name] = text
            self.meant[name] = lambda v: follow(v, path)

    def conditions(self):
        rng = self.rng
        made = {}
        for _ in range(rng.randint(1, 2)):
            one, other = (rng.choice(sorted(self.members)) for _ in range(2))
            value = rng.choice(("a", "b", "x", True))
            said = {"properties": {one: {"const": value}}, "required": [one]}
            made |= rng.choice(
                (
                    {"oneOf": [{"required": [one]}, {"required": [other]}]},
                    {"anyOf": [{"required": [one]}, {"required": [other]}]},
                    {"anyOf": [said, {"required": [other]}]},
                    {"not": {"required": sorted({one, other})}},
                    {"not": said},
                    {"minProperties": rng.randint(1, len(self.members))},
                    {"maxProperties": rng.randint(1, len(self.members))},
                    {"dependentRequired": {one: [other]}},
                    {"if": {"required": [one]}, "then": {"required": [other]}},
                    {"if": said, "then": {"required": [other]}, "else": {"not": said}},
                )
            )
        return made

    def files(self):
        sources = {
            name: {"call": f"{name}.getThing", "required": self.required[name]}
            for name in self.upstreams
        }
        answered = {"sources": sources, "body": self.mapped}
        services = {name: one(schema) for name, (schema, _, _) in self.upstreams.items()}
        return files(one(self.answer), services, {"getThing": answered})

    def answers(self):
        """Give every answer that a naive reading builds."""
        ways = [
            values if self.required[name] else [*values, ABSENT]
            for name, (_, values, _) in self.upstreams.items()
        ]
        for given in itertools.product(*ways):
            values = dict(zip(self.upstreams, given, strict=True))
            made = {name: meaning(values) for name, meaning in self.meant.items()}
            yield {name: each for name, each in made.items() if each is not ABSENT}


class Handed:
    """A body that a client sends and that is handed on, each side with conditions of its own."""

    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        names = rng.sample("abcd", rng.randint(2, 4))
        members = {name: rng.choice(SCALARS) for name in names}
        needs = [name for name in names if rng.random() < 0.3]
        schema, self.values = _object(members, needs)
        self.mine = {**schema, **self.held()}
        kept = [name for name in names if name in needs or rng.random() < 0.9] or names
        theirs, _ = _object({name: members[name] for name in kept}, [])
        self.theirs = {**theirs, **self.held(), **self.also(kept)}

    def held(self):
        """Draw what a class of a request holds as well."""
        rng, made = self.rng, {}
        one, other = (rng.choice("abcd") for _ in range(2))
        made |= {"minProperties": rng.randint(1, 2)} if rng.random() < 0.5 else {}
        made |= {"maxProperties": rng.randint(2, 4)} if rng.random() < 0.3 else {}
        return made | ({"dependentRequired": {one: [other]}} if rng.random() < 0.3 else {})

    def also(self, names):
        rng = self.rng
        one, other = (rng.choice(sorted(names)) for _ in range(2))
        return rng.choice(
            (
                {},
                {},
                {"not": {"required": sorted({one, other})}},
                {"anyOf": [{"required": [one]}, {"required": [other]}]},
                {"if": {"required": [one]}, "then": {"required": [other]}},
            )
        )

    def files(self):
        def posted(schema):
            body = {"required": True, "content": {"application/json": {"schema": schema}}}
            done = {"204": {"description": "Done."}, "default": PROBLEM}
            how = operation({}, parameters=(), responses=done, requestBody=body)
            return contract({"/things": {"post": how}})

        answered = {"getThing": "first.getThing"}
        return files(posted(self.mine), {"first": posted(self.theirs)}, answered)

    def outside(self):
        """Give what a client may send and the service refuses."""
        names = self.theirs["properties"].keys()
        sent = (each for each in self.values if is_valid(self.mine, "", each))
        handed = ({name: each[name] for name in each if name in names} for each in sent)
        return [each for each in handed if not is_valid(self.theirs, "", each)]


def _object(members, needs):
    """Give a schema and all its values."""
    schema = {
        "type": "object",
        "properties": {name: each[0] for name, each in members.items()},
        "required": needs,
    }
    ways = [[*each[1], *([] if name in needs else [ABSENT])] for name, each in members.items()]
    values = [
        {name: each for name, each in zip(members, given, strict=True) if each is not ABSENT}
        for given in itertools.product(*ways)
    ]
    return schema, values


def _kept(value, name):
    return {n: v for n, v in value.items() if n == name} if isinstance(value, dict) else ABSENT


def said_of(tree):
    """Give what a plan finds, and whether all of it is proved of what is built."""
    (client,) = (workspace := read_workspace(reader(tree))[0]).clients
    plan, found = plan_client(client, workspace)
    return client.api, plan, found


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_body_that_is_handed_on_is_proved_or_shown_to_break(round_):
    for number in range(EACH):
        seed = round_ * EACH + number
        drawn = Handed(seed)
        _, _, found = said_of(drawn.files())
        outside = drawn.outside()
        said = f"seed {seed}: {json.dumps(drawn.mine)} to {json.dumps(drawn.theirs)}: "
        breaks = [each for each in found if each.effect is Effect.BREAKS]
        undecided = [each for each in found if each.rule == "compose-type-unknown"]
        if any(each.rule == "compose-presence" for each in breaks):
            continue  # a property that is needed: told of the property, by its own rule
        if breaks:
            assert {each.rule for each in breaks} == {"compose-request-type"}, f"{said}{breaks}"
            assert outside, f"{said}{breaks[0].notes} and nothing breaks"
        elif not undecided:
            assert not outside, f"{said}{outside[0]} was not told"


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_whole_is_proved_or_shown_to_break(round_):
    told = 0
    for number in range(EACH):
        seed = round_ * EACH + number
        drawn = Drawn(seed)
        api, plan, found = said_of(drawn.files())
        outside = [each for each in drawn.answers() if not is_valid(drawn.answer, "", each)]
        said = f"seed {seed}: {json.dumps(drawn.answer)} of {json.dumps(drawn.mapped)}: "
        breaks = [each for each in found if each.effect is Effect.BREAKS]
        wholes = [each for each in breaks if "may be built" in dict(each.notes).get("witness", "")]
        if breaks and not wholes:
            continue
        told += 1
        undecided = [each for each in found if each.rule == "compose-type-unknown"]
        if wholes:
            assert outside, f"{said}{wholes[0].notes} and nothing breaks"
        elif not undecided:
            assert not outside, f"{said}{outside[0]} was not told"
            pointer = api.operations[0].response("200").content[0].schema_pointer
            assert not unheld(api, pointer, pointer, is_proved=pointer in plan.proved)
    assert told >= EACH // 3

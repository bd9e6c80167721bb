"""What builds cleanly answers within the client's contract, whatever its upstreams say.

Random contracts and compositions go through the whole of bffgen, the written package is imported
and asked. A sample runs in CI; `BFFGEN_SOUNDNESS=500` makes it 500 pairs.
"""

import asyncio
import importlib
import json
import os
import random
import sys

import pytest

from bffgen.contract.workspace import read_workspace
from bffgen.proof.validate import first_fault
from tests.compose.drawn import ABSENT, Drawing, follow, merged, printed, projected, reaches
from tests.workspaces import built, files, one, reader

PAIRS = int(os.environ.get("BFFGEN_SOUNDNESS", "16"))
VALUES = 50
NARROW = (0, 0.3)


class Pair:
    """A client and its upstreams, drawn by a seed."""

    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.upstream, self.extra, self.client = Drawing(rng), Drawing(rng), Drawing(rng)
        self.narrow = NARROW[seed % 2]
        self.main = self.upstream.object(3)
        self.more = self.extra.object(2)
        self.answer = self.upstream.client_object(self.main, self.client, narrow=self.narrow)
        self.is_projected = seed % 3 == 0
        self.more_is_required = rng.random() < 0.3
        self.drops = [name for name in ("main", "more") if rng.random() < 0.25]
        self.mapped = {} if self.is_projected else self.map()
        self.whole()

    def map(self):
        """Draw the members that are mapped, not projected: (builder, what it means)."""
        made = {}
        sides = {
            "main": (self.upstream, self.main),
            "more": (self.extra, self.more),
        }
        reached = [
            (side, path, schema)
            for side, (drawing, schema) in sides.items()
            for path, schema in reaches(drawing, schema, (side,))
            if len(path) > 1
        ]
        for number in range(self.rng.randint(1, 3)):
            side, path, schema = self.rng.choice(reached)
            drawing = sides[side][0]
            name = f"own{'abc'[number]}"
            target = drawing.client(schema, self.client, narrow=self.narrow)
            builder, meaning = self.builder(drawing, path, schema, target)
            self.answer["properties"][name] = target
            if self.rng.random() < 0.3:
                self.answer["required"].append(name)
            made[name] = builder, meaning
        return made

    def whole(self):
        """Say something of the answer as a whole now and then."""
        rng, names = self.rng, sorted(self.answer["properties"])
        if rng.random() < 0.7:
            return
        one, other = (rng.choice(names) for _ in range(2))
        self.answer |= rng.choice(
            (
                {"minProperties": rng.randint(0, 2)},
                {"maxProperties": rng.randint(1, len(names) + 1)},
                {"dependentRequired": {one: [other]}},
                {"anyOf": [{"required": [one]}, {"required": [other]}]},
                {"not": {"required": sorted({one, other})}},
            )
        )

    def builder(self, drawing, path, schema, target):
        here = drawing.resolved(schema)
        goal = self.client.resolved(target)
        text = printed(path)
        if here.get("enum") and goal.get("enum") and self.rng.random() < 0.6:
            return self.enum(path, text, here["enum"], goal["enum"])
        if "properties" in here and "properties" in goal and self.rng.random() < 0.5:
            return self.object(drawing, path, text, target)
        if "items" in here and "properties" in drawing.resolved(here["items"]) and "items" in goal:
            element = self.client.resolved(goal["items"])
            if "properties" in element and self.rng.random() < 0.7:
                return self.each(path, text, element)
        if (
            here.get("type") == "string"
            and goal.get("type") == "string"
            and self.rng.random() < 0.6
        ):
            literal = self.client.value(target)
            return f"{text} else {json.dumps(literal)}", self.otherwise(path, target, literal)
        return text, lambda values: projected(follow(values, path), target, self.client)

    def enum(self, path, text, theirs, mine):
        """Put values in other words of the client's list."""
        words = {each: self.rng.choice(mine) for each in theirs}
        keys = {json.dumps(each).strip('"'): word for each, word in words.items()}
        builder = {"enum": text, "map": keys}
        if self.rng.random() < 0.5 and len(keys) > 1:
            last = theirs[-1]
            builder["map"] = {k: w for k, w in keys.items() if k != json.dumps(last).strip('"')}
            builder["default"] = words[last]

        def meaning(values):
            found = follow(values, path)
            return ABSENT if found is None or found is ABSENT else words[found]

        return builder, meaning

    def object(self, drawing, path, text, target):
        """Build an object of another one, one of its members by hand."""
        goal = self.client.resolved(target)
        name = self.rng.choice(sorted(goal["properties"]))
        builder = {"from": text, "map": {name: printed((*path, name))}}
        return builder, lambda values: projected(follow(values, path), target, self.client)

    def otherwise(self, path, target, literal):
        def meaning(values):
            found = follow(values, path)
            return literal if found is None or found is ABSENT else found

        return meaning

    def each(self, path, text, element):
        limit = self.rng.choice((None, 1, 2))
        names = list(merged(element)[0])
        builder = {
            "each": f"{text} as one",
            "map": {name: printed(("one", name)) for name in names},
        }
        if limit:
            builder["limit"] = limit

        def meaning(values):
            found = follow(values, path)
            if found is None or found is ABSENT:
                return ABSENT
            return [projected(each, element, self.client) for each in found][:limit]

        return builder, meaning

    def files(self, name):
        upstreams = {
            "first": one(self.main, self.upstream.components),
            "second": one(self.more, self.extra.components),
        }
        operation = "first.getThing"
        if not self.is_projected:
            sources = {
                "main": {"call": "first.getThing"},
                "more": {"call": "second.getThing", "required": self.more_is_required},
            }
            for each in self.drops:
                sources[each]["on_invalid"] = "drop_item"
            members = {each: builder for each, (builder, _) in self.mapped.items()}
            operation = {"sources": sources, "body": {"from": "main", "map": members}}
        client = one(self.answer, self.client.components)
        return files(client, upstreams, {"getThing": operation}, name=name)

    def expected(self, values):
        """Give the answer by a naive reading of the composition."""
        rest = {n: s for n, s in self.answer["properties"].items() if n not in self.mapped}
        made = projected(values["main"], {"properties": rest}, self.client)
        for name, (_, meaning) in self.mapped.items():
            found = meaning(values)
            if found is not ABSENT:
                made[name] = found
        return made


class Transport:
    """Gives each service the answer that was put there, or what it makes of an address."""

    def __init__(self, package):
        self.response = importlib.import_module(f"{package}.runtime.transport").UpstreamResponse
        self.bodies = {}
        self.requests = []

    async def fetch(self, request, *, until, max_body):
        self.requests.append(request)
        service = request.url.split("/")[2]
        said = self.bodies[service]
        said = said(request.url) if callable(said) else said
        headers = {"Content-Type": "application/json"}
        return self.response(status=200, headers=headers, body=json.dumps(said).encode())


class Built:
    """A written package, imported under its own name."""

    def __init__(self, tree, folder, *, operation="get_thing", request=None):
        self.package = next(path.split("/")[0] for path, _ in tree.files if "_bff/" in path)
        for path, content in tree.files:
            where = folder / path
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(content)
        importlib.invalidate_caches()
        self.plan = getattr(self._module("plans"), operation)
        self.calls = self._class(f"sources.{operation}", "Calls")
        given = {"id": "1"} if request is None else request
        self.request = self._class("models", "Request")(**given)
        self.respond = self._module("runtime.answer").respond
        self.call = self._module("runtime.call").Call
        self.failed = self._module("runtime.fetch").UpstreamFailed
        self.broken_members = self._module("runtime.body").broken_members
        self.writes = self._module("runtime.writes").Writes
        self.transport = Transport(self.package)
        service = self._module("runtime.upstream").Service
        self.services = {
            each: service(each, f"http://{each}", self.transport) for each in ("first", "second")
        }

    def _class(self, module, ending):
        found = vars(self._module(module))
        return next(each for name, each in found.items() if name.endswith(ending))

    def _module(self, name):
        return importlib.import_module(f"{self.package}.{name}")

    def run(self, asking):
        """Run what asks, and forget the package."""
        try:
            asyncio.run(asking())
        finally:
            self.forget()

    def forget(self):
        for name in [each for each in sys.modules if each.split(".")[0] == self.package]:
            del sys.modules[name]

    async def ask(self, values):
        """Give the answer as JSON, or None where the upstream's body was refused."""
        self.transport.bodies = values
        loop = asyncio.get_running_loop()
        call = self.call(ends_at=loop.time() + 60, writes=self.writes())
        try:
            answer = await self.plan(self.request, self.calls(self.services), call)
        except self.failed as fault:
            if fault.reason != "bad-body":
                raise
            return None
        except Exception as fault:
            if self.broken_members(fault) is None:
                raise
            return None
        return json.loads(self.respond(answer).body)


def promised_by(tree):
    """Give the schema of the answer of a workspace's first operation: a document and a pointer."""
    (client,) = read_workspace(reader(tree))[0].clients
    return client.api.meaning, client.api.operations[0].response("200").content[0].schema_pointer


def equal(one, other):
    """Compare JSON values as JSON Schema does: 1 is 1.0, true is not 1."""
    return (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
        or (
            type(one) is type(other) is dict
            and one.keys() == other.keys()
            and all(equal(one[key], other[key]) for key in one)
        )
        or (
            type(one) is type(other) is list
            and len(one) == len(other)
            and all(map(equal, one, other))
        )
        or ({type(one), type(other)} == {int, float} and one == other)
    )


WRONG = (None, 0, -1, 1.5, "", "zzzzzzzzzz", [], {}, True, [None], {"a": 1})


def mangled(value, rng, wrong=WRONG):
    """Break one place of a value."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        name = rng.choice(sorted(value))
        return {**value, name: mangled(value[name], rng, wrong)}
    if isinstance(value, list) and value and rng.random() < 0.8:
        return [mangled(value[0], rng, wrong), *value[1:]]
    return rng.choice(wrong)


@pytest.mark.parametrize("seed", range(PAIRS))
def test_what_builds_cleanly_answers_within_its_contract(seed, tmp_path, monkeypatch):
    pair, name = Pair(seed), f"drawn{seed}"
    tree = pair.files(name)
    outcome, made = built(tree, name)
    if made is None:
        assert outcome.findings
        return
    monkeypatch.syspath_prepend(tmp_path)
    package = Built(made, tmp_path)
    promised = promised_by(tree)
    # What is not decided is said, and then checked when it is built.
    is_decided = not [each for each in outcome.findings if each.rule == "compose-type-unknown"]

    async def ask_all():
        for number in range(VALUES):
            main, more = pair.upstream.value(pair.main), pair.extra.value(pair.more)
            is_whole = number < VALUES // 2
            if not is_whole:
                main, more = mangled(main, pair.rng), mangled(more, pair.rng)
            answer = await package.ask({"first": main, "second": more})
            said = f"seed {seed}: {main} and {more} gave {answer}"
            if answer is not None:
                fault = first_fault(*promised, answer)
                assert fault is None, f"{said}: {fault}"
            if is_whole and is_decided and not pair.narrow:
                assert answer is not None, said
                assert equal(answer, pair.expected({"main": main, "more": more})), said

    package.run(ask_all)


def test_many_of_what_is_drawn_build():
    clean = [built(Pair(seed).files("drawn"), "drawn")[1] is not None for seed in range(24)]

    assert sum(clean) >= 8

"""Whatever is composed is refused with findings, or built as code that keeps the client's contract.

Small workspaces at random: two sources that may wait for each other or be switched off, schemas
with every way to be optional, null, nested, several or within themselves, builders of every kind
put anywhere, values that some callers see and functions of the team. What builds passes a type
checker, and is run over upstreams that obey their contracts (tests/e2e/held.py).
`BFFGEN_RANDOM=300` draws more of them.
"""

import asyncio
import os
import random
import subprocess
import sys

import pytest

from tests.e2e.held import MAY_REFUSE, Held
from tests.workspaces import built, contract, files, operation, parameter

COUNT = int(os.environ.get("BFFGEN_RANDOM", "20"))
# The sample of these seeds has of everything.
FIRST = int(os.environ.get("BFFGEN_RANDOM_SEED", "47"))
NAMES = ("id", "tags", "parts", "size", "kind")
SCALARS = (
    {"type": "string"},
    {"type": "string", "maxLength": 5},
    {"type": "integer"},
    {"type": "number", "minimum": 0},
    {"type": "boolean"},
    {"enum": ["a", "b"]},
    {"const": "a"},
    {"type": ["string", "integer"]},
)
# What a function gives for each of them.
GIVES = (("", "é"), ("abc",), (0, -7), (0, 2.5), (True, False), ("a", "b"), ("a",), ("a", 3))
LITERALS = ("null", "true", "0", "1.5", '"a"', '"long enough"')
NULL = {"type": "null"}
ROUNDS = 6
# How often each operation of a workspace is asked for.
DRAWS = 10
# A tree that both sides have, the client's with less in it.
NODE = {"$ref": "#/components/schemas/Node"}
TREE = {
    "type": "object",
    "required": ["id", "kids"],
    "properties": {
        "id": {"type": "string"},
        "size": {"type": ["integer", "null"]},
        "next": {"anyOf": [NODE, NULL]},
        "kids": {"type": "array", "items": NODE},
    },
}
LESS = {**TREE, "properties": {n: TREE["properties"][n] for n in ("id", "next", "kids")}}
BEARER = {"type": "http", "scheme": "bearer"}


class Drawing:
    """One workspace, drawn by a seed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.hooks = {}

    def one_in(self, count):
        return self.rng.randrange(count) == 0

    def schema(self, depth):
        rng = self.rng
        deep = ["object", "object", "array", "array", "array", "union", "map"]
        kinds = ["scalar"] * 4 + (deep if depth else [])
        match rng.choice(kinds):
            case "scalar":
                made = dict(rng.choice(SCALARS))
            case "object":
                made = self.object(depth - 1)
            case "array":
                made = {"type": "array", "items": self.schema(depth - 1)}
            case "map":
                made = {"type": "object", "additionalProperties": self.schema(depth - 1)}
            case "union":
                keyword = rng.choice(["anyOf", "oneOf", "allOf"])
                made = {keyword: [self.object(depth - 1) for _ in range(rng.randint(1, 2))]}
        if self.one_in(5):
            made = {"anyOf": [made, NULL]}
        if depth and self.one_in(12):
            return NODE
        return {} if self.one_in(40) else made

    def object(self, depth):
        names = self.rng.sample(NAMES, self.rng.randint(1, 4))
        made = {
            "type": "object",
            "properties": {name: self.schema(depth) for name in names},
            "required": [name for name in names if not self.one_in(3)],
        }
        if self.one_in(12):
            del made["type"]
        if self.one_in(8):
            more = {"properties": {self.rng.choice(NAMES): self.schema(0)}}
            made["allOf"] = [more]
        return made

    def like(self, schema, depth=3):
        """Draw what a client may be promised of an upstream's schema."""
        if depth == 0 or self.one_in(20):
            return self.schema(1)
        made = dict(schema)
        if "properties" in made:
            inner = {name: self.like(each, depth - 1) for name, each in made["properties"].items()}
            made["properties"] = inner
            made["required"] = [name for name in made.get("required", ()) if not self.one_in(3)]
        if "items" in made:
            made["items"] = self.like(made["items"], depth - 1)
        return made

    # -- the composition

    def path(self, root, *, leaf=False):
        """Follow the answer of a source down: the path, and the schema at its end."""
        schema, steps = self.says[root], [root]
        while isinstance(schema, dict):
            branches = next((schema[k] for k in ("anyOf", "oneOf", "allOf") if k in schema), None)
            if branches and "properties" not in schema:
                schema = self.rng.choice(branches)
            elif "properties" in schema and (leaf or not self.one_in(4)):
                name = self.rng.choice(sorted(schema["properties"]))
                steps.append(name)
                schema = schema["properties"][name]
            elif "items" in schema and (leaf or self.one_in(3)):
                steps.append(self.rng.choice(["0", "2"] if leaf else ["0", "2", "*"]))
                schema = schema["items"]
            else:
                break
        if self.one_in(40):
            steps.append("nothing")
        text = ".".join(steps)
        return text, {"type": "array", "items": schema} if "*" in steps else schema

    def any_path(self, *, leaf=False):
        if self.one_in(6):
            asked = {"request.query.q": {"type": "string"}, "request.query.n": {"type": "integer"}}
            return self.rng.choice([*asked.items(), ("request.path.id", {"type": "string"})])
        return self.path(self.rng.choice(sorted(self.says)), leaf=leaf)

    def list(self):
        """Draw a path to an array, if one is found."""
        found = [self.any_path() for _ in range(20)]
        return next((e for e in found if "properties" in e[1].get("items", {})), found[0])

    def value(self, *, leaf=False):
        """Draw a path, now and then with `else`, and what it may be promised as."""
        text, schema = self.any_path(leaf=leaf)
        if self.one_in(3):
            text = f"{text} else {self.any_path(leaf=True)[0]}"
        if self.one_in(3):
            text = f"{text} else {self.rng.choice(LITERALS)}"
        return text, self.like(schema)

    def builder(self):
        """Draw a builder, and the schema of the property that it is for."""
        match self.rng.choice(["value"] * 5 + ["const", "from", "each", "each", "python"]):
            case "const":
                return {"const": self.rng.choice([None, 1, "a", [], {}])}, self.schema(1)
            case "from":
                text, schema = self.any_path()
                return {"from": text}, self.like(schema)
            case "each":
                text, schema = self.list()
                element = self.like(schema.get("items", self.object(1)))
                names = sorted(element.get("properties", {}))
                mapped = {
                    name: f"x.{self.rng.choice(NAMES) if self.one_in(8) else name}"
                    for name in names
                }
                built = {"each": f"{text} as x", "map": mapped, **self.skip(names)}
                return built, {"type": "array", "items": element}
            case "python":
                args = [self.value()[0] for _ in range(self.rng.randint(1, 2))]
                return self.function(args)
            case _:
                return self.value()

    def function(self, args):
        """Draw a function of the team: it gives a value that it was promised to give."""
        name = f"made_{len(self.hooks)}"
        listed = ", ".join(f"v{n}: object" for n in range(len(args)))
        schema = dict(self.rng.choice(SCALARS))
        value = self.rng.choice(GIVES[SCALARS.index(schema)])
        if self.one_in(4):
            schema, value = {"type": "array", "items": schema}, [value] * self.rng.randint(0, 2)
        gives = f"MISSING if len(repr(v0)) % 2 else {value!r}" if self.one_in(3) else repr(value)
        self.hooks[name] = f"def {name}({listed}) -> Any:\n    return {gives}\n"
        return {"python": name, "args": args}, schema

    def shown(self, builder):
        """Let some callers alone see a value, where the contract asks who calls."""
        if not self.is_secure:
            return builder
        return {"value": builder, "visible_to": [self.rng.choice(("role(ops)", "scope(all)"))]}

    def skip(self, names):
        return {"skip_if_missing": [f"x.{names[0]}"]} if names and self.one_in(2) else {}

    def draw(self):
        self.is_secure = self.one_in(2)
        self.says = {"one": self.object(3), "two": self.object(2)}
        answer = self.like(self.says["one"])
        self.answer = answer if "properties" in answer else self.object(2)
        self.answer = {**self.answer, "type": "object"}
        self.answer["properties"] = {**self.answer["properties"], "sure": {"type": "string"}}
        self.takes, self.given = {"one": [], "two": []}, {"one": {}, "two": {}}
        for name in ("two", "two", "one")[: self.rng.randint(1, 3)]:
            self.ask(name)
        self.required = {name: not self.one_in(3) for name in self.says}
        self.mapped = {}
        for number in range(self.rng.randint(0, 4)):
            name = own = f"own{number}"
            builder, schema = self.builder()
            if not ("python" in builder if isinstance(builder, dict) else False):
                name = self.rng.choice([*NAMES, own])
            self.mapped[name] = self.shown(builder) if name == own else builder
            self.answer["properties"][name] = schema
        self.mapped["sure"] = {"const": "x"}
        self.base = self.rng.choice(["one", "one", "two"])
        self.switched = {n for n, is_required in self.required.items() if not is_required}
        self.switched = {each for each in self.switched if self.one_in(2)}
        self.asks = [
            parameter("id", location="path"),
            parameter("q", {"type": "string"}, required=self.one_in(2)),
            parameter("n", {"type": "integer", **({"default": 1} if self.one_in(2) else {})}),
        ]
        return self

    def tree(self):
        sources = {
            name: {"call": f"{name}.getIt", "required": self.required[name], "with": given}
            for name, given in self.given.items()
        }
        for name in self.switched:
            if not self.required[name]:
                sources[name]["when"] = "config.asks"
        body = {"from": self.base, "map": self.mapped}
        hooks = "".join(f"\n\n{self.hooks[name]}" for name in sorted(_functions(self.mapped)))
        composition = {
            "format": "composition/1",
            "operations": {"getThing": {"sources": sources, "body": body}},
        }
        if any("when" in each for each in sources.values()):
            composition["config"] = {"asks": {"type": "boolean", "default": True}}
        if self.is_secure:
            composition["identity"] = {"roles": ["ops"], "scopes": ["all"]}
        asked = operation(self.answer, parameters=self.asks)
        asked["security"] = [{"bearer": []}] if self.is_secure else []
        mine = contract({"/things/{id}": asked}, {"Node": LESS})
        mine["components"]["securitySchemes"] = {"bearer": BEARER}
        return files(
            mine,
            {
                name: contract(
                    {"/it": operation(said, "getIt", parameters=self.takes[name])}, {"Node": TREE}
                )
                for name, said in self.says.items()
            },
            {},
            composition=composition,
            hooks=f"from typing import Any\n\nfrom pydantic import MISSING\n{hooks}"
            if hooks
            else None,
        )

    def mend(self, findings):
        """Take out what is at fault, so that what is left of it builds."""
        for each in findings:
            pointer = each.marks[0].place.pointer
            own = pointer.partition("/body/map/")[2].partition("/")[0]
            given = dict(each.facts).get("property", "").strip("`")
            names = [own] if own else [given.partition(".")[0].partition("[")[0]]
            names += [] if own else [_promised(mark.place.pointer) for mark in each.marks]
            for name in set(names) & self.answer["properties"].keys():
                del self.answer["properties"][name]
                self.mapped.pop(name, None)
            for name in self.says:
                if f"/sources/{name}" in pointer:
                    parameter_name = pointer.partition("/with/")[2]
                    self.takes[name] = [
                        each for each in self.takes[name] if each["name"] != parameter_name
                    ]
                    self.given[name].pop(parameter_name, None)
                    self.required[name] = self.required[name] and parameter_name == ""
            if each.rule == "compose-cycle":
                self.takes["one"], self.given["one"] = [], {}
            self.required[self.base] |= given == "the answer"
        kept = self.answer["properties"]
        self.answer["required"] = [n for n in self.answer.get("required", ()) if n in kept]

    def ask(self, name):
        """Let a source take a parameter, which another source or the client gives."""
        text, schema = self.value(leaf=True)
        scalar = schema if "type" in schema and "properties" not in schema else {"type": "string"}
        taken = self.rng.choice(["p", "r", "id"])
        self.takes[name] = [each for each in self.takes[name] if each["name"] != taken]
        self.takes[name].append(parameter(taken, scalar, required=not self.one_in(3)))
        self.given[name][taken] = text


def _functions(mapped):
    """Name the functions that are asked for."""
    for each in mapped.values():
        inner = each.get("value", each) if isinstance(each, dict) else {}
        if isinstance(inner, dict) and "python" in inner:
            yield inner["python"]


def _promised(pointer):
    """Name the property of the answer that a place of the client's contract is about."""
    return pointer.partition("/schema/properties/")[2].partition("/")[0]


def drawn(seed):
    """Draw a workspace and mend it until it builds: its files and what is made of them, if any."""
    drawing = Drawing(seed).draw()
    for _ in range(ROUNDS):
        tree = drawing.tree()
        outcome, made = built(tree)
        breaks = [each for each in outcome.findings if each.effect == "breaks"]
        assert bool(breaks) == (made is None), f"seed {seed}: neither refused nor built"
        if made is not None:
            return tree, made
        drawing.mend(breaks)
    return None


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The packages of what builds, each in a folder of its own; how many were refused."""
    folder = tmp_path_factory.mktemp("random")
    refused = 0
    for seed in range(FIRST, FIRST + COUNT):
        found = drawn(seed)
        refused += found is None
        for path, content in found[1].files if found is not None else ():
            whole = folder / f"seed_{seed}" / path
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_bytes(content)
            if path.endswith(".py"):
                compile(content, path, "exec")
    return folder, refused


def test_some_are_refused_and_what_is_built_has_of_everything(packages):
    folder, refused = packages
    assert 0 < refused < COUNT
    plans = "".join(path.read_text() for path in folder.glob("*/web_bff/plans/get_thing.py"))
    for part in (
        "hooks.",
        " for ",
        "source.after(",
        "source.optional(",
        "request.",
    ):
        assert part in plans


def test_what_is_built_passes_mypy_strict(packages, root):
    folder, _ = packages
    cache = root / ".cache" / "mypy-random"
    settings = ["--strict", "--python-version", "3.11", "--explicit-package-bases"]
    ended = subprocess.run(
        [sys.executable, "-m", "mypy", *settings, "--cache-dir", str(cache), "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("seed", range(FIRST, FIRST + COUNT))
def test_what_is_built_answers_within_the_contract_of_its_client(seed, tmp_path, caplog):
    found = drawn(seed)
    if found is None:
        return
    tree = found[0]
    is_switched = b'"config"' in tree["contracts/clients/web/composition.yaml"]
    settings = {"BFF_CONFIG_ASKS": "false"} if is_switched and seed % 3 == 0 else {}
    held = Held(tree, "web", tmp_path, settings=settings)
    asked = asyncio.run(held.ask_all(DRAWS, caplog))
    if not held.warned & MAY_REFUSE:
        assert any(each.status == 200 for each in asked)

"""Lists whose elements are looked up elsewhere answer within the client's contract, at random.

A row of elements, and parts that are found by a key of them: in a batch that answers a list or a
map, or by a call an element. What is built is asked, held against the client's contract and a
naive reading, and type-checked whole. `BFFGEN_SOUNDNESS=500` makes it 500 pairs.
"""

import json
import os
import random
import subprocess
import sys
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bffgen.proof.validate import first_fault
from tests.compose.drawn import ABSENT, Drawing, follow, printed, projected, reaches
from tests.compose.test_soundness import Built, equal, promised_by
from tests.workspaces import built, contract, files, operation, parameter

PAIRS = int(os.environ.get("BFFGEN_SOUNDNESS", "16"))
VALUES = 30
KINDS = ("list", "list", "map", "each")
KEYS = {"string": ("", "a", "b c", "é/", "d"), "integer": (0, 1, 2, 7, -3)}
# What an element's word may be, and what the client says for each.
WORDS = (
    ({"type": "string", "enum": ["A", "B", "C"]}, {"A": "a", "B": "a", "C": "c"}),
    ({"type": "integer", "enum": [1, 2]}, {"1": "a", "2": "c"}),
    ({"type": "boolean", "enum": [True, False]}, {"true": "a", "false": "c"}),
    ({"type": "boolean"}, {"true": "a", "false": "c"}),
    ({"enum": ["A", 1, None]}, {"A": "a", "1": "c"}),
    ({"type": ["string", "null"], "enum": ["A", "B", None]}, {"A": "a", "B": "c"}),
)


class Row:
    """A client and its upstreams, drawn by a seed."""

    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.own, self.other, self.client = Drawing(rng), Drawing(rng), Drawing(rng)
        self.kind = rng.choice(KINDS)
        self.key_type = "string" if self.kind == "map" else rng.choice(("string", "integer"))
        self.required = rng.random() < 0.5
        self.limit = 99 if self.required else rng.choice((2, 99))
        self.element = {"required": [], **self.own.object(2)}
        self.part = {"required": [], **self.other.object(2)}
        key = {"type": self.key_type}
        self.key = {"type": [self.key_type, "null"]} if rng.random() < 0.3 else key
        self.element.setdefault("properties", {})["key"] = self.key
        self.key_is_sure = rng.random() < 0.6
        if self.key_is_sure:
            self.element["required"].append("key")
        if self.kind == "list":
            wider = {"type": "number" if self.key_type == "integer" else ["string", "integer"]}
            self.part.setdefault("properties", {})["key"] = rng.choice((key, wider))
            self.part["required"].append("key")
        self.word, self.words = rng.choice(WORDS)
        self.element["properties"]["word"] = self.word
        if rng.random() < 0.6:
            self.element["required"].append("word")
        self.skips = rng.random() < 0.5
        self.most = rng.choice((None, 2))
        self.members = self.map()

    def map(self):
        """Draw what an element is built of: name -> (builder, what it means, schema)."""
        rng, looked_up = self.rng, "parts.by(one.key)"
        whole = self.other.client_object(self.part, self.client, narrow=0)
        made = {"whole": (looked_up, lambda one, part: projected(part, whole, self.client), whole)}
        path, schema = rng.choice(
            [e for e in reaches(self.other, self.part, ("part",)) if e[0][1:]]
        )
        some = self.other.client(schema, self.client, narrow=0)
        made["some"] = (
            ".".join((looked_up, *printed(path).split(".", 1)[1:])),
            lambda one, part: projected(follow({"part": part}, path), some, self.client),
            some,
        )
        mine, theirs = rng.choice(
            [e for e in reaches(self.own, self.element, ("one",)) if e[0][1:]]
        )
        own = self.own.client(theirs, self.client, narrow=0)
        made["own"] = (
            printed(mine),
            lambda one, part: projected(follow({"one": one}, mine), own, self.client),
            own,
        )
        default = rng.random() < 0.3
        said = dict(list(self.words.items())[:1]) if default else self.words
        builder = {"enum": "one.word", "map": said, **({"default": "c"} if default else {})}

        def worded(one, part):
            found = one.get("word", ABSENT)
            if found is ABSENT or found is None:
                return ABSENT
            return said.get(found if isinstance(found, str) else json.dumps(found), "c")

        made["word"] = builder, worded, {"type": "string", "enum": ["a", "c"]}
        return {name: each for name, each in made.items() if name == "whole" or rng.random() < 0.8}

    def files(self, name):
        keys = {"type": "array", "items": {"type": self.key_type}}
        listed = {"type": "array", "items": self.part}
        said = {
            "list": {"type": "object", "properties": {"found": listed}, "required": ["found"]},
            "map": {"type": "object", "additionalProperties": self.part},
            "each": self.part,
        }[self.kind]
        asks = parameter("keys", keys, required=True)
        path = "/parts"
        source = {"call": "second.getParts", "required": self.required}
        if self.kind == "each":
            asks, path = parameter("key", {"type": self.key_type}, required=True), "/part"
            source |= {"each": "row.all as one", "limit": self.limit, "with": {"key": "one.key"}}
        else:
            batch = {"keys": "row.all.*.key", "max": 2, "limit": self.limit}
            source["batch"] = batch | ({"match": "key"} if self.kind == "list" else {})
        every = {"type": "array", "items": self.element}
        row = {"type": "object", "properties": {"all": every}, "required": ["all"]}
        properties = {name: each[2] for name, each in self.members.items()}
        cards = {"type": "array", "items": {"type": "object", "properties": properties}}
        answer = {"type": "object", "properties": {"cards": cards}, "required": ["cards"]}
        builder = {
            "each": "row.all as one",
            "map": {name: each[0] for name, each in self.members.items()},
            **({"skip_if_missing": ["parts.by(one.key)"]} if self.skips else {}),
            **({"limit": self.most} if self.most else {}),
        }
        sources = {"row": {"call": "first.getRow"}, "parts": source}
        return files(
            contract({"/things/{id}": operation(answer)}, self.client.components),
            {
                "first": contract(
                    {"/row": operation(row, "getRow", parameters=())}, self.own.components
                ),
                "second": contract(
                    {path: operation(said, "getParts", parameters=[asks])}, self.other.components
                ),
            },
            {"getThing": {"sources": sources, "body": {"cards": builder}}},
            name=name,
            policy={"budgets": {"latency": "800ms", "calls": 120}},
        )

    def world(self):
        """Draw a row and the parts that the other upstream knows, by key."""
        rng = self.rng
        row = [self.own.value(self.element) for _ in range(rng.randint(0, 5))]
        for one in row:
            if "key" in one and one["key"] is not None:
                one["key"] = rng.choice(KEYS[self.key_type])
        parts = {}
        for key in KEYS[self.key_type]:
            if rng.random() < 0.7:
                parts[key] = self.other.value(self.part)
                if self.kind == "list":
                    parts[key]["key"] = key
        return row, parts

    def answers(self, parts, failed, failing):
        """Give what the other upstream says to an address; `failing` keys end a call."""

        def answer(url):
            query = parse_qs(urlsplit(url).query, keep_blank_values=True)
            texts = [unquote(each) for values in query.values() for each in values]
            keys = [int(each) if self.key_type == "integer" else each for each in texts]
            known = {key: parts[key] for key in keys if key in parts}
            if set(keys) & failing or (self.kind == "each" and not known):
                raise failed("status", 404)
            if self.kind == "each":
                return known[keys[0]]
            return {"found": list(known.values())} if self.kind == "list" else known

        return answer

    def expected(self, row, parts, failing):
        """Give the cards by a naive reading; None where a required source fails."""
        keys = []
        for one in row:
            key = one.get("key")
            if key is not None and key not in keys:
                keys.append(key)
        keys = keys[: self.limit]
        size = 1 if self.kind == "each" else 2
        chunks = [keys[at : at + size] for at in range(0, len(keys), size)]
        lost = {key for chunk in chunks if set(chunk) & failing for key in chunk}
        if self.kind == "each":
            lost |= {key for key in keys if key not in parts}
        if lost and self.required:
            return None
        cards = []
        for one in row:
            key = one.get("key")
            is_found = key in keys and key not in lost and key in parts
            part = parts[key] if is_found else ABSENT
            if self.skips and part is ABSENT:
                continue
            built = {name: each[1](one, part) for name, each in self.members.items()}
            cards.append({name: value for name, value in built.items() if value is not ABSENT})
        return cards[: self.most]


@pytest.mark.parametrize("seed", range(PAIRS))
def test_what_is_looked_up_answers_within_its_contract(seed, tmp_path, monkeypatch):
    row, name = Row(seed), f"row{seed}"
    tree = row.files(name)
    outcome, made = built(tree, name)
    if made is None:  # a null that both branches of a oneOf take is none that may be sent
        assert {each.rule for each in outcome.findings} == {"compose-type"}
        return
    monkeypatch.syspath_prepend(tmp_path)
    package = Built(made, tmp_path)
    promised = promised_by(tree)

    async def ask_all():
        for _ in range(VALUES):
            elements, parts = row.world()
            failing = {key for key in parts if row.rng.random() < 0.1}
            second = row.answers(parts, package.failed, failing)
            wanted = row.expected(elements, parts, failing)
            said = f"seed {seed}: {elements} with {parts} but {failing}"
            asked = package.ask({"first": {"all": elements}, "second": second})
            if wanted is None:
                with pytest.raises(package.failed, match="status"):
                    await asked
                continue
            answer = await asked
            assert answer is not None, said
            fault = first_fault(*promised, answer)
            assert fault is None, f"{said}: {fault}"
            assert equal(answer, {"cards": wanted}), f"{said} gave {answer}"

    package.run(ask_all)


def test_most_of_what_is_drawn_builds():
    clean = [built(Row(seed).files("row"), "row")[1] is not None for seed in range(24)]

    assert sum(clean) >= 18


def test_what_is_built_passes_mypy_strict(tmp_path, root):
    for seed in range(PAIRS):
        _, made = built(Row(seed).files(f"row{seed}"), f"row{seed}")
        for path, content in made.files if made is not None else ():
            whole = tmp_path / path
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_bytes(content)
    settings = ["--strict", "--python-version", "3.11", "--explicit-package-bases"]
    cache = root / ".cache" / "mypy-random"
    packages = [f"row{seed}_bff" for seed in range(PAIRS) if (tmp_path / f"row{seed}_bff").exists()]
    ended = subprocess.run(
        [sys.executable, "-m", "mypy", *settings, "--cache-dir", str(cache), *packages],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr

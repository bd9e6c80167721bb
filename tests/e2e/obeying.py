"""Upstreams that obey their contracts in every way that these leave open.

In:  the contract of an upstream as it answers and as it is asked, a seed, how they play.
Out: answers that the contract declares.
How: the fake of `bffgen dev` answers. `bare` takes out of its body all that jsonschema-rs lets go:
     members are left out or null, lists are empty; `varied` changes places at random, or takes
     other branches of unions. `failing` answers a declared failure now and then, or none at all.
"""

import copy
import json
from enum import StrEnum
from functools import reduce
from random import Random

from bffgen.model.canonical import canonical_bytes
from bffgen.proof.validate import is_valid
from bffgen.verify.fake import Fake
from bffgen.verify.request import Matched, is_json, match, templates
from bffgen.verify.sample import Sampler, Unsampled
from bffgen.verify.wire import FakeAnswer, content_type, header_text

# Places of one body that are changed, and how often a call fails where any does.
_CHANGES, _FAILS = 16, 0.3
_TEXTS = ("", "é", "zzzzzzzz", "0")
_NUMBERS = (0, -1, 1e2, 1.5, 2**31)


class Play(StrEnum):
    """How upstreams answer."""

    PLAIN = "plain"
    BARE = "bare"
    VARIED = "varied"
    FAILING = "failing"


class Obeying:
    """One upstream.

    Attributes:
        refused: requests that its contract does not let through, each with what came of it.
    """

    def __init__(self, upstream, seed: int, play: Play) -> None:
        self._api, self._play = upstream.api, play
        self._fake = Fake(upstream.api, seed, upstream.requests)
        self._templates = templates(upstream.api)
        self._sampler = Sampler(upstream.api.meaning)
        self._rng = Random(f"{seed}|{upstream.name}")
        self.refused: list[str] = []

    def answer(self, method, path, query, headers, body) -> FakeAnswer | None:
        """Answer a request; None is a connection that broke."""
        operation = self._operation(method, path)
        if self._play is Play.FAILING and operation is not None and self._rng.random() < _FAILS:
            return self._failure(operation)
        answer = self._fake.answer(method, path, query, headers, body)
        if operation is None or (answer.status >= 400 and _can_succeed(operation)):
            # Raised here it would be a failure of the BFF's, which it knows how to answer.
            self.refused.append(f"{method} {path}?{query} {body!r}: {answer}")
            return answer
        change = {Play.BARE: self._bare, Play.VARIED: self._varied}.get(self._play)
        return answer if change is None else self._made(operation, answer, change)

    def _operation(self, method, path):
        base = self._api.base_path
        for below in (path.removeprefix(base), path):
            found = match(self._templates, method, below)
            if isinstance(found, Matched):
                return found.operation
        return None

    def _made(self, operation, answer, change):
        """Change the body of an answer, where it is JSON that a schema describes."""
        response = operation.answered_as(str(answer.status))
        said = dict(answer.headers).get("Content-Type", "")
        media = next((e for e in response.content if e.media_type == said), None)
        if media is None or media.schema_pointer is None or not is_json(said):
            return answer
        value = change(json.loads(answer.body), media.schema_pointer)
        return FakeAnswer(status=answer.status, headers=answer.headers, body=canonical_bytes(value))

    def _bare(self, value, pointer):
        """Take out all that can go, outermost first; what is null and what is left out by turns."""
        ways = [_left_out, _emptied, _null]
        self._rng.shuffle(ways)
        tried = set()
        while True:
            path = next((each for each in _paths(value) if each not in tried), None)
            if path is None:
                return value
            tried.add(path)
            for way in ways:
                trial = copy.deepcopy(value)
                holder = reduce(lambda here, key: here[key], path[:-1], trial)
                way(holder, path[-1])
                if trial != value and is_valid(self._api.meaning, pointer, trial):
                    value = trial
                    break

    def _varied(self, value, pointer):
        if self._rng.random() < 0.3:
            value = self._sampler.sample(pointer, self._rng)
        for _ in range(_CHANGES):
            value = self._changed(value, pointer)
        return value

    def _changed(self, value, pointer):
        """Change one place, where the contract still admits the whole."""
        paths = [*_paths(value)]
        if not paths:
            return value
        path = self._rng.choice(paths)
        trial = copy.deepcopy(value)
        holder = reduce(lambda here, key: here[key], path[:-1], trial)
        match self._rng.randrange(4), holder[path[-1]]:
            case 0, _:
                _null(holder, path[-1])
            case 1, list() | dict():
                _emptied(holder, path[-1])
            case 2, str():
                holder[path[-1]] = self._rng.choice(_TEXTS)
            case 2, int() | float():
                holder[path[-1]] = self._rng.choice(_NUMBERS)
            case _:
                _left_out(holder, path[-1])
        return trial if is_valid(self._api.meaning, pointer, trial) else value

    def _failure(self, operation):
        """Give one of the failures that the contract declares, or the one that none declares."""
        entries = [e for e in operation.responses if e.status[0] not in "123"]
        if not entries or self._rng.random() < 0.3:
            return None
        entry = self._rng.choice(entries)
        status = int(entry.status) if entry.status.isdecimal() else 500
        if entry.status.endswith("XX"):
            status = int(entry.status[0]) * 100
        media = next((e for e in entry.content if is_json(e.media_type)), None)
        headers, body = [], b""
        try:
            for each in entry.headers:
                if each.schema_pointer is not None:
                    drawn = self._sampler.sample(each.schema_pointer, self._rng)
                    headers.append((each.name, header_text(drawn)))
            if media is not None:
                headers.append(content_type(media.media_type))
                body = canonical_bytes(
                    self._sampler.sample(media.schema_pointer, self._rng)
                    if media.schema_pointer is not None
                    else {}
                )
        except Unsampled:
            return None
        return FakeAnswer(status=status, headers=tuple(headers), body=body)


def _can_succeed(operation):
    return any(each.status[0] in "23d" for each in operation.responses)


def _null(holder, key):
    holder[key] = None


def _emptied(holder, key):
    if isinstance(holder[key], (list, dict)):
        holder[key] = type(holder[key])()


def _left_out(holder, key):
    del holder[key]


def _paths(value, above=()):
    """Give the way to everything below a value, outermost first."""
    members = value.items() if isinstance(value, dict) else ()
    members = [*enumerate(value)] if isinstance(value, list) else [*members]
    yield from ((*above, key) for key, _ in members)
    for key, each in members:
        yield from _paths(each, (*above, key))

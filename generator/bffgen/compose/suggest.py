"""Find a composition to start from: which upstreams have what an operation of a client answers.

In:  an operation of a client, the workspace's upstreams.
Out: a Suggestion, with what was found nowhere.
How: the main source is the upstream operation whose answer has most of the client's properties by
     name and type, with its name and path for a tie-breaker; what it lacks is looked for below it,
     then in what other upstreams answer to what is known by then. Names are equal as they are for
     conventions: by their words. Nothing is guessed of meaning, so a person reads it.
"""

import json
import re
from collections.abc import Mapping, Sequence

from bffgen.compose.candidates import (
    Candidate,
    Value,
    candidates_of,
    is_plain,
    leaves,
    without_json,
)
from bffgen.compose.judge import types_text
from bffgen.compose.likely import LIKELY, likeness
from bffgen.compose.success import Success, promised
from bffgen.model import schema
from bffgen.model.api import Operation, Parameter
from bffgen.model.client import Client, Workspace
from bffgen.model.shapes import solid
from bffgen.model.spelling import same_words, words
from bffgen.model.suggestion import Lacking, SuggestedSource, Suggestion

# What counts beside the properties of an answer: enough to choose between two that have the same.
_NAME, _PATH, _METHOD, _LACKING = 0.5, 0.3, 0.2, 0.4
# A property that is an object is what a source answers if that has this share of its members.
_SHARE = 0.5
# Sources beside the main one; more of them is what a person has to decide.
_MOST_BESIDE = 4
# What counts for a value of an operation about the same thing, and how many are told.
_ABOUT, _MOST_LIKELY = 1.0, 2
# What counts for one that is asked with something of the main source, and against what it lacks.
_LINKED = 0.5
# What an operation about another thing is worth.
_STRANGE = 0.5
# How the unit of an amount ends that counts the smallest coin, and what amounts are called.
_MINOR = frozenset(("minor", "cents", "pence"))
_AMOUNTS = frozenset((("amount",), ("price",), ("value",), ("total",)))
# Methods that only read.
_READS = frozenset(("GET", "HEAD"))
# Words of a name that say what is done, and not to what.
_VERBS = frozenset(
    ("get", "list", "search", "find", "fetch", "read", "show", "create", "add", "update", "set")
)
# Below this, an upstream has nothing of the answer but a common word.
_LEAST = 0.34
# A name that stands in a path without quotes.
_NAME_STEP = re.compile(r"[A-Za-z_$@][A-Za-z0-9_$@-]*")


def suggest(client: Client, operation: Operation, workspace: Workspace) -> Suggestion:
    """Suggest how an operation might be answered; what is not found is named."""
    answered = promised(operation)
    wanted = answered.pointer if isinstance(answered, Success) else None
    candidates = list(candidates_of(workspace))
    if wanted is None:
        types = answered.media_types if isinstance(answered, Success) else ()
        candidates = list(without_json(workspace, types))
        return Suggestion(
            operation=operation.name,
            sources=_by_name(operation, candidates, client),
            mapped=(),
            copied=(),
            lacking=(),
        )
    return _Suggesting(client, operation, Value(client.api, wanted), candidates).suggestion()


def _by_name(
    operation: Operation, candidates: Sequence[Candidate], client: Client
) -> tuple[SuggestedSource, ...]:
    """Find the source of an operation that answers bytes or nothing: by its names alone."""
    ranked = sorted(candidates, key=lambda each: (-_likeness(operation, each), each.call))
    best = [each for each in ranked[:1] if _likeness(operation, each) >= _NAME]
    return tuple(_source(each, operation, {}, required=True) for each in best)


class _Suggesting:
    """Looks for all that one operation answers."""

    def __init__(
        self,
        client: Client,
        operation: Operation,
        wanted: Value,
        candidates: Sequence[Candidate],
    ) -> None:
        self._operation, self._wanted, self._candidates = operation, wanted, candidates
        self._members = wanted.members()
        # What the main source answers, once it is known.
        self._main_known: dict[str, dict[str, Value]] = {}
        self._meaning, self._here = client.api.meaning, solid(client.api.meaning, wanted.pointer)

    def suggestion(self) -> Suggestion:
        main = self._main()
        if main is None:
            return self._told((), {}, (), list(self._members))
        name = main.upstream.name
        mapped: dict[str, str] = {}
        open_yet: list[str] = []
        theirs = main.answer.members()
        for each, wanted in self._members.items():
            if _match(each, wanted, theirs) is not None:
                continue
            below = _below(each, wanted, theirs)
            if below is None:
                open_yet.append(each)
            else:
                mapped[each] = f"{name}.{below}"
        copied = tuple(e for e in self._members if e not in open_yet and e not in mapped)
        self._main_known = {name: theirs}
        sources = {name: main}
        needed: dict[str, list[str]] = {}
        for each in [*open_yet]:
            found = self._beside(each, sources)
            if found is not None:
                source, path = found
                mapped[each] = path
                needed.setdefault(source, []).append(each)
                open_yet.remove(each)
        given = {key: one.answer.members() for key, one in sources.items()}
        told = [_source(main, self._operation, {}, required=True)]
        for key, one in sources.items():
            if key != name:
                is_required = any(map(self._is_required, needed.get(key, ())))
                known = {name: given[name]}
                told.append(_source(one, self._operation, known, required=is_required, name=key))
        return self._told(tuple(told), mapped, copied, open_yet)

    def _main(self) -> Candidate | None:
        scored = [(self._score(each), each) for each in self._candidates]
        best = min(scored, key=lambda each: (-each[0], each[1].call), default=None)
        return best[1] if best is not None and best[0] >= _LEAST else None

    def _score(self, each: Candidate) -> float:
        found, like = _share(self._wanted, each.answer), _likeness(self._operation, each)
        if not _is_alike(self._operation, each):
            # What changes something is never called for its answer alone.
            found = 0 if each.is_write else found * _STRANGE
        if found == 0 and like < _NAME:
            return 0
        if self._operation.method in _READS and each.is_write:
            return 0  # whoever reads changes nothing
        if self._operation.method not in _READS and each.operation.method in _READS:
            found -= _STRANGE
        lacking = len(_unbound(each, self._operation, {})[1])
        return found + like - _LACKING * lacking

    def _beside(self, name: str, sources: dict[str, Candidate]) -> tuple[str, str] | None:
        """Find a property in a source there is, or in one that can be asked besides."""
        wanted = self._members[name]
        main = next(iter(sources))
        known = {main: sources[main].answer.members()}
        found: list[tuple[float, str, Candidate, str]] = []
        for each in self._candidates:
            if each.is_write or each.call == sources[main].call:
                continue
            if len(sources) > _MOST_BESIDE and each not in sources.values():
                continue
            if _unbound(each, self._operation, known)[1]:
                continue
            path, share = _path(name, wanted, each.answer)
            if path is not None:
                near = _overlap(words(name), _named(each.operation))
                is_about = near > 0 or not path or _is_alike(self._operation, each)
                is_doubtful = not _is_keyed(each) or self._is_common(name, wanted)
                if not is_about and is_doubtful:
                    continue
                found.append((share + near, each.call, each, path))
        if not found:
            return None
        _, _, best, path = min(found, key=lambda one: (-one[0], one[1]))
        key = next((k for k, one in sources.items() if one == best), None)
        if key is None:
            key = _free(best.upstream.name, sources)
            sources[key] = best
        return key, f"{key}.{path}" if path else key

    def _is_common(self, name: str, wanted: Value) -> bool:
        """Say whether things of several kinds have a property of that name.

        Then it says nothing of which of them is meant: a category has a `name`, and a brand.
        """
        places = {
            (way[-1], there.api.place(schema.resolve(there.api.meaning, there.pointer)))
            for each in self._candidates
            for way, there in leaves(each.answer)
            if same_words(name, way[-1:]) and _fits(wanted, there)
        }
        # Equal spelling wins over equal words.
        spelled = [place for known, place in places if known == name]
        return len(spelled or places) > 1

    def _likely(self, name: str) -> tuple[tuple[str, str], ...]:
        """Give what a property may be made of, where its name does not say."""
        wanted = self._members[name]
        mine = wanted.api, wanted.pointer
        found: list[tuple[float, str, str]] = []
        for each in self._candidates:
            if each.is_write:
                continue
            about = _ABOUT if _is_alike(self._operation, each) else 0
            given, lacking = _unbound(each, self._operation, self._main_known)
            about += _LINKED * bool(given) - _LINKED * len(lacking)
            for way, there in leaves(each.answer):
                score = likeness(name, mine, way, (there.api, there.pointer))
                if score is not None and score + about >= LIKELY:
                    found.append((score + about, ".".join(map(_step, way)), each.call))
        ranked = sorted(found, key=lambda one: (-one[0], one[2], one[1]))
        return tuple(
            (path, call) for score, path, call in ranked[:_MOST_LIKELY] if score > ranked[0][0] - 1
        )

    def _made(self, name: str) -> str:
        """Say what a person may make a property of where no value is it as it stands.

        A list of another list's elements; an amount in minor units, which no bare word says.
        """
        wanted = self._members[name]
        for source, members in self._main_known.items():
            for holder, value in members.items():
                one, other = wanted.element(), value.element()
                if one is not None and other is not None and _share(one, other) > 0:
                    return f"may be made by `each` of `{source}.{_step(holder)}`"
        *stem, last = words(name)
        if last not in _MINOR or wanted.types != {"integer"}:
            return ""
        found: list[tuple[float, str]] = []
        for each in self._candidates:
            theirs = each.answer.members()
            amounts = [e for e in theirs if words(e)[-1:] in _AMOUNTS and is_plain(theirs[e])]
            if each.is_write or "currency" not in theirs or not amounts:
                continue
            near = _overlap((*stem, *_named(self._operation)), _named(each.operation))
            lacking = len(_unbound(each, self._operation, self._main_known)[1])
            made = f"`{amounts[0]}` and `currency` of {each.call}"
            found.append((lacking - near, f"may be made by `python` of {made}"))
        return min(found)[1] if found else ""

    def _is_required(self, name: str) -> bool:
        return schema.objects_have(self._meaning, self._here, name)

    def _told(
        self,
        sources: tuple[SuggestedSource, ...],
        mapped: Mapping[str, str],
        copied: Sequence[str],
        open_yet: Sequence[str],
    ) -> Suggestion:
        lacking = tuple(
            Lacking(
                name=each,
                types=types_text(self._members[each].api.meaning, self._members[each].pointer),
                required=self._is_required(each),
                likely=self._likely(each),
                made=self._made(each),
            )
            for each in open_yet
        )
        return Suggestion(
            operation=self._operation.name,
            sources=sources,
            mapped=tuple((each, mapped[each]) for each in self._members if each in mapped),
            copied=tuple(copied),
            lacking=lacking,
            pointer=self._wanted.pointer,
        )


def _is_keyed(each: Candidate) -> bool:
    """Say whether an operation is asked for something: a list of everything has nothing of this."""
    return any(one.required and one.location != "header" for one in each.operation.parameters)


# -- what has what ------------------------------------------------------------------------------


def _match(name: str, wanted: Value, theirs: Mapping[str, Value]) -> str | None:
    """Give the property that convention copies: of the same words, of a type that may fit."""
    found = same_words(name, theirs)
    return found[0] if len(found) == 1 and _fits(wanted, theirs[found[0]]) else None


def _fits(wanted: Value, theirs: Value) -> bool:
    shared = wanted.types & theirs.types
    if "number" in wanted.types and "integer" in theirs.types:
        return True
    return bool(shared)


def _share(wanted: Value, theirs: Value) -> float:
    """Say which share of what is wanted another value has, by its members, one level deep."""
    one, other = wanted.element(), theirs.element()
    if one is not None and other is not None:
        return _share(one, other)
    mine, members = wanted.members(), theirs.members()
    if not mine or not members:
        return 0
    got = 0.0
    for name, each in mine.items():
        match = _match(name, each, members)
        if match is None:
            got += 0.5 if _below(name, each, members) is not None else 0
            continue
        inside, there = each.element() or each, members[match].element() or members[match]
        deeper = inside.members()
        got += _flat(deeper, there.members()) if deeper else 1
    return got / len(mine)


def _flat(mine: Mapping[str, Value], theirs: Mapping[str, Value]) -> float:
    return sum(_match(name, each, theirs) is not None for name, each in mine.items()) / len(mine)


def _below(name: str, wanted: Value, theirs: Mapping[str, Value]) -> str | None:
    """Find `brandName` as `brand.name`, and `brand` as its name where that is a text."""
    for holder, value in theirs.items():
        for inner, each in value.members().items():
            spelled = (*words(holder), *words(inner))
            is_name = words(holder) == words(name) and inner in ("name", "title", "value")
            if (spelled == words(name) or is_name) and _fits(wanted, each):
                return f"{_step(holder)}.{_step(inner)}"
    return None


def _path(name: str, wanted: Value, answer: Value) -> tuple[str | None, float]:
    """Find a property in what another source answers; the empty path is all of it."""
    members = answer.members()
    if "object" in wanted.types and "object" in answer.types:
        mine = wanted.members()
        share = _flat(mine, members) if mine and members else 0
        if share >= _SHARE:
            return "", share
    match = _match(name, wanted, members)
    if match is not None:
        return _step(match), 1
    below = _below(name, wanted, members)
    return below, _SHARE if below else 0


def _is_alike(operation: Operation, each: Candidate) -> bool:
    """Say whether two operations are about one thing, by their names or paths."""
    mine = {*_named(operation), *_fixed(operation.path)}
    return not mine.isdisjoint((*_named(each.operation), *_fixed(each.operation.path)))


def _named(operation: Operation) -> tuple[str, ...]:
    """Give the words of an operation's name, verbs apart."""
    return tuple(each for each in words(operation.name) if each not in _VERBS)


def _likeness(operation: Operation, each: Candidate) -> float:
    """Say how alike two operations are called."""
    named = _overlap(_named(operation), _named(each.operation))
    paths = _overlap(_fixed(operation.path), _fixed(each.operation.path))
    return _NAME * named + _PATH * paths + _METHOD * (operation.method == each.operation.method)


def _fixed(path: str) -> tuple[str, ...]:
    steps = (each for each in path.split("/") if each and not each.startswith("{"))
    return tuple(word for step in steps for word in words(step))


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    mine, theirs = set(one), set(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0


# -- what a source is asked with ----------------------------------------------------------------


def _unbound(
    each: Candidate, operation: Operation, known: Mapping[str, Mapping[str, Value]]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Give the required parameters that have to be written, and those that nothing gives."""
    given: list[tuple[str, str]] = []
    lacking: list[str] = []
    for parameter in each.operation.parameters:
        if not parameter.required or parameter.location == "header":
            continue
        path = _value_for(parameter, each, operation, known)
        if path is None:
            lacking.append(parameter.name)
        elif path:
            given.append((parameter.name, path))
    body = each.operation.body
    if body is not None and body.required and operation.body is None:
        lacking.append("body")
    return tuple(given), tuple(lacking)


def _value_for(
    parameter: Parameter,
    each: Candidate,
    operation: Operation,
    known: Mapping[str, Mapping[str, Value]],
) -> str | None:
    """Find what a parameter is given; the empty text where convention binds it."""
    asked = {one.name: one for one in operation.parameters if one.location in ("path", "query")}
    if same_words(parameter.name, asked):
        return ""
    own_path = [one for one in operation.parameters if one.location == "path"]
    their_path = [one for one in each.operation.parameters if one.location == "path"]
    if parameter.location == "path" and len(own_path) == len(their_path) == 1:
        mine, theirs = words(own_path[0].name), words(parameter.name)
        about = {*_fixed(operation.path), *_named(operation)}
        # The `id` of /products/{id} is a `productId`, and no `categoryId`.
        is_its = all(any(one.startswith(each) for one in about) for each in theirs[:-1])
        if mine[-1:] == theirs[-1:] and is_its:
            return f"request.path.{_step(own_path[0].name)}"
    for source, members in known.items():
        found = same_words(parameter.name, members)
        if len(found) == 1 and is_plain(members[found[0]]):
            return f"{source}.{_step(found[0])}"
    return None


def _source(
    each: Candidate,
    operation: Operation,
    known: Mapping[str, Mapping[str, Value]],
    *,
    required: bool,
    name: str = "",
) -> SuggestedSource:
    given, lacking = _unbound(each, operation, known)
    return SuggestedSource(
        name=name or each.upstream.name,
        call=each.call,
        given=given,
        required=required,
        lacking=lacking,
        is_write=each.is_write,
    )


def _step(name: str) -> str:
    """Write a name as a step of a path (COMPOSITION.md 2)."""
    return name if _NAME_STEP.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _free(name: str, taken: Mapping[str, Candidate]) -> str:
    """Give a source a name that is not taken."""
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found

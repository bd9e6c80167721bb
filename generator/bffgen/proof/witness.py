"""A witness that is real, small and readable.

In:  a value that the search found, a test that it must pass, and the sender's own examples.
Out: the value with nothing in it that is not needed, and the author's values where they do.
How: each change of the value is kept only if the whole still passes the test.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.tree import at, has, local_pointer
from bffgen.proof.side import Side
from bffgen.proof.values import is_equal, kind_of

# Tests of one witness, for each of the two ways to make it plainer.
_TESTS: Final = 64
# Examples that are tried at one place, and that are looked at for those.
_EXAMPLES: Final = 3
_LOOKED_AT: Final = 200

Path: TypeAlias = tuple[str | int, ...]
_Test: TypeAlias = Callable[[Json], bool]
_Keywords: TypeAlias = dict[str, Json]

_IN_PLACE: Final = ("allOf", "anyOf", "oneOf", "then", "else")


def readable(value: Json, passes: _Test, sender: Side) -> Json:
    """Make a witness smaller and plainer; it passes the test before and after."""
    value = _shrunk(value, _Counted(passes))
    tests = _Counted(passes)
    for path, examples in list(islice(_suggested(value, sender), _TESTS)):
        for example in examples:
            if tests.unspent and tests.passes(fresh := _replaced(value, path, example)):
                value = fresh
                break
    return value


class _Counted:
    def __init__(self, passes: _Test) -> None:
        self._passes, self.unspent = passes, _TESTS

    def passes(self, value: Json) -> bool:
        self.unspent -= 1
        return self._passes(value)


def _shrunk(value: Json, tests: _Counted) -> Json:
    """Leave out members and items, the last ones first, as long as any can go."""
    work: list[Path] = [()]
    while work:
        path = work.pop()
        here = _at(value, path)
        keys: list[str | int] = []
        if isinstance(here, dict):
            keys = list(here)
        elif isinstance(here, list):
            keys = list(range(len(here)))
        for key in reversed(keys):
            if not tests.unspent:
                return value
            if tests.passes(fresh := _without(value, path, key)):
                value = fresh
        here = _at(value, path)
        if isinstance(here, dict):
            work += ((*path, name) for name in here)
        elif isinstance(here, list):
            work += ((*path, n) for n in range(len(here)))
    return value


def _suggested(value: Json, sender: Side) -> Iterator[tuple[Path, list[Json]]]:
    """Give each plain value's path with what its author shows there, in the value's order."""
    shown = _Shown(sender.document)
    top = (at(sender.document, sender.pointer),)
    work: list[tuple[Path, Json, tuple[Json, ...]]] = [((), value, top)]
    while work:
        path, here, schemas = work.pop()
        parts, shown_there = shown.in_place(schemas)
        match here:
            case dict():
                named = [
                    ((*path, name), member, tuple(shown.members(parts, name)))
                    for name, member in here.items()
                ]
                work += reversed(named)
            case list():
                items = tuple(shown.items(parts))
                work += reversed([((*path, n), item, items) for n, item in enumerate(here)])
            case _:
                alike = [each for each in shown_there if kind_of(each) == kind_of(here)]
                if alike and not any(is_equal(each, here) for each in alike):
                    yield path, alike[:_EXAMPLES]


class _Shown:
    """The schemas of a document by the values they are asked of."""

    def __init__(self, document: Json) -> None:
        self._document = document
        # All items of a list are held to one tuple of schemas, kept here with its identity.
        self._known: dict[int, tuple[tuple[Json, ...], list[_Keywords], list[Json]]] = {}

    def in_place(self, schemas: tuple[Json, ...]) -> tuple[list[_Keywords], list[Json]]:
        """Give what acts at the place of some schemas, taken or not, and what is shown there."""
        known = self._known.get(id(schemas))
        if known is None:
            parts = self._in_place(schemas)
            examples = [each for part in parts for each in _examples(part)]
            known = self._known[id(schemas)] = schemas, parts, examples[:_LOOKED_AT]
        return known[1:]

    def _in_place(self, schemas: Iterable[Json]) -> list[_Keywords]:
        found: dict[int, _Keywords] = {}
        work = list(schemas)
        while work:
            here = work.pop()
            if not isinstance(here, dict) or id(here) in found:
                continue
            found[id(here)] = here
            target = local_pointer(here.get("$ref"))
            if target is not None and has(self._document, target):
                work.append(at(self._document, target))
            for keyword in _IN_PLACE:
                held = here.get(keyword)
                work += reversed(held) if isinstance(held, list) else (held,)
        return list(found.values())

    def members(self, parts: Iterable[_Keywords], name: str) -> Iterator[Json]:
        """Give the schemas that are declared for a member."""
        for part in parts:
            named = part.get("properties")
            if isinstance(named, dict) and name in named:
                yield named[name]

    def items(self, parts: Iterable[_Keywords]) -> Iterator[Json]:
        """Give the schemas that items are held to."""
        for part in parts:
            prefix = part.get("prefixItems")
            yield from prefix if isinstance(prefix, list) else ()
            yield part.get("items")


def _examples(keywords: _Keywords) -> Iterator[Json]:
    examples = keywords.get("examples")
    yield from examples if isinstance(examples, list) else ()
    yield from (keywords[key] for key in ("example", "default") if key in keywords)


def _at(value: Json, path: Path) -> Json:
    for key in path:
        if isinstance(value, dict):
            value = value[str(key)]
        elif isinstance(value, list) and isinstance(key, int):
            value = value[key]
        else:
            raise KeyError(key)
    return value


def _changed(value: Json, path: Path, change: Callable[[Json], Json]) -> Json:
    """Copy a value with a change at a path; what lies beside the path is shared."""
    holders = [_at(value, path[:end]) for end in range(len(path))]
    fresh = change(_at(value, path))
    for holder, key in zip(reversed(holders), reversed(path), strict=True):
        if isinstance(holder, dict):
            fresh = {**holder, str(key): fresh}
        elif isinstance(holder, list) and isinstance(key, int):
            fresh = [*holder[:key], fresh, *holder[key + 1 :]]
    return fresh


def _replaced(value: Json, path: Path, example: Json) -> Json:
    return _changed(value, path, lambda _: example)


def _without(value: Json, path: Path, key: str | int) -> Json:
    def change(here: Json) -> Json:
        if isinstance(here, dict):
            return {name: each for name, each in here.items() if name != key}
        return [each for n, each in enumerate(here) if n != key] if isinstance(here, list) else here

    return _changed(value, path, change)

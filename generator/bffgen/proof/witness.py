"""A witness that is real, small and readable.

In:  a value that the search found, a test that it must pass, and the sender's own examples.
Out: the value with nothing in it that is not needed, and the author's values where they do.
How: each change of the value is kept only if the whole still passes the test.
"""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at
from bffgen.proof.side import Side
from bffgen.proof.values import is_equal, kind_of

# Tests of one witness; each takes microseconds.
_TESTS: Final = 200
# Examples that are tried at one place.
_EXAMPLES: Final = 3

Path: TypeAlias = tuple[str | int, ...]
_Test: TypeAlias = Callable[[Json], bool]


def readable(value: Json, passes: _Test, sender: Side) -> Json:
    """Make a witness smaller and plainer; it passes the test before and after."""
    tests = _Counted(passes)
    value = _shrunk(value, tests)
    for path, examples in list(_suggested(value, sender)):
        for example in examples:
            if tests.passes(fresh := _replaced(value, path, example)):
                value = fresh
                break
    return value


class _Counted:
    def __init__(self, passes: _Test) -> None:
        self._passes, self.left = passes, _TESTS

    def passes(self, value: Json) -> bool:
        self.left -= 1
        return self.left >= 0 and self._passes(value)


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
    document = sender.document
    work: list[tuple[Path, Json, tuple[str, ...]]] = [((), value, (sender.pointer,))]
    while work:
        path, here, pointers = work.pop()
        match here:
            case dict():
                named: list[tuple[Path, Json, tuple[str, ...]]] = []
                for name, member in here.items():
                    below = [
                        where
                        for pointer in pointers
                        for where in schema.declared(document, pointer).get(name, ())
                    ]
                    named.append(((*path, name), member, tuple(below)))
                work += reversed(named)
            case list():
                items = tuple(
                    each for pointer in pointers for each in schema.items(document, pointer)
                )
                work += reversed([((*path, n), item, items) for n, item in enumerate(here)])
            case _:
                found = [each for pointer in pointers for each in _shown(document, pointer)]
                alike = [each for each in found if kind_of(each) == kind_of(here)]
                others = [each for each in alike if not is_equal(each, here)]
                if others and len(others) == len(alike):
                    yield path, others[:_EXAMPLES]


def _shown(document: Json, pointer: str) -> Iterator[Json]:
    """Give the examples and the default of a schema and of what it refers to."""
    for part in schema.in_place(document, pointer):
        keywords = at(document, part)
        if isinstance(keywords, dict):
            examples = keywords.get("examples")
            yield from examples if isinstance(examples, list) else ()
            yield from (keywords[key] for key in ("example", "default") if key in keywords)


def _at(value: Json, path: Path) -> Json:
    return at(value, join("", *path))


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

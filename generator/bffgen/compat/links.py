"""Links of an answer: whether each still tells the way that clients were built to go.

In:  the links of one answer in both contracts.
Out: Occurrences; a link is a hint, so none of them has a message to show.
How: a link is known by its name. Where it leads is the operation, whichever way it is named; what
     it hands over is compared as written. What is handed over newly is for calls to come, and told
     where the operation asks for it.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from bffgen.compat.change import Occurrence, change
from bffgen.compat.flow import Flow
from bffgen.compat.match import paths
from bffgen.compat.pair import Pair
from bffgen.compat.position import standing
from bffgen.model.api import Link, Operation, Response
from bffgen.model.canonical import Json
from bffgen.model.template import nameless
from bffgen.model.tree import local_pointer

_OPERATION: Final = "operation"
_LOCATIONS: Final = frozenset(("path", "query", "header", "cookie"))


def compare_links(
    pair: Pair, flow: Flow, was: Response, now: Response, where: str
) -> Iterator[Occurrence]:
    """Tell the links of an answer that are gone, and those that tell another way.

    Args:
        where: in words: `response 201`.
    """
    after = {each.name: each for each in now.links}
    for earlier in sorted(was.links, key=lambda each: each.name):
        later = after.get(earlier.name)
        if later is None:
            yield _removed(pair, flow, was, now, earlier.name, where)
        else:
            yield from _changed(pair, flow, earlier, later, where)


def _removed(
    pair: Pair, flow: Flow, was: Response, now: Response, name: str, where: str
) -> Occurrence:
    return Occurrence(
        change=change(
            "link-removed",
            direction="response",
            where=where,
            coordinate=f"{standing(was.pointer, f'{flow.name} {where}')} link {name}",
            before=name,
            was=pair.in_baseline(was.pointer),
            now=pair.in_revision(now.pointer),
            name=name,
        ),
        operation=flow.name,
        answer="no",
    )


def _changed(pair: Pair, flow: Flow, was: Link, now: Link, where: str) -> Iterator[Occurrence]:
    earlier, later = _target(was, pair.named_in_baseline), _target(now, pair.named_in_revision)
    before, after = _way(was, earlier), _way(now, later)
    is_same = _is_same(earlier, later)
    differs = [
        key
        for key, said in before.items()
        if said != after.get(key) and not (is_same and key == _OPERATION)
    ]
    if not differs:
        return
    facts: tuple[dict[str, Json], dict[str, Json]] = (
        {key: before[key] for key in differs},
        {key: after[key] for key in differs if key in after},
    )
    yield Occurrence(
        change=change(
            "link-changed",
            direction="response",
            where=where,
            coordinate=standing(was.pointer, f"{flow.name} {where} link {was.name}"),
            before=facts[0],
            after=facts[1],
            was=pair.in_baseline(was.pointer),
            now=pair.in_revision(now.pointer),
            name=was.name,
            was_=_said(differs, before),
            now_=_said(differs, after),
        ),
        operation=flow.name,
        answer="no",
    )


def _way(link: Link, operation: Operation | None) -> dict[str, str]:
    """Give what a link says, by what it says it of."""
    named = link.operation_id or link.operation_ref or "no operation"
    said = {_OPERATION: named if operation is None else _key(operation)}
    said |= dict(zip(_names(link), (value for _, value in link.parameters), strict=True))
    if link.body is not None:
        said["request body"] = link.body
    if link.server is not None:
        said["server"] = link.server
    return said


def _names(link: Link) -> list[str]:
    """Name parameters; `path.id` is `id` where no other has that name (OpenAPI 3.1.1 4.8.20)."""
    bare = [
        name.partition(".")[2] if name.partition(".")[0] in _LOCATIONS and "." in name else name
        for name, _ in link.parameters
    ]
    written = [name for name, _ in link.parameters]
    found = bare if len({*bare}) == len(bare) else written
    return [f"parameter {name}" for name in found]


def _target(link: Link, named: Mapping[str, Operation]) -> Operation | None:
    """Find the operation that a link leads to; None where the contract does not hold it."""
    if link.operation_id is not None:
        return named.get(link.operation_id)
    pointer = None if link.operation_ref is None else local_pointer(link.operation_ref)
    return None if pointer is None else named.get(f"#{pointer}")


def _is_same(was: Operation | None, now: Operation | None) -> bool:
    """Say whether two operations answer the same request."""
    if was is None or now is None or was.method != now.method:
        return False
    return nameless(was.path) == nameless(now.path) or bool({*paths(was)} & {*paths(now)})


def _key(operation: Operation) -> str:
    return f"{operation.method} {nameless(operation.path)}"


def _said(differs: list[str], way: Mapping[str, str]) -> str:
    """Say in short words what a link says of some things: `POST /payments and id = ..`."""
    told: list[str] = []
    for key in differs:
        name = key.removeprefix("parameter ")
        if key not in way:
            told.append(f"no {name}")
        elif key == _OPERATION:
            told.append(way[key])
        else:
            told.append(f"{name} = {way[key]}")
    return ", ".join(told)

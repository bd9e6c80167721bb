"""Put many baselines together, so that what they share is compared with the candidate once.

In:  the documents of several releases, newest first, and that of the candidate.
Out: Rounds: few documents to compare in their place, and which releases a finding of each is about.
How: operations that share nothing which differs anywhere are independent of each other: what is
     found of one group hangs on no other. So a round may show of each group the version of another
     release; there are as many rounds as a group has versions, not as many as there are releases.
     Of what holds for a whole contract (servers, security) nothing is independent: where that
     differs there are no rounds.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, Literal, TypeAlias

from bffgen.model.canonical import Json, sorted_bytes
from bffgen.model.comparison import ChangeFinding
from bffgen.model.place import join, tokens
from bffgen.model.template import nameless
from bffgen.model.tree import local_pointer, references_in

# Sections of components that belong to whoever refers to them; schemes of security are nobody's.
_SHARED: Final = (
    *("schemas", "responses", "parameters", "examples", "requestBodies", "headers", "links"),
    *("callbacks", "pathItems"),
)
# A path by its template without names, or a component by its pointer.
_Unit: TypeAlias = tuple[Literal["path", "component", ""], str]
# What reaches no operation is a group of its own.
_ORPHANS: Final[_Unit] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One document to compare.

    Attributes:
        releases: of each group the numbers of the releases that have what it shows of it; none
            where it shows what the candidate has, so that nothing is found.
    """

    document: dict[str, Json] = field(hash=False)
    releases: Mapping[_Unit, tuple[int, ...]] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Documents in the place of many, at least one."""

    rounds: tuple[Round, ...]
    _group_by_unit: Mapping[_Unit, _Unit] = field(hash=False)

    def about(self, each: Round, finding: ChangeFinding) -> tuple[int, ...]:
        """Give the numbers of the releases that a finding of a round is about, newest first."""
        # `POST /cart`, and behind it what is called back.
        paths = (" ".join(name.split(" ")[1:2]) for name, _ in finding.operations)
        units = [_path_unit(path) for path in paths]
        steps = tokens(finding.coordinate.partition("#")[2])
        if steps[:1] == ("components",):
            units.append(("component", join("", *steps[:3])))
        groups = {self._group_by_unit[unit] for unit in units if unit in self._group_by_unit}
        found = {one for group in groups or {_ORPHANS} for one in each.releases.get(group, ())}
        return tuple(sorted(found))


def rounds(baselines: Sequence[Json], candidate: Json) -> Rounds | None:
    """Put baselines together, newest first; None where they do not come apart.

    Linear in the size of all documents.
    """
    documents = [each for each in (*baselines, candidate) if isinstance(each, dict)]
    if len(documents) <= len(baselines) or len({_whole(each) for each in documents}) > 1:
        return None
    parts = [_Parts(each) for each in documents]
    if any(each.has_twins or each.document.get("webhooks") for each in parts):
        return None
    groups, by_unit = _groups(parts)
    versions = {group: _versions(units, parts[:-1], parts[-1]) for group, units in groups.items()}
    count = max((len(each) for each in versions.values()), default=0)
    made = tuple(_round(number, groups, versions, parts) for number in range(max(count, 1)))
    return Rounds(rounds=made, _group_by_unit=by_unit)


class _Parts:
    """A document taken apart: what stands at each unit, with the digest of it."""

    def __init__(self, document: dict[str, Json]) -> None:
        self.document = document
        self.contents: dict[_Unit, tuple[tuple[str, ...], Json]] = {}
        self.digests: dict[_Unit, bytes] = {}
        self.references: dict[_Unit, frozenset[_Unit]] = {}
        # Components with a discriminator; (a schema, one that inherits from it).
        self.bases: set[_Unit] = set()
        self.heirs: set[tuple[_Unit, _Unit]] = set()
        # What links lead to; which path has an operationId.
        self.follows: dict[_Unit, frozenset[str]] = {}
        self.operation_ids: dict[str, _Unit] = {}
        # Whether two paths of one template stand in it, of which only one would be shown.
        self.has_twins = False
        paths = document.get("paths")
        for path, item in paths.items() if isinstance(paths, dict) else ():
            self._add(_path_unit(path), ("paths", path), item)
        components = document.get("components")
        for section in _SHARED:
            held = components.get(section) if isinstance(components, dict) else None
            for name, value in held.items() if isinstance(held, dict) else ():
                where = ("components", section, name)
                self._add(("component", join("", *where)), where, value)

    def _add(self, unit: _Unit, where: tuple[str, ...], value: Json) -> None:
        written = sorted_bytes(value)
        self.has_twins |= unit in self.digests
        seed = b"".join(("/".join(where).encode(), b"\0", written))
        self.digests[unit] = blake2b(seed, digest_size=16).digest()
        self.contents[unit] = (where, value)
        found = {local_pointer(each) for each in references_in(written)}
        if b'"discriminator":' in written:
            # It names schemas without referring to them.
            self.bases.add(unit)
            found |= {_schema(each) for each in _named(value)}
        if b'"links":' in written:
            self.follows[unit] = frozenset(_followed(value))
            found |= {local_pointer(each) for each in self.follows[unit]}
        if unit[0] == "path" and isinstance(value, dict):
            held = (each.get("operationId") for each in value.values() if isinstance(each, dict))
            self.operation_ids |= {each: unit for each in held if isinstance(each, str)}
        parents = value.get("allOf") if isinstance(value, dict) else None
        if isinstance(parents, list):
            self.heirs |= {(base, unit) for base in _bases(parents)}
        self.references[unit] = frozenset(
            one for each in found if each is not None and (one := _unit_of(each)) is not None
        )


def _whole(document: dict[str, Json]) -> bytes:
    """Write what is no unit and no prose: what holds for the whole contract."""
    rest = {key: value for key, value in document.items() if key not in ("info", "paths")}
    components = rest.get("components")
    if isinstance(components, dict):
        rest["components"] = {
            key: value for key, value in components.items() if key not in _SHARED and value
        }
    return sorted_bytes({key: value for key, value in rest.items() if value not in ({}, [])})


def _groups(parts: Sequence[_Parts]) -> tuple[dict[_Unit, list[_Unit]], dict[_Unit, _Unit]]:
    """Put units together that may have something to do with each other.

    Returns:
        The units of each group that differ anywhere; the group of every unit.
    """
    units = list(dict.fromkeys(unit for part in parts for unit in part.digests))
    varying = {unit for unit in units if len({part.digests.get(unit) for part in parts}) > 1}
    references: dict[_Unit, set[_Unit]] = defaultdict(set)
    for part in parts:
        for unit, found in part.references.items():
            references[unit] |= found
    for base, heir in _inheriting(parts):
        references[base].add(heir)
    joined = _Joined(units)
    reaching: dict[_Unit, _Unit] = {}
    paths = [unit for unit in units if unit[0] == "path"]
    for unit in paths:
        for each in _closure(unit, references):
            if each[0] == "path":
                joined.join(each, unit)
            elif each in varying:
                joined.join(reaching.setdefault(each, unit), unit)
                joined.join(each, unit)
    for first, second in (*_overlapping(paths), *_linked(parts, references)):
        joined.join(first, second)
    by_unit = {
        unit: _ORPHANS if unit[0] == "component" and unit not in reaching else joined.first(unit)
        for unit in units
    }
    groups: dict[_Unit, list[_Unit]] = defaultdict(list)
    for unit in units:
        if unit in varying:
            groups[by_unit[unit]].append(unit)
    return groups, by_unit


def _closure(unit: _Unit, references: Mapping[_Unit, set[_Unit]]) -> Iterator[_Unit]:
    seen = {unit}
    work = [unit]
    while work:
        for each in references.get(work.pop(), ()):
            if each not in seen:
                seen.add(each)
                work.append(each)
                yield each


class _Joined:
    """Units that were put together (union-find)."""

    def __init__(self, units: Sequence[_Unit]) -> None:
        self._above: dict[_Unit, _Unit] = {unit: unit for unit in units}

    def first(self, unit: _Unit) -> _Unit:
        while self._above[unit] != unit:
            self._above[unit] = self._above[self._above[unit]]
            unit = self._above[unit]
        return unit

    def join(self, one: _Unit, other: _Unit) -> None:
        if one in self._above and other in self._above:
            self._above[self.first(other)] = self.first(one)


def _inheriting(parts: Sequence[_Parts]) -> Iterator[tuple[_Unit, _Unit]]:
    """Pair each component with a discriminator with all that inherit from it, at any depth."""
    heirs: dict[_Unit, set[_Unit]] = defaultdict(set)
    for part in parts:
        for base, heir in part.heirs:
            heirs[base].add(heir)
    for base in {unit for part in parts for unit in part.bases}:
        yield from ((base, heir) for heir in _closure(base, heirs))


def _linked(
    parts: Sequence[_Parts], references: Mapping[_Unit, set[_Unit]]
) -> Iterator[tuple[_Unit, _Unit]]:
    """Pair paths with those that a link of theirs leads to by an operationId."""
    following = {unit: each for part in parts for unit, each in part.follows.items()}
    by_id: dict[str, set[_Unit]] = defaultdict(set)
    for part in parts:
        for name, unit in part.operation_ids.items():
            by_id[name].add(unit)
    for path in {unit for part in parts for unit in part.digests if unit[0] == "path"}:
        for each in (path, *_closure(path, references)) if following else ():
            for name in following.get(each, ()):
                yield from ((path, target) for target in by_id.get(name, ()))


def _overlapping(paths: Sequence[_Unit]) -> Iterator[tuple[_Unit, _Unit]]:
    """Pair paths of which one may take the requests of the other: `/a/{}` and `/a/b`."""
    by_length: dict[int, list[list[str]]] = defaultdict(list)
    for _, each in paths:
        steps = each.split("/")
        by_length[len(steps)].append(steps)
    for unit in paths:
        steps = unit[1].split("/")
        for other in by_length[len(steps)] if "{}" in unit[1] else ():
            pairs = zip(steps, other, strict=True)
            if other != steps and all(one == two or "{}" in one + two for one, two in pairs):
                yield unit, ("path", "/".join(other))


def _versions(
    units: Sequence[_Unit], baselines: Sequence[_Parts], candidate: _Parts
) -> list[tuple[int, ...]]:
    """Give the releases that have each version of a group, the newest first.

    What the candidate has as well is no version: nothing would be found of it.
    """
    found: dict[tuple[bytes | None, ...], list[int]] = defaultdict(list)
    for number, part in enumerate(baselines):
        found[tuple(part.digests.get(unit) for unit in units)].append(number)
    found.pop(tuple(candidate.digests.get(unit) for unit in units), None)
    return [tuple(each) for each in found.values()]


def _round(
    number: int,
    groups: Mapping[_Unit, Sequence[_Unit]],
    versions: Mapping[_Unit, Sequence[tuple[int, ...]]],
    parts: Sequence[_Parts],
) -> Round:
    candidate = parts[-1]
    document = dict(candidate.document)
    document["info"] = parts[0].document.get("info", {})
    contents = dict(candidate.contents)
    releases: dict[_Unit, tuple[int, ...]] = {}
    for group, units in groups.items():
        if number >= len(versions[group]):
            continue
        releases[group] = versions[group][number]
        shown = parts[releases[group][0]]
        for unit in units:
            contents.pop(unit, None)
            if unit in shown.contents:
                contents[unit] = shown.contents[unit]
    document["paths"] = {}
    components = document.get("components")
    document["components"] = {
        key: value
        for key, value in (components.items() if isinstance(components, dict) else ())
        if key not in _SHARED
    }
    for where, value in contents.values():
        _put(document, where, value)
    return Round(document=document, releases=releases)


def _put(document: dict[str, Json], where: Sequence[str], value: Json) -> None:
    here = document
    for key in where[:-1]:
        below = here.setdefault(key, {})
        assert isinstance(below, dict)
        here = below
    here[where[-1]] = value


def _path_unit(path: str) -> _Unit:
    return "path", nameless(path)


def _unit_of(pointer: str) -> _Unit | None:
    """Give the unit that a pointer leads into."""
    match tokens(pointer):
        case ("components", section, name, *_):
            return "component", join("", "components", section, name)
        case ("paths", path, *_):
            return _path_unit(path)
        case _:
            return None


def _schema(name: str) -> str:
    """Give the pointer of a schema that a discriminator names, by its name or as a reference."""
    return local_pointer(name) or join("", "components", "schemas", name)


def _bases(listed: list[Json]) -> Iterator[_Unit]:
    """Give the components that the members of an `allOf` are."""
    for each in listed:
        pointer = local_pointer(each.get("$ref")) if isinstance(each, dict) else None
        unit = _unit_of(pointer) if pointer is not None else None
        if unit is not None:
            yield unit


def _objects(value: Json) -> Iterator[dict[str, Json]]:
    work = [value]
    while work:
        each = work.pop()
        if isinstance(each, dict):
            yield each
            work += each.values()
        elif isinstance(each, list):
            work += each


def _named(value: Json) -> Iterator[str]:
    """Give the schemas that discriminators below a value name."""
    for each in _objects(value):
        discriminator = each.get("discriminator")
        if isinstance(discriminator, dict):
            mapping = discriminator.get("mapping")
            named = [*mapping.values()] if isinstance(mapping, dict) else []
            named.append(discriminator.get("defaultMapping"))
            yield from (name for name in named if isinstance(name, str))


def _followed(value: Json) -> Iterator[str]:
    """Give the operationIds and references to operations that links below a value lead to."""
    for each in _objects(value):
        links = each.get("links")
        for link in links.values() if isinstance(links, dict) else ():
            told = [link.get("operationId"), link.get("operationRef")] if isinstance(
                link, dict) else []  # fmt: skip
            yield from (target for target in told if isinstance(target, str))

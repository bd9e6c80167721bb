"""Read a Pact file of specification 2, 3 or 4: what a consumer's tests ask, and match of answers.

In:  the file's bytes and path.
Out: Pact with its interactions over HTTP; or findings for what does not fit.
How: of a body that is JSON each key that the test expects is one that it matches; rules that take
     any key or value match all that is there. A body in another form is matched as a whole. Of an
     answer whose body a test leaves out, or expects empty, nothing is known: it counts as a whole.
     Messages are no matter of an HTTP contract, and are counted alone.

Source:
    Pact specification 2.0, 3.0 and 4.0 (pact-foundation/pact-specification).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bffgen.contract.fields import kind
from bffgen.contract.yaml import read_document
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, finding
from bffgen.model.grammar import METHODS
from bffgen.model.lineage import Way
from bffgen.model.place import Place

_MAJORS: Final = ("2", "3", "4")
# From this one on a body stands below `content`; before, that is a name like any other.
_WRAPPED: Final = 4
_HTTP: Final = "Synchronous/HTTP"
_METHODS: Final = frozenset(each.upper() for each in METHODS)
# Matchers that say nothing of the keys that an example happens to have.
_ANY_KEY: Final = frozenset(("values", "eachKey", "eachValue"))
# Specification 2 has rules of all of an answer in one table.
_BODY: Final = re.compile(r"\A\$\.body(?=[.\[]|\Z)")
_STEP: Final = re.compile(r"\.([A-Za-z0-9_-]+)|\['([^']*)'\]|\[(?:[0-9]+|\*)\]|\.\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One request and what is expected of its answer.

    Attributes:
        path: as it is asked, without the query.
        ways: properties that are matched, by their names from the root, elements of lists without
            a word; the empty way is all of it.
        headers: of the answer, that are matched.
        place: of the interaction.
    """

    method: str
    path: str
    status: str
    ways: tuple[Way, ...]
    headers: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Pact:
    """One file.

    Attributes:
        messages: how many interactions are none over HTTP.
    """

    interactions: tuple[Interaction, ...]
    messages: int


def read_pact(content: bytes, path: str) -> Pact | tuple[Finding, ...]:
    """Read a Pact file; all faults of it are told, and nothing of one that has any is taken."""
    value = read_document(content, path)
    if isinstance(value, tuple):
        return value
    reading = _Reading([])
    pact = reading.pact(value, Place(document=path))
    return tuple(reading.faults) if reading.faults else pact


@dataclass(slots=True)
class _Reading:
    """Reads one file, and keeps what is wrong with it."""

    faults: list[Finding]

    def pact(self, value: Json, place: Place) -> Pact:
        file = self.mapping(value, place)
        is_wrapped = self._major(file, place) >= _WRAPPED
        listed = file.get("interactions", [])
        messages = file.get("messages", [])
        if not isinstance(listed, list):
            self.refuse(place.at("interactions"), f"{kind(listed)} where a list belongs")
            listed = []
        found, skipped = [], len(messages) if isinstance(messages, list) else 0
        for number, each in enumerate(listed):
            where = place.at("interactions").at(number)
            of = self.mapping(each, where)
            if of.get("type", _HTTP) != _HTTP:
                skipped += 1
            else:
                found.append(self._interaction(of, where, is_wrapped=is_wrapped))
        if not found and not self.faults:
            self.refuse(place, "a Pact file without one interaction over HTTP")
        return Pact(interactions=tuple(each for each in found if each), messages=skipped)

    def _major(self, file: dict[str, Json], place: Place) -> int:
        """Hold the version of the specification, which files have under three names; 0 is none."""
        metadata = file.get("metadata")
        said = metadata if isinstance(metadata, dict) else {}
        written = said.get("pactSpecification", said.get("pact-specification"))
        version = written.get("version") if isinstance(written, dict) else None
        version = version if version is not None else said.get("pactSpecificationVersion")
        if not isinstance(version, str):
            where = place.at("metadata") if "metadata" in file else place
            self.refuse(where, "no `pactSpecification.version`: this is no Pact file")
        elif version.partition(".")[0] not in _MAJORS:
            problem = f"Pact specification {version}, and 2, 3 and 4 are read"
            self.refuse(place.at("metadata"), problem)
        else:
            return int(version.partition(".")[0])
        return 0

    def _interaction(
        self, of: dict[str, Json], place: Place, *, is_wrapped: bool
    ) -> Interaction | None:
        before = len(self.faults)
        request = self.mapping(of.get("request"), place.at("request"))
        response = self.mapping(of.get("response"), place.at("response"))
        method, path, status = request.get("method"), request.get("path"), response.get("status")
        if len(self.faults) == before:
            if not isinstance(method, str) or method.upper() not in _METHODS:
                problem = f"{_shown(method)} where a method such as `GET` belongs"
                self.refuse(_in(place, "request", "method", request), problem)
            if not isinstance(path, str) or not path.startswith("/"):
                problem = f"{_shown(path)} where a path such as `/home` belongs"
                self.refuse(_in(place, "request", "path", request), problem)
            is_number = isinstance(status, int) and not isinstance(status, bool)
            if not is_number or not 100 <= int(str(status)) <= 599:
                said = kind(status) if not is_number else _shown(status)
                problem = f"{said} where a status such as 200, a number, belongs"
                self.refuse(_in(place, "response", "status", response), problem)
        if len(self.faults) > before:
            return None
        headers = response.get("headers")
        return Interaction(
            method=str(method).upper(),
            path=str(path).partition("?")[0],
            status=str(status),
            ways=tuple(dict.fromkeys(_ways(response, is_wrapped=is_wrapped))),
            headers=tuple(headers) if isinstance(headers, dict) else (),
            place=place,
        )

    def mapping(self, value: Json, place: Place) -> dict[str, Json]:
        if isinstance(value, dict):
            return value
        self.refuse(place, f"{kind(value)} where a mapping belongs")
        return {}

    def refuse(self, place: Place, problem: str) -> None:
        self.faults.append(finding("input-schema", place, problem=problem))


def _in(place: Place, part: str, key: str, holder: dict[str, Json]) -> Place:
    """Give the place of a member, or of its holder where there is none."""
    return place.at(part).at(key) if key in holder else place.at(part)


def _shown(value: Json) -> str:
    return f"`{value}`" if isinstance(value, str | int) else kind(value)


def _ways(response: dict[str, Json], *, is_wrapped: bool) -> Iterator[Way]:
    """Give what of a body is matched; of one that is left out all of it may be read."""
    body = response.get("body")
    if is_wrapped and isinstance(body, dict) and "content" in body and _is_wrapped(body):
        # What is encoded is no JSON that can be looked into.
        body = None if body.get("encoded") else body["content"]
    if not isinstance(body, dict | list):
        yield ()
        return
    yield from _names(body, ())
    yield from _any_key(response.get("matchingRules"))


def _is_wrapped(body: dict[str, Json]) -> bool:
    return body.keys() <= {"content", "contentType", "encoded", "contentTypeHint"}


def _names(value: Json, way: Way) -> Iterator[Way]:
    """Give the ways to all that holds nothing more; of what is empty all may be read."""
    if isinstance(value, dict) and value:
        for name, below in value.items():
            yield from _names(below, (*way, name))
    elif isinstance(value, list) and value:
        for each in value:
            yield from _names(each, way)
    else:
        yield way


def _any_key(rules: Json) -> Iterator[Way]:
    """Give what is matched whatever its keys are: by rules of specification 2, or of later ones."""
    if not isinstance(rules, dict):
        return
    is_early = not isinstance(rules.get("body"), dict)
    of_body = rules if is_early else rules["body"]
    for path, rule in of_body.items() if isinstance(of_body, dict) else ():
        listed = rule.get("matchers", [rule]) if isinstance(rule, dict) else []
        matched = listed if isinstance(listed, list) else []
        is_any = any(isinstance(each, dict) and each.get("match") in _ANY_KEY for each in matched)
        way: list[str] = []
        for step in _STEP.finditer(_BODY.sub("", path) if is_early else path):
            if step[0] == ".*":
                is_any = True
                break
            way += [each for each in (step[1], step[2]) if each]
        if is_any:
            yield tuple(way)

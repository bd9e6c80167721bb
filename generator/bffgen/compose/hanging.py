"""Which places of an upstream's contract an operation of a client hangs on.

In:  an upstream, the lineage of an operation, a place of its contract.
Out: Met: whether the operation uses what stands there, and the lines that do.
How: what is read and what is sent is walked through the contract. A place that is of no part of a
     call says nothing about it: a change that several operations meet is shown at one of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from bffgen.compose.walked import Walked, is_within, reach, walked
from bffgen.model.api import Api, Header, MediaType, Operation, Parameter, Response
from bffgen.model.client import Upstream
from bffgen.model.lineage import Asked, Line, OperationLineage, Way
from bffgen.model.media import is_json
from bffgen.model.place import Place, join, parent, tokens
from bffgen.model.template import nameless

# What a document says of all its operations.
_OF_ALL = ("/servers", "/security", "/components/securitySchemes")

# The operation uses it; it tells its status from others; it is of the call as such; it is of a
# part of the call that the operation does not use; it is of no part of the call.
Where: TypeAlias = Literal["used", "status", "call", "unused", "elsewhere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """How an operation stands to a place of a contract.

    Attributes:
        lines: what it reads there, or sends.
        status: the one that it tells apart.
    """

    where: Where
    lines: tuple[Line, ...] = ()
    status: str = ""


class Hanging:
    """What one operation of a client hangs on in the contract of an upstream."""

    def __init__(self, operation: OperationLineage, upstream: Upstream) -> None:
        self._upstream = upstream
        self.operation = operation
        self.sources = tuple(e for e in operation.sources if e.upstream == upstream.name)
        self._by_key = {nameless(each.key): each for each in upstream.api.operations}
        self._asked_by_key = {nameless(each.key): each for each in upstream.requests.operations}
        self._walked: dict[tuple[str, Line], tuple[Walked, ...]] = {}
        self._reached: dict[tuple[str, str], frozenset[Place]] = {}

    def read_at(self, source: Asked, place: Place, *, is_new: bool) -> Met:
        """Say how what is answered hangs on a place.

        Args:
            is_new: the place is of the contract as it would be: an answer that comes there is one
                of the call.
        """
        api = self._upstream.api
        called = self._by_key.get(nameless(source.key))
        if called is None:
            return Met(where="elsewhere")
        lines = tuple(self.operation.reads(source.name))
        taken = source.status.split(",")
        apart = {e.status for text in source.mapped if (e := called.answered_as(text)) is not None}
        is_part = False
        found: dict[Line, None] = {}
        for each in called.responses:
            is_taken = each.status in taken
            if not is_new and each.status in apart and place == self._place(each.pointer):
                return Met(where="status", status=each.status)
            around = self._in_answer(each, place)
            if around and (is_taken or (is_new and place == self._place(each.pointer))):
                return Met(where="used" if is_taken else "call", lines=lines)
            if is_taken:
                found |= dict.fromkeys(self._read(each, source, lines, place))
            is_part = is_part or self._is_below(place, each.pointer)
            is_part = is_part or self._is_of(api, place, _schemas(each))
            is_part = is_part or any(self._is_below(place, e.pointer) for e in each.headers)
        if found:
            return Met(where="used", lines=tuple(found))
        return Met(where="unused") if is_part else self._around(source, called, place)

    def _in_answer(self, response: Response, place: Place) -> bool:
        """Say whether a place is of an answer as such, or of a representation of it."""
        inside = [each.pointer for each in response.headers]
        inside += [each.pointer for each in _others(response.content)]
        inside += [e for each in response.content for e in _schema(each)]
        return self._is_below(place, response.pointer) and not any(
            self._is_below(place, each) for each in inside
        )

    def _read(
        self, response: Response, source: Asked, lines: Iterable[Line], place: Place
    ) -> Iterator[Line]:
        for line in lines:
            if line.part.holder == "header":
                if any(self._is_in(each, place) for each in _named(response, line)):
                    yield line
            elif any(
                each.is_met(place)
                for each in self._ways(
                    self._upstream.api, response.status, response.content, line, line.part.way
                )
            ):
                yield line

    def _is_in(self, header: Header, place: Place) -> bool:
        pointers = [header.schema_pointer] if header.schema_pointer is not None else []
        return self._is_below(place, header.pointer) or self._is_of(
            self._upstream.api, place, pointers
        )

    def sent_at(self, source: Asked, place: Place) -> Met:
        """Say how what is sent hangs on a place."""
        called = self._asked_by_key.get(nameless(source.key))
        if called is None:
            return Met(where="elsewhere")
        found: dict[Line, None] = {}
        is_part = False
        for each in called.parameters:
            if self._is_of_parameter(each, place):
                is_part = True
                found |= dict.fromkeys(_given(source, each))
        lines = [line for line in source.given if line.to[:1] == ("body",)]
        content = called.body.content if called.body is not None else ()
        for line in lines:
            ways = self._ways(self._upstream.requests, "", content, line, line.to[1:])
            if any(way.is_met(place) for way in ways):
                found[line] = None
        if self._in_body(called, place):
            found |= dict.fromkeys(lines)
            is_part = True
        if found:
            return Met(where="used", lines=tuple(found))
        pointers = [e for each in content for e in _schema(each)]
        is_part = is_part or self._is_of(self._upstream.requests, place, pointers)
        if called.body is not None:
            is_part = is_part or self._is_below(place, called.body.pointer)
        return Met(where="unused") if is_part else self._around(source, called, place)

    def demanded_at(self, source: Asked, place: Place) -> Met:
        """Say how what is sent hangs on a place at which more is asked for.

        What is not sent yet is met where it would have to be: a parameter, a body, a member of an
        object that is sent.
        """
        called = self._asked_by_key.get(nameless(source.key))
        met = self.sent_at(source, _holder(place))
        if called is None or met.where != "unused":
            return met
        is_asked = self._in_body(called, place) or any(
            self._is_of_parameter(each, place) for each in called.parameters
        )
        return Met(where="used") if is_asked else met

    def filled_at(self, source: Asked, place: Place) -> Met:
        """Say how what is sent hangs on a place that says what stands for what is not."""
        met = self.sent_at(source, place)
        if met.where != "unused":
            return met
        above = self.demanded_at(source, replace(place, pointer=parent(place.pointer)))
        return Met(where="used") if above.where == "used" else met

    def called_at(self, source: Asked, place: Place) -> Met:
        """Say how a call as such hangs on a place."""
        called = self._by_key.get(nameless(source.key))
        if called is None:
            return Met(where="elsewhere")
        return self._around(source, called, place)

    def _around(self, source: Asked, called: Operation, place: Place) -> Met:
        """Say whether a place is of the call as such: of no parameter, body or answer of it."""
        around = [each for each in (called.pointer, called.item_pointer) if each]
        is_call = any(self._is_below(place, each) for each in (*around, *_OF_ALL))
        if is_call or any(is_below(self._place(each), place) for each in around):
            return Met(where="call", lines=tuple(self.operation.reads(source.name)))
        return Met(where="elsewhere")

    def _in_body(self, called: Operation, place: Place) -> bool:
        """Say whether a place is of a body as such, or of a representation of it."""
        if called.body is None or not self._is_below(place, called.body.pointer):
            return False
        inside = [each.pointer for each in _others(called.body.content)]
        inside += [e for each in called.body.content for e in _schema(each)]
        return not any(self._is_below(place, each) for each in inside)

    def _is_of_parameter(self, parameter: Parameter, place: Place) -> bool:
        return self._is_below(place, parameter.pointer) or self._is_of(
            self._upstream.requests, place, [parameter.schema_pointer]
        )

    def _is_of(self, api: Api, place: Place, pointers: Iterable[str]) -> bool:
        """Say whether a place is of one of these schemas, or of what they are made of."""
        side = "asked" if api is self._upstream.requests else "answered"
        for each in pointers:
            if (side, each) not in self._reached:
                self._reached[side, each] = reach(api, [each])
            if is_within(place, self._reached[side, each]):
                return True
        return False

    def _ways(
        self, api: Api, status: str, content: Iterable[MediaType], line: Line, way: Way
    ) -> tuple[Walked, ...]:
        known = self._walked.get((status, line))
        if known is None:
            pointers = [e for each in _taken(content) for e in _schema(each)]
            whole = line.takes_all
            known = tuple(walked(api, each, way, whole=whole) for each in pointers)
            self._walked[status, line] = known
        return known

    def _place(self, pointer: str) -> Place:
        return self._upstream.api.place(pointer)

    def _is_below(self, place: Place, pointer: str) -> bool:
        return is_below(place, self._place(pointer))


def is_below(place: Place, above: Place) -> bool:
    """Say whether a place is another one, or a part of it."""
    return place.document == above.document and (
        place.pointer == above.pointer or place.pointer.startswith(f"{above.pointer}/")
    )


def _schema(media_type: MediaType) -> Iterator[str]:
    """Give the schemas of a representation, and of each item of one that is a sequence."""
    for each in (media_type.schema_pointer, media_type.item_pointer):
        if each is not None:
            yield each


def _taken(content: Iterable[MediaType]) -> list[MediaType]:
    """Give the representations that a BFF takes: those that are JSON, where there are such."""
    every = list(content)
    return [each for each in every if is_json(each.media_type)] or every


def _others(content: Iterable[MediaType]) -> list[MediaType]:
    """Give the representations that a BFF does not take."""
    every = list(content)
    taken = _taken(every)
    return [each for each in every if each not in taken]


def _schemas(response: Response) -> list[str]:
    """Give the schemas of an answer and of its headers."""
    found = [e for each in response.content for e in _schema(each)]
    return found + [e.schema_pointer for e in response.headers if e.schema_pointer is not None]


def _named(response: Response, line: Line) -> Iterator[Header]:
    """Give the header that a line reads; case says nothing."""
    name = line.part.way[0].lower()
    return (each for each in response.headers if each.name.lower() == name)


def _given(source: Asked, parameter: Parameter) -> Iterator[Line]:
    """Give the lines by which a parameter is sent; the case of a header's name says nothing."""
    fold = str.lower if parameter.location == "header" else str
    name = fold(f"{parameter.location}.{parameter.name}")
    return (line for line in source.given if line.to and fold(line.to[0]) == name)


def _holder(place: Place) -> Place:
    """Give the object that a place below its members, or its list of required ones, is about."""
    *above, keyword, _ = ("", "", *tokens(place.pointer))
    if keyword not in ("properties", "required"):
        return place
    return replace(place, pointer=join("", *above[2:]))

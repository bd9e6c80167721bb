"""Parameters as they travel: whether they are there, how they are written, the text in each.

In:  the parameters of one operation in both contracts, and who sends them.
Out: Occurrences and Positions.
How: a parameter is known by place and name; header names fold case, those in the path match by
     their position in the template. First how a value is written, then which texts are taken, then
     presence (COMPATIBILITY.md 2).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from bffgen.compat.change import Occurrence, change
from bffgen.compat.flow import Flow
from bffgen.compat.pair import Pair
from bffgen.compat.position import Form, Position
from bffgen.model import schema
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.canonical import Json
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.media import bare, is_json
from bffgen.model.tree import at

Key: TypeAlias = tuple[str, str]

_SEGMENT: Final = re.compile(r"\{([^{}]*)\}")
_IGNORED: Final = frozenset(("accept", "content-type", "authorization"))
_LISTS: Final = frozenset(("form", "simple", "spaceDelimited", "pipeDelimited"))


def compare_parameters(
    pair: Pair, flow: Flow, was: Operation, now: Operation
) -> Iterator[Occurrence | Position]:
    """Compare the parameters of one operation."""
    before, after = _keyed(was), _keyed(now)
    compared = _Parameters(pair, flow, was, now)
    for key, old in before.items():
        new = after.get(key)
        if new is None:
            yield compared.removed(old)
        else:
            yield from compared.both(old, new)
    for key, new in after.items():
        if key not in before:
            yield compared.added(new)


class _Parameters:
    def __init__(self, pair: Pair, flow: Flow, was: Operation, now: Operation) -> None:
        self._pair, self._flow, self._was, self._now = pair, flow, was, now

    def removed(self, old: Parameter) -> Occurrence:
        if self._flow.called_by_us:
            return self._told("header-removed", old, None, breaks=old.required)
        return self._told("parameter-removed", old, None, breaks=True)

    def added(self, new: Parameter) -> Occurrence:
        if self._flow.called_by_us:
            return self._told("header-added", None, new, breaks=False)
        kind = "required-parameter-added" if new.required else "optional-parameter-added"
        return self._told(kind, None, new, breaks=new.required)

    def both(self, old: Parameter, new: Parameter) -> Iterator[Occurrence | Position]:
        if differs(self._pair, old, new):
            yield self._told("parameter-serialisation-changed", old, new, breaks=True)
        else:
            yield self._position(old, new)
        if old.required == new.required:
            return
        if self._flow.called_by_us:
            kind = "header-became-required" if new.required else "header-became-optional"
            yield self._told(kind, old, new, breaks=old.required)
        else:
            kind = "parameter-became-required" if new.required else "parameter-became-optional"
            yield self._told(kind, old, new, breaks=new.required)

    def _position(self, old: Parameter, new: Parameter) -> Position:
        form: Form = "text"
        if old.media_type is not None:
            form = "json" if is_json(old.media_type) else "text"
        return Position(
            direction=self._flow.asks,
            baseline=old.schema_pointer,
            revision=new.schema_pointer,
            operation=self._flow.name,
            where=self._words(old),
            name=old.name,
            form=form,
            required=old.required,
            is_single=old.style in _LISTS and new.style in _LISTS,
        )

    def _words(self, parameter: Parameter) -> str:
        return self._flow.words(f"{parameter.location} parameter")

    def _told(
        self, kind: str, old: Parameter | None, new: Parameter | None, *, breaks: bool
    ) -> Occurrence:
        shown = old or new
        if shown is None:
            raise TypeError("a parameter stands on one side at least")
        return Occurrence(
            change=change(
                kind,
                direction=self._flow.asks,
                where=self._words(shown),
                coordinate=f"{self._flow.name} {shown.location} {shown.name}",
                before=None if old is None else _facts(old),
                after=None if new is None else _facts(new),
                was=self._pair.in_baseline(self._was.pointer if old is None else old.pointer),
                now=self._pair.in_revision(self._now.pointer if new is None else new.pointer),
                name=shown.name,
                was_=_written(old),
                now_=_written(new),
            ),
            operation=self._flow.name,
            answer="no" if breaks else "yes",
            witness=self._witness(kind, shown, breaks),
        )

    def _witness(self, kind: str, shown: Parameter, breaks: bool) -> Witness:
        if self._flow.called_by_us or not breaks:
            return NoWitness(why="nothing fails")
        line = self._flow.name
        if kind == "parameter-removed":
            after = f"answered as if `{shown.name}` were not there"
            return Request(
                line=f"{line}   with `{shown.name}`", before="answered by it", after=after
            )
        if kind == "parameter-serialisation-changed":
            after = "read as another value, or refused"
            return Request(line=f"{line}   with `{shown.name}`", before="answered", after=after)
        return Request(
            line=f"{line}   without `{shown.name}`", before="answered", after="refused with 422"
        )


def _keyed(operation: Operation) -> Mapping[Key, Parameter]:
    """Give parameters by place and name; in the path, by the position from the template's end."""
    segments = list(reversed(_SEGMENT.findall(operation.path)))
    found: dict[Key, Parameter] = {}
    for each in operation.parameters:
        name = each.name
        if each.location == "header":
            name = name.lower()
            if name in _IGNORED:
                continue
        if each.location == "path" and name in segments:
            name = str(segments.index(name))
        found[each.location, name] = each
    return found


def differs(pair: Pair, old: Parameter, new: Parameter) -> bool:
    """Say whether some value that the baseline allows is written otherwise by the revision."""
    types = schema.types(pair.baseline.meaning, old.schema_pointer) - {"null"}
    return any(
        _wire(pair.baseline, old, kind) != _wire(pair.revision, new, kind, old_types=types)
        for kind in sorted(types)
    ) and (old.style, old.explode, old.media_type) != (new.style, new.explode, new.media_type)


def _wire(
    api: Api, parameter: Parameter, kind: str, old_types: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Say how a value of a type is written; equal for two ways that give the same text."""
    if parameter.media_type is not None:
        is_quoted = is_json(parameter.media_type) and kind in ("string", "array", "object")
        return ("content", bare(parameter.media_type)) if is_quoted else ("plain",)
    if parameter.style in ("label", "matrix"):
        return (parameter.style, str(parameter.explode and kind in ("array", "object")))
    if kind == "object":
        return (parameter.style, str(parameter.explode))
    if kind == "array" and not _is_one(api, parameter):
        is_listed = parameter.style == "form" and parameter.explode
        return ("repeated",) if is_listed else (parameter.style.replace("form", "simple"),)
    return ("plain",)


def _is_one(api: Api, parameter: Parameter) -> bool:
    """Say whether a list holds one element at most."""
    written = at(api.meaning, schema.resolve(api.meaning, parameter.schema_pointer))
    most = written.get("maxItems") if isinstance(written, dict) else None
    return isinstance(most, int) and most <= 1


def _facts(parameter: Parameter) -> dict[str, Json]:
    return {
        "required": parameter.required,
        "style": parameter.media_type or parameter.style,
        "explode": parameter.explode,
    }


def _written(parameter: Parameter | None) -> str:
    if parameter is None:
        return "absent"
    if parameter.media_type is not None:
        return parameter.media_type
    return f"{parameter.style}, {'exploded' if parameter.explode else 'not exploded'}"

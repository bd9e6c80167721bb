"""Parameters as they travel: whether they are there, how they are written, the text in each.

In:  the parameters of one operation in both contracts, and who sends them.
Out: Occurrences and Positions.
How: a parameter is known by place and name; header names fold case, those in the path match by
     their position in the template. First how a value is written, then which texts are taken, then
     presence (COMPATIBILITY.md 2).
"""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from bffgen.compat.change import Occurrence, change
from bffgen.compat.deprecation import compare_ends, notice
from bffgen.compat.flow import Flow
from bffgen.compat.pair import Pair
from bffgen.compat.position import Form, Position, standing
from bffgen.compat.writing import is_written_alike, of_parameter
from bffgen.model import schema
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.canonical import Json
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.media import is_json
from bffgen.model.template import nameless, names_in
from bffgen.model.tree import at

Key: TypeAlias = tuple[str, str]

_IGNORED: Final = frozenset(("accept", "content-type", "authorization"))
_JOINTS: Final = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_LISTS: Final = frozenset(("form", "simple", "spaceDelimited", "pipeDelimited"))


def compare_parameters(
    pair: Pair, flow: Flow, was: Operation, now: Operation
) -> Iterator[Occurrence | Position]:
    """Compare the parameters of one operation."""
    before, after = _keyed(was), _keyed(now)
    compared = _Parameters(pair, flow, was, now)
    for key, earlier in before.items():
        later = after.get(key)
        if later is None:
            yield compared.removed(earlier)
        else:
            yield from compared.both(earlier, later)
    for key, later in after.items():
        if key not in before:
            yield compared.added(later)


class _Parameters:
    def __init__(self, pair: Pair, flow: Flow, was: Operation, now: Operation) -> None:
        self._pair, self._flow, self._was, self._now = pair, flow, was, now

    def removed(self, earlier: Parameter) -> Occurrence:
        if self._flow.called_by_us:
            return self._told("header-removed", earlier, None, breaks=earlier.required)
        return self._told("parameter-removed", earlier, None, breaks=True)

    def added(self, later: Parameter) -> Occurrence:
        if self._flow.called_by_us:
            return self._told("header-added", None, later, breaks=False)
        kind = "required-parameter-added" if later.required else "optional-parameter-added"
        return self._told(kind, None, later, breaks=later.required)

    def both(self, earlier: Parameter, later: Parameter) -> Iterator[Occurrence | Position]:
        yield from compare_ends(
            self._pair,
            earlier.pointer,
            later.pointer,
            where=self._words(earlier),
            name=earlier.name,
            coordinate=self._coordinate(earlier),
            operation=self._flow.name,
        )
        if differs(self._pair, earlier, later):
            yield self._told("parameter-serialisation-changed", earlier, later, breaks=True)
        else:
            yield self._position(earlier, later)
        if earlier.required == later.required:
            return
        if self._flow.called_by_us:
            kind = "header-became-required" if later.required else "header-became-optional"
            yield self._told(kind, earlier, later, breaks=earlier.required)
        else:
            kind = "parameter-became-required" if later.required else "parameter-became-optional"
            yield self._told(kind, earlier, later, breaks=later.required)

    def _position(self, earlier: Parameter, later: Parameter) -> Position:
        form: Form = "text"
        if earlier.media_type is not None:
            form = "json" if is_json(earlier.media_type) else "text"
        return Position(
            direction=self._flow.asks,
            baseline=earlier.schema_pointer,
            revision=later.schema_pointer,
            operation=self._flow.name,
            where=self._words(earlier),
            name=earlier.name,
            form=form,
            required=earlier.required,
            is_single=earlier.style in _LISTS and later.style in _LISTS,
            # PITFALLS 29: `/users/` is another path than `/users/{id}`.
            is_never_empty=earlier.location == "path",
            joint=_joint(earlier),
        )

    def _coordinate(self, parameter: Parameter) -> str:
        """Name a parameter by what declares it: a component, a path item, an operation."""
        holder = self._flow.name
        if not self._flow.called_by_us and not parameter.pointer.startswith(self._was.pointer):
            holder = nameless(self._was.path)
        return standing(parameter.pointer, f"{holder} {parameter.location} {parameter.name}")

    def _words(self, parameter: Parameter) -> str:
        return self._flow.words(f"{parameter.location} parameter")

    def _told(
        self, kind: str, earlier: Parameter | None, later: Parameter | None, *, breaks: bool
    ) -> Occurrence:
        shown = earlier or later
        if shown is None:
            raise TypeError("a parameter stands on one side at least")
        return Occurrence(
            change=change(
                kind,
                direction=self._flow.asks,
                where=self._words(shown),
                coordinate=self._coordinate(shown),
                before=None if earlier is None else _facts(earlier),
                after=None if later is None else _facts(later),
                was=self._pair.in_baseline(
                    self._was.pointer if earlier is None else earlier.pointer
                ),
                now=self._pair.in_revision(self._now.pointer if later is None else later.pointer),
                notes=notice(self._pair.baseline, earlier.pointer)
                if earlier is not None and later is None
                else (),
                name=shown.name,
                was_=_written(earlier),
                now_=_written(later),
            ),
            operation=self._flow.name,
            answer="no" if breaks else "yes",
            witness=self._witness(kind, shown, breaks),
        )

    def _witness(self, kind: str, shown: Parameter, breaks: bool) -> Witness:
        if not breaks:
            return NoWitness(why="nothing fails")
        line = self._flow.name
        if self._flow.called_by_us:
            after = {
                "header-removed": "sent without it",
                "header-became-optional": "sometimes sent without it",
            }.get(kind, "sent with it written otherwise")
            return Request(line=line, before=f"always sent with `{shown.name}`", after=after)
        if kind == "parameter-removed":
            line = f"{line}   with `{shown.name}`"
            return Request(line=line, before="heeded", after="answered as if without it")
        if kind == "parameter-serialisation-changed":
            after = "read as another value, or refused"
            return Request(line=f"{line}   with `{shown.name}`", before="answered", after=after)
        return Request(
            line=f"{line}   without `{shown.name}`", before="answered", after="refused with 422"
        )


def _keyed(operation: Operation) -> Mapping[Key, Parameter]:
    """Give parameters by place and name; in the path, by the position from the template's end."""
    segments = list(reversed(names_in(operation.path)))
    in_path = {each.name for each in operation.parameters if each.location == "path"}
    # What the template calls otherwise stands in the segments that are left.
    unnamed = [number for number, name in enumerate(segments) if name not in in_path]
    found: dict[Key, Parameter] = {}
    for each in operation.parameters:
        name = each.name
        if each.location == "header":
            name = name.lower()
            if name in _IGNORED:
                continue
        if each.location == "path" and (name in segments or unnamed):
            name = str(segments.index(name) if name in segments else unnamed.pop())
        found[each.location, name] = each
    return found


def differs(pair: Pair, earlier: Parameter, later: Parameter) -> bool:
    """Say whether some value that the baseline allows is written otherwise by the revision."""
    pointer = earlier.schema_pointer
    ways = of_parameter(earlier), of_parameter(later)
    if not is_written_alike(pair.baseline.meaning, pointer, *ways):
        return True
    # A name without a value is read as the empty text, where that is one.
    is_dropped = earlier.allow_empty and not later.allow_empty
    return is_dropped and not _takes_nothing(pair.revision, later)


def _joint(parameter: Parameter) -> str:
    """Give what joins the elements of a list to one text; nothing where each has its own name."""
    is_repeated = parameter.style == "form" and parameter.explode
    return "" if is_repeated else _JOINTS.get(parameter.style, "")


def _takes_nothing(api: Api, parameter: Parameter) -> bool:
    """Say whether the empty text is a value of a parameter; in doubt it is."""
    pointer = schema.resolve(api.meaning, parameter.schema_pointer)
    written = at(api.meaning, pointer)
    said = written if isinstance(written, dict) else {}
    least = said.get("minLength", 0)
    listed = said.get("enum")
    if isinstance(listed, list):
        return "" in listed
    return "string" in schema.types(api.meaning, pointer) and least == 0


def _facts(parameter: Parameter) -> dict[str, Json]:
    told: dict[str, Json] = {
        "required": parameter.required,
        "style": parameter.media_type or parameter.style,
        "explode": parameter.explode,
    }
    if parameter.allow_reserved:
        told["reserved"] = True
    if parameter.allow_empty:
        told["empty"] = True
    return told


def _written(parameter: Parameter | None) -> str:
    if parameter is None:
        return "absent"
    told = of_parameter(parameter).words
    return f"{told}, maybe without a value" if parameter.allow_empty else told

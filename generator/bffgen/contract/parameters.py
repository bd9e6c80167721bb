"""Lower the parameters of operations: those of the path item, merged with the operation's own.

In:  a document that is being lowered.
Out: Parameter values; each object is lowered once, so its fault is one finding.
How: the later wins by name and location; header names fold case (OpenAPI 3.1.1 4.8.10, 4.8.12).
"""

import re
from collections.abc import Sequence
from typing import Final, cast, get_args

from bffgen.contract.bodies import Bodies
from bffgen.contract.fields import kind
from bffgen.contract.reading import Reading, listed, said, text
from bffgen.model.api import In, Parameter
from bffgen.model.canonical import Json
from bffgen.model.finding import Mark, finding
from bffgen.model.place import join

_TEMPLATE_NAME: Final = re.compile(r"\{([^{}/]+)\}")
# OpenAPI 3.1.1 4.8.12.2.1: a header parameter of these names shall be ignored.
_NOT_PARAMETERS: Final = frozenset(("accept", "content-type", "authorization"))
# What OpenAPI 3.2 knows and no BFF can keep yet: (location, style).
_LEFT_OUT: Final = frozenset((("querystring", "form"), ("cookie", "cookie")))
# OpenAPI 3.1.1 4.8.12.2.2, 3.2.0 4.12.2.2: the first of a location is its default. A querystring
# has none, as its `content` says how it travels.
_STYLES: Final[dict[In, tuple[str, ...]]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
    "querystring": ("form",),
}
_IN_A_MESSAGE: Final = tuple(each for each in get_args(In) if each != "querystring")


class Parameters:
    """The parameters of one document, as far as they were asked for."""

    def __init__(self, reading: Reading, bodies: Bodies) -> None:
        self._reading, self._bodies = reading, bodies
        self._known: dict[str, Parameter | None] = {}

    def merged(self, holders: Sequence[str]) -> tuple[Parameter, ...]:
        """Merge the parameters of path item and operation; a later holder wins."""
        merged: dict[tuple[str, str], Parameter] = {}
        for holder in holders:
            for pointer in self._reading.below(holder, "parameters"):
                if pointer not in self._known:
                    self._known[pointer] = self._parameter(pointer)
                found = self._known[pointer]
                if found is not None:
                    folded = found.name.lower() if found.location == "header" else found.name
                    merged[folded, found.location] = found
        return tuple(
            each
            for (name, location), each in merged.items()
            if not (location == "header" and name in _NOT_PARAMETERS)
        )

    def _parameter(self, pointer: str) -> Parameter | None:
        refuse = self._reading.refuse
        written = self._reading.mapping(pointer)
        name, location = written.get("name"), written.get("in")
        if not isinstance(name, str) or not name:
            refuse(pointer, "a parameter without `name`")
            return None
        if location not in get_args(In):
            refuse(pointer, f"parameter `{name}` is in none of {listed(_IN_A_MESSAGE)}")
            return None
        where = cast(In, location)
        media = next(iter(self._bodies.content(pointer)), None)
        schema_pointer = media.schema_pointer if media else join(pointer, "schema")
        if schema_pointer is None or not self._reading.has(schema_pointer):
            problem = f"parameter `{name}` has neither `schema` nor `content`"
            if self._reading.strict:
                refuse(pointer, problem)
                return None
            self._reading.leave_out(pointer, problem)
            schema_pointer = self._reading.suppose(pointer, {"type": "string"})
        style = self._style(pointer, where, written)
        if style is None:
            return None
        return Parameter(
            name=name,
            location=where,
            # OpenAPI 3.1.1 4.8.12.2.1: a path parameter is always there.
            required=written.get("required") is True or where == "path",
            style=style,
            # OpenAPI 3.2.0 4.12.2.2: `cookie` is `form` without its escapes.
            explode=written.get("explode", style in ("form", "cookie")) is True,
            allow_reserved=written.get("allowReserved") is True,
            allow_empty=where == "query" and written.get("allowEmptyValue") is True,
            media_type=media.media_type if media else None,
            schema=self._reading.schema(schema_pointer),
            schema_pointer=schema_pointer,
            description=text(written, "description"),
            deprecated=written.get("deprecated") is True,
            sunset=said(written, "x-sunset"),
            pointer=pointer,
        )

    def _style(self, pointer: str, location: In, written: dict[str, Json]) -> str | None:
        style = written.get("style", _STYLES[location][0])
        if style in _STYLES[location]:
            return str(style)
        found = f"`style: {style}`" if isinstance(style, str) else kind(style)
        known = listed(_STYLES[location][: 1 if location == "cookie" else None])
        problem = f"{found} where {known} belongs in a {location}"
        self._reading.leave_out(join(pointer, "style"), problem)
        # Another style than those of its location is still told from each of them.
        return style if isinstance(style, str) and not self._reading.strict else None


def is_left_out(parameters: Sequence[Parameter]) -> bool:
    """Say whether an operation has a parameter that contract/unsupported.py names."""
    return any((each.location, each.style) in _LEFT_OUT for each in parameters)


def check_template(
    reading: Reading, path: str, pointer: str, parameters: Sequence[Parameter]
) -> None:
    """Hold the names in the braces of a path against its path parameters."""
    declared = {each.name: each for each in parameters if each.location == "path"}
    written = _TEMPLATE_NAME.findall(path)
    place = reading.bundle.place
    for found in _TEMPLATE_NAME.finditer(path):
        if found[1] not in declared:
            start, width = found.start(), len(found[0])
            mark = Mark(place=place(pointer), on="key", offset=start, width=width)
            reading.doubt(finding("input-path-parameter", mark, name=found[1], path=path))
    for name, each in declared.items():
        if name not in written:
            mark = Mark(place=place(join(each.pointer, "name")))
            reading.doubt(finding("input-path-parameter", mark, name=name, path=path))

"""Parameters of an upstream's request, each written in the style of its contract.

In:  the parameters that calls pass.
Out: path, query and headers of an UpstreamRequest, as expressions.
How: what travels in the first style of its place is written by `segment`, `query` and `headers`;
     a query with anything else is put together part by part (`runtime/styled.py`).
"""

from collections.abc import Sequence
from typing import Protocol

from bffgen.emit.imports import Imports
from bffgen.emit.layout import Chain, Node, call, display, named
from bffgen.emit.plain import text
from bffgen.model.api import Api, In, Parameter
from bffgen.model.shapes import Shape, shape, solid
from bffgen.model.travel import DEEP, FIRST_STYLES

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_UPSTREAM, _STYLED = "..runtime.upstream", "..runtime.styled"


class Passed(Protocol):
    """A parameter by its name in Python."""

    @property
    def name(self) -> str:
        """Give the name of the argument."""
        ...

    @property
    def parameter(self) -> Parameter:
        """Give what the upstream's contract says of it."""
        ...


def written_path(path: str, given: Sequence[Passed], api: Api, imports: Imports) -> str:
    """Write the path of an operation, its values in their places."""
    made = path
    for each in given:
        if each.parameter.location == "path":
            value = _segment(each, api, imports).replace('"', "'")
            made = made.replace(f"{{{each.parameter.name}}}", f"{{{value}}}")
    return f'{"f" if made != path else ""}"{made}"'


def written_query(given: Sequence[Passed], api: Api, imports: Imports) -> Node | None:
    """Write the query of a request; None where none is passed."""
    own = _located(given, "query")
    if not own:
        return None
    if all(_is_first(each.parameter, api) for each in own):
        imports.add(_UPSTREAM, "query")
        return call("query", [_pair(each, each.name) for each in own])
    imports.add(_STYLED, "query_of")
    return call("query_of", [_part(each, api, imports) for each in own])


def written_headers(given: Sequence[Passed], api: Api, imports: Imports) -> Node | None:
    """Write the headers of a request, that of cookies behind the others; None where none is."""
    own, cookies = _located(given, "header"), _located(given, "cookie")
    made: list[Node] = []
    if own:
        imports.add(_UPSTREAM, "headers")
        made.append(call("headers", [_pair(e, _header(e, api, imports)) for e in own]))
    if cookies:
        imports.add(_STYLED, "cookie_header")
        made.append(call("cookie_header", [_pair(e, _json(e, imports)) for e in cookies]))
    if len(made) < 2:
        return made[0] if made else None
    return display("(", [Chain(parts=("*", each)) for each in made])


def _located(given: Sequence[Passed], location: In) -> list[Passed]:
    return [each for each in given if each.parameter.location == location]


def _pair(each: Passed, value: str) -> Node:
    return f"({text(each.parameter.name)}, {value})"


def _is_first(parameter: Parameter, api: Api) -> bool:
    """Say whether a parameter of a query is a plain value, or a list that repeats its name."""
    found = shape(api.meaning, solid(api.meaning, parameter.schema_pointer))
    return (
        parameter.media_type is None
        and not parameter.allow_reserved
        and (found is Shape.PLAIN or (found is Shape.ARRAY and parameter.explode))
        and parameter.style != DEEP
    )


def _segment(each: Passed, api: Api, imports: Imports) -> str:
    """Write one value of a path."""
    parameter = each.parameter
    if parameter.media_type is not None:
        imports.add(_STYLED, "simple_style")
        return f"simple_style({_json(each, imports)})"
    is_plain = shape(api.meaning, solid(api.meaning, parameter.schema_pointer)) is Shape.PLAIN
    if is_plain and parameter.style == FIRST_STYLES["path"]:
        imports.add(_UPSTREAM, "segment")
        return f"segment({each.name})"
    imports.add(_STYLED, f"{parameter.style}_style")
    name = f"{text(parameter.name)}, " if parameter.style == "matrix" else ""
    exploded = ", explode=True" if parameter.explode and not is_plain else ""
    return f"{parameter.style}_style({name}{each.name}{exploded})"


def _part(each: Passed, api: Api, imports: Imports) -> Node:
    """Write one parameter of a query."""
    parameter = each.parameter
    name = text(parameter.name)
    if parameter.media_type is None and parameter.style == DEEP:
        imports.add(_STYLED, "deep_style")
        return call("deep_style", [name, each.name])
    delimiter = _DELIMITERS.get(parameter.style) if parameter.media_type is None else None
    if delimiter is not None and not parameter.explode:
        imports.add(_STYLED, "delimited_style")
        return call("delimited_style", [name, each.name, text(delimiter)])
    imports.add(_STYLED, "form_style")
    facts: list[Node] = [name, _json(each, imports)]
    here = solid(api.meaning, parameter.schema_pointer)
    is_whole = parameter.media_type is not None or shape(api.meaning, here) is Shape.PLAIN
    if not parameter.explode and not is_whole:
        facts.append(named("explode", "False"))
    if parameter.allow_reserved:
        facts.append(named("allow_reserved", "True"))
    return call("form_style", facts)


def _header(each: Passed, api: Api, imports: Imports) -> str:
    parameter = each.parameter
    here = solid(api.meaning, parameter.schema_pointer)
    if parameter.media_type is not None or shape(api.meaning, here) is Shape.PLAIN:
        return _json(each, imports)
    imports.add(_STYLED, "header_style")
    return f"header_style({each.name}{', explode=True' if parameter.explode else ''})"


def _json(each: Passed, imports: Imports) -> str:
    """Write a value as JSON where it travels so, else as it is."""
    if each.parameter.media_type is None:
        return each.name
    imports.add(_STYLED, "json_text")
    return f"json_text({each.name})"

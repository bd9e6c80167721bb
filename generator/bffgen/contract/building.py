"""Read what a value of composition.yaml is built by.

In:  a value as it was parsed, its place.
Out: a Builder whose paths are parsed; findings for all that does not fit.
How: a mapping is read as the builder whose keys it has (COMPOSITION.md section 3).
"""

from bffgen.contract.builders import misspelled
from bffgen.contract.fields import Fields, kind, names_a_function, unsupported
from bffgen.contract.grants import read_grants
from bffgen.contract.path import PathFault, parse_loop, parse_path, parse_value, syntax_fault
from bffgen.model.builder import (
    Builder,
    Constant,
    Each,
    Enum,
    From,
    Members,
    ParameterBuilder,
    Python,
    Value,
    ValuePath,
    Visible,
)
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place


class BuilderReader:
    """Reads builders, values and paths; the faults list is the caller's."""

    def __init__(self, faults: list[Finding]) -> None:
        """Append what does not fit to a list that the caller owns."""
        self.faults = faults

    def parameter(self, value: Json, place: Place) -> ParameterBuilder:
        """Read what a parameter is given: a value, an enum, or an object."""
        read = self.builder(value, place)
        if isinstance(read, Enum | From) or (isinstance(read, Members) and not read.meant):
            return read
        return self._as_argument(read, value, place)

    def argument(self, value: Json, place: Place) -> Value | Constant:
        """Read what a function is given."""
        return self._as_argument(self.builder(value, place), value, place)

    def _as_argument(self, read: Builder, value: Json, place: Place) -> Value | Constant:
        if isinstance(read, Value | Constant):
            return read
        if isinstance(read, Members) and read.meant:
            Fields.of(value, place, self.faults).misspelled(read.members[0][0], read.meant)
            return Constant(value=None, place=place)
        self.faults.append(unsupported("a builder in place of a value", Mark(place=place)))
        return Constant(value=None, place=place)

    def builder(self, value: Json, place: Place) -> Builder:
        """Read a value as the builder whose keys it has (COMPOSITION.md section 3)."""
        match value:
            case str():
                return self._value(value, place)
            case dict():
                return self._mapping(value, place)
            case list():
                problem = "a list where a value belongs; a literal list is `{const: [..]}`"
                self.faults.append(finding("compose-schema", place, problem=problem))
                return Constant(value=None, place=place)
            case _:
                return Constant(value=value, place=place)

    def _mapping(self, value: dict[str, Json], place: Place) -> Builder:
        keys = set(value)
        fields = Fields(value, place, self.faults)
        if keys == {"const"}:
            return Constant(value=value["const"], place=place.at("const"))
        if keys == {"object"}:
            return Members(members=self._members(fields, "object"), place=place.at("object"))
        if {"each", "map"} <= keys <= {"each", "map", "limit", "skip_if_missing"}:
            return self._each(fields)
        if {"from"} <= keys <= {"from", "map"}:
            base = self.path(value["from"], place.at("from"))
            return From(base=base, members=self._members(fields, "map"), place=place)
        if {"python"} <= keys <= {"python", "args"}:
            return self._python(fields)
        if {"enum", "map"} <= keys <= {"enum", "map", "default"}:
            return self._enum(fields)
        if keys == {"value", "visible_to"}:
            inner = self.builder(fields.raw("value"), place.at("value"))
            return Visible(value=inner, to=read_grants(fields, "visible_to"), place=place)
        typo = misspelled(value)
        if typo is not None and len(value) > 1:
            fields.misspelled(*typo)
            self._members(fields, typo.key if typo.meant == "map" else "map")
            return Constant(value=None, place=place)
        since = len(self.faults)
        members = tuple(
            (name, self.builder(member, place.at(name))) for name, member in value.items()
        )
        if typo is not None and len(self.faults) > since:
            del self.faults[since:]
            fields.misspelled(*typo)
        return Members(members=members, place=place, meant=typo.meant if typo else "")

    def _members(self, fields: Fields, key: str) -> tuple[tuple[str, Builder], ...]:
        return tuple((name, self.builder(value, at)) for name, value, at in fields.items(key))

    def _each(self, fields: Fields) -> Builder:
        at = fields.at("each")
        text = fields.required_text("each")
        if not text:
            return Constant(value=None, place=fields.place)
        loop = parse_loop(text, at)
        if isinstance(loop, PathFault):
            self._refuse(text, loop, at)
            return Constant(value=None, place=fields.place)
        skip = tuple(self.path(text, place) for text, place in fields.texts("skip_if_missing"))
        return Each(
            over=loop[0],
            loop=loop[1],
            limit=fields.whole("limit", least=1),
            skip_if_missing=skip,
            members=self._members(fields, "map"),
            place=fields.place,
        )

    def _enum(self, fields: Fields) -> Builder:
        """Read `{enum: P, map: {ACTIVE: available}}`; what a value becomes is a literal."""
        return Enum(
            value=self.path(fields.raw("enum"), fields.at("enum")),
            pairs=tuple(
                (name, Constant(value=value, place=at)) for name, value, at in fields.items("map")
            ),
            default=Constant(value=fields.raw("default"), place=fields.at("default"))
            if "default" in fields
            else None,
            place=fields.place,
        )

    def _python(self, fields: Fields) -> Builder:
        raw = fields.raw("args")
        given = raw if isinstance(raw, list) else []
        if raw is not None and not isinstance(raw, list):
            problem = f"{kind(raw)} where a list of values belongs"
            self.faults.append(finding("compose-schema", fields.at("args"), problem=problem))
        arguments = [
            self.argument(value, fields.at("args").at(number)) for number, value in enumerate(given)
        ]
        function = fields.required_text("python")
        if function and not names_a_function(function):
            problem = f"`{function}` cannot be the name of a function"
            self.faults.append(finding("compose-schema", fields.at("python"), problem=problem))
        return Python(
            function=function,
            arguments=tuple(arguments),
            place=fields.place,
        )

    def _value(self, text: str, place: Place) -> Value | Constant:
        read = parse_value(text, place)
        if isinstance(read, PathFault):
            self._refuse(text, read, place)
            return Constant(value=None, place=place)
        return read

    def path(self, value: Json, place: Place) -> ValuePath:
        """Read a path; one that does not parse has no root."""
        text = value if isinstance(value, str) else kind(value)
        read = parse_path(text, place)
        if isinstance(read, PathFault):
            self._refuse(text, read, place)
            return ValuePath(root="", steps=(), text=text, offset=0, place=place)
        return read

    def _refuse(self, text: str, fault: PathFault, place: Place) -> None:
        self.faults.append(syntax_fault(text, fault, place))

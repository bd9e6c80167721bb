"""Read composition.yaml: a parsed file in, a Composition out.

In:  the parsed mapping of one file, its place, the defaults of the workspace.
Out: a Composition whose paths are parsed; findings for all that does not fit, in one run.
How: section by section by `fields.py`; a mapping is read as the builder whose keys it has.
"""

import re
from dataclasses import replace

from bffgen.contract.answer import read_headers, read_incomplete, read_paginate
from bffgen.contract.builders import misspelled
from bffgen.contract.callers import read_callers
from bffgen.contract.calls import read_call, read_on_status
from bffgen.contract.computed import only_computed, read_computed
from bffgen.contract.fan_out import read_fan_out
from bffgen.contract.fields import Fields, kind, names_a_function, unsupported
from bffgen.contract.grants import read_grants, read_writable
from bffgen.contract.implement import read_implement
from bffgen.contract.path import PathFault, parse_loop, parse_path, parse_value, syntax_fault
from bffgen.contract.settings import read_settings
from bffgen.model.canonical import Json
from bffgen.model.composition import (
    BODY,
    RESERVED,
    Answered,
    Builder,
    Composition,
    Constant,
    Defaults,
    Each,
    Enum,
    From,
    Members,
    Python,
    RequestLimits,
    SharedShape,
    Source,
    Value,
    ValuePath,
    Visible,
)
from bffgen.model.computed import HOOKS
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place

FORMAT = "composition/1"

# Members of COMPOSITION.md 4 and 5 that this version refuses instead of ignoring.
_LATER_FILE = ("errors",)
_LATER_DEFAULTS = ("retry", "bounds", "on_invalid", "languages")
_LATER_OPERATION = ("expose_sensitive", "idempotency")
_LATER_SOURCE = ("on_invalid", "start", "retry", "cache", "bounds")
_LATER_COMPUTED = ("start",)

# How an operation is answered, of which it says one; and all that it and a source may say.
_WAYS = ("implement", "call", "sources")
_ANSWERS = (*_WAYS, "uses", "respond")
_SOURCE = (
    *("call", "with", "batch", "each", "limit", "match", "concurrency", "required", "fallback"),
    *("on_status", "timeout", "max_body", "report_as", "returns", "when", *_LATER_SOURCE),
)
_OPERATION = (
    *(*_ANSWERS, "budget", "request", "body", "headers", "omit", "incomplete", "allow"),
    *("writable_by", "paginate", *_LATER_OPERATION),
)

# What a path can say: letters, digits and `_`, as its grammar has them.
_SOURCE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def read_composition(
    value: Json, place: Place, defaults: Defaults
) -> tuple[Composition, tuple[Finding, ...]]:
    """Read one composition.yaml.

    Args:
        value: the parsed file.
        place: the file itself.
        defaults: of the workspace; the file's own go before them.
    """
    faults: list[Finding] = []
    file = Fields.of(value, place, faults)
    read_format(file, FORMAT)
    own = read_defaults(file.mapping("defaults"), defaults)
    operations = tuple(
        _Reader(faults).operation(name, member, at) for name, member, at in file.items("operations")
    )
    omitted = tuple(file.texts("omit_operations"))
    shapes = tuple(
        SharedShape(component=name, builder=_Reader(faults).builder(member, at), place=at)
        for name, member, at in file.items("shapes")
    )
    callers = read_callers(file.mapping("identity"), faults)
    settings = read_settings(file)
    file.later(_LATER_FILE, unsupported)
    file.done()
    composition = Composition(
        defaults=own,
        operations=operations,
        omit_operations=omitted,
        place=place,
        shapes=shapes,
        callers=callers,
        settings=settings,
    )
    return composition, tuple(faults)


def read_format(file: Fields, wanted: str) -> None:
    """Take the compulsory `format:` line and refuse another one."""
    found = file.required_text("format")
    if found and found != wanted:
        problem = f"`{found}` where `{wanted}` belongs"
        file.faults.append(finding("input-schema", file.at("format"), problem=problem))


def read_defaults(fields: Fields | None, outer: Defaults) -> Defaults:
    """Read a `defaults:` section; where it is silent the outer ones stand."""
    if fields is None:
        return outer
    headers = tuple(text for text, _ in fields.texts("forward_headers"))
    own = replace(
        outer,
        timeout_ms=fields.duration_ms("timeout") or outer.timeout_ms,
        reserve_ms=fields.duration_ms("reserve") or outer.reserve_ms,
        max_body_bytes=fields.size_bytes("max_body") or outer.max_body_bytes,
        forward_headers=headers if "forward_headers" in fields else outer.forward_headers,
        at_once=fields.whole("concurrency", least=1) or outer.at_once,
    )
    fields.later(_LATER_DEFAULTS, unsupported)
    fields.done()
    return own


def read_limits(fields: Fields | None) -> RequestLimits:
    """Read the `request:` section of an operation."""
    own = RequestLimits()
    if fields is None:
        return own
    types = tuple((text.strip().lower(), place) for text, place in fields.texts("types"))
    read = RequestLimits(
        max_body_bytes=fields.size_bytes("max_body") or own.max_body_bytes,
        within_ms=fields.duration_ms("within") or own.within_ms,
        types=types,
        place=fields.place,
    )
    if fields.raw("types") == []:
        problem = "`types` names no media type; list some, or leave it out to take all"
        fields.faults.append(finding("compose-schema", fields.at("types"), problem=problem))
    fields.done()
    return read


class _Reader:
    """Reads operations, sources and builders; the faults list is the caller's."""

    def __init__(self, faults: list[Finding]) -> None:
        self.faults = faults

    def operation(self, name: str, value: Json, place: Place) -> Answered:
        if isinstance(value, str) and value:
            sources: tuple[Source, ...] = tuple(self._one_call(value, place, None))
            return Answered(
                operation=name,
                budget_ms=None,
                sources=sources,
                body=None,
                omit=(),
                report_missing=None,
                place=place,
            )
        fields = Fields.of(value, place, self.faults)
        implement = None
        sources = ()
        fields.knows(_OPERATION)
        way = next((each for each in _WAYS if each in fields), None)
        way = way or next((each for each in _WAYS if fields.means(each)), "sources")
        if way == "implement":
            implement = read_implement(fields)
        elif way == "call":
            fields.knows(_SOURCE)
            self._one_of_two(fields)
            sources = tuple(self._one_call(fields.required_text("call"), fields.at("call"), fields))
        else:
            found = (self.source(*item) for item in fields.items("sources"))
            sources = tuple(source for source in found if source is not None)
        builds = "body" in fields and implement is None
        body = self.builder(fields.raw("body"), fields.at("body")) if builds else None
        headers = tuple(read_headers(fields, self.builder))
        header, missing_in = read_incomplete(fields.mapping("incomplete"))
        answered = Answered(
            operation=name,
            budget_ms=fields.duration_ms("budget"),
            allow=read_grants(fields, "allow"),
            writable_by=read_writable(fields),
            sources=sources,
            body=body,
            headers=headers,
            paginate=read_paginate(fields.mapping("paginate"), self._path),
            omit=tuple(text for text, _ in fields.texts("omit")),
            report_missing=header,
            missing_in=missing_in,
            place=place,
            request=read_limits(fields.mapping("request")),
            implement=implement,
        )
        if way != "implement":
            self._implement_alone(fields)
        fields.later(_LATER_OPERATION, unsupported)
        fields.done()
        return answered

    def _one_of_two(self, fields: Fields) -> None:
        """Refuse `sources` beside `call`."""
        if "sources" in fields:
            fields.raw("sources")
            problem = "`sources` beside `call`, which is one source and its settings"
            mark = Mark(place=fields.at("sources"), on="key")
            self.faults.append(finding("compose-schema", mark, problem=problem))

    def _implement_alone(self, fields: Fields) -> None:
        """Refuse what only a function that answers can do anything with."""
        for key in ("uses", "respond"):
            if key in fields:
                fields.raw(key)
                mark = Mark(place=fields.at(key), on="key")
                problem = f"`{key}` without `implement`"
                self.faults.append(finding("compose-schema", mark, problem=problem))

    def source(self, name: str, value: Json, place: Place) -> Source | None:
        if name in RESERVED or not _SOURCE_NAME.fullmatch(name):
            problem = f"`{name}` cannot be the name of a source"
            self.faults.append(
                finding("compose-schema", Mark(place=place, on="key"), problem=problem)
            )
            return None
        fields = Fields.of(value, place, self.faults)
        fields.knows(_SOURCE)
        call = fields.required_text("call")
        source = self._source(name, call, fields.at("call"), fields)
        fields.done()
        return source

    def _one_call(self, call: str, at: Place, fields: Fields | None) -> list[Source]:
        """Read `getOrder: orders.getOrder`: one source that has its service's name."""
        service, _, operation = call.replace(" ", ".").partition(".")
        # A function has no service that its value could be called by.
        name = operation if service == HOOKS else service
        source = self._source(name or "source", call, at, fields)
        return [source] if source is not None else []

    def _source(self, name: str, call: str, at: Place, fields: Fields | None) -> Source | None:
        target = read_call(call, at, self.faults)
        own = fields or Fields({}, at, self.faults)
        if target[0] == HOOKS:
            return self._computed(name, target[1], at, own)
        only_computed(own, target[0])
        required = own.flag("required")
        given = own.items("with")
        arguments = tuple(
            (parameter, self._argument_or_enum(value, place))
            for parameter, value, place in given
            if parameter != BODY
        )
        bodies = [self.builder(value, place) for name, value, place in given if name == BODY]
        fallback = self._fallback(own)
        source = Source(
            name=name,
            service=target[0],
            operation=target[1],
            arguments=arguments,
            body=bodies[0] if bodies else None,
            required=True if required is None else required,
            timeout_ms=own.duration_ms("timeout"),
            max_body_bytes=own.size_bytes("max_body"),
            on_status=self._on_status(own, required=required is not False),
            fallback=fallback,
            report_as=self._report_as(own) or name,
            place=own.place,
            call=at,
            fan_out=read_fan_out(own),
            at_once=own.whole("concurrency", least=1),
            when=self._when(own, required=required is not False),
        )
        own.later(_LATER_SOURCE, unsupported)
        return source if target[0] else None

    def _computed(self, name: str, function: str, at: Place, fields: Fields) -> Source | None:
        """Read a source that a function of hooks computes."""
        source = read_computed(name, function, at, fields, self._argument)
        fallback, report_as = self._fallback(fields), self._report_as(fields) or name
        when = self._when(fields, required=source is None or source.required)
        fields.later(_LATER_COMPUTED, unsupported)
        if source is None:
            return None
        return replace(source, fallback=fallback, report_as=report_as, when=when)

    def _report_as(self, fields: Fields) -> str | None:
        """Take the client's word for a source; it travels in a header (RFC 9651 4.1.6)."""
        word = fields.text("report_as")
        if word is not None and not (word and word.isascii() and word.isprintable()):
            problem = "`report_as` travels in a header: printable ASCII, at least one character"
            self.faults.append(finding("compose-schema", fields.at("report_as"), problem=problem))
        return word

    def _on_status(self, fields: Fields, *, required: bool) -> tuple[tuple[int, int], ...]:
        if "on_status" in fields and not required:
            mark = Mark(place=fields.at("on_status"), on="key")
            problem = "`on_status` of an optional source; only a required one answers for the whole"
            self.faults.append(finding("compose-schema", mark, problem=problem))
        pairs = read_on_status(fields)
        return pairs if required else ()

    def _when(self, fields: Fields, *, required: bool) -> ValuePath | None:
        """Take the setting that switches an optional source on."""
        text = fields.text("when")
        if text is None:
            return None
        if required:
            mark = Mark(place=fields.at("when"), on="key")
            problem = "`when` of a required source; one that may be left out is `required: false`"
            self.faults.append(finding("compose-schema", mark, problem=problem))
            return None
        return self._path(text, fields.at("when"))

    def _fallback(self, fields: Fields) -> Constant | None:
        if "fallback" not in fields:
            return None
        value = fields.raw("fallback")
        return None if value == "omit" else Constant(value=value, place=fields.at("fallback"))

    def _argument_or_enum(self, value: Json, place: Place) -> Value | Constant | Enum:
        read = self.builder(value, place)
        return read if isinstance(read, Enum) else self._as_argument(read, value, place)

    def _argument(self, value: Json, place: Place) -> Value | Constant:
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
            base = self._path(value["from"], place.at("from"))
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
        skip = tuple(self._path(text, place) for text, place in fields.texts("skip_if_missing"))
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
            value=self._path(fields.raw("enum"), fields.at("enum")),
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
            self._argument(value, fields.at("args").at(number))
            for number, value in enumerate(given)
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

    def _path(self, value: Json, place: Place) -> ValuePath:
        text = value if isinstance(value, str) else kind(value)
        read = parse_path(text, place)
        if isinstance(read, PathFault):
            self._refuse(text, read, place)
            return ValuePath(root="", steps=(), text=text, offset=0, place=place)
        return read

    def _refuse(self, text: str, fault: PathFault, place: Place) -> None:
        self.faults.append(syntax_fault(text, fault, place))

"""Read composition.yaml: a parsed file in, a Composition out.

In:  the parsed mapping of one file, its place, the defaults of the workspace.
Out: a Composition whose paths are parsed; findings for all that does not fit, in one run.
How: section by section by `fields.py`; what values are built by is read by `building.py`.
"""

import re
from dataclasses import replace

from bffgen.contract.answer import read_headers, read_incomplete, read_paginate
from bffgen.contract.building import BuilderReader
from bffgen.contract.callers import read_callers
from bffgen.contract.calls import read_call, read_on_status
from bffgen.contract.computed import only_computed, read_computed
from bffgen.contract.errors import read_errors
from bffgen.contract.exposure import read_exposures
from bffgen.contract.fan_out import read_fan_out
from bffgen.contract.fields import Fields
from bffgen.contract.grants import read_grants, read_writable
from bffgen.contract.idempotency import read_idempotency
from bffgen.contract.implement import read_implement
from bffgen.contract.settings import read_settings
from bffgen.contract.ways import read_cache, read_languages, read_retry, read_start
from bffgen.model.builder import Constant, ValuePath
from bffgen.model.canonical import Json
from bffgen.model.composition import (
    BODY,
    RESERVED,
    Answered,
    Bounds,
    Composition,
    Defaults,
    OnInvalid,
    RequestLimits,
    SharedShape,
    Source,
)
from bffgen.model.computed import HOOKS
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place

FORMAT = "composition/1"

# Members of COMPOSITION.md 4 and 5 that this version refuses instead of ignoring.

# How an operation is answered, of which it says one; and all that it and a source may say.
_WAYS = ("implement", "call", "sources")
_ANSWERS = (*_WAYS, "uses", "respond")
_SOURCE = (
    *("call", "with", "batch", "each", "limit", "match", "concurrency", "required", "fallback"),
    *("on_status", "timeout", "max_body", "report_as", "returns", "when", "retry", "cache"),
    *("start", "on_invalid", "bounds"),
)
_OPERATION = (
    *(*_ANSWERS, "budget", "request", "body", "headers", "omit", "incomplete", "allow"),
    *("writable_by", "paginate", "expose_sensitive", "idempotency"),
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
        SharedShape(component=name, builder=BuilderReader(faults).builder(member, at), place=at)
        for name, member, at in file.items("shapes")
    )
    callers = read_callers(file.mapping("identity"), faults)
    settings = read_settings(file)
    errors = read_errors(file)
    file.done()
    composition = Composition(
        defaults=own,
        operations=operations,
        omit_operations=omitted,
        place=place,
        shapes=shapes,
        callers=callers,
        settings=settings,
        errors=errors,
    )
    return composition, tuple(faults)


def read_format(file: Fields, wanted: str) -> None:
    """Take the compulsory `format:` line and refuse another one."""
    found = file.required_text("format")
    if found and found != wanted:
        problem = f"`{found}` where `{wanted}` belongs"
        file.faults.append(finding("input-schema", file.at("format"), problem=problem))


def read_on_invalid(fields: Fields) -> OnInvalid | None:
    """Read what becomes of a body outside its contract."""
    chosen = fields.choice("on_invalid", OnInvalid)
    return OnInvalid(chosen) if chosen is not None else None


def read_bounds(fields: Fields) -> Bounds | None:
    """Read whether bounds are held."""
    chosen = fields.choice("bounds", Bounds)
    return Bounds(chosen) if chosen is not None else None


def read_defaults(fields: Fields | None, outer: Defaults) -> Defaults:
    """Read a `defaults:` section; where it is silent the outer ones stand."""
    if fields is None:
        return outer
    headers = tuple(text for text, _ in fields.texts("forward_headers"))
    languages = read_languages(fields)
    own = replace(
        outer,
        timeout_ms=fields.duration_ms("timeout") or outer.timeout_ms,
        reserve_ms=fields.duration_ms("reserve") or outer.reserve_ms,
        max_body_bytes=fields.size_bytes("max_body") or outer.max_body_bytes,
        forward_headers=headers if "forward_headers" in fields else outer.forward_headers,
        at_once=fields.whole("concurrency", least=1) or outer.at_once,
        retry=read_retry(fields) or outer.retry,
        languages=outer.languages if languages is None else languages,
        on_invalid=(on_invalid := read_on_invalid(fields)) or outer.on_invalid,
        bounds=read_bounds(fields) or outer.bounds,
        observes=outer.observes if on_invalid is None else fields.at("on_invalid"),
    )
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
        self.read = BuilderReader(faults)

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
            implement = read_implement(fields, self.read.path)
        elif way == "call":
            fields.knows(_SOURCE)
            self._one_of_two(fields)
            sources = tuple(self._one_call(fields.required_text("call"), fields.at("call"), fields))
        else:
            found = (self.source(*item) for item in fields.items("sources"))
            sources = tuple(source for source in found if source is not None)
        pages = None if implement else fields.mapping("paginate")
        builds = "body" in fields and implement is None
        body = self.read.builder(fields.raw("body"), fields.at("body")) if builds else None
        headers = tuple(read_headers(fields, self.read.builder))
        header, missing_in = read_incomplete(fields.mapping("incomplete"))
        answered = Answered(
            operation=name,
            budget_ms=fields.duration_ms("budget"),
            allow=read_grants(fields, "allow"),
            writable_by=read_writable(fields),
            expose_sensitive=read_exposures(fields),
            idempotency=read_idempotency(fields),
            sources=sources,
            body=body,
            headers=headers,
            paginate=read_paginate(pages, self.read.path),
            omit=tuple(text for text, _ in fields.texts("omit")),
            report_missing=header,
            missing_in=missing_in,
            place=place,
            request=read_limits(fields.mapping("request")),
            implement=implement,
        )
        if way != "implement":
            self._implement_alone(fields)
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
            (parameter, self.read.parameter(value, place))
            for parameter, value, place in given
            if parameter != BODY
        )
        bodies = [self.read.builder(value, place) for name, value, place in given if name == BODY]
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
            on_invalid=read_on_invalid(own),
            bounds=read_bounds(own),
            when=self._when(own, required=required is not False),
            retry=read_retry(own),
            cache=read_cache(own),
            least_ms=read_start(own, required=required is not False),
        )
        return source if target[0] else None

    def _computed(self, name: str, function: str, at: Place, fields: Fields) -> Source | None:
        """Read a source that a function of hooks computes."""
        source = read_computed(name, function, at, fields, self.read.argument)
        fallback, report_as = self._fallback(fields), self._report_as(fields) or name
        when = self._when(fields, required=source is None or source.required)
        least_ms = read_start(fields, required=source is None or source.required)
        if source is None:
            return None
        return replace(source, fallback=fallback, report_as=report_as, when=when, least_ms=least_ms)

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
        return self.read.path(text, fields.at("when"))

    def _fallback(self, fields: Fields) -> Constant | None:
        if "fallback" not in fields:
            return None
        value = fields.raw("fallback")
        return None if value == "omit" else Constant(value=value, place=fields.at("fallback"))

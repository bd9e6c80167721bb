"""Read `implement`, `uses` and `respond` of an operation.

In:  the mapping of one operation in composition.yaml.
Out: Implement; what does not fit is a finding at its own place.
How: the function answers alone, so what would build an answer beside it is refused.
"""

from collections.abc import Callable, Iterable

from bffgen.contract.answer import read_pages
from bffgen.contract.calls import read_call, read_on_status
from bffgen.contract.computed import read_returns
from bffgen.contract.fields import Fields, kind, names_a_function
from bffgen.model.builder import ValuePath
from bffgen.model.canonical import Json
from bffgen.model.composition import Implement, Use
from bffgen.model.computed import Returns
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place

# What builds an answer of sources, and has no place beside a function that answers.
_BUILDS = ("call", "sources", "body", "omit")

# Settings of sources, and what a function does instead.
_OF_SOURCES = {
    "retry": "it knows what has gone out, and asks again itself what may go well a second time",
    "cache": "an answer that is kept is that of a source",
    "start": "it knows what is left to do, and asks or does not",
}


def read_implement(fields: Fields, path: Callable[[Json, Place], ValuePath]) -> Implement:
    """Read an operation that has `implement`.

    Args:
        path: reads a path at its place.
    """
    for key in _BUILDS:
        if key in fields:
            fields.raw(key)
            mark = Mark(place=fields.at(key), on="key")
            problem = f"`{key}` beside `implement`, whose function builds the whole answer"
            fields.faults.append(finding("compose-schema", mark, problem=problem))
    function = fields.required_text("implement")
    if function and not names_a_function(function):
        problem = f"`{function}` cannot be the name of a function"
        fields.faults.append(finding("compose-schema", fields.at("implement"), problem=problem))
    return Implement(
        function=function,
        uses=tuple(_uses(fields)),
        respond=tuple(_respond(fields)),
        returns=tuple(_returns(fields)),
        pages=read_pages(fields.mapping("paginate"), path),
        place=fields.at("implement"),
    )


def _uses(fields: Fields) -> Iterable[Use]:
    listed = fields.raw("uses")
    if "uses" not in fields:
        return
    if not isinstance(listed, list):
        problem = f"{kind(listed)} where a list of upstream operations belongs"
        fields.faults.append(finding("compose-schema", fields.at("uses"), problem=problem))
        return
    for number, written in enumerate(listed):
        use = _use(written, fields.at("uses").at(number), fields.faults)
        if use.service:
            yield use


def _returns(fields: Fields) -> Iterable[Returns]:
    """Read which schemas the function works with that no contract of `uses` has."""
    for text, place in fields.texts("returns"):
        returns = read_returns(text, place, fields.faults)
        if returns is not None:
            yield returns


def _use(written: Json, place: Place, faults: list[Finding]) -> Use:
    """Read one entry: `service.operation`, or a mapping with `call` and settings of its own."""
    own = Fields({}, place, faults)
    call, at = written, place
    if not isinstance(written, str):
        own = Fields.of(written, place, faults)
        call, at = own.required_text("call") if isinstance(written, dict) else "", own.at("call")
    service, operation = read_call(str(call), at, faults)
    use = Use(
        service=service,
        operation=operation,
        timeout_ms=own.duration_ms("timeout"),
        max_body_bytes=own.size_bytes("max_body"),
        on_status=read_on_status(own),
        place=place,
        call=at,
    )
    for key, instead in _OF_SOURCES.items():
        if key in own:
            own.raw(key)
            mark = Mark(place=own.at(key), on="key")
            problem = f"`{key}` of a call that a function is handed: {instead}"
            faults.append(finding("compose-schema", mark, problem=problem))
    own.done()
    return use


def _respond(fields: Fields) -> Iterable[tuple[str, Place]]:
    """Read what is said of single statuses: their bodies are the function's to build."""
    for status, value, place in fields.items("respond"):
        own = Fields.of(value, place, fields.faults)
        for key in ("body", "omit"):
            if key in own:
                own.raw(key)
                mark = Mark(place=own.at(key), on="key")
                problem = f"`{key}` under `implement`, whose function builds the whole answer"
                fields.faults.append(finding("compose-schema", mark, problem=problem))
        own.later(("headers",), _headers)
        own.done()
        yield status, place


def _headers(_: str, mark: Mark) -> Finding:
    return finding("compose-unsupported", mark, what="`headers` of one status of several")

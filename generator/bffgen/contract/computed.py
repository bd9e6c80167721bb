"""Read a source that a function of the team computes: `call: hooks.customer_tier`.

In:  the members of one source.
Out: a Source with its `returns`, or None; findings for what does not fit.
How: a function is called once, with values by name, and gives a value; settings of what travels
     say nothing of that, so each is refused with what to do instead.
"""

from collections.abc import Callable
from posixpath import normpath

from bffgen.contract.fields import Fields, names_a_function
from bffgen.model.builder import Constant, Value
from bffgen.model.canonical import Json
from bffgen.model.composition import Source
from bffgen.model.computed import CALL, HOOKS, Returns
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place

# Settings of calls that travel, and what a team does instead.
_OF_UPSTREAMS = {
    "on_status": "it answers with no status; a function of `implement` chooses one",
    "retry": "it tries again itself what may go well a second time",
    "cache": "cache the sources that it reads",
    "max_body": "it answers with a value, and with no body",
    "on_invalid": "what it gives is held to `returns` whole",
    "bounds": "what it gives is held to `returns` whole",
    "batch": "it is called once, and takes a list as an argument",
    "each": "it is called once, and takes a list as an argument",
    "match": "it is called once, and takes a list as an argument",
    "limit": "it is called once, and takes a list as an argument",
    "concurrency": "it is called once",
    "credentials": "it is called in the BFF, and is shown no credentials",
}


def read_computed(
    name: str,
    function: str,
    at: Place,
    fields: Fields,
    argument: Callable[[Json, Place], Value | Constant],
) -> Source | None:
    """Read the members that such a source has and others have not, or not like this.

    Args:
        function: behind `hooks.`; at: the whole text of `call`.
        argument: reads a value of `with`.
    """
    faults = fields.faults
    if not names_a_function(function):
        mark = Mark(place=at, offset=len(HOOKS) + 1, width=max(len(function), 1))
        problem = f"`{function}` cannot be the name of a function"
        faults.append(finding("compose-schema", mark, problem=problem))
    for key, why in _OF_UPSTREAMS.items():
        if key in fields:
            fields.raw(key)
            mark = Mark(place=fields.at(key), on="key")
            problem = f"`{key}` of a source that a function computes: {why}"
            faults.append(finding("compose-schema", mark, problem=problem))
    arguments = []
    for parameter, value, place in fields.items("with"):
        if parameter == CALL or not names_a_function(parameter):
            mark = Mark(place=place, on="key")
            faults.append(_unnamed(parameter, function, mark))
            continue
        arguments.append((parameter, argument(value, place)))
    returns = _returns(fields, function)
    required = fields.flag("required")
    timeout_ms = fields.duration_ms("timeout")
    if returns is None or not names_a_function(function):
        return None
    return Source(
        name=name,
        service=HOOKS,
        operation=function,
        arguments=tuple(arguments),
        required=True if required is None else required,
        timeout_ms=timeout_ms,
        max_body_bytes=None,
        on_status=(),
        fallback=None,
        report_as=name,
        place=fields.place,
        call=at,
        returns=returns,
    )


def only_computed(fields: Fields, service: str) -> None:
    """Refuse `returns` of a source that an upstream answers.

    Args:
        service: empty where `call` could not be read.
    """
    if "returns" in fields:
        fields.raw("returns")
    if "returns" in fields and service:
        mark = Mark(place=fields.at("returns"), on="key")
        problem = f"`returns` beside a call of `{service}`, whose contract says what it answers"
        fields.faults.append(finding("compose-schema", mark, problem=problem))


def _unnamed(parameter: str, function: str, mark: Mark) -> Finding:
    problem = f"`{parameter}` cannot be the name of a parameter"
    if parameter == CALL:
        problem = f"`{CALL}` is the request on its way, which `{function}` is given in any case"
    return finding("compose-schema", mark, problem=problem)


def _returns(fields: Fields, function: str) -> Returns | None:
    """Take `returns`, the one thing that a call of an upstream has in its contract."""
    if "returns" not in fields and fields.means("returns"):
        return None  # told as a key that is not known
    if "returns" not in fields:
        mark = Mark(place=fields.place, on="key")
        problem = (
            f"no `returns`: the schema of what `{function}` answers with, such as"
            f" `schemas/{function}.json#/Name` or `service#Name`"
        )
        fields.faults.append(finding("compose-schema", mark, problem=problem))
        return None
    return read_returns(fields.required_text("returns"), fields.at("returns"), fields.faults)


def read_returns(text: str, place: Place, faults: list[Finding]) -> Returns | None:
    """Read the name of a schema: of a file, or of a service's contract."""
    returns = Returns(text=text, place=place)
    problem = ""
    if text and returns.service and "#" not in text:
        problem = f"`{text}` is neither a file, `schemas/x.json#/Name`, nor `service#Name`"
    elif normpath(returns.file).startswith(("../", "/")):
        problem = f"`{returns.file}` stands outside of the client's folder"
    if problem:
        faults.append(finding("compose-schema", returns.place, problem=problem))
        return None
    return returns if text else None

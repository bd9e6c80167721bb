"""The client's body as a value of a composition, and what of it nothing reads.

In:  the client's contract as it asks, the intake of an operation.
Out: the Bound value of `request.body`; warnings for top-level properties that are read by nothing.
How: what is read is noted by a key, `body.<property>`, or `body.*` for the whole.
"""

from collections.abc import Collection, Iterable

from bffgen.compose.bound import Bound
from bffgen.model import schema
from bffgen.model.api import Api, Operation
from bffgen.model.expression import Read
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.intake import Intake
from bffgen.model.place import Place
from bffgen.model.shapes import Shape, shape, solid

_BODY = "body"
WHOLE = f"{_BODY}.*"


def body_value(api: Api, intake: Intake, at: Place) -> Bound:
    """Give the whole body as a value.

    Args:
        api: the client's contract as it asks.
        at: whatever is blamed until a path leads here.
    """
    read = Read(
        root="request",
        name=_BODY,
        root_may_miss=not intake.required,
        root_may_null=schema.admits_null(api.meaning, intake.pointer),
        pointer=intake.pointer,
        types=schema.types(api.meaning, intake.pointer),
        mark=Mark(place=at),
    )
    return Bound(read=read, api=api, source="")


def key(found: Bound) -> str:
    """Name what a value of the request is a part of: `query.limit`, `body.name`."""
    if found.tokens and found.read.name == _BODY:
        return f"{_BODY}.{found.tokens[0][1]}"
    return found.read.name


def ignored(
    api: Api, operation: Operation, intake: Intake, read: Collection[str]
) -> Iterable[Finding]:
    """Warn of what clients may send in the body and nothing reads.

    Args:
        read: the keys of what is read.
    """
    if WHOLE in read or operation.body is None:
        return
    here = solid(api.meaning, intake.pointer)
    is_object = shape(api.meaning, here) is Shape.OBJECT
    if not any(each.partition(".")[0] == _BODY for each in read):
        yield _warning(api, operation.body.pointer, _BODY)
        return
    for name, declared in schema.declared(api.meaning, here).items() if is_object else ():
        if f"{_BODY}.{name}" not in read:
            yield _warning(api, declared[0], name)


def _warning(api: Api, pointer: str, name: str) -> Finding:
    mark = Mark(place=api.place(pointer), on="key")
    return finding("compose-request-ignored", mark, effect=Effect.RISKY, name=name)

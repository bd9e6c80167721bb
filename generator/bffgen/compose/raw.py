"""Operations of which no class is made, so that a function of the team answers them as they come.

In:  an operation with `implement`, what was found of its contract that is not typed.
Out: Raw; warnings, one a place and not one an operation; findings for what is said beside
     `implement` and nothing would do.
How: the contract stays as it is and is served as it is. One operation is less typed; no other is.
"""

from collections.abc import Iterable, Sequence

from bffgen.compose.streams import stream
from bffgen.model.api import Api, Operation
from bffgen.model.composition import Answered, RequestLimits
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.implemented import Implemented, Raw
from bffgen.model.media import bare
from bffgen.model.place import Place

_UNSUPPORTED = "compose-unsupported"


def parted(found: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Part what of a contract is not typed from what is wrong."""
    listed = list(found)
    untyped = [each for each in listed if each.rule == _UNSUPPORTED]
    return untyped, [each for each in listed if each.rule != _UNSUPPORTED]


def unstreamable(api: Api, operation: Operation) -> Iterable[Finding]:
    """Find an answer that has no end."""
    found = stream(operation)
    if found is not None:
        response, what = found
        mark = Mark(place=api.place(response.pointer), on="key")
        yield finding(_UNSUPPORTED, mark, what=f"an answer that is a stream, `{what}`")


def raw_of(operation: Operation, limits: RequestLimits, untyped: Sequence[Finding]) -> Raw | None:
    """Give what of an operation is held all the same; None where all of it is typed."""
    if not untyped:
        return None
    body = operation.body
    return Raw(
        untyped=tuple(dict.fromkeys(untyped)),
        promised=tuple(
            (each.status, tuple(dict.fromkeys(bare(m.media_type) for m in each.content)))
            for each in operation.responses
        ),
        takes=tuple(dict.fromkeys(bare(each.media_type) for each in body.content)) if body else (),
        is_body_required=body is not None and body.required,
        max_body_bytes=limits.max_body_bytes,
        within_ms=limits.within_ms,
    )


def beyond_raw(answered: Answered) -> Iterable[Finding]:
    """Refuse what is said beside `implement` and a function that answers raw would have to do."""
    said: list[tuple[str, Place]] = []
    if answered.idempotency is not None:
        said.append(("idempotency", answered.place.at("idempotency")))
    said += [("headers", each.place) for each in answered.headers[:1]]
    if answered.writable_by:
        said.append(("writable_by", answered.place.at("writable_by")))
    implement = answered.implement
    if implement is not None:
        said += [("paginate", answered.place.at("paginate"))] if implement.pages else []
        said += [("respond", place) for _, place in implement.respond[:1]]
    for keyword, place in said:
        what = f"`{keyword}` of an operation that is answered raw"
        yield finding(_UNSUPPORTED, Mark(place=place, on="key"), what=what)


def told_raw(made: Iterable[Implemented]) -> Iterable[Finding]:
    """Warn of each place that is not typed, with the operations that are answered raw for it."""
    reached: dict[Finding, list[str]] = {}
    for each in made:
        for untyped in each.raw.untyped if each.raw is not None else ():
            reached.setdefault(untyped, []).append(each.operation.name)
    for untyped, operations in reached.items():
        yield finding(
            "compose-operation-raw",
            *untyped.marks,
            effect=Effect.RISKY,
            what=dict(untyped.facts)["what"],
            operations=", ".join(operations),
        )

"""Write what a client uses of its upstreams: the upstream's half of its lineage, and no more.

In:  a Lineage, the upstreams' contracts, a day.
Out: the text of a `uses/1` file: no mapping, no hook, no address, no policy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

from bffgen.model.api import In
from bffgen.model.canonical import Json, indented
from bffgen.model.client import Upstream
from bffgen.model.lineage import Asked, Line, Lineage, OperationLineage
from bffgen.model.place import join
from bffgen.model.template import nameless, names_in
from bffgen.model.uses import ALL_BELOW, FORMAT, LiveShare, Use, UsedUpstream, Uses

_LOCATIONS = frozenset(get_args(In))


def used(
    lineage: Lineage,
    upstreams: Iterable[Upstream],
    digests: Mapping[str, str],
    as_of: date,
    *,
    shares: Mapping[str, float] | None = None,
    counted: tuple[str, str] | None = None,
    live: tuple[LiveShare, ...] = (),
) -> Uses:
    """Give what a client uses; an upstream of which it uses nothing is left out.

    Args:
        digests: of the upstreams' contracts as their teams wrote them, by name.
        shares: of the client's operations, by their name without path parameters; None where
            nobody counts.
    """
    found: list[UsedUpstream] = []
    for upstream in sorted(upstreams, key=lambda each: each.name):
        uses = {
            replace(_use(operation, source), share=_share(operation, shares)): None
            for operation in lineage.operations
            for source in operation.sources
            if source.upstream == upstream.name
        }
        if uses:
            digest = digests[upstream.name]
            found.append(UsedUpstream(name=upstream.name, contract_sha256=digest, uses=tuple(uses)))
    return Uses(
        client=lineage.client,
        as_of=as_of.isoformat(),
        upstreams=tuple(found),
        counted=counted,
        live=live,
    )


def _share(operation: OperationLineage, shares: Mapping[str, float] | None) -> float | None:
    return None if shares is None else shares.get(nameless(operation.key), 0.0)


def written(uses: Uses) -> bytes:
    """Write a `uses/1` file."""
    told: Json = {
        "format": FORMAT,
        "client": uses.client,
        "as_of": uses.as_of,
        **({"counted": {"from": uses.counted[0], "to": uses.counted[1]}} if uses.counted else {}),
        **({"live": {each.version: dict(each.shares) for each in uses.live}} if uses.live else {}),
        "upstreams": {
            each.name: {
                "contract_sha256": each.contract_sha256,
                "uses": [_written(use) for use in each.uses],
            }
            for each in uses.upstreams
        },
    }
    return (indented(told) + "\n").encode()


def _written(use: Use) -> Json:
    return {
        "client_operation": use.client_operation,
        **({} if use.share is None else {"share": use.share}),
        "operation": use.operation,
        "reads": list(use.reads),
        "sends": list(use.sends),
        "optional": use.optional,
    }


def _use(operation: OperationLineage, source: Asked) -> Use:
    return Use(
        client_operation=operation.key,
        operation=nameless(source.key),
        reads=tuple(
            sorted(
                {
                    *("#" + join("/responses", status) for status in source.mapped),
                    *(
                        _read(status, line)
                        for line in operation.reads(source.name)
                        for status in source.status.split(",")
                    ),
                }
            )
        ),
        sends=tuple(sorted({_sent(source, line) for line in source.given if _is_sent(line)})),
        optional=not source.required,
    )


def _read(status: str, line: Line) -> str:
    part = "headers" if line.part.holder == "header" else "body"
    below = (ALL_BELOW,) if line.whole else ()
    return "#" + join("/responses", status, part, *line.part.way, *below)


def _is_sent(line: Line) -> bool:
    """Say whether a line is about what travels: not how often, nor whether, a source is asked."""
    return bool(line.to) and (line.to[0] == "body" or line.to[0].partition(".")[0] in _LOCATIONS)


def _sent(source: Asked, line: Line) -> str:
    first, *rest = line.to
    if first == "body":
        below = (ALL_BELOW,) if line.whole else ()
        return "#" + join("/body", *rest, *below)
    location, _, name = first.partition(".")
    if location == "path":
        name = str(names_in(source.key).index(name) + 1)
    return "#" + join("/parameters", location, name)

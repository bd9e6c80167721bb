"""What a composition sets and nothing reads: settings, claims, keys of sources.

In:  a client, the plans of all its operations, the operations that functions answer.
Out: warnings, each at the line that declares one.
How: a function that is given the call may read any of them, and nobody can say which; a claim that
     a credential must have is looked at, whoever reads it.
"""

from collections.abc import Iterable, Iterator, Sequence

from bffgen.compose.outside import drops
from bffgen.model.client import Client
from bffgen.model.composition import Answered, Defaults
from bffgen.model.expression import Read, Root, parts
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.implemented import Implemented
from bffgen.model.place import Place
from bffgen.model.plan import Plan


def unasked(client: Client, plans: Sequence[Plan], made: Iterable[Implemented]) -> list[Finding]:
    """Warn of what would be set for nobody."""
    written = client.composition
    found = [f for each in written.operations for f in _of_sources(each, written.defaults)]
    if any(each.is_there for each in made) or any(each.computed for each in plans):
        return found
    settings = _names(plans, "config")
    found += [
        _unused("setting", each.name, each.place, f"config.{each.name}")
        for each in client.composition.settings
        if each.name not in settings
    ]
    claims = _names(plans, "identity")
    return found + [
        _unused("claim", each.name, each.place, f"identity.claims.{each.name}")
        for each in client.composition.callers.claims
        if not each.required and each.name not in claims
    ]


def _of_sources(answered: Answered, defaults: Defaults) -> Iterator[Finding]:
    """Find the keys of sources that mean nothing where they stand."""
    for each in answered.sources:
        if each.required and not drops(each, defaults) and each.report_as != each.name:
            yield _unused("key", "report_as", each.place.at("report_as"))
        if each.fan_out is None and each.at_once is not None:
            yield _unused("key", "concurrency", each.place.at("concurrency"))


def _names(plans: Iterable[Plan], root: Root) -> frozenset[str]:
    """Give the names that paths of a root lead through: `tier` of `identity.claims.tier`."""
    return frozenset(
        hop.name
        for plan in plans
        for value in plan.expressions
        for part in parts(value)
        if isinstance(part, Read) and part.root == root
        for hop in part.hops
    )


def _unused(kind: str, name: str, place: Place, path: str = "") -> Finding:
    mark = Mark(place=place, on="key")
    return finding(
        "compose-setting-unused", mark, effect=Effect.RISKY, kind=kind, name=name, path=path
    )

"""What becomes of the body of an upstream that is outside its contract: `on_invalid`, `bounds`.

In:  a source as it is written, the client's defaults, the schema of what is read of its answer.
Out: what the source does; findings for what nothing comes of, and what has to be known of.
How: by what is written nearest. A list that may not be empty is not for elements to be dropped of:
     that is judged where it is put (`counted.py`).
"""

from collections.abc import Iterable, Mapping

from bffgen.compose.scope import Feed
from bffgen.model.canonical import Json
from bffgen.model.client import Client
from bffgen.model.composition import Bounds, Defaults, OnInvalid, Source
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.plan import Plan
from bffgen.model.policy import Family


def on_invalid(feed: Feed, defaults: Defaults, answer: Json, faults: list[Finding]) -> OnInvalid:
    """Say what becomes of a body; of one that has no list nothing is dropped."""
    source = feed.source
    chosen = source.on_invalid or defaults.on_invalid
    if answer is None:
        return OnInvalid.FAIL
    if feed.may_lack:
        if source.on_invalid not in (None, OnInvalid.FAIL):
            what = f"`on_invalid` of `{source.name}`, which may answer without a body"
            mark = Mark(place=source.place.at("on_invalid"))
            faults.append(finding("compose-unsupported", mark, what=what))
        return OnInvalid.FAIL
    if chosen is not OnInvalid.DROP_ITEM or _holds_array(answer):
        return chosen
    if source.on_invalid is not None:
        problem = f"nothing that is read of `{source.name}` is a list, so no element is dropped"
        mark = Mark(place=source.place.at("on_invalid"))
        faults.append(finding("compose-schema", mark, problem=problem))
    return OnInvalid.FAIL


def drops(source: Source, defaults: Defaults) -> bool:
    """Say whether elements of a source may be left out."""
    return (source.on_invalid or defaults.on_invalid) is OnInvalid.DROP_ITEM


def trusts(source: Source, defaults: Defaults) -> bool:
    """Say whether the bounds of a source are taken on trust."""
    return (source.bounds or defaults.bounds) is Bounds.TRUST


def observed(client: Client, plans: Iterable[Plan]) -> Iterable[Finding]:
    """Tell of the sources that are served out of bounds, those by default once.

    What partners were promised is no place for it.
    """
    is_partner = client.policy.family is Family.THIRD_PARTY
    effect = Effect.BREAKS if is_partner else Effect.RISKY
    defaults = client.composition.defaults
    names: dict[Mark, list[str]] = {}
    written = {
        (each.operation, source.name): source
        for each in client.composition.operations
        for source in each.sources
    }
    for plan in plans:
        for call in plan.calls:
            if call.on_invalid is not OnInvalid.OBSERVE:
                continue
            source = _source(written, plan, call.name)
            own = source is not None and source.on_invalid is not None
            if source is not None and own:
                place = source.place.at("on_invalid")
            elif defaults.observes is not None:
                place = defaults.observes
            else:
                raise TypeError("what is observed was written somewhere")
            names.setdefault(Mark(place=place), []).append(call.name)
    for mark, sources in names.items():
        listed = ", ".join(dict.fromkeys(sources))
        family = "third parties" if is_partner else ""
        yield finding(
            "compose-overlay-observed", mark, effect=effect, sources=listed, family=family
        )


def _source(written: Mapping[tuple[str, str], Source], plan: Plan, name: str) -> Source | None:
    operation = plan.operation
    keys = (each for each in (operation.name, operation.key) if (each, name) in written)
    return next((written[each, name] for each in keys), None)


def _holds_array(answer: Json) -> bool:
    if isinstance(answer, list):
        return any(map(_holds_array, answer))
    if not isinstance(answer, dict):
        return False
    if answer.get("type") == "array":
        return True
    return any(
        any(map(_holds_array, value.values()))
        if key in ("properties", "$defs") and isinstance(value, dict)
        else _holds_array(value)
        for key, value in answer.items()
        if key not in ("enum", "required")
    )

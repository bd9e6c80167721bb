"""Which members an object is drawn with.

In:  the Claim of an object, a source of randomness, how likely an optional member is.
Out: names in order of mention; the schemas of a name; a name that no schema mentions.
How: what is required and what that requires in turn, then optional ones that end in time and that
     no part of the claim refuses.
"""

from collections.abc import Callable, Iterable, Sequence
from random import Random

from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at
from bffgen.verify.claim import Claim, DeadEnd
from bffgen.verify.match import NoText, draw_match, matches
from bffgen.verify.plausible import plain_key


def drawn_names(
    claim: Claim,
    rng: Random,
    *,
    share: float,
    given: frozenset[str],
    can_end: Callable[[str], bool],
) -> tuple[str, ...]:
    """Choose the members of an object.

    Args:
        claim: what is asked of the object.
        rng: what is drawn from.
        share: how likely an optional member is, 0 to 1.
        given: names that are there already.
        can_end: whether a schema has a value within the levels left.

    Raises:
        DeadEnd: a name is required and refused.
    """
    declared = claim.properties()
    needed = _needed(claim, (*claim.texts("required"), *(name for name, _ in claim.tags), *given))
    refused = closed(claim) | claim.absent
    if refused.intersection(claim.texts("required")):
        raise DeadEnd
    chosen = {name: None for name in needed if name not in refused}
    for name, pointers in declared.items():
        # Each name takes its draw, so that one more property moves no other.
        is_wished = rng.random() < share
        if not is_wished or name in chosen or name in refused:
            continue
        if all(can_end(each) for each in pointers) and not _is_written_only(claim, pointers):
            chosen.update(dict.fromkeys(n for n in _needed(claim, (name,)) if n not in refused))
    kept = _without_refused_groups(claim, list(chosen), frozenset(needed))
    most = claim.least("maxProperties", len(kept))
    spare = [name for name in kept if name not in needed]
    dropped = set(spare[max(most - (len(kept) - len(spare)), 0) :]) if len(kept) > most else set()
    return tuple(name for name in kept if name not in dropped)


def pointers_of(claim: Claim, name: str) -> tuple[str, ...]:
    """Give the schemas that a member of this name is held to.

    Raises:
        DeadEnd: a part of the claim refuses the name.
    """
    found = list(claim.properties().get(name, ()))
    for part, value in claim.each("patternProperties"):
        listed = value if isinstance(value, dict) else {}
        found += [join(part, "patternProperties", p) for p in listed if matches(p, name)]
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        for part, value in claim.each(keyword):
            whole = keyword == "unevaluatedProperties" and found
            if not whole and not _mentions(claim, part, name):
                if value is False:
                    raise DeadEnd
                found.append(join(part, keyword))
    return tuple(dict.fromkeys(found))


def closed(claim: Claim) -> frozenset[str]:
    """Give the declared names that another part of the claim refuses."""
    return frozenset(
        name
        for part, value in claim.each("additionalProperties")
        if value is False
        for name in (*claim.properties(), *claim.texts("required"))
        if not _mentions(claim, part, name)
    )


def extra_key(claim: Claim, rng: Random, draw: Callable[[Sequence[str]], Json]) -> str | None:
    """Draw a name that no schema mentions; None where this attempt gave none.

    Args:
        claim: what is asked of the object.
        rng: what is drawn from.
        draw: draws a value of schemas, those of `propertyNames`.
    """
    patterns = [
        pattern
        for _, value in claim.each("patternProperties")
        for pattern in (value if isinstance(value, dict) else ())
    ]
    is_closed = any(v is False for k in _REST for _, v in claim.each(k))
    if patterns and (is_closed or rng.random() < 0.5):
        try:
            return draw_match(rng.choice(patterns), rng, most=64)
        except NoText:
            return None
    if is_closed:
        return None
    held = claim.below("propertyNames")
    key = draw(held) if held else plain_key(rng)
    return key if isinstance(key, str) and key not in claim.properties() else None


def _needed(claim: Claim, names: Iterable[str]) -> list[str]:
    """Give names with all that they require, by `dependentRequired`."""
    found: dict[str, None] = {}
    work = list(names)
    while work:
        name = work.pop(0)
        if name in found:
            continue
        found[name] = None
        for _, value in claim.each("dependentRequired"):
            more = value.get(name) if isinstance(value, dict) else None
            work += (
                [each for each in more if isinstance(each, str)] if isinstance(more, list) else []
            )
    return list(found)


def _without_refused_groups(claim: Claim, names: list[str], needed: frozenset[str]) -> list[str]:
    """Leave a name out of each group that `not: {required: ..}` refuses together."""
    kept = names
    for _, value in claim.each("not"):
        group = value.get("required") if isinstance(value, dict) else None
        if isinstance(group, list) and group and all(each in kept for each in group):
            spare = [each for each in group if each not in needed]
            kept = [each for each in kept if each not in spare[:1]]
    return kept


def _is_written_only(claim: Claim, pointers: Sequence[str]) -> bool:
    """Say whether a member travels in requests alone; an answer is drawn without it."""
    written = [at(claim.document, each) for each in pointers]
    return any(isinstance(each, dict) and each.get("writeOnly") is True for each in written)


def _mentions(claim: Claim, part: str, name: str) -> bool:
    written = at(claim.document, part)
    if not isinstance(written, dict):
        return False
    properties, patterns = written.get("properties"), written.get("patternProperties")
    return (isinstance(properties, dict) and name in properties) or (
        isinstance(patterns, dict) and any(matches(each, name) for each in patterns)
    )


_REST = ("additionalProperties", "unevaluatedProperties")

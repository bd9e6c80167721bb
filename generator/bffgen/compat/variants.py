"""The differences of two schemas in their variants (anyOf, oneOf), references and discriminators.

In:  two nodes and who reads.
Out: Locals, and the pairs of schemas in place.
How: variants are paired by the component they refer to, by the tag they require, else in order. A
     schema that becomes one of several, or that is left of several, is one of the variants.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bffgen.compat.local import Below, Local, Nodes, below, text
from bffgen.compat.node import Node, node
from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.hints import open_enum
from bffgen.model.keywords import says_nothing
from bffgen.model.place import join, tokens
from bffgen.model.shapes import solid
from bffgen.model.tree import at as value_at
from bffgen.model.tree import local_pointer
from bffgen.model.typed_view import KEYS

_KINDS = ("oneOf", "anyOf")
_NULL = frozenset(("null",))


def compare_variants(nodes: Nodes) -> Iterator[Local | Below]:
    """Give the differences of two nodes in their variants, and the pairs of schemas in place."""
    yield from _references(nodes)
    yield from _discriminator(nodes)
    before, after = _variants(nodes.was), _variants(nodes.now)
    if before or after:
        yield from _compared(nodes, before, after, nodes.reader.said(_KINDS))


def compare_wrapped(nodes: Nodes, is_same: Callable[[str, str], bool]) -> list[Local | Below]:
    """Give the differences where one side is a variant of the other; empty where it is none."""
    was, now = nodes.was, nodes.now
    before, after = _variants(was), _variants(now)
    if bool(before) == bool(after) or not _is_choice(was if before else now):
        return []
    if before:
        plain, name = now, _lone(now, before, lambda each: is_same(each, now.place))
    else:
        plain, name = was, _lone(was, after, lambda each: is_same(was.place, each))
    if name is None:
        return []
    reader = nodes.reader
    part: dict[str, Json] = reader.said(_KINDS)
    if reader is plain:
        whole: Json = value_at(plain.meaning, plain.pointer)
        held: list[Json] = [whole]
        part = {**whole} if isinstance(whole, dict) else {"allOf": held}
    alone = {name: plain.place}
    return [*_compared(nodes, before or alone, after or alone, part)]


def _is_choice(each: Node) -> bool:
    """Say whether a schema is a choice between its variants and says nothing of its own."""
    said = {key for _, part in each.parts for key in part if not says_nothing(key)}
    return said <= {*_KINDS, "type", "discriminator"} and not each.references


def _lone(plain: Node, variants: Mapping[str, str], is_same: Callable[[str], bool]) -> str | None:
    """Give the variant that a schema is: by its name or its tag, else by what it says."""
    path = tokens(plain.pointer)
    own = path[-1] if path[:2] == ("components", "schemas") else _tag(plain.meaning, plain.pointer)
    if own in variants:
        return own
    return next((name for name, pointer in variants.items() if is_same(pointer)), None)


def _compared(
    nodes: Nodes, before: Mapping[str, str], after: Mapping[str, str], part: Mapping[str, Json]
) -> Iterator[Local | Below]:
    """Compare variants by what tells them apart.

    Args:
        part: what the reader says.
    """
    told = (", ".join(before) or "none", ", ".join(after) or "none")
    for key in sorted(before.keys() & after.keys()):
        yield below(nodes.at, None, before[key], after[key])
    went, came = before.keys() - after.keys(), after.keys() - before.keys()
    harmful = went if nodes.polarity.is_request else came
    for kind, names in (("variant-removed", went), ("variant-added", came)):
        if names:
            # Fewer variants sent, more of them read: only one too many of a oneOf is refused, and
            # what else the change does to a oneOf is told of the variants that do harm.
            is_harmless = names is not harmful and ("oneOf" not in part or bool(harmful))
            yield nodes.local(
                kind,
                ([*sorted(before)], [*sorted(after)]),
                told,
                places=(_at_choice(nodes.was), _at_choice(nodes.now)),
                part=None if is_harmless or not part else {**part},
                is_fact=True,
                anchor=nodes.was.place,
                name=", ".join(sorted(names)),
                value=", ".join(sorted(names)),
            )


def _at_choice(each: Node) -> str:
    """Give where a schema lists its variants; itself where it is alone."""
    found = each.value("oneOf") or each.value("anyOf")
    return each.place if found is None else found[1]


def _references(nodes: Nodes) -> Iterator[Below]:
    """Pair the components that both sides refer to: by name, then what is left in order."""
    earlier, later = list(nodes.was.references), list(nodes.now.references)
    for pointer in [each for each in earlier if each in later]:
        earlier.remove(pointer)
        later.remove(pointer)
        yield below(nodes.at, None, pointer, pointer)
    for one, other in zip(earlier, later, strict=False):
        yield below(nodes.at, None, one, other)


def _variants(each: Node) -> dict[str, str]:
    """Give the variants by what tells them apart; an open enum is one schema (PITFALLS 37)."""
    found: dict[str, str] = {}
    if any(_is_open_enum(said) for _, said in each.parts):
        return found
    for keyword in _KINDS:
        written = each.value(keyword)
        for number in range(len(written[0]) if written and isinstance(written[0], list) else 0):
            pointer = join(str(written and written[1]), number)
            # Whether null is one of them is told of the whole.
            if schema.types(each.meaning, pointer) != _NULL:
                found.setdefault(_key(each.meaning, pointer, number), pointer)
    return found


def _is_open_enum(said: Mapping[str, Json]) -> bool:
    written = open_enum(said)
    return written is not None and written.path[0] in _KINDS


def _key(meaning: Json, pointer: str, number: int) -> str:
    own = _tag(meaning, pointer)
    if own is not None:
        return own
    kinds = sorted(schema.types(meaning, solid(meaning, pointer)))
    return f"{' or '.join(kinds)} #{number + 1}"


def _tag(meaning: Json, pointer: str) -> str | None:
    """Give what names a variant: its component, the tag it requires, its title."""
    said = value_at(meaning, pointer)
    target = local_pointer(said.get("$ref")) if isinstance(said, dict) else None
    if target is not None:
        return tokens(target)[-1] if tokens(target) else "#"
    if isinstance(said, dict):
        properties = said.get("properties")
        for name, each in properties.items() if isinstance(properties, dict) else ():
            if isinstance(each, dict) and "const" in each:
                return f"{name}: {text(each['const'])}"
        if isinstance(said.get("title"), str):
            return str(said["title"])
    return None


def _discriminator(nodes: Nodes) -> Iterator[Local]:
    """Tell variants of both sides that a reader is led to by another property or by other keys."""
    before, after = _told_by(nodes.was), _told_by(nodes.now)
    shared = before.keys() & after.keys() if before and after else before.keys() | after.keys()
    facts: list[dict[str, Json]] = [
        {name: {**each[name]} for name in sorted(shared & each.keys())} for each in (before, after)
    ]
    if facts[0] == facts[1]:
        return
    sent, read = (before, after) if nodes.polarity.is_request else (after, before)
    yield nodes.local(
        "discriminator-changed",
        (facts[0] or None, facts[1] or None),
        (_said(before), _said(after)),
        on=("discriminator",),
        part=_led(sent, read, nodes.reader),
        is_fact=True,
    )


def _told_by(each: Node) -> dict[str, dict[str, Json]]:
    """Give, of each variant, the property and the keys that lead to it."""
    found: dict[str, dict[str, Json]] = {}
    for name, pointer in _variants(each).items():
        for _, part in node(each.meaning, pointer).parts:
            said = part.get(KEYS)
            if isinstance(said, dict):
                found[name] = said
    return found


def _led(
    sent: Mapping[str, dict[str, Json]], read: Mapping[str, dict[str, Json]], reader: Node
) -> Json:
    """Give what a reader refuses for its key alone; its variants where keys lead elsewhere."""
    whole: Json = reader.said(_KINDS) or None
    if not read or any(each["keys"] is None for each in read.values()):
        return whole if read else None
    names = {str(each["property"]) for each in read.values()}
    known, given = _keys(read.values()), _keys(sent.values())
    if {str(each["property"]) for each in sent.values()} == names and given <= known:
        leads = all(_keys([sent[name]]) <= _keys([read[name]]) for name in sent if name in read)
        return None if leads else whole
    # The key of a variant that came is told with that variant.
    of_others = _keys(each for name, each in sent.items() if name not in read)
    keys: list[Json] = [*sorted(known | of_others)]
    return {"required": [*sorted(names)], "properties": {name: {"enum": keys} for name in names}}


def _keys(told: Iterable[Mapping[str, Json]]) -> set[str]:
    return {str(key) for each in told for key in _listed(each["keys"])}


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _said(told: Mapping[str, Mapping[str, Json]]) -> str:
    """Write by what variants are told apart: `kind (card, transfer)`."""
    names = ", ".join(sorted({str(each["property"]) for each in told.values()}))
    keys = ", ".join(sorted(_keys(told.values())))
    return f"{names} ({keys})" if keys else names or "nothing"

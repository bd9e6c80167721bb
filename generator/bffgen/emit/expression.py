"""Write a plan's expressions as Python that reads as if written by hand.

In:  an Expression, the classes of the sources and of the answer, the names around it.
Out: a layout node.
How: each read gives its text and the conditions under which there is nothing to read; whoever
     uses it decides what stands in then: MISSING, the next option, or no call at all.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bffgen.emit.around import argument_type, loop_names
from bffgen.emit.layout import (
    Bracket,
    Chain,
    Choice,
    Clauses,
    Joined,
    Name,
    Node,
    call,
    display,
    named,
)
from bffgen.emit.naming import local
from bffgen.emit.plain import text
from bffgen.emit.reading import (
    ABSENT,
    Condition,
    Names,
    Typed,
    access,
    free,
    provided,
    unless,
)
from bffgen.model.canonical import Json
from bffgen.model.expression import (
    Built,
    Chosen,
    Collected,
    Expression,
    Fixed,
    Hooked,
    Mapped,
    Otherwise,
    Preferred,
    Read,
    Shaped,
    Shown,
    made_of,
)
from bffgen.model.security import Grants

# How generated modules spell what is absent.
MISSING = "MISSING"


def write(expression: Expression, names: Names) -> Node:
    """Write an expression; what is absent is MISSING."""
    match expression:
        case Fixed():
            return literal(expression.value)
        case Read():
            found = access(expression, names)
            return unless(found.unreadable, ABSENT, found.text)
        case Otherwise():
            return _otherwise(expression, names)
        case Mapped():
            return _mapped(expression, names)
        case Hooked():
            return _hooked(expression, names)
        case Shown():
            return where_shown(expression.to, names, write(expression.value, names))
        case Built():
            return _built(expression, names)
        case Collected():
            return _collected(expression, names)
        case Shaped():
            return _shaped(expression, names)
        case Preferred():
            return _preferred(expression, names)
        case Chosen():
            raise TypeError("a choice is made by a function of its own")
        case _:
            assert_never(expression)


def _otherwise(expression: Otherwise, names: Names, ruled_out: Collection[Condition] = ()) -> Node:
    """Write the first option that is there; one fallback reads best as `0 if .. else value`.

    Args:
        ruled_out: conditions that are known not to hold at this place.
    """
    *options, last = expression.options
    made = write(last, names)
    if isinstance(last, Read):
        end = access(last, names)
        unreadable = [each for each in end.unreadable if each not in ruled_out]
        made = unless(unreadable, ABSENT, end.text)
    for option in reversed(options):
        if isinstance(option, Fixed):
            made = literal(option.value)
            continue
        found = access(option, names)
        nothing = [each for each in found.nothing if each not in ruled_out]
        nested = isinstance(made, Choice)
        made = provided(nothing, found.text, made) if nested else unless(nothing, made, found.text)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A value that must be there: tests under which it is not, and its text where it is."""

    absent: tuple[Node, ...]
    value: Node


def guarded(
    value: Read | Fixed | Otherwise | Mapped,
    names: Names,
    *,
    name: str,
    with_null: bool,
    ruled_out: Collection[Condition] = (),
) -> Guarded:
    """Write a value for a place that takes no MISSING, and no null where `with_null` is not set.

    Args:
        name: of a local value, for a chain of options that must be asked once.
        ruled_out: conditions that are known not to hold at this place.
    """
    match value:
        case Fixed():
            return Guarded(absent=(), value=literal(value.value))
        case Read():
            found = access(value, names)
            conditions = found.absent if with_null else found.nothing
            return Guarded(absent=tuple(each.holds() for each in conditions), value=found.text)
        case Mapped():
            nothing = access(value.value, names).nothing
            lacking: list[Node] = [each.holds() for each in nothing]
            made = _looked_up(value, names)
            if not value.may_null or with_null:
                return Guarded(absent=tuple(lacking), value=made)
            lacking.append(Chain(parts=(f"({name} := ", made, ") is None")))
            return Guarded(absent=tuple(lacking), value=name)
        case Otherwise():
            made = _otherwise(value, names, ruled_out)
            tests: list[Node] = []
            asked: Node = Chain(parts=(f"({name} := ", made, ")"))
            if value.may_miss:
                tests.append(Chain(parts=(asked, " is ", ABSENT)))
                asked = name
            if value.may_null and not with_null:
                tests.append(Chain(parts=(asked, " is None")))
            return Guarded(absent=tuple(tests), value=name if tests else made)


def where_there(absent: Sequence[Node], value: Node) -> Node:
    """Write `MISSING if a or b else value`; without a test only the value."""
    if not absent:
        return value
    test = absent[0] if len(absent) == 1 else Joined(operator="or", operands=tuple(absent))
    return Choice(test=test, then=ABSENT, other=value)


def where_shown(to: Grants, names: Names, made: Node) -> Node:
    """Write `MISSING if not identity.has_role("ops") else value`; one test for all absence."""
    tests: list[Node] = []
    if names.may_be_unknown:
        tests.append(Chain(parts=("identity is ", ABSENT)))
    asked = [
        call(f"identity.has_{kind}", [text(each) for each in listed])
        for kind, listed in (("role", to.roles), ("scope", to.scopes))
        if listed
    ]
    either = asked[0] if len(asked) == 1 else Joined(operator="or", operands=tuple(asked))
    tests.append(Chain(parts=("not ", either) if len(asked) == 1 else ("not (", either, ")")))
    return _tested_first(tests, made)


def where_on(switch: Read, names: Names, made: Node) -> Node:
    """Write `MISSING if not config.reviews else value`; one test for all absence."""
    return _tested_first([Chain(parts=("not ", access(switch, names).text))], made)


def _tested_first(tests: list[Node], made: Node) -> Node:
    """Put tests before those under which a value is absent already."""
    if isinstance(made, Choice) and made.then == ABSENT:
        inner = made.test
        is_chain = isinstance(inner, Joined) and inner.operator == "or"
        tests += inner.operands if isinstance(inner, Joined) and is_chain else (inner,)
        made = made.other
    return where_there(tests, made)


def _mapped(expression: Mapped, names: Names) -> Node:
    nothing = access(expression.value, names).nothing
    return unless(nothing, ABSENT, _looked_up(expression, names))


def _looked_up(expression: Mapped, names: Names) -> Node:
    """Write what a value that is there becomes."""
    key, table = access(expression.value, names).text, names.tables[expression]
    if expression.default is None:
        return Chain(parts=(table, Bracket(open="[", items=(key,), close="]")))
    return call(f"{table}.get", [key, literal(expression.default.value)])


def _hooked(expression: Hooked, names: Names) -> Node:
    compulsory = [
        each
        for number, each in enumerate(expression.arguments)
        if number not in expression.optional
    ]
    # Asked first, so that a chain of options behind them need not ask again.
    sure = reads_absent(compulsory, names)
    absent: list[Node] = [each.holds() for each in sure]
    arguments: list[Node] = []
    for number, argument in enumerate(expression.arguments):
        if number in expression.optional or not isinstance(argument, Read | Fixed | Otherwise):
            arguments.append(write(argument, names))
            continue
        taken = {name for name, _ in names.values.values()}
        name = free(local(expression.names[number]), taken)
        made = guarded(argument, names, name=name, with_null=True, ruled_out=sure)
        absent += [] if isinstance(argument, Read) else made.absent
        arguments.append(made.value)
    made_call = call(f"{names.hooks}{expression.function}", arguments)
    return where_there(tuple(absent), made_call)


def reads_absent(values: Iterable[Expression], names: Names) -> tuple[Condition, ...]:
    """Give the conditions under which a read among some values is absent, each once."""
    found = (access(each, names).absent for each in values if isinstance(each, Read))
    return tuple(dict.fromkeys(condition for conditions in found for condition in conditions))


def _built(expression: Built, names: Names) -> Node:
    made: Node
    if expression.schema in names.mappings:
        pairs = (
            Chain(parts=(f"{text(name)}: ", write(value, names)))
            for name, value in expression.members
        )
        made = display("{", tuple(pairs))
    else:
        cls = names.answers[expression.schema]
        arguments = [
            named(cls.attribute(name), write(value, names)) for name, value in expression.members
        ]
        made = call(cls.name, arguments)
    if expression.base is None:
        return made
    return _where(expression.base, names, made, null_as_null=expression.null_as_null)


def _preferred(expression: Preferred, names: Names) -> Node:
    """Write the first of what may be built; the last one as it is."""
    *options, last = expression.options
    made = write(last, names)
    for option in reversed(options):
        read = made_of(option)
        nothing = access(read, names).nothing if read is not None else ()
        built = write(_where_there(option), names)
        nested = isinstance(made, Choice)
        made = provided(nothing, built, made) if nested else unless(nothing, made, built)
    return made


def _where_there(option: Expression) -> Expression:
    """Give what is made of a value that is there."""
    match option:
        case Built(base=Read() as read):
            return replace(option, base=read.sure)
        case Collected():
            return replace(option, over=option.over.sure)
        case Shaped():
            return replace(option, value=option.value.sure)
        case Read():
            return option.sure
        case _:
            return option


def _shaped(expression: Shaped, names: Names) -> Node:
    function = names.shaped[expression.function, argument_type(expression, names)]
    value = access(expression.value, names).text
    made = call(function.function, [value, *function.given])
    return _where(expression.value, names, made, null_as_null=expression.null_as_null)


def _where(read: Read, names: Names, made: Node, *, null_as_null: bool) -> Node:
    """Write what is made of a value that may be absent or null."""
    found = access(read, names)
    if not null_as_null or not read.may_null:
        return unless(found.nothing, ABSENT, made)
    null = [each for each in found.nothing if each not in found.absent]
    return unless(found.absent, ABSENT, unless(null, "None", made))


def _collected(expression: Collected, names: Names) -> Node:
    over = access(expression.over, names)
    name, inner = loop_names(expression, names)
    built = names.built_by.get(expression)
    if built is not None:
        return _where(
            expression.over,
            names,
            _built_by(expression, built, f"for {name} in {over.text}"),
            null_as_null=expression.null_as_null,
        )
    is_copy = write(expression.item, inner) == name and not expression.skip
    if expression.of_map and is_copy:
        made: Node = call("dict", [over.text])
        return _where(expression.over, names, made, null_as_null=expression.null_as_null)
    if expression.of_map:
        key = free("key", {name for name, _ in inner.values.values()})
        pair = Chain(parts=(f"{key}: ", write(expression.item, inner)))
        clauses = Clauses(parts=(pair, f"for {key}, {name} in {over.text}.items()"))
        made = Bracket(open="{", items=(clauses,), close="}")
        return _where(expression.over, names, made, null_as_null=expression.null_as_null)
    made = Clauses(parts=listed(expression, names))
    limit = expression.limit
    if limit is not None and expression.skip:
        kept = Bracket(open="(", items=(made,), close=")")
        some = Bracket(open="(", items=(kept, str(limit)), close=")")
        made = call("list", [Chain(parts=(Name(name="islice"), some))])
    elif is_copy and limit is None:
        made = call("list", [over.text])
    else:
        made = Bracket(open="[", items=(made,), close="]")
    return _where(expression.over, names, made, null_as_null=expression.null_as_null)


def listed(expression: Collected, names: Names) -> tuple[Node, ...]:
    """Write the clauses of a comprehension, the element first; its array is there."""
    over = access(expression.over, names)
    name, inner = loop_names(expression, names)
    skipped = [each for read in expression.skip for each in access(read, inner).nothing]
    limit = expression.limit
    source = over.text if limit is None or skipped else f"{over.text}[:{limit}]"
    loop: list[Node] = [f"for {name} in {source}"]
    item = expression.item
    if expression.flat and isinstance(item, Collected):
        element, *within = listed(item, inner)
        skipped += access(item.over, inner).nothing
    else:
        element, within = write(item, inner), []
    if skipped:
        tests = tuple(each.fails() for each in dict.fromkeys(skipped))
        loop.append(Chain(parts=("if ", Joined(operator="and", operands=tests))))
    return (element, *loop, *within)


def _built_by(expression: Collected, built: Node, loop: str) -> Node:
    """Write a list whose elements a function builds, and may leave out."""
    limit = expression.limit
    if not expression.skip:
        cut = "" if limit is None else f"[:{limit}]"
        return Bracket(open="[", items=(Clauses(parts=(built, f"{loop}{cut}")),), close="]")
    clauses = Clauses(parts=(built, loop))
    if limit is None:
        inside = Bracket(open="(", items=(clauses,), close=")")
    else:
        some = Bracket(open="(", items=(clauses,), close=")")
        inside = Bracket(open="(", items=(some, str(limit)), close=")")
    return Chain(parts=(Name(name="kept"), inside))


def literal(value: Json) -> Node:
    """Write a JSON literal."""
    match value:
        case None:
            return "None"
        case str() | bool() | int():
            return text(value)
        case float():
            return repr(value)
        case list():
            return display("[", (literal(each) for each in value))
        case dict():
            pairs = tuple(
                Chain(parts=(f"{text(key)}: ", literal(each))) for key, each in value.items()
            )
            return display("{", pairs)


def literal_body(value: Json, typed: Typed) -> Node:
    """Write a JSON literal as a value of a source's classes."""
    if isinstance(value, dict):
        arguments = [
            named(typed.attribute(key), literal_body(each, typed.member(key)))
            for key, each in value.items()
            if typed.member(key).schema
        ]
        # A class may ask for more than what is read of it, which is all that a literal says.
        made = "" if typed.is_whole(value) else ".model_construct"
        return call(f"{typed.class_name}{made}", arguments)
    if isinstance(value, list):
        return display("[", (literal_body(each, typed.element()) for each in value))
    return literal(value)

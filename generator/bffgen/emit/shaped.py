"""Shape functions that call themselves: one for each that a plan's expressions name.

In:  a body with its Shaped parts, the names around it.
Out: Instances: what is written of each, and the names with which expressions call them.
How: a function takes its value by its class. One that is called with values of two classes is
     written twice: what is read of a value that also stands elsewhere may be more.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from bffgen.emit.around import argument_type, choices, loop_names
from bffgen.emit.naming import builder, local
from bffgen.emit.reading import Names, ShapedCall, Typed, free, type_at
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
    parts,
)
from bffgen.model.names import pascal

# A value that a function is given: (root, name); an index goes by the root `elements`.
Given: TypeAlias = tuple[str, str]
# Who calls.
CALLER: Given = ("identity", "identity")
# What is set from outside.
SETTINGS: Given = ("config", "config")
# What a function is given beside its value, by what the expressions call it.
Needs: TypeAlias = Mapping[str, tuple[Given, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A shape function for one type of its value.

    Attributes:
        argument: what its value is called, of the type `typed`.
        given: what it is given beside it.
        inside: the names around its body.
    """

    name: str
    argument: str
    typed: Typed
    given: tuple[Given, ...]
    body: Expression
    returns: tuple[str, ...]
    inside: Names


def defined(body: Expression) -> dict[str, Shaped]:
    """Give the functions that a body defines."""
    return {
        each.function: each
        for each in parts(body)
        if isinstance(each, Shaped) and each.body is not None
    }


def needs_of(body: Expression) -> Needs:
    """Give what each function is given beside its value, what those that it calls need included."""
    functions = defined(body)
    needs: dict[str, tuple[Given, ...]] = dict.fromkeys(functions, ())
    while True:
        last = dict(needs)
        for name, each in functions.items():
            found = dict.fromkeys(given_in(each.body, last) if each.body is not None else ())
            needs[name] = tuple(given for given in found if given != ("loop", name))
        if needs == last:
            return needs


def given_in(expression: Expression, needs: Needs) -> Iterator[Given]:
    """Give the values that an expression reads, those of its own loops left out."""
    match expression:
        case Read():
            yield from given_by(expression)
        case Fixed():
            pass
        case Otherwise():
            for option in expression.options:
                yield from given_in(option, needs)
        case Mapped():
            yield from given_by(expression.value)
        case Hooked():
            for argument in expression.arguments:
                yield from given_in(argument, needs)
        case Shown():
            yield CALLER
            yield from given_in(expression.value, needs)
        case Built():
            yield from given_by(expression.base) if expression.base else ()
            for _, value in expression.members:
                yield from given_in(value, needs)
        case Collected():
            yield from given_by(expression.over)
            yield from given_to_element(expression, needs)
        case Preferred():
            for each in expression.options:
                yield from given_in(each, needs)
        case Chosen():
            for branch in expression.branches:
                yield from given_in(branch, needs)
        case Shaped():
            yield from given_by(expression.value)
            yield from needs.get(expression.function, ())


def given_to_element(collected: Collected, needs: Needs) -> tuple[Given, ...]:
    """Give the values that an element is built of beside itself and what is looked up for it."""
    own = {("loop", collected.loop), *(("lookup", each.name) for each in collected.lookups)}
    return tuple(dict.fromkeys(each for each in _of_element(collected, needs) if each not in own))


def _of_element(collected: Collected, needs: Needs) -> Iterator[Given]:
    for each in collected.lookups:
        yield ("elements", each.source)
        yield from given_by(each.key)
    for read in collected.skip:
        yield from given_by(read)
    yield from given_in(collected.item, needs)


def given_by(read: Read) -> Iterator[Given]:
    """Give the value that a read begins with."""
    # A header comes with the body of its answer.
    root = "source" if read.root == "header" else read.root
    yield (root, "" if root == "request" else read.name)


def local_of(given: Given, names: Names) -> str:
    """Give the Python name of a value that a function is given."""
    root, name = given
    named = {"request": "request", "missing": names.missing, "next": names.following}
    return named.get(root) or names.values[name][0]


def instances(
    body: Expression, names: Names, function: str, taken: Collection[str], whole: str = ""
) -> tuple[Names, tuple[Instance, ...]]:
    """Name the functions that a body calls.

    Args:
        function: of the operation; taken: names that other functions have.
        whole: the function of the whole answer, where that calls itself.
    """
    functions, needs = defined(body), needs_of(body)
    made: dict[tuple[str, str], Instance] = {}
    work: list[tuple[Expression, Names]] = [(body, names)]
    while work:
        for shaped, around in _calls(*work.pop(0)):
            key = (shaped.function, argument_type(shaped, around))
            if key in made:
                continue
            says = functions[shaped.function].body
            typed = type_at(shaped.value, around)
            if says is None or typed is None:
                raise TypeError(f"`{shaped.function}` is defined, and takes a value of a class")
            stem = pascal(shaped.called)
            own = typed.branches[0].class_name.rpartition(".")[2]
            is_whole = bool(whole) and shaped is body
            given = needs[shaped.function]
            known = {local_of(each, names) for each in given}
            argument = names.values[shaped.value.name][0] if is_whole else free(local(stem), known)
            others = {*taken, *(each.name for each in made.values())}
            called = [names.own + builder(each, function) for each in (stem, own)]
            name = next((each for each in called if each not in others), free(called[0], others))
            name = whole if is_whole else name
            inside = names.inside(shaped.function, argument, typed.present)
            made[key] = Instance(
                name=name,
                argument=argument,
                typed=typed.present,
                given=given,
                body=says,
                returns=_returns(says, inside, functions),
                inside=inside,
            )
            work.append((says, inside))
    shaped_by = {
        key: ShapedCall(
            function=each.name,
            given=tuple(local_of(value, names) for value in each.given),
            returns=each.returns,
        )
        for key, each in made.items()
    }
    return (
        replace(names, shaped=shaped_by),
        tuple(
            replace(each, inside=replace(each.inside, shaped=shaped_by)) for each in made.values()
        ),
    )


def _returns(body: Expression, names: Names, functions: Mapping[str, Shaped]) -> tuple[str, ...]:
    """Give the classes that a function builds; a branch may be a function's of its own."""
    match body:
        case Built():
            return (names.answers[body.schema].name,)
        case Chosen():
            found = (_returns(each, names, functions) for each in body.branches)
            return tuple(dict.fromkeys(name for every in found for name in every))
        case Shaped():
            says = functions[body.function].body
            return _returns(says, names, functions) if says is not None else ()
        case _:
            return ("object",)


def _calls(expression: Expression, names: Names) -> Iterator[tuple[Shaped, Names]]:
    """Give the calls in an expression, not those in the functions that it calls."""
    match expression:
        case Shaped():
            yield expression, names
        case Built():
            for _, value in expression.members:
                yield from _calls(value, names)
        case Collected():
            yield from _calls(expression.item, loop_names(expression, names)[1])
        case Shown():
            yield from _calls(expression.value, names)
        case Preferred():
            for each in expression.options:
                yield from _calls(each, names)
        case Chosen():
            for _, each, inside in choices(expression, names):
                yield from _calls(each, inside)
        case Read() | Fixed() | Otherwise() | Mapped() | Hooked():
            pass

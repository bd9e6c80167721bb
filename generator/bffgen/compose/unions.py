"""Bind unions: the branches of one contract to those of another.

In:  a value that is put at a place, where one side or both are unions of objects.
Out: a Chosen, or what one branch builds; findings for a branch that has no counterpart.
How: a branch is matched by the tag where both sides have one in the same words, else by the name of
     its component, else by what it must have. None is left out in silence: what may come and has
     no branch is told when the BFF is built.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from bffgen.compose.bound import Bound, present
from bffgen.compose.declared import declaration
from bffgen.compose.inherited import candidates
from bffgen.compose.marks import promise, sending
from bffgen.compose.reads import Reads
from bffgen.compose.scope import Scope
from bffgen.compose.target import named, unbuilt
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.expression import Chosen, Expression
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.plain import plain_schema
from bffgen.model.shapes import Shape, is_alternative, shape, solid
from bffgen.model.spelling import same_words
from bffgen.model.unions import Branch, Union, component_of, union_at

_OBJECT = frozenset(("object",))


class Places(Protocol):
    """What binds a value to a place: the binder of the whole answer."""

    api: Api
    reads: Reads
    faults: list[Finding]

    def project(
        self, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
    ) -> Expression | None:
        """Copy a value to a place of the receiver's schema."""
        ...


def is_taken_apart(api: Api, pointer: str, found: Bound) -> bool:
    """Say whether a value is taken branch by branch.

    To one object it is not, unless its branches declare one of the properties as they please.
    """
    theirs = union_at(found.api.meaning, found.read.pointer)
    if theirs is None:
        return False
    if is_alternative(api.meaning, pointer):
        return union_at(api.meaning, pointer) is not None
    here = solid(found.api.meaning, found.read.pointer)
    return any(
        declaration(found.api, here, each[0]) is None
        for name in schema.declared(api.meaning, pointer)
        if len(each := candidates(found, name)) == 1
    )


def chosen(
    places: Places, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
) -> Expression | None:
    """Bind a union, branch by branch."""
    meaning = places.api.meaning
    theirs = union_at(found.api.meaning, found.read.pointer)
    mine = union_at(meaning, pointer)
    if theirs is None:
        raise TypeError("what is taken apart is a union")
    made: list[Expression | None] = []
    targets: list[str] = []
    for branch in theirs.branches:
        one = _taken(places.reads, found, theirs, branch)
        match: str | Finding = pointer
        if mine is not None:
            match = _matched(places.api, mine, theirs, branch, one, way, mark)
        if isinstance(match, Finding):
            places.faults.append(match)
            made.append(None)
            continue
        targets.append(match)
        made.append(places.project(one, scope, match, way, mark))
    if mine is not None:
        places.faults += _unclear(places.api, mine, targets, way, mark)
    whole = tuple(each for each in made if each is not None)
    if len(whole) < len(made):
        return None
    return Chosen(value=present(found).read, branches=whole)


def branch_of(
    places: Places, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
) -> Expression | None:
    """Bind an object to the one branch of a union that it is."""
    theirs, here = found.api.meaning, solid(found.api.meaning, found.read.pointer)
    mine = union_at(places.api.meaning, pointer)
    if mine is None or shape(theirs, here) is not Shape.OBJECT or is_alternative(theirs, here):
        what = f"{named(way)}, a value that may be of several shapes"
        receiver = solid(places.api.meaning, pointer)
        places.faults.append(unbuilt(what, places.api, receiver, mark))
        return None
    component = component_of(here)
    own = Branch(pointer=here, name=component or here.rpartition("/")[2], component=component)
    target = _matched(places.api, mine, None, own, present(found), way, mark)
    if isinstance(target, Finding):
        places.faults.append(target)
        return None
    places.faults += _unclear(places.api, mine, [target], way, mark)
    return places.project(found, scope, target, way, mark)


def _taken(reads: Reads, found: Bound, union: Union, branch: Branch) -> Bound:
    """Give a value of a union as one of its branches; what tells it from the others is read."""
    there = present(found)
    one = replace(
        there,
        read=replace(there.read, pointer=branch.pointer, types=_OBJECT),
        tokens=(*found.tokens, ("branch", branch.pointer)),
        or_else=(),
        tag=(union.tag, _said(branch)),
    )
    use = reads.note(one)
    if union.tag:
        use.only[union.tag] = branch.keys
    else:
        use.is_apart = True
    return one


def _said(branch: Branch) -> tuple[Json, ...]:
    """Give the keys that a sender says; beside mapped ones the component's name is only read."""
    mapped = tuple(each for each in branch.keys if each != branch.component)
    return mapped or branch.keys


# -- which branch -------------------------------------------------------------------------------


def _matched(
    api: Api,
    mine: Union,
    theirs: Union | None,
    branch: Branch,
    one: Bound,
    way: str,
    mark: Mark,
) -> str | Finding:
    """Give the branch of a client's union that an upstream's branch is put at."""
    rules: tuple[Callable[[], Sequence[Branch] | None], ...] = (
        lambda: _by_tag(mine, theirs, branch, one),
        lambda: _by_name(mine, branch) or None,
        lambda: [each for each in mine.branches if not _lacks(api, each, one)],
    )
    found = next(each for each in (rule() for rule in rules) if each is not None)
    if len(found) == 1:
        return found[0].pointer
    if found:
        first, second = found[:2]
        return finding(
            "compose-ambiguous",
            mark,
            promise(api, first.pointer, "one of the two"),
            name=branch.called,
            first=first.called,
            second=second.called,
        )
    return finding(
        "compose-branch",
        mark,
        promise(api, mine.pointer),
        sending(one.api, branch.pointer),
        notes=(("why", _why(api, mine, theirs, branch, one)),),
        property=way or "the answer",
        sent=branch.called,
        also="",
        expected=" or ".join(f"`{each.called}`" for each in mine.branches),
    )


def _keys(api: Api, mine: Union, branch: Branch, one: Bound) -> tuple[Json, ...] | None:
    """Give the values of the client's tag that a value has; None where it lists none."""
    names = candidates(one, mine.tag) if mine.tag else []
    if len(names) != 1:
        return None
    if branch.keys:
        return branch.keys
    declared = schema.declared(one.api.meaning, branch.pointer)[names[0]]
    return _listed(one.api, declared[0])


def _by_tag(
    mine: Union, theirs: Union | None, branch: Branch, one: Bound
) -> Sequence[Branch] | None:
    """Give the branches of the same tag; None where the sides do not speak of the same tags."""
    own = _keys(one.api, mine, branch, one)
    if own is None or (theirs is not None and not same_words(mine.tag, [theirs.tag])):
        return None
    spoken = [key for each in mine.branches for key in each.keys]
    known = [key for each in (theirs.branches if theirs else [branch]) for key in each.keys or own]
    if not any(key in spoken for key in known):
        return None
    return [each for each in mine.branches if not set(each.keys).isdisjoint(own)]


def _by_name(mine: Union, branch: Branch) -> Sequence[Branch]:
    if not branch.component:
        return []
    names = [each.component for each in mine.branches if each.component]
    same = same_words(branch.component, names)
    return [each for each in mine.branches if each.component in same]


def _lacks(api: Api, target: Branch, one: Bound) -> str:
    """Name what a branch must have and a value has not; empty where it has all."""
    meaning, theirs = api.meaning, one.api.meaning
    here = solid(theirs, one.read.pointer)
    for name, where in schema.declared(meaning, target.pointer).items():
        if not schema.objects_have(meaning, target.pointer, name):
            continue
        names = candidates(one, name)
        if len(names) != 1 or not schema.objects_have(theirs, here, names[0]):
            return name
        if _are_disjoint(one.api, schema.declared(theirs, here)[names[0]][0], api, where[0]):
            return name
    return ""


def _why(api: Api, mine: Union, theirs: Union | None, branch: Branch, one: Bound) -> str:
    own = _keys(one.api, mine, branch, one) or ()
    if _by_tag(mine, theirs, branch, one) is not None:
        return f"no branch is chosen by `{mine.tag}: {next(iter(own), '')}`"
    lacking = [f"`{each.called}` needs `{_lacks(api, each, one)}`" for each in mine.branches]
    return f"{', '.join(lacking)}, which it does not give"


# -- one branch alone ---------------------------------------------------------------------------


def _unclear(api: Api, mine: Union, targets: Sequence[str], way: str, mark: Mark) -> list[Finding]:
    """Find what is built as one branch and may be another as well, where only one may hold."""
    by_pointer = {each.pointer: each for each in mine.branches}
    built = [by_pointer[each] for each in dict.fromkeys(targets)]
    return [
        finding(
            "compose-branch",
            mark,
            promise(api, one.pointer),
            promise(api, other.pointer, "it may be this, too"),
            property=way or "the answer",
            sent=one.called,
            also=other.called,
            expected="one alone",
        )
        for one in built
        for other in mine.branches
        if mine.is_exclusive and other != one and _may_be(api, one.pointer, other.pointer)
    ]


def _may_be(api: Api, built: str, other: str) -> bool:
    """Say whether what is built as one object may be a value of another schema as well."""
    meaning = api.meaning
    mine, theirs = schema.declared(meaning, built), schema.declared(meaning, other)
    if any(schema.objects_have(meaning, other, name) for name in theirs if name not in mine):
        return False
    flat = schema.flatten_object(meaning, other)
    for name, where in mine.items():
        is_there = schema.objects_have(meaning, built, name)
        if name not in theirs:
            if is_there and flat is not None and flat.closed:
                return False
            continue
        is_asked = is_there or schema.objects_have(meaning, other, name)
        if is_asked and _are_disjoint(api, where[0], api, theirs[name][0]):
            return False
    return True


def _are_disjoint(api: Api, pointer: str, other: Api, where: str) -> bool:
    """Say whether two properties have no value in common: by type, or by the values they list."""
    types = schema.types(api.meaning, pointer) & schema.types(other.meaning, where)
    mine, theirs = _listed(api, pointer), _listed(other, where)
    return not types or (mine is not None and theirs is not None and set(mine).isdisjoint(theirs))


def _listed(api: Api, pointer: str) -> tuple[Json, ...] | None:
    here = solid(api.meaning, pointer)
    if shape(api.meaning, here) is not Shape.PLAIN:
        return None
    listed = plain_schema(api.meaning, here).get("enum")
    return tuple(listed) if isinstance(listed, list) else None

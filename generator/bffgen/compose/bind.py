"""Bind the body of an operation: each builder against the client's schema and the upstreams'.

In:  the body of a composition, the scope of its paths, the schema of the client's answer.
Out: the Expression that builds the answer; what is read of each source; findings on both sides.
How: top down along the client's schema. A property that nobody maps is projected from the base by
     its name (COMPOSITION.md section 1); every property is judged by one rule for presence and one
     for types, where it is put.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from bffgen.compose import asked, enum, hook
from bffgen.compose.judge import (
    absence,
    copy_clash,
    misfit,
    promise,
    takes_null,
    two_readings,
    type_clash,
)
from bffgen.compose.omit import Omitted
from bffgen.compose.reads import Reads, there
from bffgen.compose.scope import Bound, Scope, loop_element, member, present, with_null
from bffgen.compose.target import elements, held_to, named, no_literal, no_object, unbuilt
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.client import Hooks
from bffgen.model.composition import (
    Builder,
    Constant,
    Each,
    Enum,
    Every,
    From,
    Members,
    Python,
    Value,
    ValuePath,
)
from bffgen.model.expression import Built, Collected, Expression, Fixed, Mapped, Otherwise, Read
from bffgen.model.finding import Finding, Mark, finding, unknown
from bffgen.model.place import Place, tokens
from bffgen.model.shapes import Shape, is_alternative, is_plain, shape, solid
from bffgen.model.spelling import nearest, same_words, singular
from bffgen.proof.prove import within


class Binder:
    """Binds the values of one operation and keeps what was found on the way.

    Attributes:
        reads: what the paths of the operation read.
        called: functions of the hooks module, each with the schema it must answer.
        unproved: copies whose containment is not proved.
    """

    def __init__(self, api: Api, hooks: Hooks | None, omit: Omitted, reads: Reads) -> None:
        self.api = api
        self.meaning = api.meaning
        self.hooks = hooks
        self.faults = reads.faults
        self.reads = reads
        self.called: dict[str, str] = {}
        self.unproved = 0
        self._omit = omit
        self._open: list[str] = []

    # -- the body -------------------------------------------------------------------------------

    def body(
        self, builder: Builder | None, scope: Scope, pointer: str, at: Place
    ) -> Expression | None:
        """Bind the whole answer; without a builder the only source is projected."""
        if builder is not None:
            made = self.build(builder, scope, pointer, "")
        else:
            only = next(iter(scope.feeds))
            call = scope.feeds[only].source.call
            path = ValuePath(root=only, steps=(), text=only, offset=0, place=call)
            found = self.reads.bound(path, scope)
            made = self.project(found, scope, pointer, "", Mark(place=call)) if found else None
        names = schema.declared(self.meaning, solid(self.meaning, pointer))
        self.faults += list(self._omit.unmet(names, self.faults))
        return self._judged(made, pointer, "", Mark(place=at, on="key"), required=True)

    def _judged(
        self, made: Expression | None, pointer: str, way: str, mark: Mark, *, required: bool
    ) -> Expression | None:
        """Give what was made if it may be put there; else keep the finding."""
        if made is None:
            return None
        fault = absence(made, self.api, pointer, way, mark, required=required)
        if fault is not None:
            self.faults.append(fault)
        return made if fault is None else None

    def _held(
        self,
        places: Sequence[str],
        bind: Callable[[str], Expression | None],
        way: str,
        mark: Mark,
        *,
        required: bool,
    ) -> Expression | None:
        """Bind a property to each schema that it is held to; what is bound to the first stands."""
        before, unproved = self.unproved, 0
        made: list[Expression | None] = []
        for pointer in reversed(places):
            self.unproved = before
            made.append(self._judged(bind(pointer), pointer, way, mark, required=required))
            unproved = max(unproved, self.unproved)
        self.unproved = unproved
        return None if None in made else made[-1]

    def build(self, builder: Builder, scope: Scope, pointer: str, way: str) -> Expression | None:
        """Bind one builder to the schema it is put at.

        Args:
            way: dotted names from the root of the answer to this place.
        """
        twofold = two_readings(builder, self.api, pointer)
        if twofold is not None:
            self.faults.append(twofold)
            return None
        match builder:
            case Constant():
                return self._constant(builder, pointer, way)
            case Value():
                return self._value(builder, scope, pointer, way)
            case Enum():
                return self._enum(builder, scope, pointer, way)
            case Each():
                return self._each(builder, scope, pointer, way)
            case From():
                base = self.reads.bound(builder.base, scope)
                if base is None:
                    return None
                inner = scope.given(base)
                mark = builder.base.mark
                return self.object(builder, builder.members, inner, pointer, way, base, mark)
            case Members():
                return self.object(builder, builder.members, scope, pointer, way, None)
            case Python():
                return self._hook(builder, scope, pointer, way)

    def _constant(self, constant: Constant, pointer: str, way: str) -> Fixed | None:
        fault = misfit(constant, self.api, pointer, way)
        fault = fault or no_literal(self.api, pointer, constant.value, way, constant.mark)
        if fault is not None:
            self.faults.append(fault)
            return None
        return Fixed(value=constant.value)

    def _value(self, value: Value, scope: Scope, pointer: str, way: str) -> Expression | None:
        first = value.options[0]
        if len(value.options) == 1 and isinstance(first, ValuePath):
            if any(isinstance(step, Every) for step in first.steps):
                return self._every(first, scope, pointer, way)
            found = self.reads.bound(first, scope)
            return self.project(found, scope, pointer, way, first.mark) if found else None
        if not is_plain(self.meaning, pointer):
            mark = Mark(place=value.place)
            self.faults.append(finding("compose-unsupported", mark, what="`else` on an object"))
            return None
        options: list[Read | Fixed] = []
        for option in value.options:
            if isinstance(option, Constant):
                made: Read | Fixed | None = self._constant(option, pointer, way)
            else:
                found = self.reads.bound(option, scope)
                last = option is value.options[-1]
                made = (
                    self._copy(found, pointer, way, option.mark, apart=not last) if found else None
                )
            if made is None:
                return None
            options.append(made)
        return Otherwise(options=tuple(options))

    def _every(self, path: ValuePath, scope: Scope, pointer: str, way: str) -> Expression | None:
        """Bind `items.*.sku`: an array of what the rest of the path gives on each element."""
        listed = self.reads.every(path, scope)
        if listed is None:
            return None
        found = listed.one
        items = elements(self.api, pointer, way, path.mark)
        if isinstance(items, Finding):
            self.faults.append(items)
            return None
        # Absent elements drop; a null one is a value like any other.
        skip = (with_null(found.read),) if found.read.may_miss else ()
        item = self._element(there(found), scope, items, way, path.mark)
        if item is None:
            return None
        null_as_null = takes_null(self.meaning, pointer)
        return Collected(
            over=listed.over.read,
            loop=listed.loop,
            item=item,
            skip=skip,
            null_as_null=null_as_null,
        )

    def _element(
        self, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
    ) -> Expression | None:
        """Project one element of an array, which is neither absent nor null but where promised."""
        item = self.project(found, scope, pointer, way, mark)
        return self._judged(item, pointer, f"{way}[]", mark, required=True)

    def _each(self, each: Each, scope: Scope, pointer: str, way: str) -> Expression | None:
        over = self.reads.bound(each.over, scope)
        items = elements(self.api, pointer, way, Mark(place=each.place, on="key"))
        if isinstance(items, Finding):
            self.faults.append(items)
            return None
        if over is None:
            return None
        one = loop_element(over, each.loop, each.over.mark)
        if isinstance(one, Finding):
            self.faults.append(one)
            return None
        self.reads.note(one)
        inner = scope.inside(each.loop, one)
        outer = self.reads.enter(each.loop)
        skip: list[Read] = []
        for found in [self.reads.bound(path, inner) for path in each.skip_if_missing]:
            if found is not None:
                skip += [keyed.read for keyed in found.keyed] + [found.read]
                inner = inner.given(found)
        item = self.object(each, each.members, inner, items, way, None)
        lookups = self.reads.leave(each.loop, outer)
        if item is None:
            return None
        return Collected(
            over=over.read,
            loop=each.loop,
            item=item,
            limit=each.limit,
            skip=tuple(dict.fromkeys(skip)),
            null_as_null=takes_null(self.meaning, pointer),
            lookups=lookups,
        )

    def _enum(self, builder: Enum, scope: Scope, pointer: str, way: str) -> Expression | None:
        found = self.reads.bound(builder.value, scope)
        if found is None:
            return None
        made = enum.mapped(builder, found, self.api, pointer, way)
        if isinstance(made, Mapped):
            return made
        self.faults += made
        return None

    def _hook(self, builder: Python, scope: Scope, pointer: str, way: str) -> Expression | None:
        arguments = [self.reads.value(argument, scope) for argument in builder.arguments]
        for path in _paths(builder.arguments):
            found = scope.resolve(path)
            if isinstance(found, Bound) and found.source:
                self.reads.note(found).whole = True
            elif isinstance(found, Bound) and found.read.name == "body":
                self.reads.requested.add(asked.key(found) if found.tokens else asked.WHOLE)
        if any(argument is None for argument in arguments):
            return None
        given = tuple(argument for argument in arguments if argument is not None)
        self.called[builder.function] = pointer
        made = hook.called(builder, given, self.hooks, self.api, pointer, way)
        if isinstance(made, Finding):
            self.faults.append(made)
            return None
        return made

    # -- objects and projection -----------------------------------------------------------------

    def object(
        self,
        written: Each | From | Members | None,
        members: tuple[tuple[str, Builder], ...],
        scope: Scope,
        pointer: str,
        way: str,
        base: Bound | None,
        mark: Mark | None = None,
    ) -> Expression | None:
        """Bind an object: what `members` name, the rest projected from the base.

        Args:
            written: the builder whose members they are; None for a projection.
            mark: the characters to blame for a projection.
        """
        target = solid(self.meaning, pointer)
        at = written.place if written else (mark.place if mark else scope.at)
        here = mark or Mark(place=at, on="key")
        fault = no_object(self.api, target, way, here)
        if fault is not None:
            self.faults.append(fault)
            return None
        if base is not None and not self._meets(base, pointer, way, here):
            return None
        if target in self._open and written is None:
            what = f"`{way}`, a schema that contains itself"
            self.faults.append(finding("compose-unsupported", here, what=what))
            return None
        declared = schema.declared(self.meaning, target)
        builders = dict(members)
        inside = at if isinstance(written, Members) else at.at("map")
        strange = [name for name in builders if name not in declared]
        for name in strange:
            within = f"`{way}`" if way else "the answer"
            key = Mark(place=inside.at(name), on="key")
            self.faults.append(unknown(key, "property", name, declared, within))
        # A misspelled property is one fault, not one more that nothing gives.
        misspelled = {nearest(name, declared) for name in strange}
        self._open.append(target)
        made = []
        for name in declared:
            inner = f"{way}.{name}" if way else name
            places = held_to(self.api, target, name, inner, here)
            if isinstance(places, Finding):
                self.faults.append(places)
                continue
            required = schema.objects_have(self.meaning, target, name)
            if name in builders and inner in self._omit:
                key = Mark(place=inside.at(name), on="key", label="mapped here")
                self.faults.append(self._omit.mapped(inner, key))
                continue
            if name in builders:
                blamed = Mark(place=inside.at(name), on="key")
                bind = partial(self.build, builders[name], scope, way=inner)
            elif inner in self._omit:
                fault = self._omit.left_out(inner, places[0], required=required)
                self.faults += [fault] if fault is not None else []
                continue
            elif name in misspelled:
                continue
            else:
                blamed = here
                bind = partial(self._inherited, base, scope, name, way=inner, mark=here)
            value = self._held(places, bind, inner, blamed, required=required)
            if value is not None:
                made.append((name, value))
        self._open.pop()
        return Built(
            schema=target,
            members=tuple(made),
            base=base.read if base else None,
            null_as_null=base is not None and takes_null(self.meaning, pointer),
        )

    def _inherited(
        self, base: Bound | None, scope: Scope, name: str, pointer: str, way: str, mark: Mark
    ) -> Expression | None:
        """Bind a property that no builder names: it is projected from the base."""
        candidates = self._candidates(base, name)
        if base is None or not candidates:
            self.faults.append(
                finding(
                    "compose-property-unmapped",
                    mark,
                    promise(self.api, pointer),
                    property=way,
                    schema=_component(self.api, pointer),
                )
            )
            return None
        if len(candidates) > 1:
            first, second = candidates[:2]
            self.faults.append(
                finding("compose-ambiguous", mark, name=name, first=first, second=second)
            )
            return None
        found = member(present(base), candidates[0], mark)
        if isinstance(found, Finding):
            self.faults.append(found)
            return None
        self.reads.note(found)
        return self.project(found, scope, pointer, way, mark)

    def _candidates(self, base: Bound | None, name: str) -> list[str]:
        if base is None:
            return []
        return same_words(name, schema.declared(base.api.meaning, base.read.pointer))

    def project(
        self, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
    ) -> Expression | None:
        """Copy a value to a place of the client's schema: what both sides declare, all the way."""
        target = solid(self.meaning, pointer)
        if not self._meets(found, pointer, way, mark):
            return None
        match shape(self.meaning, target):
            case Shape.OPEN:
                self.faults.append(
                    finding("compose-open-shape", mark, promise(self.api, pointer), property=way)
                )
                return None
            case Shape.OBJECT if not is_alternative(self.meaning, target):
                return self.object(None, (), scope, pointer, way, found, mark)
            case Shape.ARRAY if not is_plain(self.meaning, target):
                return self._project_array(found, scope, pointer, way, mark)
            case Shape.PLAIN | Shape.ARRAY | Shape.MAP if is_plain(self.meaning, target):
                return self._copy(found, pointer, way, mark, apart=False)
            case Shape.MAP:
                what = f"{named(way)}, a map of values that are not plain"
            case _:
                what = f"{named(way)}, a value that may be of several shapes"
        self.faults.append(unbuilt(what, self.api, target, mark))
        return None

    def _project_array(
        self, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
    ) -> Expression | None:
        items = elements(self.api, pointer, way, mark)
        plural = next((hop.name for hop in reversed(found.read.hops) if hop.name), found.read.name)
        one = loop_element(found, singular(plural), mark)
        self.faults += [each for each in (items, one) if isinstance(each, Finding)]
        if isinstance(items, Finding) or isinstance(one, Finding):
            return None
        self.reads.note(one)
        item = self._element(one, scope, items, way, mark)
        if item is None:
            return None
        null_as_null = takes_null(self.meaning, pointer)
        return Collected(over=found.read, loop=one.read.name, item=item, null_as_null=null_as_null)

    def _copy(
        self, found: Bound, pointer: str, way: str, mark: Mark, *, apart: bool
    ) -> Read | None:
        """Copy a value as it is; its model takes the bounds of the place it is copied to.

        Args:
            apart: null is stripped by an `else` behind it.
        """
        clash = type_clash(found, self.api, pointer, way, mark)
        clash = clash or copy_clash(found, self.api, pointer, way, mark)
        if clash is not None:
            self.faults.append(clash)
            return None
        if found.source:
            node = self.reads.note(found)
            node.whole = node.whole or shape(self.meaning, pointer) is not Shape.PLAIN
            node.narrowed_by.add((pointer, apart))
        receiver = self.api.pool.intern(self.meaning, pointer)
        for each in (found.read.pointer, *found.or_else):
            sender = found.api.pool.intern(found.api.meaning, each)
            if within(self.api.pool, sender, receiver).answer != "yes":
                self.unproved += 1
                break
        return found.read

    # -- judging --------------------------------------------------------------------------------

    def _meets(self, found: Bound, pointer: str, way: str, mark: Mark) -> bool:
        clash = type_clash(found, self.api, pointer, way, mark)
        if clash is not None:
            self.faults.append(clash)
        return clash is None


def _component(api: Api, pointer: str) -> str:
    """Name the schema that a property stands in, by the component where it is one."""
    names = tokens(pointer)
    return names[2] if names[:2] == ("components", "schemas") else "the answer"


def _paths(values: Iterable[Value | Constant]) -> Iterable[ValuePath]:
    for value in values:
        if isinstance(value, Value):
            yield from (each for each in value.options if isinstance(each, ValuePath))

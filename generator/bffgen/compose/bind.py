"""Bind the body of an operation: each builder against the client's schema and the upstreams'.

In:  the body of a composition, the scope of its paths, the schema of the client's answer.
Out: the Expression that builds the answer; what is read of each source; findings on both sides.
How: top down along the client's schema. A property that nobody maps is projected from the base by
     its name (COMPOSITION.md section 1); every property is judged by one rule for presence and one
     for types, where it is put.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bffgen.compose import enum, hook, lists
from bffgen.compose.bound import Bound
from bffgen.compose.counted import dropped_from
from bffgen.compose.grants import grants
from bffgen.compose.inherited import candidates, inherited
from bffgen.compose.judge import (
    absence,
    copy_clash,
    misfit,
    takes_null,
    two_readings,
    type_clash,
)
from bffgen.compose.marks import promise
from bffgen.compose.omit import Omitted
from bffgen.compose.pairs import Pairs
from bffgen.compose.preferred import preferred
from bffgen.compose.proved import Proofs
from bffgen.compose.reads import Reads
from bffgen.compose.scope import Scope
from bffgen.compose.security import nobody
from bffgen.compose.shaping import Applied, Shapes
from bffgen.compose.target import (
    built_as,
    held_to,
    key_misspelled,
    named,
    no_literal,
    no_object,
    unbuilt,
)
from bffgen.compose.unions import branch_of, chosen, is_taken_apart
from bffgen.compose.valueless import valueless_copy
from bffgen.compose.whole import broken_whole, said_below
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.builder import (
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
    Visible,
)
from bffgen.model.client import Hooks
from bffgen.model.expression import (
    Built,
    Expression,
    Fixed,
    Mapped,
    Otherwise,
    Read,
    Shown,
    parts,
)
from bffgen.model.finding import Finding, Mark, finding, stops, unknown
from bffgen.model.place import Place
from bffgen.model.shapes import Shape, is_alternative, is_endless, is_plain, shape, solid
from bffgen.model.spelling import nearest


class Binder:
    """Binds the values of one operation and keeps what was found on the way.

    Attributes:
        reads: what the paths of the operation read.
        called: functions of the hooks module, each with the schema it must answer.
        given: dotted names of properties that are bound already.
    """

    def __init__(
        self,
        api: Api,
        hooks: Hooks | None,
        omit: Omitted,
        reads: Reads,
        shapes: Shapes,
        proofs: Proofs,
        *,
        is_sent: bool = False,
    ) -> None:
        """Begin with nothing bound.

        Args:
            api: the contract of who receives.
            is_sent: an upstream receives: what it may do without is left out, nothing is narrowed.
        """
        self._is_sent = is_sent
        self.given: Mapping[str, Expression] = {}
        self.api = api
        self.meaning = api.meaning
        self.hooks = hooks
        self.faults = reads.faults
        self.reads = reads
        self.called: dict[str, str] = {}
        self.proofs = proofs
        self._omit = omit
        self._shapes = shapes
        self._pairs = Pairs()

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
        return self.judged(made, pointer, "", Mark(place=at, on="key"), required=True)

    def judged(
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
        made = [
            self.judged(bind(pointer), pointer, way, mark, required=required)
            for pointer in reversed(places)
        ]
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
                build = partial(self.object, builder, builder.members, way=way, base=None)
                return lists.each(self, builder, scope, pointer, way, build)
            case From():
                base = self.reads.bound(builder.base, scope)
                if base is None:
                    return None
                inner, mark = scope.given(base), builder.base.mark
                whole = partial(
                    self.object, builder, builder.members, inner, pointer, way, base, mark
                )
                shared = self._shapes.at(self.api, pointer, base, scope)
                if shared is None:
                    return whole()
                bind = partial(self._shaped, shared, whole, base, pointer, way, mark)
                return bind() if builder.members else self._paired(base, pointer, way, bind, shared)
            case Members():
                return self.object(builder, builder.members, scope, pointer, way, None)
            case Python():
                return self._hook(builder, scope, pointer, way)
            case Visible():
                return self._visible(builder, scope, pointer, way)

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
                return lists.every(self, first, scope, pointer, way)
            found = self.reads.bound(first, scope)
            return self.project(found, scope, pointer, way, first.mark) if found else None
        if not is_plain(self.meaning, pointer):
            constant = partial(self._constant, pointer=pointer, way=way)
            return preferred(self, value, scope, pointer, way, constant)
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

    def _enum(self, builder: Enum, scope: Scope, pointer: str, way: str) -> Expression | None:
        if any(isinstance(step, Every) for step in builder.value.steps):
            return lists.every_mapped(self, builder, scope, pointer, way)
        found = self.reads.bound(builder.value, scope)
        if found is None:
            return None
        made = enum.mapped(builder, found, self.api, pointer, way)
        if isinstance(made, Mapped):
            return made
        self.faults += made
        return None

    def _visible(self, builder: Visible, scope: Scope, pointer: str, way: str) -> Expression | None:
        if scope.caller is None:
            mark = Mark(place=builder.place.at("visible_to"), on="key")
            self.faults.append(nobody(scope.api, scope.operation, mark))
            return None
        made = self.build(builder.value, scope, pointer, way)
        if made is not None and any(isinstance(each, Shown) for each in parts(made)):
            mark = Mark(place=builder.place.at("visible_to"), on="key")
            problem = "`visible_to` around another; say at the inner one who sees it"
            self.faults.append(finding("compose-schema", mark, problem=problem))
            return None
        return Shown(value=made, to=grants(builder.to)) if made is not None else None

    def _hook(self, builder: Python, scope: Scope, pointer: str, way: str) -> Expression | None:
        arguments = [self.reads.handed(argument, scope) for argument in builder.arguments]
        if any(argument is None for argument in arguments):
            return None
        given = tuple(argument for argument in arguments if argument is not None)
        self.called[builder.function] = pointer
        # What a function gives is held to its class alone.
        self.proofs.undecided |= said_below(self.api, pointer)
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
        shared: Applied | None = None,
    ) -> Expression | None:
        """Bind an object: what `members` name, what a shape does, the rest projected from the base.

        Args:
            written: the builder whose members they are; None for a projection.
            mark: the characters to blame for a projection.
            shared: the shape of the place.
        """
        target = solid(self.meaning, pointer)
        at = written.place if written else (mark.place if mark else scope.at)
        here = mark or Mark(place=at, on="key")
        typo = key_misspelled(written, self.api, target) if written else None
        if typo is not None:
            self.faults.append(typo)
            return None
        fault = no_object(self.api, target, way, here)
        if fault is not None:
            self.faults.append(fault)
            return None
        parent = base if shared is None or shared.projects else None
        if parent is not None and not self._meets(parent, pointer, way, here):
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
        shaped = shared.members if shared else {}
        strange += [name for name in shaped if name not in declared]
        misspelled = {nearest(name, declared) for name in strange}
        made = []
        held: dict[str, tuple[str, ...]] = {}
        since = len(self.faults)
        for name in declared:
            inner = f"{way}.{name}" if way else name
            places = held_to(self.api, target, name, inner, here)
            if isinstance(places, Finding):
                self.faults.append(places)
                continue
            held[name] = places
            if inner in self.given:
                made.append((name, self.given[inner]))
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
            elif name in misspelled or (
                self._is_sent and not required and not candidates(base, name)
            ):
                continue
            elif shared is not None and name in shaped:
                blamed = Mark(place=shared.place_of(name), on="key")
                bind = partial(self.build, shaped[name], shared.scope, way=inner)
            else:
                blamed = here
                bind = partial(self._inherited, parent, scope, name, way=inner, mark=here)
            value = self._held(places, bind, inner, blamed, required=required)
            if value is not None:
                made.append((name, value))
        whole = Built(
            schema=target,
            members=tuple(made),
            base=base.read if base else None,
            null_as_null=base is not None and takes_null(self.meaning, pointer),
        )
        if not stops(self.faults[since:]):
            fault = broken_whole(self.proofs, whole, self.api, held, self.reads.met, way, here)
            self.faults += [fault] if fault is not None else []
        return whole

    def _inherited(
        self, base: Bound | None, scope: Scope, name: str, pointer: str, way: str, mark: Mark
    ) -> Expression | None:
        """Bind a property that no builder names: it is projected from the base."""
        found = inherited(base, name, self.api, pointer, way, mark)
        if isinstance(found, Finding):
            self.faults.append(found)
            return None
        self.reads.note(found)
        return self.project(scope.standing(found, mark), scope, pointer, way, mark)

    def project(
        self, found: Bound, scope: Scope, pointer: str, way: str, mark: Mark
    ) -> Expression | None:
        """Copy a value to a place of the client's schema: what both sides declare, all the way."""
        target = solid(self.meaning, pointer)
        shared = self._shapes.at(self.api, pointer, found, scope)
        if shared is not None:
            whole = partial(self.object, None, (), scope, pointer, way, found, mark)
            bind = partial(self._shaped, shared, whole, found, pointer, way, mark)
            return self._paired(found, pointer, way, bind, shared)
        if not self._meets(found, pointer, way, mark):
            return None
        match shape(self.meaning, target):
            case _ if is_endless(self.meaning, target):
                what = f"{named(way)}, a list or a map of nothing but itself"
            case Shape.OPEN:
                self.faults.append(
                    finding("compose-open-shape", mark, promise(self.api, pointer), property=way)
                )
                return None
            case Shape.OBJECT if is_taken_apart(self.api, target, found):
                bind = partial(chosen, self, found, scope, pointer, way, mark)
                return self._paired(found, pointer, way, bind, chooses=True)
            case Shape.OBJECT if is_alternative(self.meaning, target):
                return branch_of(self, found, scope, pointer, way, mark)
            case Shape.OBJECT:
                bind = partial(self.object, None, (), scope, pointer, way, found, mark)
                return self._paired(found, pointer, way, bind)
            case Shape.PLAIN | Shape.ARRAY | Shape.MAP if is_plain(
                self.meaning, target
            ) and not lists.is_wider(self.api, target, found):
                return self._copy(found, pointer, way, mark, apart=False)
            case Shape.ARRAY:
                return lists.projected(self, found, scope, pointer, way, mark)
            case Shape.MAP:
                return lists.projected_map(self, found, scope, pointer, way, mark)
            case _:
                what = f"{named(way)}, a value that may be of several shapes"
        self.faults.append(unbuilt(what, self.api, target, mark))
        return None

    def _paired(
        self,
        found: Bound,
        pointer: str,
        way: str,
        bind: Callable[[], Expression | None],
        shared: Applied | None = None,
        *,
        chooses: bool = False,
    ) -> Expression | None:
        """Bind a value to an object, which may be inside itself."""
        is_own = self._omit.is_below(way) or (bool(self.given) and not way)
        if is_own and not chooses:
            return bind()
        return self._pairs.bound(
            solid(self.meaning, pointer),
            (shared.shape.component if shared else "") + f" at {way}" * is_own,
            found,
            bind,
            self.reads.again,
            called=built_as(self.api, pointer, way),
            chooses=chooses,
            null_as_null=takes_null(self.meaning, pointer),
        )

    def _shaped(
        self,
        shared: Applied,
        whole: Callable[..., Expression | None],
        found: Bound,
        pointer: str,
        way: str,
        mark: Mark,
    ) -> Expression | None:
        """Bind a value at a place that has a shape.

        Args:
            whole: binds an object there; takes `shared`.
        """
        since = len(self.faults)
        self._shapes.enter(shared, found)
        if shared.is_object:
            made = whole(shared=shared)
        else:
            made = self.build(shared.shape.builder, shared.scope, pointer, way)
        self._shapes.leave(self.faults, since, mark)
        return made

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
            if not self._is_sent:
                node.narrowed_by.add((pointer, apart))
        fault = self.proofs.copied(found, self.api, pointer, way, mark)
        fault = fault or valueless_copy(self.proofs, found, mark)
        fault = fault or dropped_from(found, self.api, pointer, way, mark, self.reads.dropping)
        self.faults += [fault] if fault is not None else []
        return found.read

    # -- judging --------------------------------------------------------------------------------

    def _meets(self, found: Bound, pointer: str, way: str, mark: Mark) -> bool:
        clash = type_clash(found, self.api, pointer, way, mark)
        if clash is not None:
            self.faults.append(clash)
        return clash is None

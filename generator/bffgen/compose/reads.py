"""Resolve the paths of one operation and keep what they read.

In:  paths as written, the scope that they stand in.
Out: Bound values and the expressions of lists; what is read of each source, of the request and of
     sources of several calls.
How: grows while an operation is bound; a path that names nothing is a finding, kept in order.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bffgen.compose import asked
from bffgen.compose.bound import Bound, present
from bffgen.compose.loops import loop_element
from bffgen.compose.result import Met
from bffgen.compose.scope import Scope
from bffgen.compose.secured import with_null
from bffgen.compose.uses import UseTree
from bffgen.model.builder import Constant, Every, Name, Value, ValuePath
from bffgen.model.composition import BODY
from bffgen.model.expression import Collected, Fixed, Lookup, Otherwise, Read
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.plain import array_bounds
from bffgen.model.shapes import solid
from bffgen.model.spelling import singular

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """`items.*.sku` taken apart: the array, the name of its element, the value of each.

    Attributes:
        outer: (array, name of its element) for each `.*` before the last, outermost first.
    """

    over: Bound
    loop: str
    one: Bound
    outer: tuple[tuple[Read, str], ...] = ()

    def around(self, made: Collected) -> Collected:
        """Give the list of all that is made in each of the outer arrays."""
        for over, loop in reversed(self.outer):
            made = Collected(over=over, loop=loop, item=made, flat=True)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """A list of keys.

    Attributes:
        expression: the array, elements that are absent included.
        one: an element; most: how many there are at most, None where nothing says so.
    """

    expression: Read | Collected
    one: Bound
    most: int | None


class Reads:
    """What is read while one operation is bound.

    Attributes:
        faults: the caller's own list.
        uses: source -> what is read of its answer.
        requested: the client's parameters that are read, as `in.name`.
        met: all values that are read, by their schemas.
        dropping: sources of which elements of lists may be left out.
    """

    def __init__(self, faults: list[Finding], dropping: frozenset[str] = frozenset()) -> None:
        self.dropping = dropping
        self.faults = faults
        self.uses: dict[str, UseTree] = {}
        self.requested: set[str] = set()
        self.met = Met()
        # What is looked up, by the loop whose element a key comes from; outside of loops by "".
        self._lookups: dict[str, dict[str, Lookup]] = {"": {}}
        # What is looked up for the call that is being bound.
        self._asked: dict[str, Lookup] = {}

    def bound(self, path: ValuePath, scope: Scope) -> Bound | None:
        """Resolve a path and note that it is read."""
        found = scope.resolve(path)
        if isinstance(found, Finding):
            self.faults.append(found)
            return None
        for keyed in found.keyed:
            self.note(keyed.key)
            frame = self._frame(keyed.lookup.key, scope)
            if frame is None:
                what = f"`{keyed.lookup.name}` in what an `each` of a source runs over"
                self.faults.append(finding("compose-unsupported", path.mark, what=what))
                return None
            frame.setdefault(keyed.lookup.name, keyed.lookup)
        self.note(found)
        return found

    def note(self, found: Bound) -> UseTree:
        """Note that a value is read; give what is read of it."""
        self.met.add(found)
        if not found.source:
            self.requested.add(asked.key(found))
            return UseTree()
        return self.uses.setdefault(found.source, UseTree()).at(found.tokens)

    def again(self, found: Bound, first: Bound) -> None:
        """Note that a value is read as another one is, which it is a part of or equal to."""
        use, other = self.note(found), self.note(first)
        if use is not other:
            use.again.append(other)

    def value(self, value: Value | Constant, scope: Scope) -> Read | Fixed | Otherwise | None:
        """Bind a value that is handed on as it is: to an upstream's parameter or to a hook."""
        if isinstance(value, Constant):
            return Fixed(value=value.value)
        options: list[Read | Fixed] = []
        for option in value.options:
            if isinstance(option, Constant):
                options.append(Fixed(value=option.value))
                continue
            found = self.bound(option, scope)
            if found is None:
                return None
            options.append(found.read)
        return options[0] if len(options) == 1 else Otherwise(options=tuple(options))

    def handed(self, value: Value | Constant, scope: Scope) -> Read | Fixed | Otherwise | None:
        """Bind a value that a function of hooks is given, which may read all that is below it."""
        made = self.value(value, scope)
        for path in value.options if isinstance(value, Value) else ():
            found = scope.resolve(path) if isinstance(path, ValuePath) else None
            if isinstance(found, Bound) and found.source:
                self.note(found).whole = True
            elif isinstance(found, Bound) and found.read.name == BODY:
                self.requested.add(asked.key(found) if found.tokens else asked.WHOLE)
        return made

    # -- lists ----------------------------------------------------------------------------------

    def every(self, path: ValuePath, scope: Scope) -> Listed | None:
        """Take `items.*.sku` apart: the array, and the rest of the path on one element."""
        at = next(n for n, step in enumerate(path.steps) if isinstance(step, Every))
        over = self.bound(replace(path, steps=path.steps[:at]), scope)
        if over is None:
            return None
        named = [step.name for step in path.steps[:at] if isinstance(step, Name)]
        loop = singular(named[-1] if named else path.root)
        element = loop_element(over, loop, path.mark_of(at))
        if isinstance(element, Finding):
            self.faults.append(element)
            return None
        rest = replace(path, root=loop, steps=path.steps[at + 1 :])
        inside = scope.inside(loop, element)
        if any(isinstance(step, Every) for step in rest.steps):
            listed = self.every(rest, inside)
            outer = (over.read, loop)
            return replace(listed, outer=(outer, *listed.outer)) if listed else None
        one = self.bound(rest, inside)
        return Listed(over=over, loop=loop, one=one) if one else None

    def keys(self, path: ValuePath, scope: Scope) -> Keys | None:
        """Bind a list of keys: an array of plain values, or one value of each element."""
        if any(isinstance(step, Every) for step in path.steps):
            listed = self.every(path, scope)
            if listed is None:
                return None
            over, one = listed.over, listed.one
            item = replace(one.read, mark=path.mark)
            flat = Collected(over=over.read, loop=listed.loop, item=item)
            made: Read | Collected = listed.around(flat)
        else:
            whole = self.bound(path, scope)
            element = loop_element(whole, "", path.mark) if whole else None
            if isinstance(element, Finding):
                self.faults.append(element)
            if whole is None or element is None or isinstance(element, Finding):
                return None
            self.note(element)
            over, one, made = whole, element, whole.read
        most = None if isinstance(made, Collected) and made.flat else most_of(over)
        return Keys(expression=made, one=one, most=most)

    def element(self, over: Bound, loop: str, mark: Mark, scope: Scope) -> Bound | None:
        """Give the element of a loop that its author names: by a name that means nothing yet."""
        if loop in dict(scope.loops):
            problem = f"`{loop}` is the element of a loop around it; another name tells them apart"
            self.faults.append(finding("compose-schema", Mark(place=mark.place), problem=problem))
            return None
        one = loop_element(over, loop, mark)
        if isinstance(one, Finding):
            self.faults.append(one)
            return None
        self.note(one)
        return one

    # -- what is looked up ----------------------------------------------------------------------

    def enter(self, loop: str) -> None:
        """Begin a loop: what is looked up for its element is kept apart."""
        self._lookups[loop] = {}

    def leave(self, loop: str) -> tuple[Lookup, ...]:
        """End a loop; give what is looked up for each element, what others need first."""
        return tuple(self._lookups.pop(loop).values())

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """Give what is looked up outside of loops, what others need first."""
        return tuple(self._lookups[""].values())

    def asked(self) -> tuple[Lookup, ...]:
        """Give what has been looked up for one call, what others need first, and forget it."""
        found = tuple(self._asked.values())
        self._asked = {}
        return found

    def apart(self, bind: Callable[[], T]) -> tuple[T, tuple[Lookup, ...]]:
        """Bind what is looked up for itself, and not for the call that it is a part of."""
        before, self._asked = self._asked, {}
        made = bind()
        found = self.asked()
        self._asked = before
        return made, found

    def _frame(self, key: Read, scope: Scope) -> dict[str, Lookup] | None:
        if scope.is_waiting:
            return self._frame_of_call(key) if scope.looks_up else None
        if key.root == "loop":
            return self._lookups.get(key.name)
        if key.root == "lookup":
            return next(each for each in self._lookups.values() if key.name in each)
        return self._lookups[""]

    def _frame_of_call(self, key: Read) -> dict[str, Lookup]:
        """Give where what is sent is looked up: for an element of a list in it, or for the call."""
        if key.root == "loop":
            return self._lookups.get(key.name, self._asked)
        frames = (each for loop, each in self._lookups.items() if loop)
        holding = (each for each in frames if key.root == "lookup" and key.name in each)
        return next(holding, self._asked)


def most_of(over: Bound) -> int | None:
    """Give how many elements an array has at most; None where its contract says nothing."""
    meaning = over.api.meaning
    most = array_bounds(meaning, solid(meaning, over.read.pointer)).get("maxItems")
    return most if isinstance(most, int) else None


def there(bound: Bound) -> Bound:
    """Give an element that was not skipped: it is there, and null where it may be."""
    return replace(bound, read=with_null(present(bound).read, bound.read))

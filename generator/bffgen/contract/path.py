"""Parse the path grammar of composition.yaml at the door.

In:  one YAML text, such as `product.title`, `rating.count else 0` or `gallery.items as image`.
Out: a Value or a loop of ValuePaths whose steps know their characters, or a PathFault.
How: one scanner, left to right, without backtracking; the grammar is COMPOSITION.md section 2.
"""

import re
from dataclasses import dataclass

from bffgen.model.builder import By, Constant, Every, Index, Name, Step, Value, ValuePath
from bffgen.model.canonical import Json, JsonFault, read_json
from bffgen.model.composition import RESERVED
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import On, Place

_NAME = re.compile(r"[A-Za-z_$@][A-Za-z0-9_$@-]*")
_IDENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_INDEX = re.compile(r"0|[1-9][0-9]*")
# How other languages write an index.
_BRACKET = re.compile(r"\[([0-9]+)\]")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_LITERAL = re.compile(
    r'"(?:[^"\\]|\\.)*"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null'
)
_ROOT = "the name of a source, a loop or a root such as `request`"
_OPTION = 'a path or a literal such as `0` or `"EUR"`'
# Deeper than any path that people write, shallower than Python's own stack.
_NESTED = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PathFault:
    """Where a path stops being one.

    Attributes:
        offset: characters from the start of the text to the first one that does not fit.
        width: how many characters do not fit, >= 1.
        problem: what stands there.
        expected: what may stand there.
    """

    offset: int
    width: int
    problem: str
    expected: str


def syntax_fault(text: str, fault: PathFault, place: Place, *, on: On = "value") -> Finding:
    """Say where a text stops being a path.

    Args:
        place: the YAML text.
        on: whether the text is that member's key.
    """
    return finding(
        "compose-path-syntax",
        Mark(place=place, on=on, offset=fault.offset, width=fault.width),
        path=text,
        problem=fault.problem,
        expected=fault.expected,
    )


class _Refused(Exception):
    def __init__(self, fault: PathFault) -> None:
        super().__init__(fault.problem)
        self.fault = fault


class _Scanner:
    """The text and how far it has been read."""

    def __init__(self, text: str, place: Place) -> None:
        self.text, self.place, self.at = text, place, 0
        self.nested = 0

    def refuse(self, expected: str) -> _Refused:
        rest = self.text[self.at :]
        word = re.match(r"[^\s.()]+|.", rest, re.DOTALL)
        problem = f"`{word[0]}` stands here" if word else "the text ends here"
        fault = PathFault(
            offset=self.at, width=len(word[0]) if word else 1, problem=problem, expected=expected
        )
        return _Refused(fault)

    def take(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found[0]

    def word(self, word: str) -> bool:
        """Take ` word ` with spaces on both sides."""
        spaced = re.compile(rf"\s+{word}(?=\s|$)\s*").match(self.text, self.at)
        if spaced is None:
            return False
        self.at = spaced.end()
        return True

    def path(self, expected: str = _ROOT) -> ValuePath:
        start = self.at
        root = self.take(_NAME)
        if root is None:
            raise self.refuse(expected)
        steps: list[Step] = []
        while self.text.startswith(".", self.at):
            self.at += 1
            steps.append(self.step())
        return ValuePath(
            root=root,
            steps=tuple(steps),
            text=self.text[start : self.at],
            offset=start,
            place=self.place,
        )

    def step(self) -> Step:
        start = self.at
        if self.text.startswith("by(", start):
            return self.by(start)
        if self.text.startswith("*", start):
            self.at += 1
            return Every(offset=start)
        if (digits := self.take(_INDEX)) is not None:
            return Index(index=int(digits), offset=start, width=len(digits))
        if (quoted := self.take(_TEXT)) is not None:
            name = _json(quoted)
            if isinstance(name, str):
                return Name(name=name, offset=start, width=len(quoted))
            self.at = start
        if (name := self.take(_NAME)) is not None:
            return Name(name=name, offset=start, width=len(name))
        raise self.refuse("a property name, an index, `*` or `by(..)`")

    def by(self, start: int) -> By:
        if self.nested == _NESTED:
            raise self.refuse(f"no more than {_NESTED} `by(..)` inside each other")
        self.at = start + len("by(")
        self.nested += 1
        key = self.path()
        self.nested -= 1
        if not self.text.startswith(")", self.at):
            raise self.refuse("`)`")
        self.at += 1
        return By(key=key, offset=start, width=self.at - start)

    def option(self) -> ValuePath | Constant:
        found = _LITERAL.match(self.text, self.at)
        # `true.x` and `nullable` are names: a literal ends where a name could not go on.
        if found and not re.match(r"[A-Za-z0-9_$@.-]", self.text[found.end() : found.end() + 1]):
            value = _json(found[0])
            if value is None and found[0] != "null":
                raise self.refuse(_OPTION)
            start, self.at = found.span()
            return Constant(value=value, place=self.place, offset=start, width=self.at - start)
        return self.path(_OPTION)

    def end(self) -> None:
        if self.at < len(self.text):
            bracket = _BRACKET.match(self.text, self.at)
            if bracket is not None:
                raise self.refuse(f"`.{bracket[1]}` for one element, `.*` for each")
            raise self.refuse("` else ` with a path or a literal, or nothing more")


def _json(text: str) -> Json:
    """Read a literal; None for one that is not JSON, such as a text with half a surrogate."""
    try:
        return read_json(text.encode())
    except JsonFault:
        return None


def parse_value(text: str, place: Place) -> Value | PathFault:
    """Parse `path else path-or-literal ..`."""
    scanner = _Scanner(text, place)
    try:
        options: list[ValuePath | Constant] = [scanner.path()]
        while scanner.word("else"):
            options.append(scanner.option())
        scanner.end()
    except _Refused as refused:
        return refused.fault
    return Value(options=tuple(options), place=place)


def parse_path(text: str, place: Place) -> ValuePath | PathFault:
    """Parse one path without `else`."""
    value = parse_value(text, place)
    if isinstance(value, PathFault):
        return value
    only = value.options[0]
    if len(value.options) == 1 and isinstance(only, ValuePath):
        return only
    # A quoted name may hold the word too: behind the path only blanks stand before it.
    at = text.index("else", len(only.text) if isinstance(only, ValuePath) else 0)
    return PathFault(offset=at, width=4, problem="`else` stands here", expected="a path alone")


def parse_steps(text: str, place: Place) -> tuple[Step, ...] | PathFault:
    """Parse the steps of a path alone: `items.*.discount`."""
    scanner = _Scanner(text, place)
    try:
        steps = [scanner.step()]
        while scanner.text.startswith(".", scanner.at):
            scanner.at += 1
            steps.append(scanner.step())
        if scanner.at < len(text):
            raise scanner.refuse("`.` and a further step, or nothing more")
    except _Refused as refused:
        return refused.fault
    return tuple(steps)


def parse_loop(text: str, place: Place) -> tuple[ValuePath, str] | PathFault:
    """Parse `path as name`."""
    scanner = _Scanner(text, place)
    try:
        path = scanner.path()
        if not scanner.word("as"):
            raise scanner.refuse("` as ` and a name for the element")
        start = scanner.at
        name = scanner.take(_IDENT)
        if name is None or scanner.at < len(text):
            raise scanner.refuse("a name for the element: letters, digits and `_`")
    except _Refused as refused:
        return refused.fault
    if name in RESERVED:
        problem = f"`{name}` is a reserved word"
        return PathFault(offset=start, width=len(name), problem=problem, expected="another name")
    return path, name

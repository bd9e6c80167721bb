"""A regular expression of ECMA-262 as a tree.

In:  the text of a `pattern`.
Out: a Node: characters, sequences, choices, repetitions; each knows the lengths of its texts.
How: one descent over the grammar of ECMA-262 22.2.1, taken loosely. What asks and takes nothing
     (anchors, look-around, word bounds) is Nothing: texts are drawn without it and judged with it.
"""

from dataclasses import dataclass
from typing import Final, NoReturn, TypeAlias

from bffgen.verify.charset import ANY, DIGITS, SPACE, WORD, CharSet, of_property

# Repetitions without an end, and texts longer than any that is wanted.
ENDLESS: Final = 1_000_000

_CONTROLS: Final = {"t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_CLASSES: Final = {"d": DIGITS, "w": WORD, "s": SPACE}
# `\A`, `\Z`, `\z` and `\G` are not ECMA's; people write them.
_ASKS: Final = frozenset("bBAZzG")
_HEX_DIGITS: Final = {"x": 2, "u": 4}


class Unreadable(ValueError):
    """A pattern that is no regular expression, or has what is not read here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """What takes no character."""

    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """One character of a set."""

    among: CharSet
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """One part behind the other."""

    parts: tuple["Node", ...]

    @property
    def least(self) -> int:
        """Length of the shortest text."""
        return sum(each.least for each in self.parts)

    @property
    def most(self) -> int:
        """Length of the longest text, ENDLESS at most."""
        return min(sum(each.most for each in self.parts), ENDLESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several; at least one."""

    branches: tuple["Node", ...]

    @property
    def least(self) -> int:
        """Length of the shortest text."""
        return min(each.least for each in self.branches)

    @property
    def most(self) -> int:
        """Length of the longest text."""
        return max(each.most for each in self.branches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A part, so many times; `highest` is ENDLESS without an end."""

    part: "Node"
    lowest: int
    highest: int

    @property
    def least(self) -> int:
        """Length of the shortest text."""
        return self.lowest * self.part.least

    @property
    def most(self) -> int:
        """Length of the longest text, ENDLESS at most."""
        return min(self.highest * self.part.most, ENDLESS)


Node: TypeAlias = Nothing | Character | Sequence | Choice | Repeat


def parse_pattern(text: str) -> Node:
    """Read a regular expression.

    Raises:
        Unreadable: with what was met and where.

    Source:
        ECMA-262 22.2.1, with Annex B.1.2.
    """
    reading = _Reading(text)
    node = reading.choice()
    if reading.at < len(text):
        reading.fail("`)` without `(`")
    return node


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.groups: list[Node] = []

    def fail(self, what: str) -> NoReturn:
        raise Unreadable(f"{what} at character {self.at} of `{self.text}`")

    def take(self, start: str) -> bool:
        """Step over a text if it stands here."""
        if not self.text.startswith(start, self.at):
            return False
        self.at += len(start)
        return True

    def one(self) -> str:
        if self.at >= len(self.text):
            self.fail("the pattern ends early")
        self.at += 1
        return self.text[self.at - 1]

    def until(self, end: str) -> str:
        stop = self.text.find(end, self.at)
        if stop < 0:
            self.fail(f"`{end}` is expected")
        found = self.text[self.at : stop]
        self.at = stop + len(end)
        return found

    def choice(self) -> Node:
        branches = [self.sequence()]
        while self.take("|"):
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else Choice(branches=tuple(branches))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self.repeated(self.atom()))
        return parts[0] if len(parts) == 1 else Sequence(parts=tuple(parts))

    def repeated(self, part: Node) -> Node:
        if self.take("*"):
            lowest, highest = 0, ENDLESS
        elif self.take("+"):
            lowest, highest = 1, ENDLESS
        elif self.take("?"):
            lowest, highest = 0, 1
        elif (bounds := self.bounds()) is not None:
            lowest, highest = bounds
        else:
            return part
        # Lazy or possessive: the same texts.
        if not self.take("?"):
            self.take("+")
        return Repeat(part=part, lowest=lowest, highest=highest)

    def bounds(self) -> tuple[int, int] | None:
        """Read `{2}`, `{2,}` or `{2,5}`; a brace of another kind is itself (Annex B)."""
        end = self.text.find("}", self.at)
        if end < 0 or not self.text.startswith("{", self.at):
            return None
        low, comma, high = self.text[self.at + 1 : end].partition(",")
        if not low.isdecimal() or not (high == "" or high.isdecimal()):
            return None
        self.at = end + 1
        if not comma:
            return int(low), int(low)
        return int(low), int(high) if high else ENDLESS

    def atom(self) -> Node:
        match self.one():
            case "(":
                return self.group()
            case "[":
                return Character(among=self.members())
            case "\\":
                return self.escape()
            case "^" | "$":
                return Nothing()
            case ".":
                return Character(among=ANY)
            case "*" | "+" | "?":
                self.at -= 1
                self.fail(f"`{self.text[self.at]}` with nothing to repeat")
            case literal:
                return Character(among=CharSet.just(literal))

    def group(self) -> Node:
        asks = False
        if self.take("?"):
            if self.take("=") or self.take("!") or self.take("<=") or self.take("<!"):
                asks = True
            elif self.take("<") or self.take("P<"):
                self.until(">")
            elif not self.take(":") and not self.take(">"):
                return self.flags()
        node = self.choice()
        if not self.take(")"):
            self.fail("`)` is expected")
        if asks:
            return Nothing()
        self.groups.append(node)
        return node

    def flags(self) -> Node:
        """Read `(?i)` and `(?i:..)`, which the judge knows although ECMA does not."""
        end = next((n for n in range(self.at, len(self.text)) if self.text[n] in ":)"), None)
        if end is None or self.text[self.at : end].strip("imsux-"):
            self.fail("an unknown kind of group")
        self.at = end
        if self.take(")"):
            return Nothing()
        self.take(":")
        node = self.choice()
        if not self.take(")"):
            self.fail("`)` is expected")
        return node

    def escape(self) -> Node:
        letter = self.one()
        if letter in _ASKS:
            return Nothing()
        if letter.isdecimal() and letter != "0":
            number = int(letter)
            if number > len(self.groups):
                self.fail("a reference to a group that is not closed yet")
            # The group is drawn anew: right where it has one text, else the judge refuses it.
            return self.groups[number - 1]
        if letter == "k" and self.take("<"):
            self.until(">")
            self.fail("a reference to a named group")
        return Character(among=self.escaped(letter))

    def escaped(self, letter: str) -> CharSet:
        """Give what an escape means, in a class or outside of one."""
        if letter in "pP" and self.take("{"):
            written = self.until("}").removeprefix("^")
            found = of_property(written, negated=letter == "P")
            if found is None:
                self.fail(f"the Unicode property `{written}`, which is not read here,")
            return found
        if letter.lower() in _CLASSES:
            found = _CLASSES[letter.lower()]
            return found.complement() if letter.isupper() else found
        if letter in _CONTROLS:
            return CharSet.just(_CONTROLS[letter])
        if letter == "0":
            return CharSet.just("\0")
        if letter == "c":
            return CharSet.just(chr(ord(self.one()) % 32))
        if letter in _HEX_DIGITS:
            return CharSet.just(self.code(letter))
        return CharSet.just(letter)

    def code(self, letter: str) -> str:
        r"""Read the digits of `\x41`, `\u0041` and `\u{1F600}`."""
        if self.take("{"):
            digits = self.until("}")
        else:
            digits = self.text[self.at : self.at + _HEX_DIGITS[letter]]
            self.at += len(digits)
        try:
            return chr(int(digits, 16))
        except (ValueError, OverflowError):
            self.fail(f"`{digits}` is no code of a character")

    def members(self) -> CharSet:
        negated = self.take("^")
        ranges: list[tuple[int, int]] = []
        first = True
        while first or not self.take("]"):
            if first and self.take("]"):
                break
            first = False
            low = self.member()
            if self.text.startswith("-", self.at) and not self.text.startswith("-]", self.at):
                self.at += 1
                high = self.member()
                if _single(low) and _single(high):
                    if high.ranges[0][0] < low.ranges[0][0]:
                        self.fail("a range that ends before it begins")
                    ranges.append((low.ranges[0][0], high.ranges[0][0]))
                    continue
                ranges += [*high.ranges, *CharSet.just("-").ranges]
            ranges += low.ranges
        found = CharSet.of(ranges)
        return found.complement() if negated else found

    def member(self) -> CharSet:
        letter = self.one()
        if letter != "\\":
            return CharSet.just(letter)
        letter = self.one()
        # In a class `\b` is the backspace.
        return CharSet.just("\b") if letter == "b" else self.escaped(letter)


def _single(among: CharSet) -> bool:
    return len(among.ranges) == 1 and among.ranges[0][0] == among.ranges[0][1]

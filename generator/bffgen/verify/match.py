"""Texts of a regular expression, of a wanted length.

In:  a `pattern` of ECMA-262, bounds of the length, a source of randomness.
Out: texts that match, drawn; or that there is none within reach.
How: the length is chosen first and shared out over the parts of the pattern, so narrow bounds
     cost no attempts; what the tree leaves out (look-around, anchors) is left to a matcher.
"""

import re
import string
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import Final

from bffgen.verify.pattern import (
    ENDLESS,
    Character,
    Choice,
    Node,
    Nothing,
    Repeat,
    Unreadable,
    parse_pattern,
)
from bffgen.verify.pattern import Sequence as Parts

# Texts are a little longer than they must be, not as long as they may be.
_USUAL_EXTRA: Final = 8
_USUAL_LEAST: Final = 4
_ATTEMPTS: Final = 60
_FILLING: Final = string.ascii_lowercase


class NoText(ValueError):
    """No text was found; the message says of what pattern or why."""


def draw_match(pattern: str, rng: Random, *, least: int = 0, most: int = ENDLESS) -> str:
    """Draw a text that a pattern matches as a whole.

    Args:
        pattern: of ECMA-262.
        rng: what is drawn from.
        least: of the text's length, in characters.
        most: of the text's length, in characters.

    Raises:
        NoText: where none was found; a text with look-around may need a further call.
    """
    try:
        node = _parsed(pattern)
    except Unreadable as fault:
        raise NoText(str(fault)) from None
    low, high = max(least, node.least), min(most, node.most)
    # A pattern without anchors lets a text go on behind what it matches.
    short = max(least - node.most, 0)
    for attempt in range(_ATTEMPTS):
        if node.least > most:
            break
        length = rng.randint(*_lengths(min(low, high), high, attempt))
        try:
            text = _draw(node, rng, length) + "".join(rng.choices(_FILLING, k=short))
        except NoText:
            continue
        if least <= len(text) <= most and matches(pattern, text):
            return text
    raise NoText(f"no text of {least} to {most} characters was found for `{pattern}`")


def matches(pattern: str, text: str) -> bool:
    """Say whether a pattern matches somewhere in a text; no where no engine at hand reads it.

    A quick test before the judge's: the two differ in corners of Unicode.
    """
    compiled = _compiled(pattern)
    return compiled is None or compiled.search(text) is not None


@lru_cache(maxsize=1024)
def _parsed(pattern: str) -> Node:
    return parse_pattern(pattern)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Compile what Python reads as ECMA does, `$` at the end apart; None for the rest."""
    spelled = re.sub(r"\(\?<(?![=!])", "(?P<", pattern)
    spelled = re.sub(r"(?<!\\)\$(?=\)*$|\|)", r"\\Z", spelled)
    try:
        return re.compile(spelled, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None


def _lengths(low: int, high: int, attempt: int) -> tuple[int, int]:
    """Give the lengths to try: usual ones first, then ever wider."""
    first = min(max(low, _USUAL_LEAST), high) if attempt < _ATTEMPTS // 3 else low
    return first, min(high, first + _USUAL_EXTRA * (1 + attempt))


def _draw(node: Node, rng: Random, length: int) -> str:
    """Draw a text of exactly this length."""
    match node:
        case Nothing():
            return ""
        case Character():
            try:
                return node.among.draw(rng)
            except ValueError as fault:
                raise NoText(str(fault)) from None
        case Parts():
            return _joined(node.parts, rng, length)
        case Choice():
            fitting = [each for each in node.branches if each.least <= length <= each.most]
            if not fitting:
                raise NoText("no branch has this length")
            return _draw(rng.choice(fitting), rng, length)
        case Repeat():
            return _joined([node.part] * _count(node, rng, length), rng, length)


def _count(node: Repeat, rng: Random, length: int) -> int:
    """Choose how often a part is repeated in a text of this length."""
    if node.part.most == 0:
        return node.lowest
    low = max(node.lowest, -(-length // node.part.most))
    high = min(node.highest, length // node.part.least if node.part.least else max(length, low))
    if low > high:
        raise NoText("no number of repetitions has this length")
    return rng.randint(low, high)


def _joined(parts: Sequence[Node], rng: Random, length: int) -> str:
    """Share a length out over parts and draw each."""
    shares = [each.least for each in parts]
    rest = length - sum(shares)
    growing = [n for n, each in enumerate(parts) if each.most > each.least]
    if rest < 0:
        raise NoText("the parts are longer than that")
    while rest:
        growing = [n for n in growing if shares[n] < parts[n].most]
        if not growing:
            raise NoText("the parts are shorter than that")
        chosen = rng.choice(growing)
        more = rng.randint(1, min(rest, parts[chosen].most - shares[chosen]))
        shares[chosen] += more
        rest -= more
    return "".join(_draw(each, rng, share) for each, share in zip(parts, shares, strict=True))

"""One text or number of a claim.

In:  a Claim whose type is chosen, the words of the property's name, a source of randomness.
Out: a value within length, pattern, format and bounds; NoText or NoNumber where none was found.
How: first what reads well (by format, by name), cut or grown to length; then what the pattern
     gives. Nothing here is final: the whole value is judged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Final

from bffgen.verify.claim import Claim
from bffgen.verify.match import NoText, draw_match, matches
from bffgen.verify.number import Bounds, draw_number, exact
from bffgen.verify.pattern import ENDLESS
from bffgen.verify.plausible import octets, plain_text, text_by_format, text_by_name

# Formats whose texts are never cut or grown.
_RIGID: Final = frozenset(
    (
        *("date", "date-time", "time", "uuid", "email", "idn-email", "ipv4", "ipv6", "uri"),
        *("hostname", "idn-hostname", "iri", "uri-reference", "json-pointer", "duration"),
    )
)
# Where a bound leaves no room for a usual one.
_SHORT: Final = {
    "uri": ("https://a.example/1", "urn:a:1", "a:b"),
    "email": ("a@b.example", "a@b.de"),
    "hostname": ("a.example", "a"),
    "uri-reference": ("/1", "a", ""),
}
_INTERVALS: Final = {"int32": 2**31, "int64": 2**63}
_ATTEMPTS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What a value is called: words of its own name, and of what it belongs to."""

    words: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()


def text_of(claim: Claim, called: Called, rng: Random) -> str:
    """Draw a text of a claim; raises NoText."""
    low, high = claim.greatest("minLength"), claim.least("maxLength", ENDLESS)
    patterns = claim.texts("pattern")
    if low > high:
        raise NoText(f"at least {low} and at most {high} characters")
    for text in _readable(claim, called, rng, low, high):
        if low <= len(text) <= high and all(matches(each, text) for each in patterns):
            return text
    if not patterns:
        raise NoText(f"no text of {low} to {high} characters of this format")
    for _ in range(_ATTEMPTS):
        text = _joined(patterns, rng, low, high)
        if low <= len(text) <= high and all(matches(each, text) for each in patterns):
            return text
    raise NoText("no text was found that all patterns match")


def has_maker(claim: Claim, called: Called) -> bool:
    """Say whether something but chance tells how texts of a claim look."""
    by_format = any(text_by_format(f, called.words, Random(0)) for f in claim.texts("format"))
    return by_format or text_by_name(called.words, called.owner, Random(0)) is not None


def number_of(claim: Claim, called: Called, rng: Random, *, whole: bool) -> int | float:
    """Draw a number of a claim; raises NoNumber."""
    least, most = _exacts(claim, "minimum"), _exacts(claim, "maximum")
    for name in claim.texts("format"):
        if name in _INTERVALS:
            least.append(Fraction(-_INTERVALS[name]))
            most.append(Fraction(_INTERVALS[name] - 1))
    bounds = Bounds(
        least=max(least, default=None),
        most=min(most, default=None),
        above=max(_exacts(claim, "exclusiveMinimum"), default=None),
        below=min(_exacts(claim, "exclusiveMaximum"), default=None),
        steps=tuple(each for each in _exacts(claim, "multipleOf") if each > 0),
        whole=whole,
    )
    return draw_number(called.words, bounds, rng)


def _exacts(claim: Claim, keyword: str) -> list[Fraction]:
    found = (exact(value) for _, value in claim.each(keyword))
    return [each for each in found if each is not None]


def _readable(claim: Claim, called: Called, rng: Random, low: int, high: int) -> Iterator[str]:
    """Give texts that read well, best first; one of a rigid format keeps its length."""
    formats = claim.texts("format")
    for name in formats:
        for _ in range(_ATTEMPTS if name in _RIGID else 1):
            text = text_by_format(name, called.words, rng)
            if text is not None:
                yield text if name in _RIGID else _fitted(text, rng, low, high)
        yield from _SHORT.get(name, ())
    if _RIGID.intersection(formats):
        return
    if claim.texts("contentEncoding"):
        yield octets(rng)
    for _ in range(3 if claim.texts("pattern") else 1):
        text = text_by_name(called.words, called.owner, rng)
        if text is not None:
            yield _fitted(text, rng, low, high)
    yield _fitted(plain_text(rng), rng, low, high)


def _joined(patterns: Sequence[str], rng: Random, low: int, high: int) -> str:
    """Draw a text of one pattern, or texts of several behind each other in any order.

    Where patterns look at one end of a text each, the second kind matches them all.
    """
    if len(patterns) == 1 or rng.random() < 0.5:
        return draw_match(rng.choice(patterns), rng, least=low, most=high)
    return "".join(draw_match(each, rng, most=high) for each in rng.sample(patterns, len(patterns)))


def _fitted(text: str, rng: Random, low: int, high: int) -> str:
    """Cut a text at the end of a word, or put words behind it."""
    gap = " " if " " in text or low > len(text) + 20 else "-"
    while len(text) < low:
        text = f"{text}{gap}{plain_text(rng)}" if text else plain_text(rng)
    if len(text) <= high:
        return text
    cut = text[:high]
    whole_words = cut.rpartition(" ")[0].rstrip(" ,.")
    return whole_words if len(whole_words) >= max(low, 1) else cut

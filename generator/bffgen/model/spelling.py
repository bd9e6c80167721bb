"""How names are compared: nearest by edits, equal by words.

In:  names as people wrote them.
Out: the nearest known name; the words that a name is made of, whatever its case style.
"""

import re
from collections.abc import Iterable

# `productId`, `product_id`, `product-id` and `ProductID` are the words product, id.
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_A-Za-z]+")

# Further apart than two edits, a suggestion is more often wrong than helpful.
FAR = 2


def nearest(name: str, known: Iterable[str]) -> str:
    """Give the known name within two edits of this one, the empty text without one."""
    found = sorted((edits(name.lower(), each.lower()), each) for each in known)
    return found[0][1] if found and found[0][0] <= FAR else ""


def edits(a: str, b: str) -> int:
    """Count insertions, deletions and replacements between two names (Levenshtein 1966)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def words(name: str) -> tuple[str, ...]:
    """Split a name into its words, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(name))


def same_words(name: str, known: Iterable[str]) -> list[str]:
    """Give the known names that are this one: the equal spelling alone, else those of its words."""
    listed = list(known)
    if name in listed:
        return [name]
    wanted = words(name)
    return [each for each in listed if words(each) == wanted]


def singular(name: str) -> str:
    """Name one element of what a plural names: `reviews` gives `review`; else `<name>Item`."""
    if name.endswith("ies") and len(name) > len("ies"):
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "ches", "shes")):
        return name[:-2]
    if name.endswith("s") and not name.endswith("ss") and len(name) > 1:
        return name[:-1]
    return f"{name}Item"

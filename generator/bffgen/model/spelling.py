"""How names are compared: nearest by edits, equal by words.

In:  names as people wrote them.
Out: the nearest known name; the words that a name is made of, whatever its case style; what is
     spelt alike by the generated BFF and by who starts it.
"""

import re
from collections.abc import Iterable

# `productId`, `product_id`, `product-id` and `ProductID` are the words product, id.
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_A-Za-z]+")

# Further apart than two edits, a suggestion is more often wrong than helpful.
FAR = 2

# So many names are read at a glance; of more only the likeliest are worth a line.
GLANCE = 8

# No name that people write is longer; edits cost the product of two lengths.
_LONG = 100

# Up to this length, most words that end in `ies` do not come from one in `y`.
_SHORT_IES = 6


def nearest(name: str, known: Iterable[str]) -> str:
    """Give the known name within two edits of this one, the empty text without one."""
    # Lengths tell of most that they are too far apart, and of names of a megabyte soon.
    alike = (each for each in known if abs(len(each) - len(name)) <= FAR)
    found = sorted((apart(name.lower(), each.lower()), each) for each in alike)
    return found[0][1] if found and found[0][0] <= FAR else ""


def likely(name: str, known: Iterable[str]) -> list[str]:
    """Order known names by how likely they are meant; a list that is read at a glance stays.

    What shares words with the name goes first, then what is fewer edits away.
    """
    listed = list(known)
    if len(listed) <= GLANCE or len(name) > _LONG:
        return listed
    own, plain = {*words(name)}, name.lower()
    return sorted(
        listed, key=lambda each: (-len(own & {*words(each)}), edits(plain, each.lower()[:_LONG]))
    )


def apart(a: str, b: str) -> int:
    """Say how far two names are apart: their edits, or one where two neighbours are swapped."""
    differ = [n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    if len(a) == len(b) and len(differ) == 2:
        n, m = differ
        if m == n + 1 and (a[n], a[m]) == (b[m], b[n]):
            return 1
    return edits(a, b)


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
    if name.lower().endswith("children"):  # what trees call what lies below a node
        return name[:-3]
    if name.endswith("ies"):
        # `series`, `movies` and `ties` are as short and no plural of `-y`.
        return f"{name[:-3]}y" if len(name) > _SHORT_IES else f"{name}Item"
    if name.endswith(("sses", "xes", "ches", "shes")):
        return name[:-2]
    if name.endswith("s") and not name.endswith(("ss", "us", "is")) and len(name) > 1:
        return name[:-1]
    return f"{name}Item"


def parts(name: str) -> tuple[str, ...]:
    """Split a name where its author did: at case and signs; digits stay where they stand.

    `s3Url` is s3, Url; `HTTPServer` is HTTP, Server; `line_1` is line, 1.
    """
    found: list[str] = []
    begins = True
    for index, char in enumerate(name):
        if char == "_" or not f"a{char}".isidentifier():
            begins = True
            continue
        before, after = name[index - 1 : index], name[index + 1 : index + 2]
        if char.isupper() and (not before.isupper() or after.islower()):
            begins = True
        if begins:
            found.append(char)
        else:
            found[-1] += char
        begins = False
    return tuple(found)


def upstream_setting(upstream: str) -> str:
    """Name the setting that holds an upstream's address, as the generated Settings has it."""
    return "_".join(("upstream", *(part.lower() for part in parts(upstream)), "url"))


def token_setting(upstream: str) -> str:
    """Name the setting that holds the token that an upstream is shown."""
    return "_".join(("upstream", *(part.lower() for part in parts(upstream)), "token"))


def variable(setting: str) -> str:
    """Name the environment variable of a setting."""
    return f"BFF_{setting.upper()}"

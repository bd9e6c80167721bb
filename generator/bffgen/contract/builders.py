"""The builders of composition.yaml by their keys, and the key that a mapping misspells.

In:  a mapping as written.
Out: the misspelled key and the one that is meant; None where the mapping is what it says.
How: one key is changed at a time. A mapping of several keys, one of them exactly a builder's, is
     nothing else. One of a single key may be an object of the client's, such as `form` beside
     `from`: only its schema can tell.
"""

from typing import Final, NamedTuple

from bffgen.model.canonical import Json
from bffgen.model.spelling import FAR, apart


class Form(NamedTuple):
    """The keys of a builder: all of the first are there, some of the others may be."""

    compulsory: frozenset[str]
    optional: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """Give all keys that it may have."""
        return self.compulsory | self.optional


class Misspelled(NamedTuple):
    """A key, and what it should be."""

    key: str
    meant: str


FORMS: Final = (
    Form(frozenset(("const",))),
    Form(frozenset(("object",))),
    Form(frozenset(("each", "map")), frozenset(("limit", "skip_if_missing"))),
    Form(frozenset(("from",)), frozenset(("map",))),
    Form(frozenset(("python",)), frozenset(("args",))),
    Form(frozenset(("enum", "map")), frozenset(("default",))),
    Form(frozenset(("value", "visible_to"))),
)

# What a key holds tells a builder from an object whose property has its name.
_HOLDS: Final[dict[str, type]] = {"map": dict, "args": list, "visible_to": list, "limit": int}
# Keys of up to this length are changed in one letter: two would leave little of them.
_SHORT: Final = 4


def misspelled(value: dict[str, Json]) -> Misspelled | None:
    """Give the one key that keeps a mapping from being a builder, the nearest form first."""
    found = []
    for form in FORMS:
        foreign = [key for key in value if key not in form.keys]
        if len(foreign) != 1:
            continue
        (key,) = foreign
        for meant in form.keys - value.keys():
            far = apart(key, meant)
            names = {meant if each == key else each for each in value}
            fits = form.compulsory <= names and _holds(meant, value[key])
            fits = fits and all(_holds(each, value[each]) for each in value if each != key)
            if fits and far <= (1 if len(meant) <= _SHORT else FAR):
                found.append((far, Misspelled(key, meant)))
    return min(found)[1] if found else None


def _holds(key: str, value: Json) -> bool:
    return isinstance(value, _HOLDS.get(key, object))

"""What is known of a value before it is drawn.

In:  nothing; `fake.py` makes Hints of a request.
Out: Hints and Known: values to echo, the identity that values hang on, recorded examples.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.spelling import words

# Looks up (pointer of a component, what its own id says): an example that shows it, or None.
Known: TypeAlias = Callable[[str, str], Json]


def nothing_known(component: str, identity: str) -> Json:
    """Know no example."""
    return None


def own_id(component: str, names: Iterable[str]) -> str | None:
    """Find the name by which an object says which one it is: `id`, `<its kind>Id`, `sku`.

    Args:
        component: name of its schema, empty without one.
        names: of its properties.
    """
    name_by_words = {words(name): name for name in names}
    kind = words(component)
    kinds = (kind[start:] for start in range(len(kind)))
    wanted = (("id",), *((*each, "id") for each in kinds), ("sku",))
    return next((name_by_words[each] for each in wanted if each in name_by_words), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A value that comes back under properties of its name.

    Attributes:
        words: of the name; `productId` and `product_id` are one name.
        deep: wherever the name stands, not at the top alone.
    """

    words: tuple[str, ...]
    value: Json = field(hash=False)
    deep: bool = False

    @staticmethod
    def of(name: str, value: Json, *, deep: bool = False) -> "Echo":
        """Echo a value under a name."""
        return Echo(words=words(name), value=value, deep=deep)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a value is asked to be like; all of it gives way to the schema.

    Attributes:
        seed: what members are drawn from, together with the id of their object: two values with
            one seed and one id agree. The empty text takes one of the source of randomness.
        identity: whose values these are where they have no id of their own, such as the
            parameters of the path.
        selection: which elements of an array they are, such as the query.
        own_id: the id of the outermost object.
        most: the most elements of an array at the top.
        keys: the ids of its elements, where the request lists them; None where it does not.
        called: the name of the value itself, where it has one, such as a header's.
        known: examples by id.
    """

    seed: str = ""
    identity: str = ""
    selection: str = ""
    own_id: Json = field(default=None, hash=False)
    echoes: tuple[Echo, ...] = ()
    most: int | None = None
    keys: tuple[Json, ...] | None = field(default=None, hash=False)
    called: str = ""
    known: Known = nothing_known

    def echo(self, name: str, *, is_top: bool) -> tuple[Json, ...]:
        """Give what a property of this name is asked to be; the first that fits is taken."""
        own = words(name)
        return tuple(e.value for e in self.echoes if e.words == own and (is_top or e.deep))


NO_HINTS: Final = Hints()

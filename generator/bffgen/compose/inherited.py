"""Properties that no builder names: what of a base is called by the same words.

In:  the value that an object is projected from, the name of a property of the receiver.
Out: the member of the value, or a finding: there is none, or there are two.
How: by spelling (COMPOSITION.md section 1, convention 1).
"""

from bffgen.compose.bound import Bound, member, present
from bffgen.compose.marks import promise
from bffgen.compose.target import component
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import join
from bffgen.model.shapes import contains_itself
from bffgen.model.spelling import same_words


def inherited(
    base: Bound | None, name: str, api: Api, pointer: str, way: str, mark: Mark
) -> Bound | Finding:
    """Give the member of a base that a property is projected from.

    Args:
        pointer: the schema of the property in the receiver's contract; way: its dotted name.
    """
    found = candidates(base, name)
    if base is None or not found:
        return _unmapped(api, pointer, way, mark)
    if len(found) > 1:
        first, second = found[:2]
        return finding("compose-ambiguous", mark, name=name, first=first, second=second)
    return member(present(base), found[0], mark)


def candidates(base: Bound | None, name: str) -> list[str]:
    """Give the members of a base that a name may mean; none without a base."""
    if base is None:
        return []
    return same_words(name, schema.declared(base.api.meaning, base.read.pointer))


def _unmapped(api: Api, pointer: str, way: str, mark: Mark) -> Finding:
    """Say that nothing gives a property; inside a schema that contains itself a shape would."""
    holder = component(api, pointer)
    where = join("", "components", "schemas", holder)
    notes: tuple[tuple[str, str], ...] = ()
    if "." in way and pointer.startswith(where) and contains_itself(api.meaning, where):
        notes = (("why", f"`{holder}` contains itself: a shape of it maps every depth"),)
    return finding(
        "compose-property-unmapped",
        mark,
        promise(api, pointer),
        notes=notes,
        property=way,
        schema=holder,
    )

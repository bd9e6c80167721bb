"""Properties that a composition says are not served yet: the names under `omit`.

In:  the dotted names under `omit`, each property of the answer as it is met.
Out: whether it is left out; findings for names that may not be there.
How: a name is taken off the list when its property is met; what is left names nothing.
"""

from collections.abc import Iterable, Sequence

from bffgen.compose.marks import promise
from bffgen.model.api import Api
from bffgen.model.finding import Finding, Mark, finding, stops, unknown
from bffgen.model.place import Place


class Omitted:
    """The names under `omit` of one operation.

    Args:
        at: the operation in composition.yaml.
        given: a property that is neither mapped nor omitted: `incomplete` gives it.
    """

    def __init__(self, names: Sequence[str], at: Place, api: Api, *, given: str = "") -> None:
        self._number = {name: number for number, name in enumerate(names)}
        self._at = at.at("omit")
        self._api = api
        self._given = given

    def __contains__(self, way: str) -> bool:
        return way in self._number or (bool(way) and way == self._given)

    def is_below(self, way: str) -> bool:
        """Say whether something inside a place is left out, or given elsewhere."""
        if not way:
            return bool(self._number or self._given)
        return any(name.startswith(f"{way}.") for name in self._number)

    def mapped(self, way: str, where: Mark) -> Finding:
        """Refuse a property that is mapped as well.

        Args:
            where: the key that maps it.
        """
        if way not in self._number:
            return finding("compose-schema", where, problem=f"`incomplete` gives `{way}` already")
        problem = f"`{way}` is mapped and omitted"
        return finding("compose-schema", self._met(way), where, problem=problem)

    def left_out(self, way: str, pointer: str, *, required: bool) -> Finding | None:
        """Leave a property out, which only an optional one may be.

        Args:
            pointer: its schema in the client's contract.
        """
        if way not in self._number:
            return None
        mark = self._met(way, "left out")
        if not required:
            return None
        return finding(
            "compose-presence",
            mark,
            promise(self._api, pointer, "required here"),
            property=way,
            source="",
            why="`omit` leaves it out",
        )

    def unmet(self, known: Iterable[str], faults: Sequence[Finding]) -> Iterable[Finding]:
        """Tell the names that no property has.

        Args:
            known: the properties of the answer.
            faults: found so far: for one of them, what lies below a known name may not be reached.
        """
        names = list(known)
        was_stopped = stops(faults)
        for name, number in self._number.items():
            if name.partition(".")[0] not in names or not was_stopped:
                mark = Mark(place=self._at.at(number))
                yield unknown(mark, "property", name, names, "the answer")

    def _met(self, way: str, label: str = "") -> Mark:
        return Mark(place=self._at.at(self._number.pop(way)), label=label)

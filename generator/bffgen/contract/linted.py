"""What the checks of contract/lint.py look at: one document, as written and as it is meant.

In:  a Bundle, its 2020-12 spelling, the bytes of its files.
Out: Contract, with its objects by kind, and the schema that a schema's author still has a say in.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.grammar import Found, Kind, walk
from bffgen.model.tree import at, has, local_pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One document that is built as OpenAPI says.

    Attributes:
        meaning: the same pointers in 2020-12 spelling.
        read: bytes of a file of the bundle by its path.
        is_own: whether the client's team owns it; what others wrote warns.
        objects: (pointer, object, kind) of all that are no schemas, parents before members.
        schemas: (pointer, as written, as meant): what stands beside a `$ref` of 3.0 is written and
            not meant.
    """

    bundle: Bundle
    meaning: dict[str, Json]
    read: Callable[[str], bytes]
    is_own: bool
    objects: tuple[Found, ...]
    schemas: tuple[tuple[str, dict[str, Json], dict[str, Json]], ...]

    @staticmethod
    def of(
        bundle: Bundle, meaning: dict[str, Json], read: Callable[[str], bytes], *, is_own: bool
    ) -> "Contract":
        """Walk a document once, for all checks."""
        objects = tuple(walk(bundle.document, Kind.DOCUMENT))
        return Contract(
            bundle=bundle,
            meaning=meaning,
            read=read,
            is_own=is_own,
            objects=tuple(each for each in objects if each[2] is not Kind.SCHEMA),
            schemas=tuple(_meant(objects, meaning)),
        )

    def each(self, *kinds: Kind) -> Iterator[tuple[str, dict[str, Json]]]:
        """Give the objects of some kinds; a Reference Object is none of the kind it stands for."""
        for pointer, written, kind in self.objects:
            if kind in kinds and "$ref" not in written:
                yield pointer, written

    def behind(self, written: Json) -> dict[str, Json]:
        """Follow local references to the object that they name."""
        seen: set[str] = set()
        while isinstance(written, dict):
            target = local_pointer(written.get("$ref"))
            if target is None or target in seen or not has(self.bundle.document, target):
                return written
            seen.add(target)
            written = at(self.bundle.document, target)
        return {}


def _meant(
    objects: Iterable[Found], meaning: dict[str, Json]
) -> Iterator[tuple[str, dict[str, Json], dict[str, Json]]]:
    for pointer, written, kind in objects:
        if kind is Kind.SCHEMA:
            # Array-form `items` is meant elsewhere than it is written.
            meant = at(meaning, pointer) if has(meaning, pointer) else None
            if isinstance(meant, dict):
                yield pointer, written, meant

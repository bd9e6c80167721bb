"""Check what cannot both be meant: two paths that are one, members of a schema that disagree.

In:  a Contract.
Out: findings at the later of two paths, and at the members of a schema.
"""

import re
from collections.abc import Iterator
from typing import Final

from bffgen.contract.linted import Contract
from bffgen.model import schema
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import join

_NAME: Final = re.compile(r"\{[^{}/]*\}")
# JSON's numbers are doubles (RFC 8259 6), and these formats ask for more (COMPOSITION.md 12).
_EXACT: Final = frozenset(("decimal", "decimal128", "money", "bigdecimal"))
_NUMBERS: Final = frozenset(("integer", "number"))


def check(contract: Contract) -> Iterator[Finding]:
    """Find paths that are one path, and schemas that say two things."""
    yield from _templates(contract)
    for pointer, _, meant in contract.schemas:
        if meant.get("readOnly") is True and meant.get("writeOnly") is True:
            marks = [
                Mark(place=contract.bundle.place(join(pointer, key)), on="key")
                for key in ("writeOnly", "readOnly")
            ]
            yield finding("input-read-and-write-only", *marks)
        named = str(meant.get("format")).lower()
        if named in _EXACT and schema.types(contract.meaning, pointer) & _NUMBERS:
            place = contract.bundle.place(join(pointer, "format"))
            yield finding(
                "input-inexact-number", place, effect=Effect.RISKY, format=str(meant["format"])
            )


def _templates(contract: Contract) -> Iterator[Finding]:
    """Find paths that differ in the names of their parameters alone (OpenAPI 3.1.1 4.8.8)."""
    first: dict[str, str] = {}
    written = contract.bundle.document.get("paths")
    for path in written if isinstance(written, dict) else ():
        template = _NAME.sub("{}", path)
        if first.setdefault(template, path) != path:
            marks = [
                Mark(place=contract.bundle.place(join("/paths", each)), on="key")
                for each in (path, first[template])
            ]
            yield finding("input-path-twice", *marks, path=path, first=first[template])

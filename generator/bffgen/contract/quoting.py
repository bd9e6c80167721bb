"""Check that the texts of an enum are texts to every reader of YAML.

In:  a Contract.
Out: risky findings at members without quotes that are something else, to us or to others.
How: YAML 1.2 reads `010` and `1.10` as numbers; YAML 1.1, which many tools read, takes `NO` for
     false, `12:30` for 750 and `2026-01-01` for a date. The author's own characters are looked at,
     in documents with such members alone.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

from bffgen.contract.extent import Extent
from bffgen.contract.linted import Contract
from bffgen.contract.yaml import decoded, read_extents
from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.finding import Effect, Finding, finding
from bffgen.model.place import Place, join, tokens
from bffgen.model.tree import is_index

_BOOLEANS: Final = {
    **dict.fromkeys(("yes", "Yes", "YES", "on", "On", "ON"), "true"),
    **dict.fromkeys(("no", "No", "NO", "off", "Off", "OFF"), "false"),
}
# YAML 1.1: https://yaml.org/type/int.html, float.html, timestamp.html.
_NUMBERS: Final = re.compile(
    r"[-+]?(?:0b[01_]+|[0-9][0-9_]*_[0-9_]*|[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)"
)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
# What may be a plain scalar of these, wherever it stands.
_SUSPECT: Final = re.compile(
    r"[ \[,]([yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|[-+]?[0-9][0-9_:.Ttb-]*)"
    r"(?=[ \t]*[\r\n,\]}#]|\Z)"
)
_BARE: Final = frozenset(("'", '"'))


def check(contract: Contract) -> Iterator[Finding]:
    """Find the members without quotes of enums of texts."""
    files: dict[str, _File] = {}
    for pointer, value in _members(contract):
        place = contract.bundle.place(pointer)
        written = _without_quotes(contract, place, files, value)
        if written is None:
            continue
        yield finding(
            "input-yaml-unquoted",
            place,
            effect=Effect.RISKY,
            text=written,
            value=_misread(value) if isinstance(value, str) else _said(value),
            version="1.1" if isinstance(value, str) else "1.2",
        )


def _members(contract: Contract) -> Iterator[tuple[str, Json]]:
    """Give the values that may be misread: of enums that admit texts, and their defaults."""
    for pointer, _, meant in contract.schemas:
        enum = meant.get("enum")
        listed = [(join(pointer, "enum", n), each) for n, each in enumerate(_list(enum))]
        if "const" in meant:
            listed.append((join(pointer, "const"), meant["const"]))
        if listed and "default" in meant:
            listed.append((join(pointer, "default"), meant["default"]))
        suspects = [(where, each) for where, each in listed if _is_suspect(each)]
        if not suspects:
            continue
        admitted = schema.types(contract.meaning, pointer)
        if "type" not in meant:
            # What an enum admits is its members: the texts among them say what was meant.
            admitted = frozenset(("string",)) if _mostly_texts(listed) else frozenset()
        for where, each in suspects:
            is_text = isinstance(each, str)
            if "string" in admitted and (is_text or not _types(each) & admitted):
                yield where, each


def _mostly_texts(listed: list[tuple[str, Json]]) -> bool:
    return sum(isinstance(each, str) for _, each in listed) * 2 > len(listed)


def _is_suspect(value: Json) -> bool:
    return bool(_misread(value)) if isinstance(value, str) else isinstance(value, int | float)


def _misread(text: str) -> str:
    """Say what a text without quotes is in YAML 1.1; empty where it is a text."""
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _NUMBERS.fullmatch(text):
        return "a number"
    return "a date" if _DATE.fullmatch(text) else ""


def _said(value: Json) -> str:
    return json.dumps(value) if isinstance(value, bool) else f"the number {json.dumps(value)}"


def _types(value: Json) -> frozenset[str]:
    """Give the types that a value which is no text is of."""
    if isinstance(value, bool):
        return frozenset(("boolean",))
    return frozenset(("integer", "number") if isinstance(value, int) else ("number",))


def _without_quotes(
    contract: Contract, place: Place, files: dict[str, "_File"], value: Json
) -> str | None:
    """Give the characters of a plain scalar; None where it stands in quotes or in JSON."""
    if place.document.endswith(".json"):
        return None
    if place.document not in files:
        files[place.document] = _File(decoded(contract.read(place.document)))
    file = files[place.document]
    if isinstance(value, str) and not file.may_have(value):
        return None
    text, extent = file.text, file.extent()
    for token in tokens(place.pointer):
        members = extent.members if extent else None
        if isinstance(members, dict):
            extent = members.get(token)
        elif isinstance(members, list) and is_index(token, members):
            extent = members[int(token)]
        else:
            return None
    if extent is None or text[extent.start - 1 : extent.start] in _BARE:
        return None
    return text[extent.start : extent.end]


class _File:
    """A document's text; its positions are read when they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._extent: Extent | None = None
        self._bare: frozenset[str] | None = None

    def may_have(self, value: str) -> bool:
        """Say whether a text may stand somewhere without quotes; positions cost far more."""
        if self._bare is None:
            self._bare = frozenset(_SUSPECT.findall(self.text))
        return value in self._bare

    def extent(self) -> Extent | None:
        if self._extent is None:
            self._extent = read_extents(self.text)
        return self._extent


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []

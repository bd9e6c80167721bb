"""A receiver as the client reads: what it ignores, tolerates and accepts.

In:  a receiver's document, and a Decoder (RELEASES.md 5).
Out: Sides on which a reader's leniency, or its strictness, is written as a schema.
How: at positive places alone; nothing changes below `if` and `not`. A lenient reader takes the
     first branch that fits, so oneOf becomes anyOf, as oneOf is not monotone; what tells branches
     apart stays (PITFALLS 5). A strict one is closed once an instance location, at its root
     (PITFALLS 6).
"""

from typing import Final

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.peers import Decoder
from bffgen.model.tree import at
from bffgen.proof.views.drawing import Keywords, is_alias
from bffgen.proof.views.modes import Mode
from bffgen.proof.views.placed import Placed
from bffgen.proof.views.producer import conjoined, exclusive, is_plain, names_of

AS_WRITTEN: Final = Decoder()


class Reader(Placed):
    """The views of one document's schemas for a decoder."""

    def __init__(self, document: Json, decoder: Decoder) -> None:
        self._decoder = decoder
        self._widens = decoder.unknown_enum == "tolerate" or decoder.null_for_optional == "accept"
        # Which members are required, and which are tags, is known of a root alone.
        super().__init__(document, needs_roots=self._widens)

    def _below(self, pointer: str, mode: Mode, keyword: str, key: str) -> Mode:
        found = super()._below(pointer, mode, keyword, key)
        if not self._widens or keyword != "properties" or not mode.roots:
            return found
        if key in self._modes.location(mode.roots).tags:
            return found._replace(kind="tag")
        is_optional = not any(schema.objects_have(self._document, r, key) for r in mode.roots)
        return found._replace(kind="optional") if is_optional else found

    def _altered(self, keywords: Keywords, pointer: str, mode: Mode) -> Keywords:
        if mode.kind == "plain":
            return keywords
        if "oneOf" in keywords:
            if self._widens:
                keywords = _any_of(keywords)
            elif self._decoder.unknown_field == "fail":
                keywords = exclusive(keywords, pointer, self._drawing, self._types)
        if mode.kind != "tag" and self._decoder.unknown_enum == "tolerate":
            keywords = _tolerant(keywords)
        if self._decoder.unknown_field == "fail" and mode.kind != "part":
            keywords = self._strict(keywords, pointer, mode)
        if mode.kind == "optional" and self._decoder.null_for_optional == "accept":
            return {"anyOf": [{"type": "null"}, keywords]}
        return keywords

    def _strict(self, keywords: Keywords, pointer: str, mode: Mode) -> Keywords:
        """Close an object that is open because nothing is said of undeclared members."""
        if is_plain(keywords) or is_alias(at(self._document, pointer)) or not mode.roots:
            return keywords
        location = self._modes.location(mode.roots)
        is_object = "object" in self._types(pointer)
        if location.is_open or not is_object or not (location.names or location.patterns):
            return keywords
        if len(mode.roots) > 1:
            return conjoined(keywords, names_of(location))
        return {"unevaluatedProperties": False, **keywords}


def _tolerant(keywords: Keywords) -> Keywords:
    """Take any text for an enum of texts, and null if it had null (PITFALLS 41).

    A list of one value is a const, and stays: it tells branches apart.
    """
    listed = keywords.get("enum")
    if not isinstance(listed, list) or "const" in keywords:
        return keywords
    texts = [each for each in listed if isinstance(each, str)]
    if len(texts) < 2 or any(not isinstance(each, str | None) for each in listed):
        return keywords
    fresh = {key: value for key, value in keywords.items() if key != "enum"}
    types = keywords.get("type")
    had_null = None in listed and (types is None or (isinstance(types, list) and "null" in types))
    return {**fresh, "type": ["string", "null"] if had_null else "string"}


def _any_of(keywords: Keywords) -> Keywords:
    """Read oneOf as anyOf, beside an anyOf that is there already."""
    fresh = {key: value for key, value in keywords.items() if key != "oneOf"}
    branches: Keywords = {"anyOf": keywords["oneOf"]}
    return conjoined(fresh, branches) if "anyOf" in fresh else {**fresh, **branches}

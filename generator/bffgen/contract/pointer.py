"""Say on which line and column a place is printed.

In:  a reader of documents by path; then one Place after another.
Out: the Span of each, or None where the document cannot be read.
How: lazily, as only what is printed is looked up: a YAML document is cut into its blocks as far as
     the pointer leads, where it is known what it says, and is else parsed for its positions at the
     first question; a JSON document is scanned as far as the pointer leads; a Python module has
     its functions as members.
"""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple, Protocol

from bffgen.contract.block import Blocks
from bffgen.contract.extent import Extent
from bffgen.contract.lines import Lines
from bffgen.contract.python import Functions, PythonFault
from bffgen.contract.scan import Scan
from bffgen.contract.yaml import MAX_BYTES, YamlFault, decoded, read_extents
from bffgen.model.canonical import Json, JsonFault, read_json, read_last
from bffgen.model.place import Locate, On, Place, Span, tokens

_FIRST = 4096


class _Extents(Protocol):
    """What finds the extents of one document."""

    def find(self, path: tuple[str, ...]) -> tuple[Extent, int]:
        """Go along a path as far as it leads; say where that is and how many tokens it took."""
        ...


def locator(
    read: Callable[[str], bytes | None],
    *,
    last_counts: bool = False,
    values: Mapping[str, Json] | None = None,
    repeating: Collection[str] = (),
) -> Locate:
    """Make the function that looks places up; it reads each document once.

    A place that its document does not have is printed at the nearest parent, on that parent's
    key. The first of two equal keys gives the value, the last one the key, so that both can be
    shown. In a document that does not parse every place is where the parser stopped.

    Args:
        read: the bytes of a document by its path; None where there is none.
        last_counts: of equal keys of a JSON object the last is shown, as it is the one that was
            read (`read_last`).
        values: what documents say that were read; another one is parsed to know it.
        repeating: those of them in which a JSON object has equal keys.
    """
    documents: dict[str, _Document | None] = {}
    known = {path: _Known(value, path in repeating) for path, value in (values or {}).items()}

    def locate(place: Place, on: On) -> Span | None:
        path = place.document
        if path not in documents:
            raw = read(path)
            documents[path] = (
                None if raw is None else _Document(path, raw, last_counts, known.get(path))
            )
        document = documents[path]
        return document.span(place.pointer, on) if document else None

    return locate


class _Known(NamedTuple):
    """A document that was read: what it says, and whether a JSON object of it has equal keys."""

    value: Json
    is_repeating: bool


class _Document:
    """One document, cut into lines."""

    def __init__(self, path: str, raw: bytes, last_counts: bool, known: _Known | None) -> None:
        # What is too large to be read has no places either; its first line stands for all.
        is_read = len(raw) <= MAX_BYTES
        content = (raw if is_read else raw[:_FIRST]).removeprefix(b"\xef\xbb\xbf")
        # Of JSON each character is a byte of UTF-8, as contract/scan.py has it.
        self._is_bytes = path.endswith(".json")
        self._text = content.decode("latin-1" if self._is_bytes else "utf-8", "replace")
        self._last_counts, self._known = last_counts, known
        self._fault: int | None = None
        self._extents: _Extents | None = None
        try:
            self._extents = self._found(path, raw) if is_read else None
        except (JsonFault, YamlFault, PythonFault) as fault:
            self._fault = fault.offset
            if self._is_bytes:
                self._is_bytes, self._text = False, content.decode(errors="replace")
        self._lines = Lines(self._text, is_bytes=self._is_bytes)

    def _found(self, path: str, raw: bytes) -> _Extents:
        if path.endswith(".json"):
            return self._scan(raw)
        if path.endswith(".py"):
            return Functions(raw)
        return _parsed(raw) if self._known is None else _Tree(raw, self._text, self._known.value)

    def _scan(self, raw: bytes) -> Scan:
        if self._known is None:
            _, passed = read_last(raw)
            is_repeating = bool(passed)
        else:
            is_repeating = self._known.is_repeating
        if not is_repeating or self._last_counts:
            return Scan(self._text, last_counts=is_repeating)
        try:
            read_json(raw)
        except JsonFault as fault:
            return Scan(self._text, fault.repeated)
        return Scan(self._text)

    def span(self, pointer: str, on: On) -> Span:
        if self._extents is None:
            offset = self._fault or 0
            return self._lines.span(offset, offset + 1)
        path = tokens(pointer)
        try:
            extent, taken = self._extents.find(path)
        except ValueError:  # the file has changed since it was read
            self._extents = None
            return self.span(pointer, on)
        is_key_wanted = on == "key" or taken < len(path) or extent.start == extent.end
        if is_key_wanted and extent.key_start >= 0:
            return self._lines.span(extent.key_start, extent.key_end)
        return self._lines.span(extent.start, extent.end)


class _Tree:
    """The extents of a YAML document that was read; it is parsed where its blocks do not tell."""

    def __init__(self, raw: bytes, text: str, value: Json) -> None:
        self._raw = raw
        self._blocks = Blocks(text, value)
        self._root: Extent | None = None

    def find(self, path: tuple[str, ...]) -> tuple[Extent, int]:
        found = self._blocks.find(path)
        if found is not None:
            return found
        if self._root is None:
            self._root = _parsed(self._raw)
        return self._root.find(path)


def _parsed(raw: bytes) -> Extent:
    text = decoded(raw)
    return read_extents(text) or Extent(start=0, end=len(text))

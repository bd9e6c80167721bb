"""Read YAML as what it says: libyaml's events become JSON values by the core schema of YAML 1.2.

In:  the bytes of a file that people write, and its path.
Out: a Json value, or the findings that say why there is none; the extent of every node.
How: one loop over events, no nodes kept; an alias is the value of its anchor, once. The only
     module that imports yaml. YAML 1.1 is not spoken: `NO`, `12:30`, `010` and dates are texts or
     decimal numbers.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

import yaml

from bffgen.contract.collector import collector_paused
from bffgen.contract.extent import Extent, ExtentMembers
from bffgen.contract.scalar import LEADS, TAG, NotJson, is_whole, read_plain, read_tagged
from bffgen.model.canonical import Json, JsonFault, nests_within, not_utf8, read_json, read_last
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import Place, join, tokens

# The deepest of 600 public contracts has 33 levels; walks over a contract may then be recursive.
MAX_DEPTH: Final = 128
# The largest public contract has 12 MB; reading one of this size takes a gigabyte and a minute.
MAX_BYTES: Final = 64 * 1024 * 1024
# Values that aliases may add to a file by unfolding; the largest public contract has 0.5 million
# values in all, and a walk over a million takes about a second.
MAX_UNFOLDED: Final = 1_000_000

_KEY_LEADS = LEADS | {"<"}
_COLLECTION_TAGS = {"!", TAG + "map", TAG + "seq"}
_ENDS = {yaml.MappingEndEvent, yaml.SequenceEndEvent}
_NODES = {yaml.ScalarEvent, yaml.AliasEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent}
# The stubs give each kind its own attributes, which code for all kinds cannot use.
_Event: TypeAlias = Any
_SECOND_DOCUMENT = "a second document begins here, and a file holds one"
# YAML 1.1 breaks lines at these and YAML 1.2 does not; libyaml is 1.1, so that it is shown a
# private character in their place.
BREAKS_OF_1_1 = "\x85\u2028\u2029"
_PRIVATE = range(0xE000, 0xF900)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PRINTABLE_ASCII = b"\t\n\r" + bytes(range(0x20, 0x7F))
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_BLOCK_HEAD = re.compile(r"[^\r\n]*\s*")

_TAB = "a tab stands in the indentation"
# libyaml's words for a fault, and ours.
_FAULTS = {
    "mapping values are not allowed in this context": "`:` stands where no key can be",
    "block sequence entries are not allowed in this context": "`-` stands where no list can begin",
    "could not find expected ':'": "`:` is missing behind this key",
    "found unexpected end of stream": "this text has no closing quote",
    "did not find expected key": "neither a key of this mapping nor its end is here",
    "did not find expected '-' indicator": "neither a `-` of this list nor its end is here",
    "did not find expected ',' or ']'": "`,` or `]` is expected here",
    "did not find expected ',' or '}'": "`,` or `}` is expected here",
    "did not find expected node content": "a value is expected here",
    "found unknown escape character": "YAML has no such escape",
    "found invalid Unicode character escape code": "an escape is half of a surrogate pair",
    "did not find expected <document start>": "the text goes on behind the end of its value",
    "found a tab character where an indentation space is expected": _TAB,
    "exceeded maximum nesting depth": "values are nested more than 1000 deep",
    "found incompatible YAML document": "another version of YAML is asked for than 1.2",
}
# For these, libyaml's first position is where it began to look, and that is the one to mend.
_AT_CONTEXT = {"could not find expected ':'", "found unexpected end of stream"}


class YamlFault(ValueError):
    """A text that is not one YAML document.

    Attributes:
        problem: what is found, lower case, without a position.
        offset: characters from the start of the text, a byte order mark not counted.
    """

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.offset = offset


def read_document(
    raw: bytes, document: str, doubts: list[Finding] | None = None
) -> Json | tuple[Finding, ...]:
    """Read a file as JSON or YAML, as its name says; a tuple is what is wrong with it.

    Two JSON texts of one value and their YAML twin read alike; nothing but the value is kept.

    Args:
        doubts: where given, equal keys of a JSON object are told here, and the last one counts, as
            it does for most readers: a document that is served so cannot be mended afterwards.
    """
    place = Place(document=document)
    if len(raw) > MAX_BYTES:
        return (finding("input-too-large", place, limit=MAX_BYTES),)
    if not document.endswith(".json"):
        return read_yaml(raw, document)
    try:
        value = read_json(raw) if doubts is None else _last(raw, place, doubts)
    except JsonFault as fault:
        if fault.repeated:
            return tuple(_repeated(Place(document=document, pointer=p)) for p in fault.repeated)
        return (finding("input-json-syntax", place, problem=fault.message),)
    deep = _too_deep(value)
    if deep is not None:
        place = Place(document=document, pointer=deep)
        return (finding("input-too-deep", place, limit=MAX_DEPTH),)
    return value


def _last(raw: bytes, place: Place, doubts: list[Finding]) -> Json:
    value, passed = read_last(raw)
    if passed:
        doubts.append(finding("input-keys-passed", place, effect=Effect.RISKY, count=passed))
    return value


def read_yaml(raw: bytes, document: str) -> Json | tuple[Finding, ...]:
    """Read one YAML document; a tuple is what is wrong with it, everything that can be told.

    A key that is a whole number reads as its text, since authors write status codes without
    quotes: `200:` is "200". An empty file reads as None.

    Args:
        raw: UTF-8, with or without a byte order mark.
        document: the path that places carry.

    Source:
        YAML 1.2.2 10.3 (core schema); merge keys are not part of it.
    """
    try:
        text = decoded(raw)
        shield = _shield(text)
        reading = _Reading(text.translate(shield) if shield else text, document)
        with _one_parse(text):
            value = reading.read()
    except YamlFault as fault:
        return (finding("input-yaml-syntax", Place(document=document), problem=fault.problem),)
    if reading.faults:
        return tuple(dict.fromkeys(reading.faults))
    if shield:
        return _restored(value, {ord(new): chr(old) for old, new in shield.items()})
    return value


def read_extents(text: str) -> Extent | None:
    """Find where each node of a YAML text stands; None for an empty one.

    Two equal keys give one member, with the key of the last and the value of the first. What lies
    below an alias stands where its anchor does.

    Raises:
        YamlFault: the text is not one YAML document.
    """
    shield = _shield(text)
    with _one_parse(text):
        return _extents(text.translate(shield) if shield else text)


def decoded(raw: bytes) -> str:
    """Decode a file that people write, without its byte order mark.

    Raises:
        YamlFault: a byte is not UTF-8, or a character cannot stand in a YAML file.
    """
    content = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].removeprefix(b"\xef\xbb\xbf").decode()
        raise YamlFault(not_utf8(raw, error.start), len(before)) from None
    # Nearly all is ASCII, which a translation passes at twenty times the speed of a pattern.
    beyond = content.translate(None, _PRINTABLE_ASCII).decode()
    if _UNPRINTABLE.search(beyond) and (unprintable := _UNPRINTABLE.search(text)):
        problem = f"the control character U+{ord(unprintable[0]):04X} cannot stand in YAML"
        raise YamlFault(problem, unprintable.start())
    return text


def _events(text: str) -> Callable[[], _Event]:
    """Begin to parse; each call gives the next event."""
    next_event: Callable[[], _Event] = yaml.CSafeLoader(text).get_event
    return next_event


@contextmanager
def _one_parse(text: str) -> Iterator[None]:
    """Turn libyaml's exceptions into faults; collect no garbage while only values are made."""
    with collector_paused():
        try:
            yield
        except yaml.YAMLError as error:
            raise _fault(error, text) from None


class _Stop(Exception):
    """Nothing more can be told; the reason is among the faults."""


class _Reading:
    """Turns the events of one text into a value and collects what is wrong."""

    def __init__(self, text: str, document: str) -> None:
        self.place = Place(document=document)
        self.faults: list[Finding] = []
        self.path: list[str | int] = []
        self.anchors: dict[str, Json] = {}
        # What an alias adds: values and levels below its anchor.
        self.sizes: dict[str, tuple[int, int]] = {}
        self.values = 0
        self.unfolded = 0
        self.deepest = 0
        self.next = _events(text)

    def read(self) -> Json:
        """Read the only document of the text; None where a fault ends the reading."""
        self.next()  # the stream begins
        if type(self.next()) is yaml.StreamEndEvent:
            return None
        try:
            value = self._node(self.next())
        except _Stop:
            return None
        self.next()  # the document ends
        event = self.next()
        if type(event) is not yaml.StreamEndEvent:
            raise YamlFault(_SECOND_DOCUMENT, event.start_mark.index)
        return value

    def _node(self, event: _Event) -> Json:
        self.values += 1
        kind = type(event)
        if kind is yaml.ScalarEvent:
            value = self._scalar(event)
            if event.anchor is not None:
                self.anchors[event.anchor], self.sizes[event.anchor] = value, (1, 0)
            return value
        if kind is yaml.AliasEvent:
            return self._alias(event.anchor)
        if event.tag is not None and event.tag not in _COLLECTION_TAGS:
            self._refuse(f"the tag `{event.tag.removeprefix(TAG)}` is not one of JSON")
        self._descend(len(self.path) + 1)
        if event.anchor is not None:
            return self._anchored(event, event.anchor)
        return self._mapping() if kind is yaml.MappingStartEvent else self._list()

    def _anchored(self, event: _Event, anchor: str) -> Json:
        """Read a collection and measure it; within itself its anchor does not count."""
        above, before, deepest = len(self.path) + 1, self.values - 1, self.deepest
        self.deepest = above
        value = self._mapping() if type(event) is yaml.MappingStartEvent else self._list()
        self.anchors[anchor] = value
        self.sizes[anchor] = self.values - before, self.deepest - above + 1
        self.deepest = max(self.deepest, deepest)
        return value

    def _descend(self, depth: int) -> None:
        if depth > self.deepest:
            self.deepest = depth
            if depth > MAX_DEPTH:
                self.faults.append(finding("input-too-deep", self._here(), limit=MAX_DEPTH))
                raise _Stop

    def _mapping(self) -> dict[str, Json]:
        next_event, path = self.next, self.path
        members: dict[str, Json] = {}
        while type(event := next_event()) is not yaml.MappingEndEvent:
            key = self._key(event)
            path.append(key)
            if key in members:
                self.faults.append(_repeated(self._here()))
            members[key] = self._node(next_event())
            path.pop()
        return members

    def _list(self) -> list[Json]:
        next_event, path = self.next, self.path
        items: list[Json] = []
        path.append(0)
        while type(event := next_event()) is not yaml.SequenceEndEvent:
            items.append(self._node(event))
            path[-1] = len(items)
        path.pop()
        return items

    def _key(self, event: _Event) -> str:
        """Read a key; one that is no text is reported and reads as something that is."""
        if type(event) is not yaml.ScalarEvent:
            value = self._node(event)
            return value if isinstance(value, str) else self._refuse_key("", "")
        text: str = event.value
        if event.anchor is not None:
            self.anchors[event.anchor], self.sizes[event.anchor] = text, (1, 0)
        is_plain = event.implicit[0]
        if not is_plain or (text and text[0] not in _KEY_LEADS) or is_whole(text):
            return text
        if text == "<<":
            problem = "`<<` merges mappings in YAML 1.1 alone; the keys must be written out"
            mark = Mark(place=self._here().at(text), on="key")
            self.faults.append(finding("input-yaml-syntax", mark, problem=problem))
            return text
        try:
            is_text = isinstance(read_plain(text), str)
        except NotJson:
            is_text = False
        return text if is_text else self._refuse_key(text, text or "null")

    def _refuse_key(self, key: str, said: str) -> str:
        """Report a key; one of brackets stands among the extents by the empty text."""
        mark = Mark(place=self._here().at(key), on="key")
        self.faults.append(finding("input-key-not-text", mark, key=said))
        return key

    def _scalar(self, event: _Event) -> Json:
        text: str = event.value
        is_plain, is_quoted = event.implicit
        if is_quoted or (is_plain and text and text[0] not in LEADS):
            return text
        try:
            return read_plain(text) if is_plain else read_tagged(text, event.tag)
        except NotJson as fault:
            self._refuse(str(fault))
            return None

    def _alias(self, name: str) -> Json:
        if name not in self.anchors:
            self._refuse(f"the alias `*{name}` has no finished anchor `&{name}` above it")
            return None
        values, levels = self.sizes[name]
        self._descend(len(self.path) + levels)
        self.values += values
        self.unfolded += values
        if self.unfolded > MAX_UNFOLDED:
            self.faults.append(finding("input-alias-bomb", self._here(), limit=MAX_UNFOLDED))
            raise _Stop
        return self.anchors[name]

    def _here(self) -> Place:
        return self.place.at(*self.path)

    def _refuse(self, problem: str) -> None:
        self.faults.append(finding("input-not-json", self._here(), problem=problem))


def _extents(text: str) -> Extent | None:
    """Run over the events for their positions alone, as deep as libyaml goes."""
    anchors: dict[str, ExtentMembers] = {}
    documents: list[Extent] = []
    opened = [Extent(start=0, end=0, members=documents)]
    keys: list[tuple[str, Extent] | None] = [None]
    next_event = _events(text)
    while type(event := next_event()) is not yaml.StreamEndEvent:
        kind = type(event)
        if kind in _ENDS:
            opened.pop().end = event.end_mark.index
            keys.pop()
            continue
        if kind not in _NODES:
            if kind is yaml.DocumentStartEvent and documents:
                raise YamlFault(_SECOND_DOCUMENT, event.start_mark.index)
            continue
        extent = _extent(text, event)
        members = opened[-1].members
        key = keys[-1]
        if isinstance(members, list):
            members.append(extent)
        elif key is None:
            keys[-1] = (getattr(event, "value", ""), extent)
        elif members is not None:
            first = members.setdefault(key[0], extent)
            first.key_start, first.key_end = key[1].start, key[1].end
            keys[-1] = None
        if kind is yaml.AliasEvent:
            extent.members = anchors.get(event.anchor or "")
        elif kind is not yaml.ScalarEvent:
            extent.members = {} if kind is yaml.MappingStartEvent else []
            opened.append(extent)
            keys.append(None)
            if event.anchor is not None:
                anchors[event.anchor] = extent.members
    return documents[0] if documents else None


def _extent(text: str, event: _Event) -> Extent:
    """Leave out of a node what is not its content: anchor, tag, quotes, the head of a block."""
    start, end = event.start_mark.index, event.end_mark.index
    if type(event) is yaml.AliasEvent:
        return Extent(start=start, end=end)
    if event.anchor is not None or event.tag is not None:
        properties = _PROPERTIES.match(text, start)
        start = min(properties.end(), end) if properties else start
    style = event.style if type(event) is yaml.ScalarEvent else None
    if style in ("'", '"'):
        return Extent(start=start + 1, end=end - 1)
    if style in ("|", ">"):
        head = _BLOCK_HEAD.match(text, start)
        start = min(head.end(), end) if head else start
    return Extent(start=start, end=max(start, end))


def _fault(error: yaml.YAMLError, text: str) -> YamlFault:
    """Say a fault of libyaml in our words, at the character that its author would mend."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return YamlFault("a character here cannot stand in YAML", 0)
    problem = str(error.problem)
    words = _FAULTS.get(problem, problem)
    mark = error.problem_mark
    if problem in _AT_CONTEXT and error.context_mark is not None:
        mark = error.context_mark
    if problem == "found character that cannot start any token":
        character = text[mark.index : mark.index + 1]
        words = f"`{character}` cannot begin a value without quotes"
        if character == "\t":
            words = _TAB
    return YamlFault(words, mark.index)


def _repeated(place: Place) -> Finding:
    # The locator shows the last of two equal keys as the key, and the value of the first.
    return finding(
        "input-duplicate-key",
        Mark(place=place, on="key"),
        Mark(place=place),
        key=tokens(place.pointer)[-1],
    )


def _shield(text: str) -> dict[int, str]:
    """Map the line breaks that only YAML 1.1 knows to private characters; mostly empty."""
    breaks = [each for each in BREAKS_OF_1_1 if each in text]
    unused = (chr(code) for code in _PRIVATE if chr(code) not in text)
    return {ord(old): new for old, new in zip(breaks, unused, strict=False)}


def _restored(value: Json, table: dict[int, str]) -> Json:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, list):
        return [_restored(each, table) for each in value]
    if isinstance(value, dict):
        return {key.translate(table): _restored(each, table) for key, each in value.items()}
    return value


def _too_deep(value: Json) -> str | None:
    """Give the pointer of a collection beyond MAX_DEPTH, if there is one."""
    if nests_within(value, MAX_DEPTH):
        return None
    level = [("", value)] if isinstance(value, dict | list) else []
    for _ in range(MAX_DEPTH):
        level = [
            (join(pointer, name), child)
            for pointer, parent in level
            for name, child in (parent.items() if isinstance(parent, dict) else enumerate(parent))
            if isinstance(child, dict | list)
        ]
    return level[0][0] if level else None

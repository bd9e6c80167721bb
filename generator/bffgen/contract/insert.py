"""Write members into a YAML text; every other byte stays as its author wrote it.

In:  the bytes of a file, the members to add by the pointer of the mapping that gets them.
Out: the bytes with the lines added, or the Findings of the mappings that cannot take a line.
How: positions of libyaml's events say where the member before ends and how far its key is indented;
     what comes of it is read again, and differs from what was by the members alone.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bffgen.contract.extent import Extent
from bffgen.contract.yaml import decoded, read_extents, read_yaml
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place, tokens

_BOM: Final = b"\xef\xbb\xbf"
_STEP: Final = "  "
# A scalar that needs no quotes to any reader of YAML.
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*(?:[ ][A-Za-z0-9_.,;()-]+)*|[A-Za-z]+/[a-z+]+")
_NOT_PLAIN: Final = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A member to add.

    Attributes:
        holder: pointer of the mapping that gets it.
        after: key of the member that it follows; None where it comes first.
    """

    holder: str
    key: str
    value: Json
    after: str | None


def insert(raw: bytes, document: str, members: Sequence[Added]) -> bytes | tuple[Finding, ...]:
    """Add members to a file; all of them, or what keeps some from being added.

    Args:
        raw: a file that read_yaml reads.
        members: of one holder in the order in which they are to stand.
    """
    text = decoded(raw)
    root = read_extents(text)
    refused: dict[tuple[str, str], list[str]] = {}
    places: list[tuple[int, str]] = []
    end = "\r\n" if "\r\n" in text else "\n"
    for added in members:
        found = _place(text, root, added)
        if isinstance(found, str):
            refused.setdefault((added.holder, found), []).append(added.key)
            continue
        offset, indent = found
        lines = [f"{indent}{line}" for line in _lines(added.key, added.value)]
        places.append((offset, "".join(f"{line}{end}" for line in lines)))
    if refused:
        return tuple(
            not_written(Place(document=document, pointer=holder), keys, problem)
            for (holder, problem), keys in refused.items()
        )
    made = _spliced(text, places, end)
    content = (_BOM if raw.startswith(_BOM) else b"") + made.encode()
    before = read_yaml(raw, document)
    if isinstance(before, tuple) or read_yaml(content, document) != _with(before, members):
        problem = "another part of the file shares these lines"
        place = Place(document=document, pointer=members[0].holder)
        return (not_written(place, [each.key for each in members], problem),)
    return content


def not_written(place: Place, keys: Iterable[str], problem: str) -> Finding:
    """Say that members cannot be added to the mapping at a place, and why."""
    mark = Mark(place=place, on="key")
    return finding("input-unwritable", mark, problem=problem, keys=", ".join(keys))


def _spliced(text: str, places: Iterable[tuple[int, str]], end: str) -> str:
    """Put the lines in, the last place first; of one place in the order given."""
    by_offset: dict[int, str] = {}
    for offset, lines in places:
        by_offset[offset] = by_offset.get(offset, "") + lines
    for offset in sorted(by_offset, reverse=True):
        lines = by_offset[offset]
        if offset == len(text) and text and not text.endswith("\n"):
            lines = end + lines.removesuffix(end)
        text = text[:offset] + lines + text[offset:]
    return text


def _place(text: str, root: Extent | None, added: Added) -> tuple[int, str] | str:
    """Find offset and indentation of the new line; a text says why there is none."""
    path = tokens(added.holder)
    found, taken = root.find(path) if root is not None else (None, 0)
    holder = found if taken == len(path) else None
    if holder is None or not isinstance(holder.members, dict) or not holder.members:
        return "there is no mapping with a member to write beside"
    first = text[holder.start : holder.start + 1]
    if first == "{":
        return "it is written in braces, on one line or several"
    if first == "*":
        return "it is an alias of another part of the file"
    indents = {_indent(text, each) for each in holder.members.values()}
    if len(indents) != 1 or (indent := indents.pop()) is None:
        return "its keys do not stand at the beginning of lines of one depth"
    if added.after is not None:
        return end_of_member(text, holder.members[added.after], len(indent)), indent
    if "-" in text[line_start(text, holder.start) : holder.start]:
        return "it is an element of a list, whose first line has the dash"
    return line_start(text, min(each.key_start for each in holder.members.values())), indent


def _indent(text: str, member: Extent) -> str | None:
    """Give the blanks before a key that begins its line, or follows the dash of its element."""
    line = text[line_start(text, member.key_start) : member.key_start].rstrip("\"'")
    return " " * len(line) if not line.strip(" -") else None


def line_start(text: str, offset: int) -> int:
    """Give the offset at which the line of an offset begins."""
    return text.rfind("\n", 0, offset) + 1


def _line_end(text: str, offset: int) -> int:
    """Give the offset behind the line end of the line that an offset stands in."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def end_of_member(text: str, member: Extent, depth: int) -> int:
    """Give where the line behind a member begins; a comment deeper than its key is its own."""
    last = _last(text, member)
    stop = last.end if last.end > last.start else max(last.key_end, last.start)
    offset = _line_end(text, max(len(text[:stop].rstrip()) - 1, 0))
    while offset < len(text):
        end = _line_end(text, offset)
        words = text[offset:end].lstrip(" ")
        if end - offset - len(words) <= depth or not words.startswith("#"):
            break
        offset = end
    return offset


def _last(text: str, extent: Extent) -> Extent:
    """Give the scalar, the braces or the alias that a node of several lines ends with."""
    while text[extent.start : extent.start + 1] not in ("{", "[", "*"):
        members = extent.members
        listed = list(members.values()) if isinstance(members, dict) else members
        if not listed:
            break
        extent = listed[-1]
    return extent


def _lines(key: str, value: Json) -> Iterator[str]:
    """Write a member in block style; one scalar alone, and a list, stay on its line."""
    head = f"{_scalar(key)}:"
    if isinstance(value, dict) and value and not _is_short(value):
        yield head
        for name, below in value.items():
            for line in _lines(name, below):
                yield f"{_STEP}{line}"
    else:
        yield f"{head} {_inline(value)}"


def _is_short(value: dict[str, Json]) -> bool:
    return len(value) == 1 and not isinstance(next(iter(value.values())), dict | list)


def _inline(value: Json) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k)}: {_inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(each) for each in value)}]"
    return _scalar(value)


def _scalar(value: Json) -> str:
    if isinstance(value, str) and (value == "$ref" or _PLAIN.fullmatch(value)):
        return value if value.lower() not in _NOT_PLAIN else json.dumps(value)
    return json.dumps(value)


def _with(value: Json, members: Iterable[Added]) -> Json:
    """Give a document with the members; what they do not touch is shared."""
    for added in members:
        value = _set(value, tokens(added.holder), added)
    return value


def _set(value: Json, path: Sequence[str], added: Added) -> Json:
    if isinstance(value, list) and path:
        number = int(path[0])
        return [*value[:number], _set(value[number], path[1:], added), *value[number + 1 :]]
    if not isinstance(value, dict):
        return value
    if not path:
        return {**value, added.key: added.value}
    return {**value, path[0]: _set(value.get(path[0]), path[1:], added)}

"""Set members of mappings in a YAML or JSON text; every other byte stays as its author wrote it.

In:  the bytes of a file, the members by the pointer of their mapping.
Out: the bytes; or Findings for the mappings that cannot take them.
How: a scalar that stands is replaced, what is new goes behind a member of its block (`insert.py`),
     or behind the last member of braces; what comes of it is read again, and differs from what was
     by the members alone.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from bffgen.contract.extent import Extent
from bffgen.contract.insert import Added, insert, not_written
from bffgen.contract.yaml import decoded, read_document, read_extents
from bffgen.model.canonical import Json, plain_bytes
from bffgen.model.finding import Finding
from bffgen.model.place import Place, tokens

_BOM: Final = b"\xef\xbb\xbf"


def assign(
    raw: bytes,
    document: str,
    members: Mapping[str, Mapping[str, str | bool]],
    behind: Sequence[str] = (),
) -> bytes | tuple[Finding, ...]:
    """Set members; all of them, or what keeps some from being set.

    Args:
        raw: a file that read_document reads.
        members: by the pointer of their mapping; texts and booleans alone.
        behind: keys that a new member of a block goes behind, the first one that is there.
    """
    before = read_document(raw, document)
    if isinstance(before, tuple):
        return before
    wanted = before
    for pointer, values in members.items():
        wanted = _set(wanted, tokens(pointer), values)
    made = raw
    for pointer, values in members.items():
        found = _assigned(made, document, pointer, values, behind)
        if isinstance(found, tuple):
            return found
        made = found
    if read_document(made, document) != wanted:
        place = Place(document=document, pointer=next(iter(members)))
        problem = "another part of the file shares these lines"
        return (not_written(place, [key for each in members.values() for key in each], problem),)
    return made


def _assigned(
    raw: bytes,
    document: str,
    pointer: str,
    values: Mapping[str, str | bool],
    behind: Sequence[str],
) -> bytes | tuple[Finding, ...]:
    text = decoded(raw)
    holder = _holder(read_extents(text), pointer)
    if holder is None or not isinstance(holder.members, dict) or not holder.members:
        place = Place(document=document, pointer=pointer)
        return (not_written(place, values, "there is no mapping with a member to write beside"),)
    stands = {key: value for key, value in values.items() if key in holder.members}
    fresh = {key: value for key, value in values.items() if key not in holder.members}
    is_braced = text[holder.start : holder.start + 1] == "{"
    edits = [_replaced(text, holder.members[key], value) for key, value in stands.items()]
    if is_braced and fresh:
        edits.append(_appended(text, holder, fresh, is_json=document.endswith(".json")))
    made = text
    for start, end, words in sorted(edits, reverse=True):
        made = made[:start] + words + made[end:]
    content = (_BOM if raw.startswith(_BOM) else b"") + made.encode()
    if is_braced or not fresh:
        return content
    after = next((key for key in behind if key in holder.members), None)
    added = [
        Added(holder=pointer, key=key, value=value, after=after) for key, value in fresh.items()
    ]
    return insert(content, document, added)


def _holder(root: Extent | None, pointer: str) -> Extent | None:
    if root is None:
        return None
    path = tokens(pointer)
    found, taken = root.find(path)
    return found if taken == len(path) else None


def _replaced(text: str, extent: Extent, value: str | bool) -> tuple[int, int, str]:
    """Replace a scalar with its quotes."""
    start, end = extent.start, extent.end
    quote = text[start - 1 : start]
    if quote in ("'", '"') and text[end : end + 1] == quote:
        start, end = start - 1, end + 1
    return start, end, _written(value)


def _appended(
    text: str, holder: Extent, values: Mapping[str, str | bool], *, is_json: bool
) -> tuple[int, int, str]:
    """Put members behind the last one in braces, in the way in which it stands there."""
    assert isinstance(holder.members, dict)
    last = list(holder.members.values())[-1]
    offset = _end_of(text, last)
    key_line = text.rfind("\n", 0, last.key_start) + 1
    lead = text[key_line : last.key_start].rstrip("\"'")
    is_quoted = is_json or text[last.key_start - 1 : last.key_start] == '"' or (
        text[last.key_start : last.key_start + 1] == '"')  # fmt: skip
    gap = f",\n{lead}" if lead and not lead.strip() and key_line else ", "
    words = "".join(
        f"{gap}{_key(key, is_quoted=is_quoted)}: {_written(value)}" for key, value in values.items()
    )
    return offset, offset, words


def _end_of(text: str, extent: Extent) -> int:
    """Give where a value in braces ends, its closing quote or bracket included."""
    end = extent.end
    if extent.members is None and text[end : end + 1] in ("'", '"'):
        return end + 1
    return end


def _key(key: str, *, is_quoted: bool) -> str:
    return f'"{key}"' if is_quoted else key


def _written(value: str | bool) -> str:
    return plain_bytes(value).decode()


def _set(value: Json, path: Sequence[str], members: Mapping[str, str | bool]) -> Json:
    if not path:
        return {**value, **members} if isinstance(value, dict) else value
    if isinstance(value, dict) and path[0] in value:
        return {**value, path[0]: _set(value[path[0]], path[1:], members)}
    if isinstance(value, list):
        number = int(path[0])
        return [*value[:number], _set(value[number], path[1:], members), *value[number + 1 :]]
    return value

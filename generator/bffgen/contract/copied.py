"""Copy a member of a mapping under another key, right behind it, with all its comments.

In:  the bytes of a YAML or JSON file, the pointer of the member, the key of the copy.
Out: the bytes; or a Finding where the mapping cannot take it so.
How: the text of the member is taken as it stands and its key alone replaced; what comes of it is
     read again, and differs from what was by the copy alone.
"""

from typing import Final

from bffgen.contract.extent import Extent
from bffgen.contract.insert import end_of_member, line_start, not_written
from bffgen.contract.yaml import decoded, read_document, read_extents
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.place import Place, parent, tokens

_BOM: Final = b"\xef\xbb\xbf"


def copied(raw: bytes, document: str, pointer: str, key: str) -> bytes | tuple[Finding, ...]:
    """Copy a member.

    Args:
        raw: a file that read_document reads.
        pointer: of the member; its mapping has no `key` yet.
    """
    before = read_document(raw, document)
    if isinstance(before, tuple):
        return before
    text = decoded(raw)
    made = _with_copy(text, read_extents(text), pointer, key)
    if made is not None:
        content = (_BOM if raw.startswith(_BOM) else b"") + made.encode()
        if read_document(content, document) == _set(before, tokens(pointer), key):
            return content
    place = Place(document=document, pointer=parent(pointer))
    return (not_written(place, [key], "another part of the file shares these lines"),)


def _with_copy(text: str, root: Extent | None, pointer: str, key: str) -> str | None:
    path = tokens(pointer)
    member, taken = root.find(path) if root is not None else (None, 0)
    holder, _ = root.find(path[:-1]) if root is not None else (None, 0)
    if member is None or holder is None or taken != len(path) or member.key_start < 0:
        return None
    start = member.key_start
    quote = text[start - 1 : start] if text[start - 1 : start] in ("'", '"') else ""
    start -= len(quote)
    head = len(quote) + (member.key_end - member.key_start)
    if text[holder.start : holder.start + 1] == "{":
        end = member.end
        if member.members is None and text[end : end + 1] in ("'", '"'):
            end += 1
        lead = text[line_start(text, start) : start]
        gap = f",\n{lead}" if not lead.strip() else ", "
        return f"{text[:end]}{gap}{quote}{key}{text[start + head : end]}{text[end:]}"
    line, indent = line_start(text, start), text[line_start(text, start) : start]
    if indent.strip():
        return None
    end = end_of_member(text, member, len(indent))
    block = text[line:end]
    told = block if block.endswith("\n") else f"\n{block}"
    shift = len(told) - len(block) + len(indent)
    again = f"{told[:shift]}{quote}{key}{told[shift + head :]}"
    return f"{text[:end]}{again}{text[end:]}"


def _set(value: Json, path: tuple[str, ...], key: str) -> Json:
    """Give a document with the copy."""
    if len(path) == 1:
        return {**value, key: value[path[0]]} if isinstance(value, dict) else value
    if isinstance(value, dict) and path[0] in value:
        return {**value, path[0]: _set(value[path[0]], path[1:], key)}
    if isinstance(value, list):
        number = int(path[0])
        return [*value[:number], _set(value[number], path[1:], key), *value[number + 1 :]]
    return value

"""Bodies of parts that clients send and upstreams are sent: which members are files.

In:  a contract, the media type of a body with its schema and `encoding`.
Out: the Parts; else why it is not built, in the words of a message.
How: what `encoding` says of a member, else what its schema says (OpenAPI 3.1.1 4.8.15.1): bytes
     are files, plain values are texts, a list its elements one by one, an object JSON. The bounds
     of a file are bytes (OpenAPI 3.1.1 4.4.3.1).
"""

from bffgen.model import schema
from bffgen.model.api import Api, Encoding, MediaType
from bffgen.model.media import bare, is_one_json
from bffgen.model.parts import ANY_TYPE, FileMember, Parts
from bffgen.model.plain import plain_schema
from bffgen.model.shapes import Shape, is_alternative, shape, solid

_FLAT = (Shape.OBJECT, Shape.MAP)
_OCTETS = "application/octet-stream"
_TEXT = "text/plain"
# What a schema says of a text, and nobody could hold of bytes.
_OF_TEXTS = ("pattern", "enum")


def parts_of(api: Api, media: MediaType) -> Parts | str:
    """Say how the members of a body of parts travel.

    Args:
        api: the contract, as it is asked.
        media: with a schema.
    """
    here = solid(api.meaning, media.schema_pointer or "")
    if shape(api.meaning, here) not in _FLAT or is_alternative(api.meaning, here):
        return "which is no object of one shape"
    encodings = {each.name: each for each in media.encoding}
    files, types = [], []
    for name, (pointer, *_) in schema.declared(api.meaning, here).items():
        encoding = encodings.get(name)
        if encoding is not None and (encoding.style or encoding.headers):
            what = f"a style, `{encoding.style}`" if encoding.style else "headers"
            return f"whose `{name}` has {what}"
        made = _member(api, name, pointer, encoding)
        if isinstance(made, str):
            return f"whose `{name}` {made}"
        files += [made] if isinstance(made, FileMember) else []
        if not isinstance(made, FileMember) and encoding is not None and encoding.content_type:
            types.append((name, encoding.content_type))
    values = schema.map_values(api.meaning, here)
    if values is not None and shape(api.meaning, solid(api.meaning, values)) is not Shape.PLAIN:
        return "which has other members than plain values"
    return Parts(files=tuple(files), types=tuple(types))


def _member(
    api: Api, name: str, pointer: str, encoding: Encoding | None
) -> FileMember | str | None:
    """Give a member that is a file; None of a field; else why it is not built."""
    here = solid(api.meaning, pointer)
    repeats = shape(api.meaning, here) is Shape.ARRAY
    items = schema.items(api.meaning, here) if repeats else (here,)
    one = solid(api.meaning, items[0]) if len(items) == 1 else here
    types = _file_types(api, one, encoding)
    if types:
        written = plain_schema(api.meaning, one)
        held = [keyword for keyword in _OF_TEXTS if keyword in written]
        if held:
            return f"is a file with `{held[0]}`"
        least, most = written.get("minLength"), written.get("maxLength")
        return FileMember(
            name=name,
            pointer=one,
            repeats=repeats,
            types=types,
            at_least=least if isinstance(least, int) else 0,
            at_most=most if isinstance(most, int) else None,
        )
    found = shape(api.meaning, one)
    if found is Shape.MIXED:
        return "may be of several shapes"
    told = bare(encoding.content_type) if encoding is not None and encoding.content_type else ""
    fits = not told or (told == _TEXT if found is Shape.PLAIN else is_one_json(told))
    return None if fits else f"travels as `{told}`"


def _file_types(api: Api, here: str, encoding: Encoding | None) -> tuple[str, ...]:
    """Give the media types of a file; none of a field."""
    types = schema.types(api.meaning, here) - {"null"}
    is_untyped = types == schema.TYPES - {"null"}
    if not is_untyped and types != {"string"}:
        return ()
    if encoding is not None and encoding.content_type:
        listed = tuple(bare(each) for each in encoding.content_type.split(","))
        is_field = all(each == _TEXT or is_one_json(each) for each in listed)
        return () if is_field else listed
    said: dict[str, object] = {}
    for part in schema.conjuncts(api.meaning, here):
        written = schema.at(api.meaning, part)
        said |= written if isinstance(written, dict) else {}
    if "contentEncoding" in said:
        return ()
    told = bare(str(said.get("contentMediaType", "")))
    if told and told != _TEXT and not is_one_json(told):
        return ANY_TYPE if told == _OCTETS else (told,)
    return ANY_TYPE if said.get("format") == "binary" or is_untyped else ()

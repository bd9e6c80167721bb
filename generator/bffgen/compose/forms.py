"""Forms that clients send and upstreams are sent: how their members travel.

In:  a contract, the media type of a body with its schema and `encoding`.
Out: the Form; else why it is not built, in the words of a message.
How: what `encoding` says of a member, else what its schema says (OpenAPI 3.1.1 4.8.15.1): a plain
     value is a text, a list its elements one by one, an object JSON.
"""

from bffgen.model import schema
from bffgen.model.api import Api, Encoding, MediaType
from bffgen.model.form import Form
from bffgen.model.media import bare, is_one_json
from bffgen.model.shapes import Shape, is_alternative, shape, solid
from bffgen.model.travel import DEEP

_FLAT = (Shape.OBJECT, Shape.MAP)


def form_of(api: Api, media: MediaType) -> Form | str:
    """Say how the members of a form travel.

    Args:
        api: the contract, as it is asked.
        media: with a schema.
    """
    here = solid(api.meaning, media.schema_pointer or "")
    if shape(api.meaning, here) not in _FLAT or is_alternative(api.meaning, here):
        return "which is no object of one shape"
    encodings = {each.name: each for each in media.encoding}
    joined, deep = [], []
    for name, (pointer, *_) in schema.declared(api.meaning, here).items():
        travels = _travels(api, pointer, encodings.get(name))
        if travels == "joined":
            joined.append(name)
        elif travels == "deep":
            deep.append(name)
        elif travels:
            return f"whose `{name}` {travels}"
    values = schema.map_values(api.meaning, here)
    if values is not None and shape(api.meaning, solid(api.meaning, values)) is not Shape.PLAIN:
        return "which has other members than plain values"
    return Form(joined=tuple(joined), deep=tuple(deep))


def _travels(api: Api, pointer: str, encoding: Encoding | None) -> str:
    """Say that a member is `joined` or `deep`, or why it is not built; nothing by its schema."""
    here = solid(api.meaning, pointer)
    found = shape(api.meaning, here)
    if found is Shape.MIXED:
        return "may be of several shapes"
    if encoding is None:
        return ""
    if encoding.style is None:
        return _by_content_type(encoding.content_type, _is_text(api, here, found))
    if encoding.style == "form" and found is Shape.ARRAY:
        return "" if encoding.explode else "joined"
    if encoding.style == "form" and found is Shape.PLAIN:
        return ""
    if encoding.style == DEEP and found in _FLAT and _is_flat(api, here):
        return "deep"
    return f"travels in the style `{encoding.style}`"


def _is_text(api: Api, here: str, found: Shape) -> bool:
    """Say whether a member is texts where nothing else is said: plain, or a list of such."""
    if found is not Shape.ARRAY:
        return found is Shape.PLAIN
    items = schema.items(api.meaning, here)
    return all(shape(api.meaning, solid(api.meaning, each)) is Shape.PLAIN for each in items)


def _by_content_type(content_type: str | None, is_text: bool) -> str:
    if content_type is None:
        return ""
    fits = bare(content_type) == "text/plain" if is_text else is_one_json(content_type)
    return "" if fits else f"travels as `{content_type}`"


def _is_flat(api: Api, here: str) -> bool:
    """Say whether all members of an object are plain."""
    members = [each[0] for each in schema.declared(api.meaning, here).values()]
    values = schema.map_values(api.meaning, here)
    members += [values] if values is not None else []
    return all(shape(api.meaning, solid(api.meaning, each)) is Shape.PLAIN for each in members)

"""Examples of a contract, found again by the ids that they show.

In:  an Api.
Out: the examples of a media type and of a parameter; objects by component and id.
How: an example of a list shows its elements as well, so that an element asked for alone is the
     one that the list has shown.
"""

from collections.abc import Iterator

from bffgen.model import schema
from bffgen.model.api import Api, MediaType, Parameter
from bffgen.model.canonical import Json
from bffgen.model.place import tokens
from bffgen.model.tree import at, has, local_pointer
from bffgen.proof.validate import Unbuildable, is_valid
from bffgen.verify.hints import Known, own_id

# Lists in examples are short; one that is not need not be walked to its end.
_MOST_SHOWN = 500


def media_examples(api: Api, media: MediaType) -> tuple[Json, ...]:
    """Give the valid examples of a media type, in order of mention."""
    shown = tuple(_listed(api.meaning, media.pointer))
    if media.schema_pointer is None:
        return shown
    return tuple(each for each in shown if _fits(api, media.schema_pointer, each))


def parameter_examples(api: Api, parameter: Parameter) -> tuple[Json, ...]:
    """Give the examples of a parameter and of its schema."""
    own = tuple(_listed(api.meaning, parameter.pointer))
    target = schema.resolve(api.meaning, parameter.schema_pointer)
    written = at(api.meaning, target)
    listed = written.get("examples") if isinstance(written, dict) else None
    return (*own, *(listed if isinstance(listed, list) else ()))


def known_objects(api: Api) -> Known:
    """Look up what the examples of a contract's answers show, by component and own id."""
    found: dict[tuple[str, str], Json] = {}
    for operation in api.operations:
        for response in operation.responses:
            for media in response.content:
                if media.schema_pointer is None:
                    continue
                for example in media_examples(api, media):
                    for key, value in _objects(api.meaning, media.schema_pointer, example):
                        if len(found) < _MOST_SHOWN and _fits(api, key[0], value):
                            found.setdefault(key, value)
    return lambda component, identity: found.get((component, identity))


def _fits(api: Api, pointer: str, value: Json) -> bool:
    try:
        return is_valid(api.meaning, pointer, value)
    except Unbuildable:
        return False


def _listed(document: Json, pointer: str) -> Iterator[Json]:
    """Give what `example` and `examples` show at a media type, parameter or header object."""
    written = at(document, pointer)
    if not isinstance(written, dict):
        return
    if "example" in written:
        yield written["example"]
    named = written.get("examples")
    for each in named.values() if isinstance(named, dict) else ():
        target = local_pointer(each.get("$ref")) if isinstance(each, dict) else None
        shown = at(document, target) if target is not None and has(document, target) else each
        if isinstance(shown, dict) and "value" in shown:
            yield shown["value"]


def _objects(document: Json, pointer: str, value: Json) -> Iterator[tuple[tuple[str, str], Json]]:
    """Give each object with an id of its own, by component and id."""
    work = [(pointer, value)]
    while work:
        where, here = work.pop()
        for part in schema.in_place(document, where):
            if isinstance(here, dict) and _is_component(part):
                name = own_id(tokens(part)[-1], here)
                if name is not None and isinstance(here[name], str | int):
                    yield (part, str(here[name])), here
        if isinstance(here, dict):
            declared = schema.declared(document, where)
            work += [(declared[k][0], each) for k, each in here.items() if k in declared]
        elif isinstance(here, list):
            held = schema.items(document, where)
            work += [(held[0], each) for each in here if held]


def _is_component(pointer: str) -> bool:
    return pointer.startswith("/components/schemas/") and pointer.count("/") == 3

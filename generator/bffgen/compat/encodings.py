"""How the fields of a form and the parts of a multipart body travel.

In:  one media type of a body in both contracts, and who sends it.
Out: Occurrences: a field that is written otherwise, a part in a type that is not taken, a header
     that a part must have.
How: what the sender may write is held against what the reader takes, field by field. A part of
     which nothing is said has the type that its schema gives it (OpenAPI 3.1.1 4.8.15); where that
     leaves a choice nothing is told.
"""

from collections.abc import Iterator
from typing import Final

from bffgen.compat.change import Occurrence, change
from bffgen.compat.media import covers
from bffgen.compat.node import node
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position, standing
from bffgen.compat.writing import is_written_alike, of_field
from bffgen.model import schema
from bffgen.model.api import Api, Encoding, MediaType
from bffgen.model.canonical import Json
from bffgen.model.media import bare

_FORM: Final = "application/x-www-form-urlencoded"


def compare_encodings(
    pair: Pair, position: Position, was: MediaType, now: MediaType
) -> Iterator[Occurrence]:
    """Compare how the members of a body travel.

    Args:
        position: of the body's value.
    """
    kinds = {bare(each.media_type) for each in (was, now)}
    if kinds != {_FORM} and not all(each.startswith("multipart/") for each in kinds):
        return
    before, after = _fields(pair.baseline, was), _fields(pair.revision, now)
    for name in sorted(before.keys() & after.keys()):
        told = _differing(pair, position, (was, now), name, (before[name], after[name]))
        if told is not None:
            yield told


def _fields(api: Api, media: MediaType) -> dict[str, str]:
    """Give the schemas of the members of a body by name."""
    if media.schema_pointer is None:
        return {}
    return dict(node(api.meaning, media.schema_pointer).named("properties"))


def _differing(
    pair: Pair,
    position: Position,
    media: tuple[MediaType, MediaType],
    name: str,
    pointers: tuple[str, str],
) -> Occurrence | None:
    ways = _of(media[0], name), _of(media[1], name)
    if ways[0] == ways[1]:
        return None
    is_request = position.direction == "request"
    sender = (pair.baseline if is_request else pair.revision).meaning
    pointer = pointers[0 if is_request else 1]
    sent, read = ways if is_request else ways[::-1]
    is_form = bare(media[0].media_type) == _FORM
    problem = _problem(sender, pointer, sent, read, is_form=is_form)
    if problem is None:
        return None
    words = problem if is_request else problem[::-1]
    return Occurrence(
        change=change(
            "content-encoding-changed",
            direction=position.direction,
            where=position.where,
            coordinate=standing(media[0].pointer, f"{position.operation} {position.where}")
            + f" {name}",
            before={"encoding": words[0]},
            after={"encoding": words[1]},
            was=pair.in_baseline(media[0].pointer if ways[0] is None else ways[0].pointer),
            now=pair.in_revision(media[1].pointer if ways[1] is None else ways[1].pointer),
            name=name,
            was_=words[0],
            now_=words[1],
        ),
        operation=position.operation,
        answer="no",
    )


def _of(media: MediaType, name: str) -> Encoding | None:
    return next((each for each in media.encoding if each.name == name), None)


def _problem(
    sender: Json,
    pointer: str,
    sent: Encoding | None,
    read: Encoding | None,
    *,
    is_form: bool,
) -> tuple[str, str] | None:
    """Say how the sender writes and the reader reads what does not meet; None where all does."""
    is_styled = is_form or any(each is not None and each.style is not None for each in (sent, read))
    if is_styled:
        ways = of_field(sent), of_field(read)
        if not is_written_alike(sender, pointer, *ways):
            return ways[0].words, ways[1].words
    else:
        types = _types(sender, pointer, sent), _types(sender, pointer, read)
        if types[0] and types[1]:
            lost = [one for one in types[0] if not any(covers(each, one) for each in types[1])]
            if lost:
                return ", ".join(types[0]), ", ".join(types[1])
    has, wants = _required(sent), _required(read)
    missing = wants - has
    if missing:
        named = ", ".join(sorted(missing))
        return (f"without {named}", f"with {named}")
    return None


def _types(sender: Json, pointer: str, encoding: Encoding | None) -> tuple[str, ...]:
    """Give the types that a part may be of; none where nothing says which."""
    if encoding is not None and encoding.content_type:
        return tuple(each.strip() for each in encoding.content_type.split(",") if each.strip())
    kinds = schema.types(sender, pointer) - {"null"}
    if kinds == {"object"}:
        return ("application/json",)
    is_text = kinds and kinds <= {"integer", "number", "boolean"}
    return ("text/plain",) if is_text else ()


def _required(encoding: Encoding | None) -> set[str]:
    headers = encoding.headers if encoding is not None else ()
    return {each.name.lower() for each in headers if each.required}

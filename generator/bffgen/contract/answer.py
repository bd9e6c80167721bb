"""Read what an operation answers besides its body: headers, what is missing, further pages.

In:  the mapping of an operation, the reader of builders.
Out: values of model/composition.py, headers in the author's order; findings for what fits none.
How: a header takes a value, a literal, or one of the derivations; never an object.
"""

from collections.abc import Callable, Iterator

from bffgen.contract.fields import Fields, kind
from bffgen.model.builder import Builder, Constant, Value, ValuePath
from bffgen.model.canonical import Json
from bffgen.model.composition import DERIVED, AnswerHeader, Derived, Pages, Paginate
from bffgen.model.finding import Mark, finding
from bffgen.model.place import Place
from bffgen.model.spelling import nearest


def read_headers(
    fields: Fields, builder: Callable[[Json, Place], Builder]
) -> Iterator[AnswerHeader]:
    """Read `headers:` of an operation or of one of its statuses.

    Args:
        builder: reads a value at its place.
    """
    for name, value, place in fields.items("headers"):
        if isinstance(value, dict) and "derive" in value:
            read: Value | Constant | Derived | None = _derived(
                Fields(value, place, fields.faults), name
            )
        elif isinstance(value, dict) and (meant := _meant(value)):
            Fields(value, place, fields.faults).misspelled(next(iter(value)), meant)
            read = None
        elif isinstance(value, dict) and set(value) != {"const"}:
            problem = f"{kind(value)} where a path, `const` or `derive` belongs"
            fields.faults.append(finding("compose-schema", place, problem=problem))
            read = None
        else:
            made = builder(value, place)
            read = made if isinstance(made, Value | Constant) else None
        if read is not None:
            yield AnswerHeader(name=name, value=read, place=place)


def _meant(value: dict[str, Json]) -> str:
    """Give the key that the only one of a mapping misspells."""
    keys = ("const", "derive")
    return nearest(next(iter(value)), keys) if len(value) == 1 and not set(value) & {*keys} else ""


def read_incomplete(fields: Fields | None) -> tuple[bool | None, tuple[str, Place] | None]:
    """Read `incomplete:`: whether the header tells what is missing, and which property does."""
    if fields is None:
        return None, None
    header = fields.flag("header")
    name = fields.text("body")
    fields.done()
    return header, (name, fields.at("body")) if name is not None else None


def read_paginate(
    fields: Fields | None, path: Callable[[Json, Place], ValuePath]
) -> Paginate | None:
    """Read `paginate:`.

    Args:
        path: reads a path at its place.
    """
    if fields is None:
        return None
    source = fields.required_text("source")
    paths = {}
    for key in ("cursor", "next"):
        fields.demand(key)
        paths[key] = path(fields.raw(key), fields.at(key)) if key in fields else None
    seal = fields.flag("seal")
    fields.done()
    cursor, following = paths["cursor"], paths["next"]
    if not source or cursor is None or following is None:
        return None
    return Paginate(
        source=source, cursor=cursor, following=following, seal=seal, place=fields.place
    )


def read_pages(fields: Fields | None, path: Callable[[Json, Place], ValuePath]) -> Pages | None:
    """Read `paginate:` beside `implement`, whose function knows the cursor of the next page.

    Args:
        path: reads a path at its place.
    """
    if fields is None:
        return None
    for key in ("source", "next"):
        if key in fields:
            fields.raw(key)
            mark = Mark(place=fields.at(key), on="key")
            problem = f"`{key}` of `paginate` beside `implement`, whose function knows it"
            fields.faults.append(finding("compose-schema", mark, problem=problem))
    fields.demand("cursor")
    cursor = path(fields.raw("cursor"), fields.at("cursor")) if "cursor" in fields else None
    seal = fields.flag("seal")
    fields.done()
    return Pages(cursor=cursor, seal=seal, place=fields.place) if cursor is not None else None


def _derived(fields: Fields, name: str) -> Derived | None:
    """Read `{derive: HOW}`; each way of deriving is for one header."""
    how = fields.choice("derive", DERIVED)
    fields.done()
    if how is None:
        return None
    if name.lower() != DERIVED[how].lower():
        problem = f"`derive: {how}` gives `{DERIVED[how]}`, and no other header"
        fields.faults.append(finding("compose-schema", fields.at("derive"), problem=problem))
        return None
    return Derived(how=how, place=fields.place)

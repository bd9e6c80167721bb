"""Read one side of a comparison: a document with all that it refers to, lowered.

In:  a Source, and the pool that both sides share.
Out: an Api whose places are printed as the caller names its files; or every fault found.
How: bundled, given 2020-12 meaning and lowered by our own readers alone: what keeps a document from
     being read is told, what is only unusual is compared. The schema of OpenAPI itself, at
     seconds for a large document, is asked of the contracts of a workspace when they are built.
"""

from dataclasses import replace

from bffgen.contract.dialect import modern
from bffgen.contract.document import is_meant, unread_version
from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.contract.source import Source
from bffgen.model.api import Api
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.finding import Effect, Finding
from bffgen.model.place import Place
from bffgen.model.pool import Pool


def read_side(source: Source, pool: Pool) -> tuple[Api | None, tuple[Finding, ...]]:
    """Read one side; linear in the size of its files.

    Returns:
        The Api with warnings; or None with what keeps it from being read.
    """
    bundled, doubts = read_bundle(source)
    if bundled is None:
        return None, doubts
    unread = unread_version(bundled)
    if unread is not None and not is_meant(bundled.document.get("openapi")):
        return None, (unread,)
    if unread is not None:
        doubts += (replace(unread, effect=Effect.RISKY),)
    api = lower(bundled, pool, modern(bundled.document), strict=False)
    if isinstance(api, tuple):
        return None, (*doubts, *api)
    return api, (*doubts, *api.doubts)


def nothing_promised(api: Api, place: Place) -> Api:
    """Give a contract beside another one that promises nothing; all of it stands at one place."""
    document: dict[str, Json] = {
        "openapi": "3.1.1",
        "info": {"title": api.title, "version": api.version},
        "paths": {},
    }
    empty = lower(Bundle(document=document, files=(), places=(("", place),)), api.pool)
    assert isinstance(empty, Api)
    return empty


def read_bundle(source: Source) -> tuple[Bundle | None, tuple[Finding, ...]]:
    """Read the files of a side into one document."""
    doubts: list[Finding] = []
    bundled = bundle(source.root, source.read, doubts)
    told = tuple(_printed(each, source) for each in doubts)
    if isinstance(bundled, tuple):
        return None, (*told, *(_printed(each, source) for each in bundled))
    places = tuple((pointer, _place(place, source)) for pointer, place in bundled.places)
    files = tuple(sorted((source.document(path), digest) for path, digest in bundled.files))
    return replace(bundled, places=places, files=files), told


def _printed(fault: Finding, source: Source) -> Finding:
    """Name the files of a finding as the caller does."""
    marks = tuple(replace(each, place=_place(each.place, source)) for each in fault.marks)
    facts = tuple(
        (name, source.document(str(value)) if name == "path" else value)
        for name, value in fault.facts
    )
    return replace(fault, marks=marks, facts=facts)


def _place(place: Place, source: Source) -> Place:
    return replace(place, document=source.document(place.document))

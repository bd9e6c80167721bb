"""Read one side of a comparison: a document with all that it refers to, lowered.

In:  a Source, and the pool that both sides share.
Out: an Api whose places are printed as the caller names its files; or every fault found.
How: bundled, given 2020-12 meaning and lowered by our own readers alone: what keeps a document from
     being read is told, what is only unusual is compared. The schema of OpenAPI itself, at
     seconds for a large document, is asked of the contracts of a workspace when they are built.
"""

from dataclasses import replace
from typing import TypeAlias

from bffgen.contract.collector import collector_paused
from bffgen.contract.dialect import modern
from bffgen.contract.differing import differing
from bffgen.contract.document import is_meant, unread_version
from bffgen.contract.internal import published
from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.contract.source import Source
from bffgen.model.api import Api
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.finding import Effect, Finding
from bffgen.model.place import Place
from bffgen.model.pool import Pool

_Read: TypeAlias = tuple[Api | None, tuple[Finding, ...]]
# What came of reading sides, by their names and roots: of many that are compared with one, that one
# is read once.
Bundles: TypeAlias = dict[tuple[str, str], tuple[Bundle | None, tuple[Finding, ...]]]


def read_sides(
    baseline: Source,
    revision: Source,
    pool: Pool,
    *,
    as_published: bool = False,
    bundles: Bundles | None = None,
) -> tuple[_Read, _Read]:
    """Read both sides; of what is equal on both, the messages are not lowered (`Api.same`).

    Linear in the size of the files; a second file of equal bytes is not read again.

    Args:
        as_published: without the parts that are internal, as third parties have them.
        bundles: where what was read is kept, for the next that is compared with it.

    Returns:
        For each side the Api with warnings; or None with what keeps it from being read.
    """
    with collector_paused():
        first = bundled_side(baseline, bundles)
        second = _again(first[0], baseline, revision) or bundled_side(revision, bundles)
        one, two = first[0], second[0]
        if one is None or two is None:
            return _lowered(*first, pool), _lowered(*second, pool)
        if as_published:
            one, two = published(one), published(two)
        found = differing(one, two)
        return (
            _lowered(one, first[1], pool, found.baseline),
            _lowered(two, second[1], pool, found.revision),
        )


def bundled_side(
    source: Source, bundles: Bundles | None
) -> tuple[Bundle | None, tuple[Finding, ...]]:
    """Read the files of a side into one document, unless that was done."""
    if bundles is None:
        return read_bundle(source)
    key = source.name, source.root
    if key not in bundles:
        bundles[key] = read_bundle(source)
    else:
        # The same files by another Source have to be found by it as well.
        found = bundles[key][0]
        for path, _ in found.files if found is not None else ():
            source.document(path)
    return bundles[key]


def read_side(source: Source, pool: Pool, *, as_published: bool = False) -> _Read:
    """Read one side; linear in the size of its files.

    Args:
        as_published: without the parts that are internal, as third parties have them.

    Returns:
        The Api with warnings; or None with what keeps it from being read.
    """
    with collector_paused():
        found, doubts = read_bundle(source)
        if found is not None and as_published:
            found = published(found)
        return _lowered(found, doubts, pool)


def _again(
    first: Bundle | None, baseline: Source, revision: Source
) -> tuple[Bundle, tuple[Finding, ...]] | None:
    """Give the bundle of a second file of equal bytes, if that is one and refers to no other."""
    if first is None or len(first.files) > 1:
        return None
    try:
        if baseline.read(baseline.root) != revision.read(revision.root):
            return None
    except OSError:
        return None
    document = revision.document(revision.root)
    digest = next(digest for _, digest in first.files)
    places = (("", Place(document=document)),)
    (value,) = first.values.values()
    files, values = ((document, digest),), {document: value}
    return replace(first, files=files, values=values, places=places), ()


def _lowered(
    bundled: Bundle | None,
    doubts: tuple[Finding, ...],
    pool: Pool,
    part: dict[str, Json] | None = None,
) -> _Read:
    if bundled is None:
        return None, doubts
    unread = unread_version(bundled)
    if unread is not None and not is_meant(bundled.document.get("openapi")):
        return None, (unread,)
    if unread is not None:
        doubts += (replace(unread, effect=Effect.RISKY),)
    api = lower(bundled, pool, None if part is None else modern(part), strict=False)
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
    empty = lower(Bundle(document=document, files=(), values={}, places=(("", place),)), api.pool)
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
    values = {source.document(path): value for path, value in bundled.values.items()}
    return replace(bundled, places=places, files=files, values=values), told


def referred(source: Source) -> tuple[str, ...]:
    """Give the paths of a document and of all that it refers to, in its tree, there or not."""
    faults: list[Finding] = []
    bundled = bundle(source.root, source.read, faults)
    files = () if isinstance(bundled, tuple) else (path for path, _ in bundled.files)
    missing = (dict(each.facts).get("path") for each in faults)
    return (source.root, *files, *(each for each in missing if isinstance(each, str)))


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

"""Read waivers: findings that somebody accepts for a while.

In:  the bytes of files that people write: one waiver each (`waiver/1`), or a list (`waivers/1`).
Out: Waivers in the order of the files; findings for what does not fit.
"""

import re
from collections.abc import Iterable
from typing import Final

from bffgen.contract.fields import Fields
from bffgen.contract.yaml import read_document
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, finding
from bffgen.model.place import Place
from bffgen.model.waiver import Waiver

ONE: Final = "waiver/1"
LIST: Final = "waivers/1"
# What the one release of two documents is called.
BASELINE: Final = "baseline"
# Whoever accepts a finding for longer than this has decided, and writes it into the contract.
LONGEST_DAYS: Final = 180

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{12}")
_OPERATION: Final = re.compile(r"[A-Za-z]+ \S.*")


def read_waivers(
    files: Iterable[tuple[str, bytes]],
) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    """Read files of waivers, given as (path, content)."""
    faults: list[Finding] = []
    found: list[Waiver] = []
    for path, content in files:
        value = read_document(content, path)
        if isinstance(value, tuple):
            faults += value
            continue
        found += _file(value, Place(document=path), faults)
    seen: dict[str, Waiver] = {}
    for each in found:
        first = seen.setdefault(each.finding, each)
        if first is not each:
            problem = f"`{each.finding}` is waived twice"
            places = (each.place.at("finding"), first.place.at("finding"))
            faults.append(finding("input-schema", *places, problem=problem))
    return tuple(found), tuple(faults)


def of_baseline(waivers: Iterable[Waiver]) -> tuple[Waiver, ...]:
    """Give those that are for two documents, which have one release: the baseline."""
    return tuple(each for each in waivers if not each.releases or BASELINE in each.releases)


def _file(value: Json, place: Place, faults: list[Finding]) -> Iterable[Waiver]:
    file = Fields.of(value, place, faults)
    file.demand("format")
    form = file.choice("format", (ONE, LIST))
    if form == ONE:
        return _waiver(file)
    if form is None:
        return ()
    listed = file.raw("waivers")
    file.demand("waivers")
    file.done()
    if not isinstance(listed, list):
        if "waivers" in file:
            problem = "something else where a list of waivers belongs"
            faults.append(finding("input-schema", file.at("waivers"), problem=problem))
        return ()
    return [
        waiver
        for number, each in enumerate(listed)
        for waiver in _waiver(Fields.of(each, file.at("waivers").at(number), faults))
    ]


def _waiver(file: Fields) -> list[Waiver]:
    """Read one waiver; none where what it needs is missing."""
    name = file.required_text("finding")
    reason = file.required_text("reason")
    owner = file.required_text("owner")
    file.demand("expires")
    expires, created = file.day("expires"), file.day("created")
    operations = tuple(text for text, _ in file.texts("operations"))
    releases = tuple(text for text, _ in file.texts("releases"))
    file.raw("format")
    file.done()
    if name and not _FINGERPRINT.fullmatch(name):
        file.refuse("finding", f"`{name}` is no fingerprint, which has 12 of 0-9 and a-f")
        return []
    for each in operations:
        if not _OPERATION.fullmatch(each):
            file.refuse("operations", f"`{each}` is no operation such as `GET /products`")
    if expires and created and (expires - created).days > LONGEST_DAYS:
        file.refuse("expires", f"a waiver of more than {LONGEST_DAYS} days")
    if not (name and reason and owner and expires):
        return []
    return [
        Waiver(
            finding=name,
            releases=releases,
            operations=operations,
            reason=reason,
            owner=owner,
            created=created,
            expires=expires,
            place=file.place,
        )
    ]

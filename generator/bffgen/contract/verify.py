"""Verify a client's ledger: frozen contracts, the chain of releases, what events name.

In:  a Ledger, a reader of files; the Policy whose channels and parties events may name.
Out: findings, in the order of releases and events; none for a whole ledger.
How: linear in its files. Whether contracts are canonical is asked apart, as each has to be parsed
     for it: by `bffgen ledger verify`, which asks everything (RELEASES.md 11).
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, TypeAlias

from bffgen.contract.disk import not_read
from bffgen.contract.ledger import EVENTS, RELEASES, folder_of
from bffgen.contract.release import VERSION
from bffgen.model.canonical import JsonFault, canonical_bytes, read_json
from bffgen.model.event import (
    Consented,
    Deployed,
    Deprecated,
    Event,
    MinVersion,
    Renewed,
    Retired,
    Shipped,
    Withdrawn,
    Yanked,
)
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.ledger import Ledger
from bffgen.model.place import Place
from bffgen.model.policy import BuildOrder
from bffgen.model.release import CHANGES, Release, Stage, order
from bffgen.model.spelling import nearest
from bffgen.model.template import nameless

Read: TypeAlias = Callable[[str], bytes]

# What has a place in an order of builds, and what such a build looks like.
_ORDERED: Final = {
    BuildOrder.DOTTED: (re.compile(r"[0-9]+(\.[0-9]+)*([-+ (].*)?"), "numbers with dots, `5.1.0`"),
    BuildOrder.INTEGER: (re.compile(r"[0-9]+"), "a whole number, `50100`"),
}


def verify(
    ledger: Ledger, read: Read, channels: Mapping[str, BuildOrder], parties: Collection[str]
) -> tuple[Finding, ...]:
    """Find what does not fit in a ledger.

    Args:
        channels: of the client's policy, each with the order of its builds.
        parties: likewise; none of a client whose readers sign nothing.
    """
    return (
        *_frozen(ledger, read),
        *_chain(ledger),
        *_named(ledger, channels, parties),
        *_built(ledger, channels),
        *_staged(ledger),
    )


def not_canonical(ledger: Ledger, read: Read) -> Iterator[Finding]:
    """Find frozen contracts that bffgen has not written: a digest fits whatever it was made of."""
    for release in ledger.releases:
        try:
            content = read(release.contract)
            if sha256(content).hexdigest() != release.contract_sha256:
                continue  # is told as what it is, as is what cannot be read
            is_canonical = canonical_bytes(read_json(content)) == content
        except OSError:
            continue
        except JsonFault:
            is_canonical = False
        if not is_canonical:
            place = Place(document=release.contract)
            yield finding("ledger-not-canonical", place, version=release.version)


def unchanged_since(
    ref: str,
    client: str,
    read: Read,
    at_ref: tuple[Read, Callable[[str], Sequence[str]]],
) -> Iterator[Finding]:
    """Find the facts of a commit that are no longer what they were.

    Args:
        read: of the workspace.
        at_ref: of the commit: the bytes of a file, the paths below a folder.
    """
    before, below = at_ref
    for folder in (RELEASES, EVENTS):
        for path in below(f"{folder_of(client)}/{folder}"):
            place = Place(document=path)
            try:
                now = read(path)
            except OSError:
                yield finding("ledger-fact-removed", place, path=path, ref=ref)
                continue
            if now != before(path):
                yield finding("ledger-fact-changed", place, path=path, ref=ref)


def _frozen(ledger: Ledger, read: Read) -> Iterator[Finding]:
    """Hold what was frozen against the digests that were written with it."""
    for release in ledger.releases:
        digests = [(release.contract, release.contract_sha256, "contract_sha256")]
        if release.changes_sha256 is not None:
            digests.append(
                (f"{release.folder}/{CHANGES}", release.changes_sha256, "changes_sha256")
            )
        previous = ledger.release(release.previous or "")
        if previous is not None and release.previous_sha256 is not None:
            path = previous.place.document
            digests.append((path, release.previous_sha256, "previous_sha256"))
        for path, wanted, key in digests:
            mark = release.place.at(key)
            try:
                found = sha256(read(path)).hexdigest()
            except OSError as fault:
                yield not_read(fault, mark, path)
                continue
            if found != wanted:
                yield finding(
                    "ledger-tampered",
                    mark,
                    path=path,
                    version=release.version,
                    found=found,
                    written=wanted,
                )


def _chain(ledger: Ledger) -> Iterator[Finding]:
    """Hold each release against the one that it follows; no two follow the same."""
    followed: dict[str, Release] = {}
    for release in ledger.releases:
        if release.previous is None:
            yield from _second_root(release, ledger)
            continue
        mark = release.place.at("previous")
        previous = ledger.release(release.previous)
        if previous is None:
            yield _unknown(mark, "release", release.previous, _versions(ledger))
        elif order(previous) >= order(release):
            yield finding(
                "ledger-chain-broken",
                mark,
                previous.place.at("released"),
                version=release.version,
                previous=previous.version,
            )
        # What was never shipped is followed by nobody.
        if not release.is_backfilled and release.version not in ledger.yanked:
            first = followed.setdefault(release.previous, release)
            if first is not release:
                yield finding(
                    "ledger-fork",
                    mark,
                    first.place.at("previous"),
                    version=release.version,
                    other=first.version,
                    previous=release.previous,
                )


def _second_root(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Tell of a release that follows nothing although something was frozen before it."""
    if release.is_backfilled:
        return
    earlier = [
        each
        for each in ledger.releases
        if each is not release and not each.is_backfilled and each.previous is None
    ]
    if earlier and earlier[0].released <= release.released:
        yield finding(
            "ledger-chain-broken",
            release.place.at("previous"),
            earlier[0].place.at("released"),
            version=release.version,
            previous="",
        )


def _named(
    ledger: Ledger, channels: Collection[str], parties: Collection[str]
) -> Iterator[Finding]:
    """Find the releases, channels, builds and parties that events name and nobody knows."""
    versions = _versions(ledger)
    for event in ledger.events:
        match event:
            case Shipped() | Retired() | Yanked():
                named = [(event.place.at("release"), event.release)]
            case Deployed():
                serves = event.place.at("serves")
                named = [(serves.at(number), each) for number, each in enumerate(event.serves)]
            case Deprecated() if event.release:
                named = [(event.place.at("release"), event.release)]
            case Withdrawn() | Consented():
                named = []
                yield from _unannounced(event, ledger)
            case _:
                named = []
        if isinstance(event, Deprecated | Consented) and event.target.startswith("release "):
            version = event.target.removeprefix("release ").strip()
            named.append((event.place.at("target"), version))
        for place, version in named:
            if version not in versions:
                fresh = _freezing(event, version, ledger.client)
                yield _unknown(place, "release", version, versions, fresh=fresh)
        if isinstance(event, Shipped | MinVersion | Renewed) and event.channel not in channels:
            yield _unknown(event.place.at("channel"), "channel", event.channel, channels)
        if isinstance(event, Consented) and event.party not in parties:
            yield _unknown(event.place.at("party"), "party", event.party, parties)
        if isinstance(event, Deprecated):
            for party, _ in event.notice:
                if party and party not in parties:
                    mark = Mark(place=event.place.at("notice").at(party), on="key")
                    yield _unknown(mark, "party", party, parties)


def _unannounced(event: Withdrawn | Consented, ledger: Ledger) -> Iterator[Finding]:
    """Tell of a withdrawal of what nobody has announced, and of a consent to it: both are void."""
    mark, name = event.place.at("target"), event.target
    known = [each.target for each in ledger.of(Deprecated)]
    if isinstance(event, Withdrawn):
        mark, name = event.place.at("announced"), f"{name} of {event.announced.isoformat()}"
        known = [f"{each.target} of {each.announced.isoformat()}" for each in ledger.of(Deprecated)]
    if nameless(name) not in {nameless(each) for each in known}:
        yield _unknown(mark, "deprecation", name, known)


def _built(ledger: Ledger, channels: Mapping[str, BuildOrder]) -> Iterator[Finding]:
    """Find builds that have no place among those of their channel: they would count as old."""
    shipped = {(each.channel, each.build) for each in ledger.of(Shipped)}
    for event in ledger.events:
        match event:
            case Shipped():
                key, build = "build", event.build
            case MinVersion():
                key, build = "builds_below", event.builds_below
            case Renewed() if event.channel in channels:
                known = [build for channel, build in shipped if channel == event.channel]
                if event.build not in known:
                    place = event.place.at("build")
                    yield _unknown(place, "build", event.build, sorted(known))
                continue
            case _:
                continue
        form, said = _ORDERED.get(channels.get(event.channel, BuildOrder.LISTED), (None, ""))
        if form is not None and not form.fullmatch(build):
            problem = f"`{build}` has no place among the builds of {event.channel}: they are {said}"
            yield finding("input-schema", event.place.at(key), problem=problem)


def _staged(ledger: Ledger) -> Iterator[Finding]:
    """Find what is in the field and must not be: a beta, or what was yanked."""
    beta = {each.version for each in ledger.releases if each.stage is Stage.BETA}
    yanked = {each.release: each for each in ledger.of(Yanked)}
    shipped: dict[tuple[str, str], Shipped] = {}
    for event in ledger.events:
        match event:
            case Shipped():
                named = [(event.place.at("release"), event.release)]
                is_beta = event.stage is Stage.BETA
                key = (event.channel, event.build)
                first = shipped.setdefault(key, event)
                if first.release != event.release:
                    yield finding(
                        "ledger-build-twice",
                        event.place.at("build"),
                        first.place.at("build"),
                        build=event.build,
                        channel=event.channel,
                        version=event.release,
                        other=first.release,
                    )
            case Deployed():
                serves = event.place.at("serves")
                named = [(serves.at(number), each) for number, each in enumerate(event.serves)]
                is_beta = False
            case _:
                continue
        for place, version in named:
            if version in beta and not is_beta:
                yield finding("ledger-beta-in-production", place, version=version)
            if version in yanked:
                there = yanked[version].place.at("release")
                yield finding("ledger-yanked-in-use", place, there, version=version)


def _versions(ledger: Ledger) -> tuple[str, ...]:
    return tuple(each.version for each in ledger.releases)


def _freezing(event: Event, version: str, client: str) -> str:
    """Give the command that freezes what an event brings out; empty where it brings out nothing."""
    if not VERSION.fullmatch(version):
        return ""
    match event:
        case Shipped():
            built = f" --build {event.channel}={event.build}"
        case Deployed():
            built = ""
        case _:
            return ""
    return f"`bffgen release {client} --version {version}{built}`"


def _unknown(
    place: Place | Mark, kind: str, name: str, known: Collection[str], *, fresh: str = ""
) -> Finding:
    return finding(
        "ledger-unknown-name",
        place,
        kind=kind,
        name=name,
        nearest=nearest(name, known),
        known=", ".join(f"`{each}`" for each in known),
        fresh=fresh,
    )

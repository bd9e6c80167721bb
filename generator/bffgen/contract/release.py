"""Read and write release.yaml: what is said of one frozen contract.

In:  the parsed mapping of the file; or a Release.
Out: a Release with findings for what does not fit; or the text of the file.
How: what is written is read back as the same value (`tests/contract/test_release.py`); texts are
     written as JSON strings, which YAML 1.2 reads as they are.
"""

import re
from typing import Final

from bffgen.contract.fields import Fields
from bffgen.contract.flow import flow
from bffgen.contract.peers import read_peers
from bffgen.contract.promises import read_promises, written_promises
from bffgen.model.calendar import written
from bffgen.model.canonical import Json
from bffgen.model.peers import Peers
from bffgen.model.policy import Identify
from bffgen.model.promises import Promises
from bffgen.model.release import FORMAT, Release, Stage

# A version is a folder and a part of file names of events.
VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,63}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def read_release(file: Fields, client: str, folder: str) -> Release | None:
    """Read one release.yaml; None where what it needs is missing.

    Args:
        folder: path of its folder, whose name is the version.
    """
    known = len(file.faults)
    file.demand("format")
    file.choice("format", (FORMAT,))
    whose, version = file.required_text("client"), file.quoted("version")
    if whose and whose != client:
        file.refuse("client", f"`{whose}` in the folder of `{client}`")
    if version and version != folder.rpartition("/")[2]:
        file.refuse("version", f"`{version}` in the folder `{folder.rpartition('/')[2]}`")
    stage = file.choice("stage", Stage)
    file.demand("released")
    released = file.instant("released")
    digest = _digest(file, "contract_sha256")
    file.demand("contract_sha256")
    changes = _digest(file, "changes_sha256")
    previous = file.quoted("previous") if file.raw("previous") is not None else None
    peers, identify = _reads_as(file)
    promises = _promised(file)
    release = (
        Release(
            client=client,
            version=version,
            stage=Stage(stage or Stage.PRODUCTION),
            released=released,
            contract_sha256=digest or "",
            changes_sha256=changes,
            previous=previous,
            previous_sha256=_digest(file, "previous_sha256"),
            peers=peers,
            identify=identify,
            promises=promises,
            taken_from=file.text("origin") or "",
            notes=file.text("notes") or "",
            tool=file.text("tool") or "",
            folder=folder,
            place=file.place,
        )
        if released is not None
        else None
    )
    file.done()
    return None if len(file.faults) > known else release


def written_release(release: Release) -> bytes:
    """Write release.yaml."""
    peers = release.peers
    decoder: dict[str, Json] = {
        "unknown_field": peers.decoder.unknown_field,
        "unknown_enum": peers.decoder.unknown_enum,
        "null_for_optional": peers.decoder.null_for_optional,
    }
    compat: dict[str, Json] = {
        "producer": peers.producer,
        "formats": peers.formats,
        "numbers": peers.numbers,
        "webhooks": peers.webhooks,
        "fuel": peers.fuel,
    }
    lines = [
        f"format: {FORMAT}",
        f"client: {flow(release.client)}",
        f"version: {flow(release.version)}",
        f"stage: {release.stage}",
        f"released: {flow(written(release.released))}",
        f"contract_sha256: {flow(release.contract_sha256)}",
    ]
    if release.changes_sha256 is not None:
        lines.append(f"changes_sha256: {flow(release.changes_sha256)}")
    lines.append(f"previous: {flow(release.previous)}")
    if release.previous_sha256 is not None:
        lines.append(f"previous_sha256: {flow(release.previous_sha256)}")
    if release.taken_from:
        lines.append(f"origin: {flow(release.taken_from)}")
    lines += ["reads_as:", f"  decoder: {flow(decoder)}", f"  compat: {flow(compat)}"]
    if release.identify is not None:
        named: dict[str, Json] = {"channel": release.identify.channel}
        named = {key: value for key, value in named.items() if value is not None}
        lines.append(f"  identify: {flow({**named, 'build': release.identify.build})}")
    lines += _promises(release.promises)
    lines.append(f"tool: {flow(release.tool)}")
    if release.notes:
        lines.append(f"notes: {flow(release.notes)}")
    return "".join(f"{line}\n" for line in lines).encode()


def _promised(file: Fields) -> Promises | None:
    """Read what is promised beside the contract; null says that nobody knows."""
    if file.raw("promises") is None:
        return None
    fields = file.mapping("promises")
    return None if fields is None else read_promises(fields)


def _promises(promises: Promises | None) -> list[str]:
    if promises is None:
        return ["promises: null"]
    lines = ["promises:"]
    for name, value in written_promises(promises).items():
        if name == "operations" and isinstance(value, dict) and value:
            lines.append("  operations:")
            lines += [f"    {flow(key)}: {flow(said)}" for key, said in value.items()]
        else:
            lines.append(f"  {name}: {flow(value)}")
    return lines


def _reads_as(file: Fields) -> tuple[Peers, Identify | None]:
    file.demand("reads_as")
    fields = file.mapping("reads_as")
    if fields is None:
        return Peers(), None
    peers = read_peers(fields, None)
    named = fields.mapping("identify")
    identify = None
    if named is not None:
        channel, build = named.text("channel"), named.required_text("build")
        identify = Identify(channel=channel, build=build, place=named.place)
        named.done()
    fields.done()
    return peers, identify


def _digest(file: Fields, key: str) -> str | None:
    text = file.text(key)
    if text is not None and not _DIGEST.fullmatch(text):
        file.refuse(key, f"`{text}` is no SHA-256, which has 64 of 0-9 and a-f")
        return None
    return text

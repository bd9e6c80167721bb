"""Find a finding by its fingerprint, for `bffgen explain`.

In:  a fingerprint; two sides of a comparison and what it takes for granted, or files of findings,
     or neither.
Out: the finding as the format `findings/1` has it.
How: it is looked for in the comparison that is named, in the files that are, else in the newest
     findings that `-o json=FILE` has left in the current folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bffgen.cli.comparing import asked
from bffgen.cli.flags import Undecided, WrongUse
from bffgen.cli.named import read_named
from bffgen.cli.workspace import here
from bffgen.model.canonical import Json
from bffgen.model.family import Family
from bffgen.model.severity import FailOn
from bffgen.report.entry import listed
from bffgen.report.json import findings as as_json
from bffgen.report.text import text as told
from bffgen.tasks.diff import SourceFault, Sources, collector_paused, diff
from bffgen.tasks.explain import finding_of

# How a file of findings begins, so that no other JSON is read for nothing.
_HEAD: Final = b'"findings/1"'
_HEAD_BYTES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a comparison takes for granted, as the flags of `bffgen diff` say it."""

    family: Family | None = None
    decoder: Sequence[str] = ()
    compat: Sequence[str] = ()


def found_by(
    fingerprint: str,
    baseline: str | None,
    revision: str | None,
    files: Sequence[str],
    said: Assumptions,
) -> Mapping[str, Json]:
    """Find a finding.

    Raises:
        WrongUse: it is nowhere, where it is said to be cannot be read, or something is assumed of
            no comparison.
        Undecided: a commit of the comparison is not there.
    """
    if baseline is not None and revision is None:
        raise WrongUse("a comparison has two sides: write `bffgen explain ID BASELINE REVISION`")
    if baseline is None and said != Assumptions():
        raise WrongUse(
            "`--family`, `--decoder` and `--compat` are of a comparison: name its two sides, "
            f"`bffgen explain {fingerprint} BASELINE REVISION`"
        )
    contents: list[tuple[str, bytes]] = []
    if baseline is not None and revision is not None:
        contents.append((f"{baseline} with {revision}", _compared(baseline, revision, said)))
    contents += [(name, _read(name)) for name in files]
    if not contents:
        contents = _left_here()
        if not contents:
            raise WrongUse(
                f"no findings lie here: name the comparison, `bffgen explain {fingerprint} BASELINE"
                " REVISION`, or keep findings by `bffgen diff .. -f text -o json=FILE`"
            )
    for _, content in contents:
        found = finding_of(content, fingerprint)
        if found is not None:
            return found
    looked = ", ".join(f"`{name}`" for name, _ in contents)
    hint = (
        "" if baseline is None else "; what it rests on is said by --family, --decoder and --compat"
    )
    raise WrongUse(f"no finding with the fingerprint `{fingerprint}` in {looked}{hint}")


def _compared(baseline: str, revision: str, said: Assumptions) -> bytes:
    """Compare two documents, and give the findings, those that are hidden elsewhere too."""
    what = asked(
        family=said.family,
        decoder=said.decoder,
        compat=said.compat,
        waivers=None,
        severity=None,
        fail_on=FailOn.NOTHING,
        as_of=None,
        is_pure=True,
    )
    try:
        with Sources(str(here()), lambda: b"") as sources, collector_paused():
            diffed = diff(baseline, revision, sources, what)
            if diffed.report is None:
                raise WrongUse(told(diffed.findings, diffed.locate).strip())
            return as_json(listed(diffed.report, diffed.locate)).encode()
    except SourceFault as fault:
        raise (Undecided if fault.is_absent else WrongUse)(str(fault)) from None


def _left_here() -> list[tuple[str, bytes]]:
    """Give the findings that lie in the current folder, the newest first."""
    found = []
    for path in Path().glob("*.json"):
        try:
            with path.open("rb") as file:
                if _HEAD in file.read(_HEAD_BYTES):
                    found.append((-path.stat().st_mtime_ns, path.as_posix()))
        except OSError:
            continue
    return [(name, _read(name)) for _, name in sorted(found)]


def _read(name: str) -> bytes:
    # What bffgen writes is as large as its findings are.
    return read_named(name, Path.read_bytes)

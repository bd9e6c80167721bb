"""Hold what is to be added to a ledger against it before it is written.

In:  readers of the workspace's files, the files that are to be added, what was wrong with them.
Out: findings that point at the flags by which it was said; or one sentence about such a flag.
How: the ledger is verified as it would be, as `bffgen ledger verify` will. What was never written
     has no line that anybody could open, so that places in it become flags.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bffgen.model.finding import Finding, Mark
from bffgen.model.place import Place, tokens
from bffgen.tasks.ledger import Below, with_files
from bffgen.tasks.reading import Read

# When something was is said by the one flag that all commands have.
_USUAL: Final = {"at": "--as-of"}

# What is wrong with one value, and can be said of its flag in a sentence.
_OF_A_VALUE: Final = "input-schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why something cannot be added.

    Attributes:
        said: in one sentence; empty where findings say it.
        findings: at flags, or at files that are there.
    """

    said: str = ""
    findings: tuple[Finding, ...] = ()


def not_whole(
    read: Read,
    below: Below,
    files: Mapping[str, bytes],
    client: str,
    flags: Mapping[str, str],
) -> Refused | None:
    """Say what would be wrong with a ledger that had further files; None where nothing would.

    Args:
        flags: member of a file -> how it was said; `--member` where that is so called.
    """
    broken = with_files(read, below, files, client).broken
    return by_flags(broken, files, flags) if broken else None


def by_flags(
    findings: Iterable[Finding], unwritten: Collection[str], flags: Mapping[str, str]
) -> Refused:
    """Let findings point at flags where they are about files that are not written.

    Args:
        unwritten: paths of these files.
        flags: as those of `not_whole`.
    """
    found = [_at_flag(each, unwritten, flags) for each in findings]
    first = found[0]
    where = first.marks[0].place.document if first.marks else ""
    problem = dict(first.facts).get("problem")
    if len(found) == 1 and first.rule == _OF_A_VALUE and where and problem and not _is_file(where):
        return Refused(said=f"`{where}`: {problem}")
    return Refused(findings=tuple(found))


def _at_flag(found: Finding, unwritten: Collection[str], flags: Mapping[str, str]) -> Finding:
    marks = (
        replace(each, place=Place(document=_flag(each, found, flags)))
        if each.place.document in unwritten
        else each
        for each in found.marks
    )
    return replace(found, marks=tuple(marks))


def _flag(mark: Mark, found: Finding, flags: Mapping[str, str]) -> str:
    """Name the flag of a member; what is missing is a member of the whole file."""
    steps = tokens(mark.place.pointer)
    member = steps[0] if steps else str(dict(found.facts).get("key", ""))
    usual = f"--{member.replace('_', '-')}" if member else mark.place.document
    return {**_USUAL, **flags}.get(member, usual)


def _is_file(where: str) -> bool:
    return "/" in where

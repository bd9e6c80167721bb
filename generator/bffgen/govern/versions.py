"""Choose the next version: the smallest that says what has changed.

In:  the newest version, what changed since, how the client's versions are chosen, a day.
Out: a version; what a change asks of one.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date
from enum import IntEnum
from typing import Final

from bffgen.model.comparison import ChangeFinding
from bffgen.model.finding import Effect
from bffgen.model.policy import Versioning
from bffgen.model.release import version_order

_SEMVER: Final = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:[-+].*)?")
_DAY: Final = re.compile(r"[0-9]{4}([-.]?)[0-9]{2}\1[0-9]{2}(?:[-.+].*)?")
# What a file or folder may not be called on Windows, whatever stands behind a dot.
_KEPT_BY_WINDOWS: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)
_FIRST: Final = "1.0.0"


class Bump(IntEnum):
    """What part of a version a change moves."""

    PATCH = 0
    MINOR = 1
    MAJOR = 2


def due(findings: Iterable[ChangeFinding]) -> Bump:
    """Say what changes ask of a version (SemVer 7 and 8): breaks a major, all else a minor one."""
    effects = {each.effect for each in findings if each.class_ == "A"}
    if Effect.BREAKS in effects:
        return Bump.MAJOR
    return Bump.MINOR if effects else Bump.PATCH


def bump_between(first: str, second: str) -> Bump | None:
    """Say which part two versions differ in; None where one is no semantic version."""
    one, two = _SEMVER.fullmatch(first), _SEMVER.fullmatch(second)
    if one is None or two is None:
        return None
    for part, bump in ((1, Bump.MAJOR), (2, Bump.MINOR)):
        if one[part] != two[part]:
            return bump
    return Bump.PATCH


def unusable(version: str, known: Collection[str]) -> str:
    """Say why no folder can be called by a version; empty where one can.

    Args:
        known: versions that there are; where letters have no case, two of them are one.
    """
    if _KEPT_BY_WINDOWS.fullmatch(version):
        return f"`{version}` is a name that Windows keeps for itself"
    alike = [each for each in known if each != version and each.lower() == version.lower()]
    if alike:
        return f"`{version}` and `{alike[0]}` are one folder where letters have no case"
    return ""


def misplaced(version: str, versioning: Versioning, known: Collection[str]) -> str:
    """Say why a version is none of a release that comes next; empty where it is one.

    One more of a line that there is may come after a newer line: 5.0.2 after 5.1.0.

    Args:
        known: versions that there are.
    """
    form = _DAY if versioning is Versioning.DATE else _SEMVER
    if versioning is Versioning.SEMVER and not form.fullmatch(version):
        return f"`{version}` is no semantic version such as `5.1.0`"
    placed = [each for each in known if form.fullmatch(each)]
    newest = max(placed, key=version_order, default=None)
    # Who counts by days is free to count otherwise, and then there is no order.
    if (
        newest is None
        or not form.fullmatch(version)
        or version_order(version) >= version_order(newest)
    ):
        return ""
    line = [each for each in placed if _line(each) and _line(each) == _line(version)]
    if line and all(version_order(each) < version_order(version) for each in line):
        return ""
    return f"`{version}` comes before `{newest}`, the newest that there is"


def _line(version: str) -> tuple[str, ...]:
    """Give the major and the minor version; nothing of what has none."""
    found = _SEMVER.fullmatch(version)
    return found.groups()[:2] if found is not None else ()


def following(
    newest: str | None,
    bump: Bump,
    versioning: Versioning,
    day: date,
    taken: Collection[str],
) -> str:
    """Give the smallest version that follows the newest one.

    Args:
        taken: versions that there are; a day on which several are released gets a number behind it.
    """
    if versioning is Versioning.DATE:
        plain = day.isoformat()
        numbered = (f"{plain}.{number}" for number in range(2, len(taken) + 3))
        return next(each for each in (plain, *numbered) if each not in taken)
    found = _SEMVER.fullmatch(newest or "")
    if found is None:
        return _FIRST
    major, minor, patch = (int(found[part]) for part in (1, 2, 3))
    for step in range(1, len(taken) + 2):
        match bump:
            case Bump.MAJOR:
                version = f"{major + step}.0.0"
            case Bump.MINOR:
                version = f"{major}.{minor + step}.0"
            case Bump.PATCH:
                version = f"{major}.{minor}.{patch + step}"
        if version not in taken:
            return version
    raise AssertionError("one of more versions than there are is free")

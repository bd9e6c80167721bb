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

_SEMVER: Final = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:[-+].*)?")
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

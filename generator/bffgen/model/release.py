"""A frozen contract of one client, with what was promised beside it.

In:  nothing; `contract/ledger.py` makes these values of the files of `releases/`.
Out: Release with its Stage.
How: a release never changes, so what decides about it later (how its clients read, what a channel
     asks of builds) is frozen in it and not looked up in the policy of the day (PITFALLS 16).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bffgen.model.peers import Peers
from bffgen.model.place import Place
from bffgen.model.policy import Identify
from bffgen.model.promises import Promises

FORMAT: Final = "release/1"
CONTRACT: Final = "contract.json"
CHANGES: Final = "changes.json"
FILE: Final = "release.yaml"


class Stage(StrEnum):
    """Who a release is for; a beta is compared, and blocks nobody."""

    BETA = "beta"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release.

    Attributes:
        contract_sha256: of the frozen contract, 64 hex digits.
        changes_sha256: of what it changed; None where nothing was written of that.
        previous: the version that it follows; None of the first, and of one that was back-filled.
        previous_sha256: of that release's own release.yaml, so that the chain holds what it says
            too; None where nobody wrote it.
        peers: how its clients read and what both sides do, as of its day.
        identify: the headers in which its builds name themselves.
        promises: what clients rely on and the contract does not say; None where nobody knows it.
        taken_from: where a back-filled contract was read; empty for one that was frozen in its day.
        tool: what froze it.
        folder: path of its folder, relative to the workspace.
    """

    client: str
    version: str
    stage: Stage
    released: datetime
    contract_sha256: str
    changes_sha256: str | None
    previous: str | None
    previous_sha256: str | None
    peers: Peers
    identify: Identify | None
    promises: Promises | None
    taken_from: str
    notes: str
    tool: str
    folder: str
    place: Place

    @property
    def contract(self) -> str:
        """Give the path of its contract."""
        return f"{self.folder}/{CONTRACT}"

    @property
    def is_backfilled(self) -> bool:
        """Say whether it was out before bffgen came."""
        return bool(self.taken_from)


def order(release: Release) -> tuple[datetime, tuple[tuple[int, int, str], ...]]:
    """Give what releases are sorted by: the day, then the version."""
    return release.released, version_order(release.version)


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """Give what versions and builds are sorted by: `1.10.0` comes after `1.9.0`.

    `1.0.0-rc.1` comes before `1.0.0`, and there numbers before words (SemVer 11).
    """
    number, dash, word = version.partition("-")
    return (
        *(_part(each) for each in number.split(".")),
        (-1, 0, ""),
        *((_part(each) for each in word.split(".")) if dash else ((2, 0, ""),)),
    )


def _part(text: str) -> tuple[int, int, str]:
    is_number = text.isascii() and text.isdecimal()
    return (0, int(text), "") if is_number else (1, 0, text)

"""Say how much of a client's use hangs on what an upstream changes.

In:  a ledger and an instant; or what a client wrote of its uses.
Out: Shares; what is told of each change with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bffgen.govern.live import live_set
from bffgen.govern.shares import operation_shares, release_shares, told
from bffgen.model.template import nameless
from bffgen.model.uses import LiveShare, UsedUpstream, Uses
from bffgen.tasks.impacting import Judged
from bffgen.tasks.ledger import Sound

__all__ = ["Shares"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What is known of one client.

    Attributes:
        operations: share of the counted calls, by name without path parameters; None where nobody
            counts.
        counted: first and last day of what was counted.
        live: releases in the field.
    """

    operations: Mapping[str, float] | None = field(default=None, hash=False)
    counted: tuple[str, str] | None = None
    live: tuple[LiveShare, ...] = ()

    @staticmethod
    def of(kept: Sound | None, as_of: datetime) -> "Shares":
        """Give what a ledger says; of none, and of one that decides nothing, nothing."""
        if kept is None:
            return Shares()
        ledger = kept.ledger.until(as_of)
        usage = ledger.usage
        shares = operation_shares(usage)
        # Whoever was nobody then may be everybody now: what is too old bounds no share.
        is_stale = usage is not None and usage.is_stale(kept.policy.evidence, as_of.date())
        live = live_set(kept.ledger, kept.policy, as_of)
        return Shares(
            operations=shares or None,
            counted=None if usage is None else (usage.first.isoformat(), usage.last.isoformat()),
            live=release_shares(None if is_stale else usage, live),
        )

    @staticmethod
    def written(uses: Uses, of: UsedUpstream) -> "Shares":
        """Give what a client wrote."""
        found = {nameless(e.client_operation): e.share for e in of.uses if e.share is not None}
        return Shares(operations=found or None, counted=uses.counted, live=uses.live)

    def noted(self, judged: Judged) -> Judged:
        """Tell with each change how much of the client's use it reaches."""
        findings = []
        for each in judged.comparison.findings:
            notes = [("share", self._share([key for key, _ in each.operations]))]
            notes.append(("live", self._live()))
            findings.append(replace(each, notes=(*each.notes, *(one for one in notes if one[1]))))
        comparison = replace(judged.comparison, findings=tuple(findings))
        return replace(judged, comparison=comparison)

    def _share(self, operations: list[str]) -> str:
        """Say how many of the calls are of operations: of each, and of several together."""
        if self.operations is None or self.counted is None:
            return ""
        shares = [self.operations.get(nameless(each), 0.0) for each in operations]
        each = ", ".join(
            f"{name} {told(share)}" for name, share in zip(operations, shares, strict=True)
        )
        whole = f"{told(sum(shares))} of calls: {each}" if len(shares) > 1 else f"{each} of calls"
        return f"{whole}, {self.counted[0]} to {self.counted[1]}"

    def _live(self) -> str:
        """Say of how much of its channels each live release was on the newest day counted."""
        if self.counted is None:
            return ""
        said = "; ".join(_live(each) for each in self.live if each.shares)
        return f"{said}, on {self.counted[1]}" if said else ""


def _live(live: LiveShare) -> str:
    shares = (f"at most {told(share)} of {channel}" for channel, share in live.shares)
    return f"{live.version} {', '.join(shares)}"

"""How much of a client's traffic an operation is, and how much a live release may be.

In:  counts of use, what is live.
Out: shares, from 0 to 1.
How: of an operation the calls of it among all that were counted in the window, whoever made them;
     of a release the newest day, an upper bound: who named no build may be of any (PITFALLS 24).
"""

from collections import Counter
from decimal import Decimal
from typing import Final

from bffgen.model.live import LiveSet
from bffgen.model.template import nameless
from bffgen.model.usage import Usage
from bffgen.model.uses import LiveShare

# What is hardly anything is not written as nothing.
_LEAST: Final = Decimal("0.0001")


def operation_shares(usage: Usage | None) -> dict[str, float]:
    """Give the share of each operation that was called, by its name without path parameters."""
    calls: Counter[str] = Counter()
    for use in usage.channels if usage is not None else ():
        for counted in (*(each for _, each in use.builds), use.unknown):
            for name, number in counted.calls:
                calls[nameless(name)] += number
    for party in usage.parties if usage is not None and not calls else ():
        for name, number in party.calls:
            calls[nameless(name)] += number
    total = sum(calls.values())
    return {name: _rounded(number, total) for name, number in sorted(calls.items()) if number}


def release_shares(usage: Usage | None, live: LiveSet) -> tuple[LiveShare, ...]:
    """Give each live release with the share that it may have, by channel where that is counted.

    Counts bound no share of a release that came after them.
    """
    found = []
    for state in live.live:
        by_channel: list[tuple[str, float]] = []
        for use in usage.channels if usage is not None else ():
            names = {each.build for each in state.builds if each.channel == use.channel}
            names = names or {state.release.version}
            total = dict(use.total_by_day).get(usage.last, 0) if usage is not None else 0
            if not total or usage is None or usage.last < state.release.released.date():
                continue
            counted = [use.unknown, *(use.build(each) for each in sorted(names))]
            number = sum(dict(each.by_day).get(usage.last, 0) for each in counted)
            by_channel.append((use.channel, _rounded(number, total)))
        found.append(LiveShare(version=state.release.version, shares=tuple(sorted(by_channel))))
    return tuple(found)


def _rounded(number: int, total: int) -> float:
    if not number or not total:
        return 0.0
    return float(max(_LEAST, (Decimal(number) / total).quantize(_LEAST)))


def told(share: float) -> str:
    """Write a share for people: `41 %`, `3.8 %`, `<0.1 %`."""
    per_cent = Decimal(str(share)) * 100
    if not per_cent:
        return "0 %"
    if per_cent < Decimal("0.05"):
        return "<0.1 %"
    return f"{per_cent.quantize(Decimal('0.1')).normalize():f} %"

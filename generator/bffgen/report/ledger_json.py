"""Print what is live as JSON: `ledger/1`.

In:  LiveSets.
Out: a JSON text.
"""

from collections.abc import Iterable
from typing import Final

from bffgen import VERSION
from bffgen.model.calendar import written
from bffgen.model.canonical import Json, indented
from bffgen.model.live import BuildState, LiveSet, ReleaseState

FORMAT: Final = "ledger/1"


def ledger_json(sets: Iterable[LiveSet]) -> str:
    """Print live sets as JSON."""
    clients: Json = [_client(each) for each in sets]
    return indented({"format": FORMAT, "tool": f"bffgen {VERSION}", "clients": clients}) + "\n"


def _client(found: LiveSet) -> Json:
    return {
        "client": found.client,
        "as_of": written(found.as_of),
        "serves": list(found.served),
        "releases": [_release(each) for each in reversed(found.states)],
        "going": [
            {
                "target": each.target,
                "sunset": each.sunset.isoformat(),
                "notice": each.notice or None,
            }
            for each in found.going
        ],
        "evidence_lacking": found.lacking or None,
        "later_facts": found.later,
    }


def _release(state: ReleaseState) -> Json:
    release = state.release
    return {
        "version": release.version,
        "stage": release.stage,
        "released": written(release.released),
        "contract_sha256": release.contract_sha256,
        "is_live": state.is_live,
        "rests_on": [{"channel": channel or None, "why": why} for channel, why in state.why],
        "ended": state.ended or None,
        "builds": [_build(each) for each in state.builds],
    }


def _build(state: BuildState) -> Json:
    share = None if state.share is None else round(float(state.share), 4)
    return {
        "channel": state.channel,
        "build": state.build,
        "is_live": state.is_live,
        "share_at_most_percent": share,
        "why": state.why,
    }

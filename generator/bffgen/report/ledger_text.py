"""Print what is live: a line a release, and under it what it rests on.

In:  LiveSets.
Out: text for a terminal; Markdown for a page.
"""

from collections.abc import Iterable, Iterator

from bffgen.model.calendar import written
from bffgen.model.live import LiveSet, ReleaseState
from bffgen.report.excerpt import shown


def ledger_text(sets: Iterable[LiveSet]) -> str:
    """Print live sets for a terminal."""
    return "\n".join("".join(f"{shown(line)}\n" for line in _lines(each)) for each in sets)


def ledger_markdown(sets: Iterable[LiveSet]) -> str:
    """Print live sets as Markdown, a table a client."""
    return "\n".join("".join(f"{line}\n" for line in _markdown(each)) for each in sets)


def summary(found: LiveSet) -> str:
    """Say in one line what is live of a client."""
    live = len(found.live)
    releases = f"{len(found.states)} release{'s' if len(found.states) != 1 else ''}"
    digests = len({each.release.contract_sha256 for each in found.live})
    told = f"{found.client}: {live} of {releases} live" if found.states else (
        f"{found.client}: nothing is released yet")  # fmt: skip
    if live > 1:
        told += f", {digests} contract{'s' if digests != 1 else ''}"
    return f"{told}, as of {written(found.as_of)}"


def _lines(found: LiveSet) -> Iterator[str]:
    yield summary(found)
    width = max((len(each.release.version) for each in found.states), default=0)
    for state in reversed(found.states):
        release = state.release
        mark = "live" if state.is_live else "over"
        yield (
            f"  {release.version:{width}}  {mark}  {release.released.date().isoformat()}  "
            f"{_reason(state, found)}"
        )
        for each in state.builds:
            is_known = "live" if each.is_live else "over"
            yield f"  {'':{width}}        {each.channel} {each.build}: {is_known}, {each.why}"
    yield from (f"  {line}" for line in _footer(found))


def _markdown(found: LiveSet) -> Iterator[str]:
    yield f"## {summary(found)}"
    yield ""
    if found.states:
        yield "| release | released | | rests on | builds |"
        yield "| --- | --- | --- | --- | --- |"
    for state in reversed(found.states):
        release = state.release
        mark = "**live**" if state.is_live else "over"
        builds = "<br>".join(
            _cell(f"{each.channel} {each.build}: {'live' if each.is_live else 'over'}, {each.why}")
            for each in state.builds
        )
        yield (
            f"| {_cell(release.version)} | {release.released.date().isoformat()} | {mark} | "
            f"{_cell(_reason(state, found))} | {builds} |"
        )
    for line in _footer(found):
        yield ""
        yield _cell(line)


def _reason(state: ReleaseState, found: LiveSet) -> str:
    """Say what a release rests on, or what ended it; builds say it themselves."""
    if not state.is_live:
        return _short(state) if state.builds else state.ended
    kept = [f"{channel}: {why}" if channel else why for channel, why in state.why]
    if state.builds and all(channel for channel, _ in state.why):
        kept = [channel for channel, _ in state.why]
    if len(kept) == 1 and kept[0].startswith(f"{found.client}: "):
        kept = [kept[0].removeprefix(f"{found.client}: ")]
    return "; ".join(kept)


def _short(state: ReleaseState) -> str:
    is_by_builds = state.ended.count(": ") > 1
    return "no build of it is live" if is_by_builds else state.ended


def _footer(found: LiveSet) -> Iterator[str]:
    for each in found.going:
        notice = f" ({each.notice})" if each.notice else ""
        yield f"going: {each.target} on {each.sunset.isoformat()}{notice}"
    if found.lacking and any(each.builds for each in found.states):
        yield f"evidence ends no build: {found.lacking}"
    if found.later:
        plural = "s are" if found.later > 1 else " is"
        yield f"{found.later} fact{plural} dated later, and left out"


def _cell(text: str) -> str:
    return shown(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")

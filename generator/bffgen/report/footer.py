"""What stands below the findings of a comparison, in every format that people read.

In:  a Section; a Report.
Out: what was compared, what was left out, how much was asked, and what that rests on.
"""

from bffgen.model.calendar import written
from bffgen.model.comparison import Side
from bffgen.model.impact import Impact
from bffgen.model.live import LiveSet
from bffgen.model.told import Report, Section
from bffgen.report.assumed import BEYOND


def footer(report: Report, section: Section) -> list[tuple[str, str]]:
    """Give what is said of a comparison by name, in print order."""
    comparison = section.comparison
    baseline, revision = comparison.baseline, comparison.revision
    said = _impacts(section)
    if said and section is not report.sections[-1]:
        # The contract of one upstream is the same for all clients: what it rests on is said once.
        return said
    if section.live is not None:
        said += _held(section, section.live)
    else:
        said.append(("compared", f"{_side(baseline)} with {_side(revision)}"))
    if section.silent:
        said.append(("not compared", section.silent))
    if comparison.hidden:
        hurt = "only a peer that sends undeclared names is hurt; --pure shows them"
        said.append((f"{comparison.hidden:,} hidden", hurt))
    if section.off:
        said.append((f"{section.off:,} off", "by severity"))
    if comparison.asked:
        asked = f"{comparison.asked:,} question{'' if comparison.asked == 1 else 's'}"
        open_yet = f", {comparison.undecided:,} left open" if comparison.undecided else ""
        said.append(("proved", f"{asked}{open_yet}"))
    if comparison.assumptions and baseline.digest != revision.digest:
        said.append(("assumed", "; ".join(comparison.assumptions)))
    return said


def beyond(report: Report) -> str:
    """Say what no comparison can know; the empty text where nothing was asked."""
    if not any(each.comparison.asked for each in report.sections):
        return ""
    return f"no contract says, so nothing was asked of: {', '.join(BEYOND)}"


def _impacts(section: Section) -> list[tuple[str, str]]:
    """Give the operations of each class, the worst first; those that nothing touches are counted.

    Nothing for a section of another kind.
    """
    found: list[tuple[str, str]] = []
    for kind in sorted(Impact, key=lambda each: -each.rank):
        keys = [key for key, each in section.impacts if each is kind]
        told = ", ".join(keys)
        if kind is Impact.NONE:
            told = f"{len(keys):,} operation{'' if len(keys) == 1 else 's'}"
        found += [(str(kind), told)] if keys else []
        if kind is Impact.SHIELDED and section.rebuild:
            found.append(("build anew first", ", ".join(section.rebuild)))
        if kind is Impact.DEGRADED and section.unbuilt:
            found.append(("to be mapped anew before the next build", ", ".join(section.unbuilt)))
    return found


def _held(section: Section, live: LiveSet) -> list[tuple[str, str]]:
    """Say what a candidate was held against, and as of when."""
    builds = sum(each.is_live for state in live.live for each in state.builds)
    counted = f", {builds} live build{'' if builds == 1 else 's'}" if builds else ""
    plural = "" if len(section.held) == 1 else "s"
    revision = section.comparison.revision
    releases = f"release{plural} {', '.join(section.held)}" if section.held else "no live release"
    said = [
        ("compared", f"{_side(revision)} with {releases}{counted}"),
        ("as of", written(live.as_of)),
    ]
    if live.later:
        said.append(("left out", f"{live.later} fact{'' if live.later == 1 else 's'} dated later"))
    return said


def _side(side: Side) -> str:
    title = f"{side.title} {side.version}".strip()
    return f"{side.name} ({title})" if title else side.name
